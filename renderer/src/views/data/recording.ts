/** What the Data page derives from one recording. Times are microseconds from its first event. */
import type { BinSpec, EventStream } from '../../../../engine/contract/index.ts';

/** The same events in order of time; recordings that already are in order are not copied. */
export function inTimeOrder(stream: EventStream): EventStream {
  const { tUs } = stream;
  if (tUs.every((t, i) => i === 0 || t >= tUs[i - 1])) return stream;
  const order = Uint32Array.from(tUs, (_, i) => i).sort((a, b) => tUs[a] - tUs[b] || a - b);
  return {
    ...stream,
    x: Uint16Array.from(order, (i) => stream.x[i]),
    y: Uint16Array.from(order, (i) => stream.y[i]),
    p: Uint8Array.from(order, (i) => stream.p[i]),
    tUs: Float64Array.from(order, (i) => tUs[i]),
  };
}

/** Index of the first event at or after `atUs` (absolute time), in a stream in order of time. */
export function firstAt(tUs: Float64Array, atUs: number): number {
  let low = 0;
  let high = tUs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tUs[middle] < atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const startOf = ({ tUs }: EventStream): number => tUs[0] ?? 0;
export const durationOf = (stream: EventStream): number =>
  stream.tUs.length === 0 ? 0 : stream.tUs[stream.tUs.length - 1] - startOf(stream);

/** Events [from, to) of the window [startUs, startUs + lengthUs), counted from the first event. */
export function windowOf(stream: EventStream, startUs: number, lengthUs: number): readonly [number, number] {
  const origin = startOf(stream);
  return [firstAt(stream.tUs, origin + startUs), firstAt(stream.tUs, origin + startUs + lengthUs)];
}

export interface RateBins {
  readonly binUs: number;
  /** Events per bin. */
  readonly on: Uint32Array;
  readonly off: Uint32Array;
}

const ROUND = [1, 2, 5];

/** The shortest round bin (1, 2, 5 × 10^k µs) that gives at most `most` bins. */
export function roundBin(durationUs: number, most: number): number {
  for (let decade = 1; ; decade *= 10) {
    for (const lead of ROUND) {
      if (Math.floor(durationUs / (lead * decade)) + 1 <= most) return lead * decade;
    }
  }
}

export function rateBins(stream: EventStream, binUs: number): RateBins {
  const count = Math.floor(durationOf(stream) / binUs) + 1;
  const on = new Uint32Array(count);
  const off = new Uint32Array(count);
  const origin = startOf(stream);
  for (let i = 0; i < stream.tUs.length; i++) {
    (stream.p[i] === 1 ? on : off)[Math.floor((stream.tUs[i] - origin) / binUs)]++;
  }
  return { binUs, on, off };
}

/** Start of the window with most events, on a grid of half windows; 0 for an empty recording. */
export function busiestWindow(stream: EventStream, lengthUs: number): number {
  const last = durationOf(stream) - lengthUs;
  let best = 0;
  let most = -1;
  for (let start = 0; start <= Math.max(0, last); start += lengthUs / 2) {
    const [from, to] = windowOf(stream, start, lengthUs);
    if (to - from > most) {
      most = to - from;
      best = start;
    }
  }
  return best;
}

export interface RecordingFacts {
  /** Events per second. */
  readonly meanRate: number | null;
  /** The most events in any bin, per second. */
  readonly peakRate: number | null;
  /** Share of pixels with an event, 0..1. */
  readonly pixelsHit: number;
  /** Events outside the sensor. */
  readonly outside: number;
}

export function factsOf(stream: EventStream, peakBinUs: number): RecordingFacts {
  const { width, height, x, y, tUs } = stream;
  const hit = new Uint8Array(width * height);
  let outside = 0;
  for (let i = 0; i < tUs.length; i++) {
    if (x[i] < width && y[i] < height) hit[y[i] * width + x[i]] = 1;
    else outside++;
  }
  const duration = durationOf(stream);
  const { on, off } = rateBins(stream, peakBinUs);
  const peak = on.reduce((most, count, i) => Math.max(most, count + off[i]), 0);
  return {
    meanRate: duration > 0 ? (tUs.length / duration) * 1e6 : null,
    peakRate: duration >= peakBinUs ? (peak / peakBinUs) * 1e6 : null,
    pixelsHit: hit.length > 0 ? hit.reduce((sum, one) => sum + one, 0) / hit.length : 0,
    outside,
  };
}

/** Width of one step of the network's input. Fixed windows begin at time 0 of the file. */
export function stepUs(bins: BinSpec, durationUs: number): number {
  return bins.mode === 'window' ? bins.windowUs : durationUs / Math.max(1, bins.timesteps);
}

/** Share of events after the last step, 0..1: they do not reach the network. */
export function croppedShare(stream: EventStream, bins: BinSpec): number {
  if (bins.mode === 'span' || stream.tUs.length === 0) return 0;
  const kept = firstAt(stream.tUs, bins.timesteps * bins.windowUs);
  return 1 - kept / stream.tUs.length;
}
