/** Neurons that fire more than once within an inference: what SpinalFlow's temporal coding excludes. */
import type { SpikeTensor } from '../../../contract/index.ts';

export function neuronsThatRepeat({ ptr, events, channels }: SpikeTensor): number {
  /** Position in which a channel fired last and how often there, so that nothing is cleared in between. */
  const lastPosition = new Int32Array(channels).fill(-1);
  const spikes = new Int32Array(channels);
  let repeats = 0;
  for (let p = 0; p + 1 < ptr.length; p++)
    for (let i = ptr[p]; i < ptr[p + 1]; i++) {
      const channel = events[i] & 0xffff;
      if (lastPosition[channel] !== p) {
        lastPosition[channel] = p;
        spikes[channel] = 0;
      }
      if (++spikes[channel] === 2) repeats++;
    }
  return repeats;
}
