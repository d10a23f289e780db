/**
 * What is shown of a recording: event rate over time, events per pixel, a sample of the events for space-time, slices,
 * and pictures of any stretch. All of it from a stream in order of time; times in µs from its first event.
 */
import { SLICE_EVENTS } from '../contract/index.ts';
import type { EventStream, PolarityFrame, RateBins, RecordingView } from '../contract/index.ts';

export const MOST_RATE_BINS = 1200;
export const MOST_POINTS = 20_000;
export const PEAK_BIN_US = 10_000;
const ROUND = [1, 2, 5];

export function recordingView(stream: EventStream, id: number): RecordingView {
  const { width, height, p, tUs } = stream;
  const startUs = tUs[0] ?? 0;
  const durationUs = (tUs[tUs.length - 1] ?? 0) - startUs;
  let on = 0;
  for (let i = 0; i < p.length; i++) on += p[i];
  const slices = Math.ceil(tUs.length / SLICE_EVENTS);
  return {
    id,
    width,
    height,
    events: tUs.length,
    on,
    startUs,
    durationUs,
    sliceStartsUs: Float64Array.from({ length: slices }, (_, slice) => tUs[slice * SLICE_EVENTS]),
    firstSlice: sliceOf(stream, 0),
    rate: rateBins(stream, roundBin(durationUs, MOST_RATE_BINS)),
    peakPerSecond: durationUs >= PEAK_BIN_US ? peakRate(stream) : null,
    pixels: pixelCounts(stream),
    points: everyNth(stream, Math.max(1, Math.ceil(tUs.length / MOST_POINTS))),
  };
}

/** Copies: what is sent away is not shared. */
export function sliceOf({ width, height, x, y, p, tUs }: EventStream, slice: number): EventStream {
  const range = [slice * SLICE_EVENTS, (slice + 1) * SLICE_EVENTS] as const;
  return {
    width,
    height,
    x: x.slice(...range),
    y: y.slice(...range),
    p: p.slice(...range),
    tUs: tUs.slice(...range),
  };
}

/** Every event, in any order of time. */
export const wholePicture = (stream: EventStream): PolarityFrame => counted(stream, 0, stream.tUs.length);

/** Events with startUs <= t < startUs + lengthUs, counted from the first event. Counts end at 65,535. */
export function polarityFrame(stream: EventStream, startUs: number, lengthUs: number): PolarityFrame {
  const origin = stream.tUs[0] ?? 0;
  const from = firstAt(stream.tUs, origin + startUs);
  return counted(stream, from, firstAt(stream.tUs, origin + startUs + lengthUs));
}

export function counted({ width, height, x, y, p }: EventStream, from: number, to: number): PolarityFrame {
  const on = new Uint16Array(width * height);
  const off = new Uint16Array(width * height);
  let onEvents = 0;
  for (let i = from; i < to; i++) {
    const counts = p[i] === 1 ? on : off;
    const at = y[i] * width + x[i];
    if (counts[at] < 65_535) counts[at]++;
    onEvents += p[i];
  }
  return { width, height, on, off, events: to - from, onEvents };
}

/** The shortest round bin (1, 2, 5 × 10^k µs) that gives at most `most` bins. */
export function roundBin(durationUs: number, most: number): number {
  for (let decade = 1; ; decade *= 10)
    for (const lead of ROUND) if (Math.floor(durationUs / (lead * decade)) + 1 <= most) return lead * decade;
}

function rateBins({ p, tUs }: EventStream, binUs: number): RateBins {
  const origin = tUs[0] ?? 0;
  const count = Math.floor(((tUs[tUs.length - 1] ?? 0) - origin) / binUs) + 1;
  const on = new Uint32Array(count);
  const off = new Uint32Array(count);
  for (let i = 0; i < tUs.length; i++) (p[i] === 1 ? on : off)[Math.floor((tUs[i] - origin) / binUs)]++;
  return { binUs, on, off };
}

function peakRate(stream: EventStream): number {
  const { on, off } = rateBins(stream, PEAK_BIN_US);
  const most = on.reduce((peak, count, i) => Math.max(peak, count + off[i]), 0);
  return (most / PEAK_BIN_US) * 1e6;
}

function pixelCounts({ width, height, x, y }: EventStream): Uint32Array {
  const counts = new Uint32Array(width * height);
  for (let i = 0; i < x.length; i++) counts[y[i] * width + x[i]]++;
  return counts;
}

function everyNth({ width, height, x, y, p, tUs }: EventStream, n: number): EventStream {
  const length = Math.ceil(tUs.length / n);
  return {
    width,
    height,
    x: Uint16Array.from({ length }, (_, i) => x[i * n]),
    y: Uint16Array.from({ length }, (_, i) => y[i * n]),
    p: Uint8Array.from({ length }, (_, i) => p[i * n]),
    tUs: Float64Array.from({ length }, (_, i) => tUs[i * n]),
  };
}

/** Counts of another stretch on top. */
export function addFrame(to: { on: Uint16Array; off: Uint16Array }, frame: PolarityFrame): void {
  for (let i = 0; i < frame.on.length; i++) {
    to.on[i] = Math.min(65_535, to.on[i] + frame.on[i]);
    to.off[i] = Math.min(65_535, to.off[i] + frame.off[i]);
  }
}

/** Index of the first event at or after `atUs` (absolute time). */
export function firstAt(tUs: Float64Array, atUs: number): number {
  let low = 0;
  let high = tUs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (tUs[middle] < atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
