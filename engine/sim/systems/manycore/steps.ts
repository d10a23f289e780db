/**
 * Steps of a pipeline of layers with a barrier: in step s layer l works on time point s - l. A step lasts as long as its
 * slowest layer plus the barrier, at least a tick; it is divided among the layers in it in proportion to their own time
 * (evenly where none has any), so that the layers' shares add up to the latency. All in ns.
 */
import type { ManycoreConfig } from '../../../contract/index.ts';

export interface StepShare {
  readonly totalNs: number;
  /** Without barrier and waiting for the tick. */
  readonly workNs: number;
}

/** byLayer: time of every layer at each of its time points. */
export function shareSteps(
  byLayer: readonly Float64Array[],
  { barrierNs, tickUs }: Pick<ManycoreConfig, 'barrierNs' | 'tickUs'>,
): StepShare[] {
  const shares = byLayer.map(() => ({ totalNs: 0, workNs: 0 }));
  const points = byLayer[0].length;
  for (let step = 0; step < points + byLayer.length - 1; step++) {
    const first = Math.max(0, step - points + 1);
    const last = Math.min(byLayer.length - 1, step);
    let [slowest, all] = [0, 0];
    for (let l = first; l <= last; l++) {
      const ns = byLayer[l][step - l];
      slowest = Math.max(slowest, ns);
      all += ns;
    }
    const duration = Math.max(slowest + barrierNs, tickUs * 1000);
    for (let l = first; l <= last; l++) {
      const share = all > 0 ? byLayer[l][step - l] / all : 1 / (last - first + 1);
      shares[l].totalNs += duration * share;
      shares[l].workNs += slowest * share;
    }
  }
  return shares;
}
