// Shares by hand, and that they add up to the difference whatever the values.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapleyShares } from '../../../engine/math/shapley.ts';

describe('shapleyShares', () => {
  it('averages two orders', () => {
    // none 10, a 12, b 20, both 40. a first: 2 then b 28; b first: 10 then a 20. a = (2 + 20) / 2, b = (28 + 10) / 2
    expect(shapleyShares([10, 12, 20, 40])).toEqual([11, 19]);
  });

  it('gives each factor its own effect where effects add', () => {
    const values = Array.from({ length: 8 }, (_, mask) => (mask & 1) * 3 - (mask & 2) * 4 + (mask & 4) * 2);
    const shares = shapleyShares(values);
    [3, -8, 8].forEach((share, i) => expect(shares[i]).toBeCloseTo(share, 12));
  });

  it('has no share without factors, and refuses a wrong count', () => {
    expect(shapleyShares([5])).toEqual([]);
    expect(() => shapleyShares([1, 2, 3])).toThrow('3 is no power of two');
  });

  it('adds up, and equals the mean over all orders', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 16, maxLength: 16 }),
        (values) => {
          const shares = shapleyShares(values);
          const total = shares.reduce((sum, share) => sum + share, 0);
          expect(Math.abs(total - (values[15] - values[0]))).toBeLessThan(1e-8);
          const orders = permutations([0, 1, 2, 3]);
          shares.forEach((share, factor) => {
            const effects = orders.map((order) => {
              const before = order.slice(0, order.indexOf(factor)).reduce((mask, f) => mask | (1 << f), 0);
              return values[before | (1 << factor)] - values[before];
            });
            const mean = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
            expect(Math.abs(mean - share)).toBeLessThan(1e-8);
          });
        },
      ),
      { numRuns: 50, seed: 2 },
    );
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
