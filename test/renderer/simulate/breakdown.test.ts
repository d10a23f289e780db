import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS, USAGES, type CounterKey } from '../../../engine/contract/index.ts';
import { costValues } from '../../../renderer/src/charts/cost-parts.ts';
import { breakdownOf, stallCycles, valuesOf } from '../../../renderer/src/views/simulate/breakdown.ts';
import { changeOf } from '../../../renderer/src/views/simulate/changes.ts';
import { trafficOf } from '../../../renderer/src/views/simulate/traffic.ts';
import { layerReport, systemReport } from '../../support/fake/simulation.ts';

const total = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((a, b) => a + b, 0);
const counts = fc.record({
  'ALU.alu': fc.nat(1e6),
  'RF.weight': fc.nat(1e6),
  'LBUF.psum': fc.nat(1e6),
  'GLB.spike': fc.nat(1e6),
  'DRAM.weight': fc.nat(1e6),
});

describe('valuesOf', () => {
  it('tells busy from waiting: 250 cycles at 200 MHz, 200 of them of the array', () => {
    const values = valuesOf(layerReport('A'), { quantity: 'latency', by: 'level', scale: 'absolute' });
    // 200 / 200 MHz = 1 us, 50 / 200 MHz = 0.25 us
    expect(values['array']).toBeCloseTo(1e-6, 15);
    expect(values['stall']).toBeCloseTo(0.25e-6, 15);
  });

  it('moves 970 B, whichever way they are grouped', () => {
    // RF 400 + 200, LBUF 300, GLB 50, DRAM 20
    for (const by of ['level', 'usage', 'both'] as const) {
      expect(total(valuesOf(layerReport('A'), { quantity: 'bytes', by, scale: 'absolute' }))).toBe(970);
    }
  });

  it('adds up to the energy of the layer by level and by usage', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const layer = layerReport('A', { counts: given });
        for (const by of ['level', 'usage', 'both'] as const) {
          const energy = total(valuesOf(layer, { quantity: 'energy', by, scale: 'absolute' }));
          expect(energy).toBeCloseTo(layer.energyPj * 1e-12, 15);
        }
      }),
    );
  });

  it('splits every level by component: counts times table, whichever way they are added up', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const layer = layerReport('A', { counts: given });
        const cells = Object.entries(costValues(layer, 'energy', 'both'));
        const of = (part: string): number =>
          cells.reduce((sum, [key, energyPj]) => sum + (key.split('.').includes(part) ? energyPj : 0), 0);
        for (const level of LEVELS) expect(of(level)).toBeCloseTo(layer.byComponentPj[level], 6);
        for (const usage of USAGES) expect(of(usage)).toBeCloseTo(layer.byUsagePj[usage], 6);
        for (const [key, bytes] of Object.entries(costValues(layer, 'bytes', 'both')))
          expect(bytes).toBe(layer.counts[key as CounterKey] ?? 0);
      }),
    );
  });

  it('never waits a negative time', () => {
    expect(stallCycles({ cycles: 10, computeCycles: 12 })).toBe(0);
  });
});

describe('breakdownOf', () => {
  const systems = [
    systemReport('ptb', [layerReport('A'), layerReport('B')]),
    systemReport('spikex', [layerReport('A', { counts: { 'ALU.alu': 1000 } }), layerReport('B')]),
  ];

  it('refers percent to the network of the first system', () => {
    const view = breakdownOf(systems, { quantity: 'energy', by: 'level', scale: 'percent' });
    const [ptb, spikex] = view.bars.map(({ layers }) => layers.map(total));
    expect(ptb[0] + ptb[1]).toBeCloseTo(100, 9);
    // A layer: ALU 1000, RF 600 x 0.5, LBUF 300, GLB 50 x 2, DRAM 20 x 15 = 2000 pJ of 4000 pJ; ALU alone 1000 pJ.
    expect(spikex[0]).toBeCloseTo(25, 9);
    expect(view.axis).toContain('PTB');
  });

  it('scales absolute figures to one unit and names it', () => {
    const view = breakdownOf(systems, { quantity: 'energy', by: 'level', scale: 'absolute' });
    expect(view.axis).toBe('Energy (nJ)');
    expect(total(view.bars[0].layers[0])).toBeCloseTo(2, 9);
  });

  it('has no ALU among moved bytes', () => {
    const view = breakdownOf(systems, { quantity: 'bytes', by: 'usage', scale: 'absolute' });
    expect(view.parts.map(({ id }) => id)).toEqual(['psum', 'spike', 'weight']);
  });
});

describe('trafficOf', () => {
  it('sums the network, or shows one layer', () => {
    const report = systemReport('spikex');
    const [rf] = trafficOf(report, report.layers[0]);
    expect(rf).toEqual({ level: 'RF', bytes: { weight: 400, spike: 200, psum: 0 }, energyPj: 300 });
    expect(trafficOf(report, null)[0].bytes).toEqual({ weight: 800, spike: 400, psum: 0 });
  });
});

describe('changeOf', () => {
  it('has parts that add up, and factors that multiply', () => {
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 1, max: 1e6 }), (a, b, cycles) => {
        const before = systemReport('spikex', [layerReport('A', { counts: { ...a, 'ALU.alu': 5 } })]);
        const after = systemReport('spikex', [layerReport('A', { counts: b, cycles })]);
        const change = changeOf(before, after);
        const difference = after.total.energyPj - before.total.energyPj;
        expect(change.deltaPj).toBeCloseTo(difference, 6);
        const product = (change.energyRatio ?? NaN) * (change.latencyRatio ?? NaN);
        expect(Math.abs(product - (change.edpRatio ?? NaN))).toBeLessThanOrEqual(product * 1e-12);
      }),
    );
  });
});
