/** Paired comparison of two classifiers: counts by hand, the exact test against its definition. */
import { describe, expect, it } from 'vitest';
import { comparePaired } from '../../../engine/math/paired-test.ts';

const answers = (both: number, first: number, second: number, none: number) => ({
  first: [...Array<boolean>(both + first).fill(true), ...Array<boolean>(second + none).fill(false)],
  second: [
    ...Array<boolean>(both).fill(true),
    ...Array<boolean>(first).fill(false),
    ...Array<boolean>(second).fill(true),
    ...Array<boolean>(none).fill(false),
  ],
});

describe('comparePaired', () => {
  it('counts, and tests the discordant pairs', () => {
    const { first, second } = answers(80, 8, 2, 10);
    const compared = comparePaired(first, second);
    expect(compared).toMatchObject({ samples: 100, onlyFirst: 8, onlySecond: 2, difference: -0.06 });
    // 2 (1 + 10 + 45) / 1024
    expect(compared.pValue).toBeCloseTo(112 / 1024, 12);
    // middle -6/102, sum 11/102, half 1.96 sqrt((0.107843 - 0.00346) / 102) = 0.0627
    expect(compared.low).toBeCloseTo(-0.05882 - 0.0627, 3);
    expect(compared.high).toBeCloseTo(-0.05882 + 0.0627, 3);
  });

  it('is symmetric, and says 1 where nothing differs', () => {
    const { first, second } = answers(50, 5, 9, 3);
    const [ab, ba] = [comparePaired(first, second), comparePaired(second, first)];
    expect(ab.pValue).toBe(ba.pValue);
    expect(ab.low).toBeCloseTo(-ba.high, 12);
    const same = comparePaired(first, first);
    expect(same).toMatchObject({ difference: 0, pValue: 1, onlyFirst: 0, onlySecond: 0 });
    expect(same.low).toBeLessThan(0);
    expect(comparePaired([], []).difference).toBe(0);
  });
});
