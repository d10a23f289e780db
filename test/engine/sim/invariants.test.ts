// What must hold for every input (docs/model.md section 10), on random layers with every dispatch unit and drain.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacities, DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { ArchConfig, LayerReport, SpikeTensor, ArraySystem } from '../../../engine/contract/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { LayerInput, simulateLayer } from '../../../engine/sim/simulate-layer.ts';
import { inputShape, spikesFromDense } from '../../../engine/workload/spikes.ts';
import { build, smallCase } from '../../support/layers.ts';
import type { SmallCase } from '../../support/layers.ts';
import { presetTable } from '../../support/presets.ts';
import { times } from '../../support/soak.ts';

const runs = { numRuns: times(500, 5000), seed: 23 };
const table = presetTable('paper');
const scratch = new Scratch();

const options: fc.Arbitrary<ArchConfig> = fc
  .record({
    unit: fc.constantFrom('ic' as const, 'ntwu' as const),
    drain: fc.constantFrom('stage' as const, 'rowtile' as const, 'none' as const),
  })
  .map(({ unit, drain }) => ({ ...DEFAULT_ARCH_CONFIG, drain, dispatch: { unit, mode: 'paper' as const } }));

function run(
  small: SmallCase,
  spikes: SpikeTensor,
  system: ArraySystem,
  config: ArchConfig,
  tws = small.tws,
): LayerReport {
  return simulateLayer(new LayerInput(small.layer, spikes, config, scratch), system, tws, config, table);
}

const withMode = (config: ArchConfig, mode: ArchConfig['dispatch']['mode']): ArchConfig => ({
  ...config,
  dispatch: { ...config.dispatch, mode },
});

/** A bound with room for rounding. */
const roundedUp = (bound: number): number => bound + 1e-9 * Math.max(1, bound);

describe('for every layer and input', () => {
  it('SpikeX costs at most what PTB costs at the same window, tailored or not', () => {
    fc.assert(
      fc.property(smallCase, options, fc.boolean(), (small, config, tailoring) => {
        const { spikes } = build(small);
        const spikex = run(small, spikes, 'spikex', config);
        const ptb = run(small, spikes, 'ptb', { ...config, tailoring });
        expect(spikex.cycles).toBeLessThanOrEqual(roundedUp(ptb.cycles));
        expect(spikex.energyPj).toBeLessThanOrEqual(roundedUp(ptb.energyPj));
      }),
      runs,
    );
  });

  it('filling columns across positions is never slower than the rule of the paper', () => {
    fc.assert(
      fc.property(smallCase, options, (small, config) => {
        const { spikes } = build(small);
        expect(run(small, spikes, 'spikex', withMode(config, 'spatial')).cycles).toBeLessThanOrEqual(
          roundedUp(run(small, spikes, 'spikex', config).cycles),
        );
      }),
      runs,
    );
  });

  it.each(['spikex', 'ptb', 'serial'] as const)(
    'more spikes never cost %s less energy or compute',
    (system) => {
      fc.assert(
        fc.property(smallCase, options, fc.integer({ min: 1, max: 30 }), (small, config, extra) => {
          const { dense, spikes } = build(small);
          const more = dense.slice();
          const random = new Random(small.seed + 1);
          for (let i = 0; i < extra; i++) more[random.below(more.length)] = 1;
          const fewer = run(small, spikes, system, config);
          const after = run(
            small,
            spikesFromDense(more, inputShape(small.layer, small.timesteps)),
            system,
            config,
          );
          expect(fewer.energyPj).toBeLessThanOrEqual(roundedUp(after.energyPj));
          expect(fewer.computeCycles).toBeLessThanOrEqual(roundedUp(after.computeCycles));
        }),
        runs,
      );
    },
  );

  it('PTB with windows of 1 on one column is the serial system', () => {
    fc.assert(
      fc.property(smallCase, options, (small, config) => {
        const { spikes } = build(small);
        const ptb = run(small, spikes, 'ptb', { ...config, array: { ...config.array, cols: 1 } }, 1);
        const serial = run(small, spikes, 'serial', config);
        expect({ ...ptb, mode: 'serial' }).toEqual(serial);
      }),
      runs,
    );
  });

  it('gated adds depend neither on window nor on system', () => {
    fc.assert(
      fc.property(smallCase, options, fc.integer({ min: 1, max: 40 }), (small, config, tws) => {
        const { spikes } = build(small);
        const { M, R } = small.layer;
        const gated = (system: ArraySystem, size: number): number => {
          const report = run(small, spikes, system, config, size);
          const windows = Math.ceil(small.timesteps / report.tws);
          const ntwu = M * (system === 'serial-dense' ? windows * R * R : report.ntwu);
          return (report.counts['ALU.alu'] ?? 0) - ntwu * report.tws;
        };
        const adds = gated('spikex', small.tws);
        for (const system of ['spikex', 'ptb', 'serial', 'serial-dense'] as const)
          expect(gated(system, tws)).toBe(adds);
      }),
      runs,
    );
  });

  it('active windows nest: twice the window, between half and all of the units', () => {
    fc.assert(
      fc.property(smallCase, (small) => {
        const { spikes } = build(small);
        const fine = run(small, spikes, 'spikex', DEFAULT_ARCH_CONFIG);
        const coarse = run(small, spikes, 'spikex', DEFAULT_ARCH_CONFIG, 2 * small.tws);
        expect(coarse.units).toBeLessThanOrEqual(roundedUp(fine.units));
        expect(fine.units).toBeLessThanOrEqual(roundedUp(2 * coarse.units));
        expect(coarse.ntwu).toBeLessThanOrEqual(roundedUp(fine.ntwu));
        expect(fine.ntwu).toBeLessThanOrEqual(roundedUp(2 * coarse.ntwu));
      }),
      runs,
    );
  });

  it('a window as long as the input gives every position at most one', () => {
    fc.assert(
      fc.property(smallCase, fc.integer({ min: 0, max: 5 }), (small, longer) => {
        const { spikes } = build(small);
        const one = run(small, spikes, 'spikex', DEFAULT_ARCH_CONFIG, small.timesteps + longer);
        expect(one.ntwu).toBeLessThanOrEqual(roundedUp(small.layer.R ** 2));
        expect(one.ntwu > 0).toBe(one.units > 0);
      }),
      runs,
    );
  });

  it('reuse factors multiply to the accumulations per weight read', () => {
    fc.assert(
      fc.property(smallCase, fc.constantFrom('spikex' as const, 'ptb' as const), (small, system) => {
        const { spikes } = build(small);
        const report = run(small, spikes, system, DEFAULT_ARCH_CONFIG);
        if (report.passes === 0) return;
        const { M, E } = small.layer;
        const gated = (report.counts['ALU.alu'] ?? 0) - M * report.ntwu * report.tws;
        const { window, windows, positions } = report.reuse;
        expect(window * windows * positions).toBeCloseTo(gated / (report.passes * E * E * M), 9);
      }),
      runs,
    );
  });
});

describe('a silent layer', () => {
  it('runs no pass and moves no weight on SpikeX', () => {
    fc.assert(
      fc.property(smallCase, options, (small, config) => {
        const { spikes } = build({ ...small, rate: 0 });
        const report = run(small, spikes, 'spikex', config);
        expect(report).toMatchObject({ passes: 0, units: 0, ntwu: 0, computeCycles: 0, utilization: 0 });
        // It reads nothing from DRAM, but its output tags may be too many for their share of the GLB.
        const { M, R } = small.layer;
        const windows = Math.ceil(small.timesteps / small.tws);
        const tagBytes = (M * R * R * (windows + Math.ceil(windows / config.tbWindows))) / 8;
        expect(report.counts).toMatchObject({
          'GLB.weight': 0,
          'DRAM.weight': 0,
          'DRAM.spike': tagBytes > capacities(config).glbSpikeBytes ? tagBytes : 0,
          'ALU.alu': 0,
        });
        expect(report.energyPj).toBeGreaterThan(0); // tags are read and formed
      }),
      runs,
    );
  });
});
