/**
 * Cuts a recording into labelled trials: events with start <= t < end, their times counted from the start of the trial,
 * so that binning from time 0 begins with the gesture. The order of events stays. Trials without any event are given
 * back empty with a warning, for the label file and the recording then probably belong to different clocks.
 */
import { warningAt } from '../../contract/index.ts';
import type { EventStream, Issue } from '../../contract/index.ts';
import type { GestureTrial } from './gesture-labels.ts';

export interface CutTrial {
  readonly trial: GestureTrial;
  readonly stream: EventStream;
}

export function cutTrials(
  stream: EventStream,
  trials: readonly GestureTrial[],
  path: string,
): { readonly cuts: readonly CutTrial[]; readonly warnings: readonly Issue[] } {
  const cuts = trials.map((trial) => ({ trial, stream: cutTrial(stream, trial) }));
  const warnings = cuts
    .filter((cut) => cut.stream.x.length === 0)
    .map(({ trial }) =>
      warningAt(
        path,
        'gesture/no-events',
        `must hold events from ${trial.startUs} to ${trial.endUs} µs, class ${trial.label + 1} (got none); ` +
          'take the labels of this recording, or fetch the whole recording',
      ),
    );
  return { cuts, warnings };
}

export function cutTrial(
  { width, height, x, y, p, tUs }: EventStream,
  { startUs, endUs }: Pick<GestureTrial, 'startUs' | 'endUs'>,
): EventStream {
  const inside = (t: number): boolean => t >= startUs && t < endUs;
  let count = 0;
  for (let i = 0; i < tUs.length; i++) if (inside(tUs[i])) count++;
  const cut = {
    width,
    height,
    x: new Uint16Array(count),
    y: new Uint16Array(count),
    p: new Uint8Array(count),
    tUs: new Float64Array(count),
  };
  for (let i = 0, kept = 0; i < tUs.length; i++) {
    if (!inside(tUs[i])) continue;
    cut.x[kept] = x[i];
    cut.y[kept] = y[i];
    cut.p[kept] = p[i];
    cut.tUs[kept] = tUs[i] - startUs;
    kept++;
  }
  return cut;
}
