import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { length, minus, reach } from '../../../../../engine/events/synthetic/gesture/arm.ts';
import type { Vec } from '../../../../../engine/events/synthetic/gesture/arm.ts';

describe('reach', () => {
  it('puts the elbow on the side of the pole', () => {
    // Two bones of 5 over a distance of 8: half of it is 4, so the elbow stands sqrt(25 - 16) = 3 aside.
    const { elbow, wrist } = reach([1, 2, 0], [9, 2, 0], [0, 1, 0], 5, 5);
    expect(elbow.map((v) => Number(v.toFixed(9)))).toEqual([5, 5, 0]);
    expect(wrist.map((v) => Number(v.toFixed(9)))).toEqual([9, 2, 0]);
  });

  it('stretches towards what it cannot reach', () => {
    const { wrist } = reach([0, 0, 0], [0, 100, 0], [1, 0, 0], 27, 24);
    expect(wrist[0]).toBeCloseTo(0, 9);
    expect(wrist[1]).toBeCloseTo(51 * 0.995, 9);
  });

  it('keeps the lengths of both bones, wherever the hand goes', () => {
    const place = fc.tuple(
      fc.double({ min: -60, max: 60, noNaN: true }),
      fc.double({ min: -60, max: 60, noNaN: true }),
      fc.double({ min: 1, max: 60, noNaN: true }),
    );
    fc.assert(
      fc.property(place, (target: Vec) => {
        const { elbow, wrist } = reach([3, -2, 1], target, [0.4, 0.2, -1], 27, 24);
        expect(length(minus(elbow, [3, -2, 1]))).toBeCloseTo(27, 5);
        expect(length(minus(wrist, elbow))).toBeCloseTo(24, 5);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
