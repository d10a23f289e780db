import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedByTime } from '../../../../engine/events/transforms/time-order.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import { anyStream, orderedStream } from './streams.ts';

describe('sortedByTime', () => {
  it('sorts by time and keeps the order of equal times', () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const before = rowsOf(stream);
        expect(rowsOf(sortedByTime(stream))).toEqual(before.toSorted((a, b) => a[3] - b[3]));
        expect(rowsOf(stream)).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('returns a stream in order as it is', () => {
    fc.assert(
      fc.property(orderedStream, (stream) => {
        expect(sortedByTime(stream)).toBe(stream);
      }),
      { numRuns: 20 },
    );
  });

  it('sorts times that fall all the way', () => {
    const falling = streamOf(Array.from({ length: 37 }, (_, i) => [i % 34, 0, 1, 36 - i] as const));
    expect([...sortedByTime(falling).tUs]).toEqual(Array.from({ length: 37 }, (_, i) => i));
  });
});
