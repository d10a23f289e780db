// Factors of an EDP ratio: by hand for two levels, and that they add up whatever the counters.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edpFactors } from '../../../engine/cost/edp-factors.ts';
import { edpJsOf, LEVELS, type Level, type SystemCost } from '../../../engine/contract/index.ts';

type Counted = Partial<Record<Level, number>>;

function cost(counts: Counted, prices: Counted, cycles: number, clockMhz = 500): SystemCost {
  const byComponentPj = Object.fromEntries(
    LEVELS.map((level) => [level, (counts[level] ?? 0) * (prices[level] ?? 1)]),
  ) as Record<Level, number>;
  const energyPj = LEVELS.reduce((sum, level) => sum + byComponentPj[level], 0);
  const latencyUs = cycles / clockMhz;
  const keys = Object.fromEntries(LEVELS.map((level) => [`${level}.weight`, counts[level] ?? 0]));
  const layer = {
    name: 'l',
    tws: 1,
    mode: 'spikex-t',
    cycles,
    latencyUs,
    energyPj,
    utilization: 1,
    spikes: 1,
  } as const;
  return {
    system: 'spikex',
    tws: [1],
    energyTable: 't',
    archName: 'a',
    samples: 1,
    cycles,
    latencyUs,
    energyPj,
    edpJs: edpJsOf(energyPj, latencyUs),
    layers: [{ ...layer, counts: keys, byComponentPj }],
  };
}

const total = (parts: readonly { logPart: number }[]): number =>
  parts.reduce((sum, { logPart }) => sum + logPart, 0);

describe('edpFactors', () => {
  it('by hand: half the DRAM bytes, same cycles', () => {
    const before = cost({ RF: 100, DRAM: 10 }, { DRAM: 200 }, 1000);
    const after = cost({ RF: 100, DRAM: 5 }, { DRAM: 200 }, 1000);
    // 2100 pJ -> 1100 pJ, all of it DRAM: one part, ln(1100 / 2100).
    expect(edpFactors(before, after)).toEqual([
      { name: 'DRAM traffic', logPart: expect.closeTo(Math.log(1100 / 2100), 12) },
    ]);
  });

  it('by hand: another price alone is the energy table', () => {
    const before = cost({ DRAM: 10 }, { DRAM: 200 }, 1000);
    const after = cost({ DRAM: 10 }, { DRAM: 50 }, 1000);
    expect(edpFactors(before, after)).toEqual([
      { name: 'Energy table', logPart: expect.closeTo(Math.log(0.25), 12) },
    ]);
  });

  it('by hand: twice the clock, half the cycles', () => {
    const parts = edpFactors(cost({ RF: 1 }, {}, 1000, 500), cost({ RF: 1 }, {}, 500, 1000));
    expect(parts).toEqual([
      { name: 'Cycles', logPart: expect.closeTo(Math.log(0.5), 12) },
      { name: 'Clock', logPart: expect.closeTo(Math.log(0.5), 12) },
    ]);
  });

  it('add up to the ratio', () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    const price = fc.double({ min: 0.01, max: 500, noNaN: true });
    const five = <T>(one: fc.Arbitrary<T>) =>
      fc.record({ ALU: one, RF: one, LBUF: one, GLB: one, DRAM: one });
    const side = fc.tuple(
      five(count),
      five(price),
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(200, 500),
    );
    fc.assert(
      fc.property(side, side, (a, b) => {
        const [before, after] = [cost(...a), cost(...b)];
        const parts = edpFactors(before, after);
        const meaningless = before.energyPj === 0 || after.energyPj === 0;
        const expected = meaningless ? 0 : Math.log(after.edpJs / before.edpJs);
        expect(total(parts)).toBeCloseTo(expected, 8);
      }),
    );
  });

  it('mean nothing without energy or time', () => {
    expect(edpFactors(cost({}, {}, 10), cost({ RF: 1 }, {}, 10))).toEqual([]);
    expect(edpFactors(cost({ RF: 1 }, {}, 0), cost({ RF: 1 }, {}, 10))).toEqual([]);
  });
});
