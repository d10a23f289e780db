/** Which step a cycle lies in, among the stretches that are at hand, and what the PEs then do. */
import { STEP_UPDATE, type PlaybackOverview, type PlaybackSteps } from '../../../../engine/contract/index.ts';

export type Phase = 'pass' | 'update' | 'drain' | 'wait';

export interface Current {
  readonly page: PlaybackSteps;
  /** Within the page. */
  readonly at: number;
  readonly phase: Phase;
}

export const pageOf = (pages: readonly PlaybackSteps[], step: number): PlaybackSteps | undefined =>
  pages.findLast(({ first, count }) => step >= first && step < first + count);

const endOf = (page: PlaybackSteps, at: number): number =>
  page.startCycle[at] + page.workCycles[at] + page.drainCycles[at] + page.waitCycles[at];

/** Null where the step is not at hand. Before the first step the array waits for it, after the last one it has ended. */
export function currentStep(pages: readonly PlaybackSteps[], cycle: number, cycles: number): Current | null {
  for (let i = pages.length - 1; i >= 0; i--) {
    const page = pages[i];
    if (page.count === 0) continue;
    const isBefore = cycle < page.startCycle[0];
    if (isBefore && page.first > 0) continue;
    const end = endOf(page, page.count - 1);
    if (cycle >= end && end < cycles - 0.5) continue;
    if (isBefore) return { page, at: 0, phase: 'wait' };
    const at = lastNotAbove(page.startCycle, cycle);
    return { page, at, phase: phaseAt(page, at, cycle) };
  }
  return null;
}

function phaseAt(page: PlaybackSteps, at: number, cycle: number): Phase {
  const after = cycle - page.startCycle[at] - page.workCycles[at];
  const [drain, wait] = [page.drainCycles[at], page.waitCycles[at]];
  if (after >= 0 && wait > 0 && after >= drain) return 'wait';
  if (after >= 0 && drain > 0) return 'drain';
  return page.kind[at] === STEP_UPDATE ? 'update' : 'pass';
}

function lastNotAbove(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (values[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** One column of the array in a step. */
export interface Column {
  readonly position: number;
  readonly window: number;
  readonly adds: number;
}

/** Null: idle. */
export function columnAt({ page, at }: Current, cols: number, col: number): Column | null {
  const place = at * cols + col;
  if (page.position[place] < 0) return null;
  return { position: page.position[place], window: page.window[place], adds: page.adds[place] };
}

/** Output channels of the row tile that a step works on. */
export function tileRows({ rows, layer }: PlaybackOverview, tile: number): { first: number; count: number } {
  const channels = layer.kind === 'pool' ? 1 : layer.M;
  return { first: tile * rows, count: Math.min(rows, channels - tile * rows) };
}

/** Spikes that a PE could add in one pass: every slot at every step of the window, of one channel. */
export const mostAdds = ({ layer, tws }: PlaybackOverview, allChannels: boolean): number =>
  layer.E * layer.E * tws * (allChannels && layer.kind !== 'fc' ? layer.C : 1);
