import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { after, anySeed, anyStream } from './streams.ts';

const middle = streamOf(
  Array.from({ length: 4000 }, (): EventRow => [50, 50, 1, 100_000]),
  101,
  101,
);

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const covariance = (a: readonly number[], b: readonly number[]): number =>
  mean(a.map((value, i) => (value - mean(a)) * (b[i] - mean(b))));

describe('TimeJitter', () => {
  it('changes nothing at zero', () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const spec = { kind: 'TimeJitter', stdUs: 0, clipNegative: true, sortTimestamps: false } as const;
        expect(after(stream, spec)).toEqual(rowsOf(stream));
      }),
      { numRuns: 20 },
    );
  });

  it('shifts by whole µs around zero with the given deviation', () => {
    const spec = { kind: 'TimeJitter', stdUs: 500, clipNegative: false, sortTimestamps: false } as const;
    const times = after(middle, spec).map(([, , , t]) => t);
    // Error of the mean 500 / sqrt(4000) = 8, of the deviation 500 / sqrt(8000) = 5.6.
    expect(times.every(Number.isInteger)).toBe(true);
    expect(Math.abs(mean(times) - 100_000)).toBeLessThan(40);
    expect(Math.abs(Math.sqrt(covariance(times, times)) - 500)).toBeLessThan(30);
  });

  it('drops times before zero only where asked, and sorts only where asked', () => {
    const spec = { kind: 'TimeJitter', stdUs: 100, clipNegative: false, sortTimestamps: false } as const;
    fc.assert(
      fc.property(anyStream, anySeed, (stream, seed) => {
        const free = after(stream, spec, seed);
        expect(free.map(([x, y, p]) => [x, y, p])).toEqual(rowsOf(stream).map(([x, y, p]) => [x, y, p]));
        expect(after(stream, { ...spec, clipNegative: true }, seed)).toEqual(
          free.filter((row) => row[3] >= 0),
        );
        expect(after(stream, { ...spec, sortTimestamps: true }, seed)).toEqual(
          free.toSorted((a, b) => a[3] - b[3]),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('SpatialJitter', () => {
  it('has the given covariance, plus 1/12 for rounding, and no drift', () => {
    const spec = {
      kind: 'SpatialJitter',
      varXPixels2: 9,
      varYPixels2: 4,
      sigmaXYPixels2: -3,
      clipOutliers: true,
    } as const;
    const rows = after(middle, spec);
    const x = rows.map((row) => row[0]);
    const y = rows.map((row) => row[1]);
    // Error of a mean 3 / sqrt(4000) = 0.05; of a variance 9 · sqrt(2 / 4000) = 0.2.
    expect(Math.abs(mean(x) - 50)).toBeLessThan(0.25);
    expect(Math.abs(mean(y) - 50)).toBeLessThan(0.25);
    expect(Math.abs(covariance(x, x) - (9 + 1 / 12))).toBeLessThan(1);
    expect(Math.abs(covariance(y, y) - (4 + 1 / 12))).toBeLessThan(0.6);
    expect(Math.abs(covariance(x, y) + 3)).toBeLessThan(0.6);
  });

  it('drops what falls outside, or moves it to the edge', () => {
    const spec = {
      kind: 'SpatialJitter',
      varXPixels2: 25,
      varYPixels2: 25,
      sigmaXYPixels2: 0,
      clipOutliers: false,
    } as const;
    fc.assert(
      fc.property(anyStream, anySeed, (stream, seed) => {
        const moved = after(stream, spec, seed);
        expect(moved).toHaveLength(stream.x.length);
        for (const [x, y] of moved) expect(x < 6 && y < 6).toBe(true);
        const clipped = after(stream, { ...spec, clipOutliers: true }, seed);
        expect(clipped.length).toBeLessThanOrEqual(moved.length);
      }),
      { numRuns: 60 },
    );
    // A corner of 6x6 with a deviation of 5: about three quarters and more leave it.
    const corner = streamOf(
      Array.from({ length: 400 }, (): EventRow => [0, 0, 1, 0]),
      6,
      6,
    );
    expect(after(corner, { ...spec, clipOutliers: true }).length).toBeLessThan(200);
  });
});
