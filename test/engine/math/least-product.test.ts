// The hull walk against every combination.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastProduct } from '../../../engine/math/least-product.ts';
import type { PlanePoint } from '../../../engine/math/least-product.ts';

const productOf = (groups: readonly PlanePoint[][], choice: readonly number[]): number => {
  const sum = (pick: (point: PlanePoint) => number): number =>
    groups.reduce((total, group, i) => total + pick(group[choice[i]]), 0);
  return sum((point) => point.x) * sum((point) => point.y);
};

describe('leastProduct', () => {
  it('is not the best of each group alone', () => {
    // alone: 1 * 8 = 8 < 3 * 3 = 9, and only (100, 2): together 101 * 10 = 1010 or 103 * 5 = 515
    const groups = [
      [
        { x: 1, y: 8 },
        { x: 3, y: 3 },
      ],
      [{ x: 100, y: 2 }],
    ];
    expect(leastProduct(groups)).toEqual([1, 0]);
  });

  it('takes the first of equal points', () => {
    expect(
      leastProduct([
        [
          { x: 2, y: 2 },
          { x: 2, y: 2 },
        ],
      ]),
    ).toEqual([0]);
  });

  it('equals trying all combinations', () => {
    const point = fc.record({ x: fc.integer({ min: 0, max: 60 }), y: fc.integer({ min: 0, max: 60 }) });
    const group = fc.array(point, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 4 }), (groups) => {
        let choices: number[][] = [[]];
        for (const points of groups)
          choices = choices.flatMap((choice) => points.map((_, i) => [...choice, i]));
        const least = Math.min(...choices.map((choice) => productOf(groups, choice)));
        expect(productOf(groups, leastProduct(groups))).toBe(least);
      }),
      { numRuns: 400, seed: 9 },
    );
  });
});
