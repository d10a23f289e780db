import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { after, isSubsequence, orderedStream } from './streams.ts';

describe('Denoise', () => {
  it('keeps events with a fresh enough neighbour', () => {
    const rows: EventRow[] = [
      [2, 2, 1, 1000], // nothing before it: dropped
      [3, 2, 0, 1099], // left neighbour 99 µs before, 99 < 100: kept
      [3, 3, 1, 1199], // upper neighbour 100 µs before, 100 < 100 does not hold: dropped
      [3, 3, 1, 1200], // its own pixel does not count, (3,2) is 101 µs old: dropped
      [4, 4, 1, 1201], // (3,3) is a diagonal neighbour: dropped
      [4, 3, 0, 1202], // left neighbour (3,3) 2 µs before: kept
    ];
    const kept = after(streamOf(rows), { kind: 'Denoise', filterTimeUs: 100 });
    expect(kept).toEqual([rows[1], rows[5]]);
  });

  it('does not connect the right edge to the left edge of the next row', () => {
    const rows: EventRow[] = [
      [5, 0, 1, 0],
      [0, 1, 1, 1],
    ];
    expect(after(streamOf(rows, 6, 6), { kind: 'Denoise', filterTimeUs: 100 })).toEqual([]);
  });

  it('agrees with looking at all earlier events', () => {
    fc.assert(
      fc.property(orderedStream, fc.integer({ min: 1, max: 200 }), (stream, filterTimeUs) => {
        const rows = rowsOf(stream);
        const expected = rows.filter(([x, y, , t], i) =>
          rows
            .slice(0, i)
            .some(([nx, ny, , nt]) => Math.abs(nx - x) + Math.abs(ny - y) === 1 && t - nt < filterTimeUs),
        );
        expect(after(stream, { kind: 'Denoise', filterTimeUs })).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('RefractoryPeriod', () => {
  it('measures from the event before, kept or not', () => {
    const rows: EventRow[] = [
      [1, 1, 1, 0], // first of its pixel: kept
      [1, 1, 0, 60], // 60 <= 100: dropped
      [1, 1, 1, 120], // 60 after the dropped one: dropped
      [2, 1, 1, 130], // another pixel: kept
      [1, 1, 1, 220], // exactly 100: dropped
      [1, 1, 1, 321], // 101: kept
    ];
    const kept = after(streamOf(rows), { kind: 'RefractoryPeriod', deltaUs: 100 });
    expect(kept).toEqual([rows[0], rows[3], rows[5]]);
  });

  it('is a subsequence, and applied twice to events in order it changes nothing more', () => {
    fc.assert(
      fc.property(orderedStream, fc.integer({ min: 0, max: 200 }), (stream, deltaUs) => {
        const once = after(stream, { kind: 'RefractoryPeriod', deltaUs });
        expect(isSubsequence(once, rowsOf(stream))).toBe(true);
        expect(after(streamOf(once, 6, 6), { kind: 'RefractoryPeriod', deltaUs })).toEqual(once);
      }),
      { numRuns: 60 },
    );
  });

  it('draws a period within its range for each seed', () => {
    // Pairs 0, 100 µs in one pixel: the second stays where the period drawn from 0..200 is below 100, about half of 200.
    const pair = streamOf([
      [0, 0, 1, 0],
      [0, 0, 1, 100],
    ]);
    let kept = 0;
    for (let seed = 0; seed < 200; seed++) {
      kept += after(pair, { kind: 'RefractoryPeriod', deltaUs: [0, 200] }, seed).length - 1;
    }
    expect(kept).toBeGreaterThan(70);
    expect(kept).toBeLessThan(130);
  });
});
