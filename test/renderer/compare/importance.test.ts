import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOn } from '../../../renderer/src/charts/parallel.ts';
import { smoothed } from '../../../renderer/src/charts/run-curves.ts';
import { waterfall } from '../../../renderer/src/charts/waterfall.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';
import { curvesToDraw } from '../../../renderer/src/views/compare/curve-groups.ts';
import { importances, ranks } from '../../../renderer/src/views/compare/importance.ts';
import type { RunRow } from '../../../engine/contract/index.ts';

describe('importances', () => {
  it('find what orders the runs, with its sign', () => {
    const found = importances(
      [
        { name: 'noise', values: [1, 2, 1, 2] },
        { name: 'lr', values: [0.1, 0.01, 10, 1] },
        { name: 'fixed', values: [5, 5, 5, 5] },
        { name: 'rule', values: ['a', 'a', 'b', 'b'] },
      ],
      [3, 4, 1, 2],
    );
    expect(found[0]).toEqual({ name: 'lr', share: 1, sign: -1, n: 4 });
    // Ranks 3 4 | 1 2: between 2 * 1 + 2 * 1 = 4, whole 5.
    expect(found[1]).toMatchObject({ name: 'rule', sign: 0 });
    expect(found[1].share).toBeCloseTo(0.8);
    expect(found.map(({ name }) => name)).not.toContain('fixed');
  });

  it('need three runs', () => {
    expect(importances([{ name: 'x', values: [1, 2, null] }], [1, 2, 3])).toEqual([]);
  });

  it('give equal values the mean of their ranks', () => {
    expect(ranks([10, 20, 10, 30])).toEqual([1.5, 3, 1.5, 4]);
  });
});

describe('parallel coordinates', () => {
  it('place values between their ends, on log axes and turned round, too', () => {
    const axis = { name: 'x', log: false, flipped: false };
    expect(placesOn({ ...axis, values: [0, 5, 10, null] })).toEqual([0, 0.5, 1, null]);
    expect(placesOn({ ...axis, log: true, values: [1, 10, 100] })).toEqual([0, 0.5, 1]);
    expect(placesOn({ ...axis, flipped: true, values: [0, 10] })).toEqual([1, 0]);
    expect(placesOn({ ...axis, values: ['b', 'a', 'c'] })).toEqual([0.5, 0, 1]);
    expect(placesOn({ ...axis, values: [3, 3] })).toEqual([0.5, 0.5]);
    expect(placesOn({ ...axis, log: true, values: [0, 1, 10] })).toEqual([null, 0, 1]);
  });
});

describe('smoothing', () => {
  it('begins at the first value and keeps a constant', () => {
    expect(smoothed([4, 4, 4], 0.9)).toEqual([4, 4, 4].map((one) => expect.closeTo(one)));
    // (0.5 * 0.5 * 1 + 0.5 * 3) / 0.75
    expect(smoothed([1, 3], 0.5)).toEqual([1, expect.closeTo(7 / 3)]);
    expect(smoothed([1, NaN, 3], 0)).toEqual([1, NaN, 3]);
  });
});

describe('the waterfall', () => {
  it('ends at the later EDP whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { maxLength: 8 }), (logs) => {
        const after = 7 * Math.exp(logs.reduce((sum, one) => sum + one, 0));
        const drawing = waterfall(
          {
            title: 't',
            before: { name: 'b', value: 7 },
            after: { name: 'a', value: after },
            parts: logs.map((logPart, i) => ({ name: `p${i}`, logPart })),
            unit: 'pJ·s',
            text: String,
            foot: '',
          },
          LIGHT,
        );
        const rows = drawing.table.rows;
        const beforeLast = Number(rows.at(-2)?.[3]);
        expect(beforeLast / after).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('curves of seeds', () => {
  const curve = (runId: string, values: number[], steps = [1, 2, 3]) => ({
    runId,
    key: 'k',
    axis: 'epoch',
    total: 3,
    steps,
    values,
    seconds: steps.map((step) => step * 10),
  });
  const rows = new Map(
    [
      ['a', 1],
      ['b', 2],
      ['again', 1],
    ].map(([id, seed]) => [id, { id, name: id, seed, seedGroup: 'g' } as RunRow]),
  );
  it('become a mean with a spread at the steps that all have', () => {
    const [one] = curvesToDraw(
      [curve('a', [1, 2, 3]), curve('b', [3, 4], [1, 3]), curve('again', [1, 2, 3])],
      (id) => rows.get(id),
      'step',
      true,
    );
    // Step 1: 1 and 3; step 3: 3 and 4.
    expect(one).toMatchObject({ n: 2, xs: [1, 3], ys: [2, 3.5] });
    expect(one.sds?.[0]).toBeCloseTo(Math.SQRT2);
  });
  it('stay apart where that is wanted', () => {
    const drawn = curvesToDraw(
      [curve('a', [1, 2, 3]), curve('b', [1, 2, 3])],
      (id) => rows.get(id),
      'seconds',
      false,
    );
    expect(drawn.map(({ xs, sds }) => [xs, sds])).toEqual([
      [[10, 20, 30], null],
      [[10, 20, 30], null],
    ]);
  });
});
