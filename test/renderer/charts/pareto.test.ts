import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paretoFront, staircase } from '../../../renderer/src/charts/pareto.ts';

interface Point {
  readonly cost: number;
  readonly gain: number;
}

const front = (points: readonly Point[]) =>
  paretoFront(
    points,
    (p) => p.cost,
    (p) => p.gain,
  );

const dominates = (a: Point, b: Point): boolean =>
  a.cost <= b.cost && a.gain >= b.gain && (a.cost < b.cost || a.gain > b.gain);

// Small integers make ties and duplicates common.
const points = fc.array(
  fc.record({ cost: fc.integer({ min: 0, max: 12 }), gain: fc.integer({ min: 0, max: 12 }) }),
  {
    maxLength: 40,
  },
);

describe('paretoFront', () => {
  it('is exactly the set that the quadratic definition gives, ties included', () => {
    fc.assert(
      fc.property(points, (all) => {
        const expected = all.filter((p) => !all.some((other) => dominates(other, p)));
        expect(new Set(front(all))).toEqual(new Set(expected));
        expect(front(all)).toHaveLength(expected.length);
      }),
    );
  });

  it('comes cheapest first and does not depend on the order of the input', () => {
    fc.assert(
      fc.property(points, (all) => {
        const forward = front(all).map((p) => [p.cost, p.gain]);
        const backward = front(all.toReversed()).map((p) => [p.cost, p.gain]);
        expect(backward).toEqual(forward);
        expect(forward.map(([cost]) => cost)).toEqual(forward.map(([cost]) => cost).sort((a, b) => a - b));
      }),
    );
  });

  it('drops what is not a number', () => {
    const good = { cost: 2, gain: 1 };
    expect(front([{ cost: NaN, gain: 9 }, { cost: 1, gain: Infinity }, good])).toEqual([good]);
  });

  it('handles 100 000 members without comparing every pair', () => {
    let comparisons = 0;
    const many = Array.from({ length: 100_000 }, (_, i) => ({
      cost: (i * 7919) % 100_003,
      gain: (i * 104_729) % 99_991,
    }));
    paretoFront(
      many,
      (p) => {
        comparisons++;
        return p.cost;
      },
      (p) => p.gain,
    );
    // Each member is scored once; a pairwise routine would ask about 10^10 times.
    expect(comparisons).toBe(many.length);
  });
});

describe('staircase', () => {
  it('goes right, then up, and ends flat at the right edge', () => {
    const steps = staircase(
      [
        { cost: 1, gain: 90 },
        { cost: 3, gain: 95 },
      ],
      10,
    );
    expect(steps).toEqual([
      [1, 90],
      [3, 90],
      [3, 95],
      [10, 95],
    ]);
  });

  it('is empty without points and adds no tail behind the edge', () => {
    expect(staircase([], 5)).toEqual([]);
    expect(staircase([{ cost: 5, gain: 1 }], 5)).toEqual([[5, 1]]);
  });
});
