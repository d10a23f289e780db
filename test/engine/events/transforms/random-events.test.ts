import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { after, anySeed, anyStream, isSubsequence, orderedStream } from './streams.ts';

describe('DropEvent', () => {
  it('drops exactly the rounded share, keeps the order, and repeats by seed', () => {
    fc.assert(
      fc.property(anyStream, fc.double({ min: 0, max: 1, noNaN: true }), anySeed, (stream, p, seed) => {
        const kept = after(stream, { kind: 'DropEvent', p }, seed);
        expect(kept).toHaveLength(stream.x.length - Math.floor(p * stream.x.length + 0.5));
        expect(isSubsequence(kept, rowsOf(stream))).toBe(true);
        expect(after(stream, { kind: 'DropEvent', p }, seed)).toEqual(kept);
      }),
      { numRuns: 60 },
    );
  });

  it('drops every event equally often', () => {
    // 10 events, 3 dropped, 1,000 seeds: 300 each, standard deviation sqrt(1000 · 0.3 · 0.7) = 14.5.
    const stream = streamOf(Array.from({ length: 10 }, (_, i): EventRow => [i, 0, 1, i]));
    const kept = Array.from({ length: 10 }, () => 0);
    for (let seed = 0; seed < 1000; seed++) {
      for (const [x] of after(stream, { kind: 'DropEvent', p: 0.3 }, seed)) kept[x]++;
    }
    for (const count of kept) expect(Math.abs(count - 700)).toBeLessThan(70);
  });

  it('draws the share from a range', () => {
    const stream = streamOf(Array.from({ length: 100 }, (_, i): EventRow => [0, 0, 1, i]));
    const counts = Array.from(
      { length: 50 },
      (_, seed) => after(stream, { kind: 'DropEvent', p: [0.2, 0.6] }, seed).length,
    );
    for (const count of counts) expect(count >= 40 && count <= 80).toBe(true);
    expect(new Set(counts).size).toBeGreaterThan(10);
  });
});

describe('UniformNoise', () => {
  it('adds n events inside sensor and time, in order of time, and keeps the recorded ones', () => {
    fc.assert(
      fc.property(anyStream, fc.integer({ min: 1, max: 50 }), anySeed, (stream, n, seed) => {
        const noisy = after(stream, { kind: 'UniformNoise', n }, seed);
        const times = [...stream.tUs];
        expect(noisy).toHaveLength(times.length ? times.length + n : 0);
        noisy.forEach(([x, y, p, t], i) => {
          expect(x < 6 && y < 6 && p <= 1 && Number.isInteger(t)).toBe(true);
          expect(t >= Math.min(...times) && t <= Math.max(...times)).toBe(true);
          expect(t).toBeGreaterThanOrEqual(noisy[Math.max(0, i - 1)][3]);
        });
        const sorted = rowsOf(stream).toSorted((a, b) => a[3] - b[3]);
        expect(isSubsequence(sorted, noisy)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('reaches every pixel and polarity', () => {
    const stream = streamOf(
      [
        [0, 0, 0, 0],
        [0, 0, 0, 1000],
      ],
      3,
      2,
    );
    const places = new Set(
      after(stream, { kind: 'UniformNoise', n: 500 }).map(([x, y, p]) => [x, y, p].join()),
    );
    expect(places.size).toBe(3 * 2 * 2);
  });

  it('adds nothing for n = 0', () => {
    fc.assert(
      fc.property(orderedStream, (stream) => {
        expect(after(stream, { kind: 'UniformNoise', n: 0 })).toEqual(rowsOf(stream));
      }),
      { numRuns: 20 },
    );
  });
});
