import { describe, expect, it } from 'vitest';
import { timeRange } from '../../../engine/events/file-info.ts';
import { SyntheticNmnist } from '../../../engine/events/synthetic/synthetic-nmnist.ts';

const set = new SyntheticNmnist(1);
const samples = Array.from({ length: 60 }, (_, i) => set.sample(i));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('SyntheticNmnist', () => {
  it('makes the same sample for a seed and an index, whatever was made before', () => {
    expect(new SyntheticNmnist(1).sample(37)).toEqual(samples[37]);
    expect(new SyntheticNmnist(2).sample(37)).not.toEqual(samples[37]);
    expect(set.sample(47).stream).not.toEqual(samples[37].stream);
  });

  it('balances the labels', () => {
    for (let digit = 0; digit < 10; digit++) {
      expect(samples.filter(({ label }) => label === digit).length).toBe(6);
    }
  });

  it('keeps to the sensor, in order of time, in whole µs', () => {
    for (const { stream } of samples) {
      expect(stream.x.every((x) => x < 34) && stream.y.every((y) => y < 34)).toBe(true);
      expect(stream.p.every((p) => p <= 1)).toBe(true);
      expect(stream.tUs.every((t) => Number.isInteger(t) && t >= 0)).toBe(true);
      expect(timeRange(stream.tUs).backwards).toBe(0);
    }
  });

  it('is of the order of N-MNIST: 1,069 to 7,152 events, mean 4,108, about 300 ms, half of them ON', () => {
    const counts = samples.map(({ stream }) => stream.x.length);
    expect(Math.min(...counts)).toBeGreaterThan(900);
    expect(Math.max(...counts)).toBeLessThan(8000);
    expect(mean(counts)).toBeGreaterThan(3600);
    expect(mean(counts)).toBeLessThan(4600);
    for (const { stream } of samples) {
      expect(stream.tUs.at(-1)).toBeGreaterThan(280_000);
      expect(stream.tUs.at(-1)).toBeLessThan(340_000);
      expect(Math.abs(mean([...stream.p]) - 0.5)).toBeLessThan(0.05);
    }
  });

  it('moves in three saccades with pauses between them', () => {
    const rate = (fromMs: number, toMs: number): number =>
      mean(
        samples.map(
          ({ stream }) =>
            stream.tUs.filter((t) => t >= fromMs * 1000 && t < toMs * 1000).length / (toMs - fromMs),
        ),
      );
    const peaks = [rate(40, 60), rate(140, 160), rate(245, 265)];
    const pauses = [rate(85, 105), rate(212, 222)];
    expect(Math.min(...peaks)).toBeGreaterThan(3 * Math.max(...pauses));
  });

  it('draws a one with fewer events than a zero', () => {
    const ofDigit = (digit: number): number =>
      mean(samples.filter(({ label }) => label === digit).map(({ stream }) => stream.x.length));
    expect(ofDigit(1)).toBeLessThan(0.7 * ofDigit(0));
  });
});
