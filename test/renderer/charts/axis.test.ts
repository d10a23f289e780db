import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accuracyRange,
  epochRange,
  linearRange,
  logRange,
  roundStep,
} from '../../../renderer/src/charts/axis.ts';

describe('roundStep', () => {
  it('is 1, 2 or 5 times a power of ten', () => {
    expect(roundStep(40, 4)).toBe(10);
    expect(roundStep(36, 4)).toBe(5); // 36 / 4 = 9, the largest round step below is 5
    expect(roundStep(1.2, 4)).toBe(0.2); // 0.3 -> 0.2
    expect(roundStep(8e-7, 4)).toBe(2e-7);
  });
});

describe('linearRange', () => {
  it('starts bars at zero and ends on a round value', () => {
    expect(linearRange([3, 36], { zero: true })).toEqual({
      min: 0,
      max: 40,
      ticks: [0, 5, 10, 15, 20, 25, 30, 35, 40],
    });
  });

  it('covers every value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        (values, zero) => {
          const range = linearRange(values, { zero });
          const rounding = 1e-9 * Math.max(...values.map(Math.abs));
          expect(range.min).toBeLessThanOrEqual(Math.min(...values) + rounding);
          expect(range.max).toBeGreaterThanOrEqual(Math.max(...values) - rounding);
          expect(range.max).toBeGreaterThan(range.min);
          expect(zero ? range.min <= 0 : true).toBe(true);
        },
      ),
    );
  });
});

describe('accuracyRange', () => {
  it('hugs the runs instead of starting at zero', () => {
    const range = accuracyRange([97.9, 98.7]);
    expect(range.min).toBeGreaterThan(95);
    expect(range.max).toBeLessThanOrEqual(100);
  });

  it('does not zoom into less than a point', () => {
    // 40 +- 0.5
    const range = accuracyRange([40]);
    expect([range.min, range.max]).toEqual([39.4, 40.6]);
  });

  it('never passes 0 or 100', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 12 }), (percents) => {
        const { min, max, ticks } = accuracyRange(percents);
        expect(min).toBeGreaterThanOrEqual(0);
        expect(max).toBeLessThanOrEqual(100);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        for (const percent of percents) expect(percent >= min && percent <= max).toBe(true);
      }),
    );
  });

  it('shows real axes before there is any run', () => {
    expect(accuracyRange([])).toEqual({ min: 90, max: 100, ticks: [90, 92, 94, 96, 98, 100] });
  });
});

describe('logRange', () => {
  it('labels decades over a wide range', () => {
    expect(logRange([5, 2000]).ticks).toEqual([10, 100, 1000]);
  });

  it('labels 1-2-5 under two decades', () => {
    expect(logRange([12, 85]).ticks).toEqual([10, 20, 50, 100]);
  });

  it('ignores zeros and covers the rest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (values) => {
          const { min, max, ticks } = logRange([0, ...values]);
          expect(min).toBeLessThan(Math.min(...values));
          expect(max).toBeGreaterThan(Math.max(...values));
          expect(min).toBeGreaterThan(0);
          expect(ticks.length).toBeLessThanOrEqual(8);
        },
      ),
    );
  });
});

describe('epochRange', () => {
  it('runs to the planned end and labels it', () => {
    expect(epochRange(60)).toEqual({ min: 0, max: 60, ticks: [0, 10, 20, 30, 40, 50, 60] });
    expect(epochRange(3)).toEqual({ min: 0, max: 3, ticks: [0, 1, 2, 3] });
    expect(epochRange(41).ticks).toEqual([0, 10, 20, 30, 41]);
  });
});
