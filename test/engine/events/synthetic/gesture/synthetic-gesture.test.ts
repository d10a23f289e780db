import { describe, expect, it } from 'vitest';
import type { EventStream } from '../../../../../engine/contract/index.ts';
import { timeRange } from '../../../../../engine/events/file-info.ts';
import {
  GESTURE_CLASSES,
  SyntheticGesture,
} from '../../../../../engine/events/synthetic/gesture/synthetic-gesture.ts';
import type { GestureSample } from '../../../../../engine/events/synthetic/gesture/synthetic-gesture.ts';

const set = new SyntheticGesture(1);
const samplesOf = (label: number, count: number): GestureSample[] =>
  Array.from({ length: count }, (_, k) => set.sample(label + GESTURE_CLASSES.length * k));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('SyntheticGesture', () => {
  const samples = Array.from({ length: 22 }, (_, i) => set.sample(i));

  it('makes the same sample for a seed and an index, whatever was made before', () => {
    expect(new SyntheticGesture(1).sample(15)).toEqual(samples[15]);
    expect(new SyntheticGesture(2).sample(15)).not.toEqual(samples[15]);
    expect(samples[4].stream).not.toEqual(samples[15].stream);
  });

  it('keeps to the sensor, in order of time, in whole µs, within 1.5 s', () => {
    samples.forEach(({ stream, label }, i) => {
      expect(label).toBe(i % 11);
      expect(stream.x.every((x) => x < 128) && stream.y.every((y) => y < 128)).toBe(true);
      expect(stream.tUs.every((t) => Number.isInteger(t) && t >= 0 && t < 1_504_000)).toBe(true);
      expect(timeRange(stream.tUs).backwards).toBe(0);
      expect(stream.tUs.at(-1)).toBeGreaterThan(1_400_000);
    });
  });

  it('is of the order of DVS Gesture: seven published clips of 1.45 s hold 63,471 to 181,179 events', () => {
    const counts = samples.map(({ stream }) => stream.x.length);
    expect(Math.min(...counts)).toBeGreaterThan(20_000);
    expect(Math.max(...counts)).toBeLessThan(200_000);
    expect(mean(counts)).toBeGreaterThan(50_000);
    expect(mean(counts)).toBeLessThan(120_000);
    // The clips' shares of ON events are 0.493 to 0.552.
    for (const { stream } of samples) expect(Math.abs(mean([...stream.p]) - 0.5)).toBeLessThan(0.06);
  });
});

const CELL = 8;
const CELLS = (128 / CELL) ** 2;

/** Events per cell and polarity over the whole recording, as log(1 + n): all that a summed frame tells. */
function summedFrame({ x, y, p }: EventStream): Float64Array {
  const counts = new Float64Array(2 * CELLS);
  for (let i = 0; i < x.length; i++) {
    counts[p[i] * CELLS + Math.floor(y[i] / CELL) * (128 / CELL) + Math.floor(x[i] / CELL)]++;
  }
  return counts.map((count) => Math.log1p(count));
}

/** Logistic regression on standardised features; the share of the second half that it gets right. */
function linearAccuracy(first: readonly EventStream[], second: readonly EventStream[]): number {
  const rows = first.flatMap((stream, i) => [
    { frame: summedFrame(stream), sign: 1 },
    { frame: summedFrame(second[i]), sign: -1 },
  ]);
  const half = rows.length / 2;
  const seen = rows.slice(0, half);
  const centre = summedFrame(first[0]).map((_, c) => mean(seen.map(({ frame }) => frame[c])));
  const scale = centre.map((m, c) => Math.sqrt(mean(seen.map(({ frame }) => (frame[c] - m) ** 2))) + 0.3);
  const standard = rows.map(({ frame, sign }) => ({
    sign,
    frame: frame.map((value, c) => (value - centre[c]) / scale[c]),
  }));
  const weights = new Float64Array(centre.length);
  const score = (frame: Float64Array): number => frame.reduce((sum, value, c) => sum + value * weights[c], 0);
  for (let round = 0; round < 100; round++) {
    for (const { frame, sign } of standard.slice(0, half)) {
      const push = sign / (1 + Math.exp(sign * score(frame)));
      frame.forEach((value, c) => (weights[c] += 0.002 * push * value));
    }
  }
  return mean(standard.slice(half).map(({ frame, sign }) => (sign * score(frame) > 0 ? 1 : 0)));
}

/** Signed area swept by the middle of the events of each 60 ms: which way the arm turns. */
function sweep({ x, y, tUs }: EventStream): number {
  const windows = Array.from({ length: 25 }, () => ({ x: 0, y: 0, n: 0 }));
  tUs.forEach((t, i) => {
    const window = windows[Math.floor(t / 60_000)];
    if (!window) return;
    window.x += x[i];
    window.y += y[i];
    window.n++;
  });
  const places = windows.filter(({ n }) => n > 0).map(({ x: sx, y: sy, n }) => [sx / n, sy / n]);
  const [cx, cy] = [mean(places.map(([px]) => px)), mean(places.map(([, py]) => py))];
  return places.slice(1).reduce((sum, [nx, ny], i) => {
    const [px, py] = places[i];
    return sum + (px - cx) * (ny - cy) - (py - cy) * (nx - cx);
  }, 0);
}

describe('the two directions of an arm', () => {
  const clockwise = samplesOf(3, 40).map(({ stream }) => stream);
  const counter = samplesOf(4, 40).map(({ stream }) => stream);

  it('cannot be told apart from one summed frame by a linear classifier that tells right from left', () => {
    const left = samplesOf(5, 12).map(({ stream }) => stream);
    expect(linearAccuracy(clockwise.slice(0, 12), left)).toBe(1);
    // 40 held-out samples: chance is 0.5 with a standard deviation of sqrt(0.25 / 40) = 0.079.
    const accuracy = linearAccuracy(clockwise, counter);
    expect(accuracy).toBeGreaterThan(0.5 - 2.5 * 0.079);
    expect(accuracy).toBeLessThan(0.5 + 2.5 * 0.079);
  });

  it('shows in the order of the events', () => {
    // The right arm's clockwise is counter-clockwise for the camera: negative with y downwards.
    expect(mean(clockwise.map((stream) => (sweep(stream) < 0 ? 1 : 0)))).toBeGreaterThan(0.9);
    expect(mean(counter.map((stream) => (sweep(stream) > 0 ? 1 : 0)))).toBeGreaterThan(0.9);
  });
});
