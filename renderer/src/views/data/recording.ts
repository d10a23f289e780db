/** What the Data page derives from a recording's view. Times are microseconds from its first event. */
import type { BinnedView, RateBins, RecordingView, SpikeTensor } from '../../../../engine/contract/index.ts';

/** Start of the window with most events, in steps of a rate bin; 0 for an empty recording. */
export function busiestWindow({ binUs, on, off }: RateBins, lengthUs: number): number {
  const bins = Math.max(1, Math.round(lengthUs / binUs));
  let inside = 0;
  let most = -1;
  let best = 0;
  for (let end = 0; end < on.length; end++) {
    inside += on[end] + off[end];
    if (end >= bins) inside -= on[end - bins] + off[end - bins];
    if (inside > most) {
      most = inside;
      best = Math.max(0, end - bins + 1);
    }
  }
  return best * binUs;
}

/** Rate bins joined, so that at most `most` are drawn; wider by a whole number of them. */
export function coarser({ binUs, on, off }: RateBins, most: number): RateBins {
  const by = Math.max(1, Math.ceil(on.length / most));
  const joined = (counts: Uint32Array): Uint32Array => {
    const sums = new Uint32Array(Math.ceil(counts.length / by));
    for (let i = 0; i < counts.length; i++) sums[Math.floor(i / by)] += counts[i];
    return sums;
  };
  return { binUs: binUs * by, on: joined(on), off: joined(off) };
}

/** The last step of the network's input that holds a moment of the recording, or null where none does. */
export function stepAt(
  { stepStartsUs, stepEndsUs }: Pick<BinnedView, 'stepStartsUs' | 'stepEndsUs'>,
  positionUs: number,
): number | null {
  for (let step = stepStartsUs.length - 1; step >= 0; step--)
    if (stepStartsUs[step] <= positionUs && positionUs < stepEndsUs[step]) return step;
  return null;
}

/** The middle of a step, from the first event; null for steps that are nowhere. */
export function middleOf(
  { stepStartsUs, stepEndsUs }: Pick<BinnedView, 'stepStartsUs' | 'stepEndsUs'>,
  step: number,
): number | null {
  const middleUs = (stepStartsUs[step] + stepEndsUs[step]) / 2;
  return Number.isFinite(middleUs) ? middleUs : null;
}

/** The spikes of one step as counts per pixel, 0 or 1 of each polarity. */
export function stepPicture(
  { width, height, channels, ptr, events }: SpikeTensor,
  step: number,
): { readonly on: Uint16Array; readonly off: Uint16Array } {
  const on = new Uint16Array(width * height);
  const off = new Uint16Array(width * height);
  for (let at = 0; at < width * height; at++) {
    for (let i = ptr[at]; i < ptr[at + 1]; i++) {
      const of = events[i] >>> 16;
      if (of > step) break;
      // Bright shows better than dark where both polarities are one.
      if (of === step) ((events[i] & 0xffff) === 1 || channels === 1 ? on : off)[at] = 5;
    }
  }
  return { on, off };
}

export interface PixelGroup {
  /** Events per pixel, least to most of the group. */
  readonly least: number;
  readonly most: number;
  readonly pixels: number;
}

/** How many pixels have how many events: none, 1, 2 to 3, 4 to 7, … */
export function pixelGroups(counts: Uint32Array): PixelGroup[] {
  const groups: number[] = [];
  for (const count of counts) {
    const group = 32 - Math.clz32(count);
    groups[group] = (groups[group] ?? 0) + 1;
  }
  return Array.from(groups, (pixels, group) => ({
    least: group === 0 ? 0 : 2 ** (group - 1),
    most: 2 ** group - 1,
    pixels: pixels ?? 0,
  }));
}

export interface HotPixel {
  readonly x: number;
  readonly y: number;
  readonly events: number;
}

/** The pixels with most events. */
export function hottest({ pixels, width }: RecordingView, most: number): HotPixel[] {
  const best: HotPixel[] = [];
  for (let at = 0; at < pixels.length; at++) {
    const events = pixels[at];
    if (events === 0 || (best.length === most && events <= best[most - 1].events)) continue;
    best.push({ x: at % width, y: Math.floor(at / width), events });
    best.sort((a, b) => b.events - a.events);
    if (best.length > most) best.pop();
  }
  return best;
}
