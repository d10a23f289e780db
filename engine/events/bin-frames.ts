/**
 * The modes of Tonic's ToFrame as bins: which of the events, in order of time, lie in which of the T steps. `n_time_bins`
 * and `n_event_bins` give T steps by themselves; `time_window` and `event_count` as many as the recording is long, of which
 * the first T are taken. Left out: includeIncomplete; as in Tonic's default, what does not fill a last step is in none.
 */
import { errorAt } from '../contract/index.ts';
import type { BinSpec, FrameSpec, Issue } from '../contract/index.ts';
import { frameSlices } from './transforms/frame-slices.ts';
import type { FrameSlices } from './transforms/frame-slices.ts';

/** Null for `window` and `span`. */
export function frameSpecOf(bins: BinSpec): FrameSpec | null {
  const { timesteps, mode, windowUs, eventCount = 0, overlapUs = 0, overlapEvents = 0, overlap = 0 } = bins;
  const whole = { includeIncomplete: false };
  switch (mode) {
    case 'time_window':
      return { by: mode, timeWindowUs: windowUs, overlapUs, ...whole, startUs: null, endUs: null };
    case 'event_count':
      return { by: mode, eventCount, overlapEvents, ...whole };
    case 'n_time_bins':
      return { by: mode, nTimeBins: timesteps, overlap };
    case 'n_event_bins':
      return { by: mode, nEventBins: timesteps, overlap };
    default:
      return null;
  }
}

/** From one step to the next; null where it depends on the recording. */
export function strideUs({ mode, windowUs, overlapUs = 0 }: BinSpec): number | null {
  if (mode === 'window') return windowUs;
  return mode === 'time_window' ? windowUs - overlapUs : null;
}

/** `tUs` in order. */
export const stepSlices = (tUs: Float64Array, spec: FrameSpec, timesteps: number): FrameSlices =>
  frameSlices(tUs, spec, timesteps);

/** Modes whose number of steps depends on the recording. */
export const givesAnySteps = ({ mode }: BinSpec): boolean => mode === 'time_window' || mode === 'event_count';

/** What is wrong with the fields of a mode; `path`: of the bins. */
export function frameFieldIssues(bins: BinSpec, path: string): Issue[] {
  const { mode, windowUs, eventCount, overlapUs = 0, overlapEvents = 0, overlap = 0 } = bins;
  const issues: Issue[] = [];
  const must = (isRight: boolean, field: keyof BinSpec, rule: string, advice: string): void => {
    if (!isRight)
      issues.push(
        errorAt(`${path}.${field}`, `bins/${field}`, `must be ${rule} (got ${bins[field]}); ${advice}`),
      );
  };
  const isWhole = Number.isInteger;
  if (mode === 'time_window')
    must(
      overlapUs >= 0 && overlapUs < windowUs,
      'overlapUs',
      `0 or more and below the step of ${windowUs} µs`,
      'steps would never move on',
    );
  if (mode === 'event_count') {
    const count = eventCount ?? 0;
    must(
      isWhole(count) && count >= 1,
      'eventCount',
      'a whole number of at least 1',
      'N-MNIST has about 4000 events in 30 steps',
    );
    must(
      isWhole(overlapEvents) && overlapEvents >= 0 && (overlapEvents < count || count < 1),
      'overlapEvents',
      `a whole number of 0 or more, below the ${count} events of a step`,
      'steps would never move on',
    );
  }
  if (mode === 'n_time_bins' || mode === 'n_event_bins')
    must(
      overlap >= 0 && overlap < 1,
      'overlap',
      'a share of a step, 0 or more and below 1',
      '0 is none, 0.5 half a step',
    );
  return issues;
}
