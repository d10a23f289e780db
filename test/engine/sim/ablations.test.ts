// SpikeX with one idea taken away: a layer counted by hand, and what must hold on random networks.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { ABLATIONS } from '../../../engine/contract/index.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { simulateAblations } from '../../../engine/sim/ablations.ts';
import { planSimulation } from '../../../engine/sim/plan.ts';
import { LayerInput, simulateLayer, withoutSkipping } from '../../../engine/sim/simulate-layer.ts';
import { simulateNetwork } from '../../../engine/sim/simulate-network.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { spikesFromDense } from '../../../engine/workload/spikes.ts';
import { anyArch, build, smallCase } from '../../support/layers.ts';
import { valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

describe('simulateAblations', () => {
  const network = presetNetwork('nmnist-small');
  const plan = valueOf(
    planSimulation({
      network,
      systems: ['spikex'],
      tws: [3, 5, 2],
      arch: DEFAULT_ARCH_CONFIG,
      energy: presetTable('paper'),
    }),
  );
  const inputs = randomInputs(network, 'random', 0.001, 4);
  const [full, dispatch, tailoring, skipping] = simulateAblations(plan, [inputs]);

  it('answers one report per idea, the full system first and as simulated alone', () => {
    expect(simulateAblations(plan, [inputs]).map((one) => one.ablation)).toEqual(ABLATIONS);
    const [alone] = simulateNetwork(plan, inputs);
    expect(full.report.layers).toEqual(alone.layers);
    expect([full.energyRatio, full.latencyRatio, full.edpRatio]).toEqual([1, 1, 1]);
  });

  it('keeps the time windows and says what ran', () => {
    for (const { report } of [full, dispatch, tailoring, skipping]) expect(report.tws).toEqual([3, 5, 2]);
    expect(dispatch.report.layers.map((layer) => layer.mode)).toEqual(['ptb', 'ptb', 'ptb']);
    expect(dispatch.report.arch.tailoring).toBe(true);
    expect(tailoring.report.arch.tailoring).toBe(false);
  });

  it('costs more without each idea, and dispatch off is tailored PTB', () => {
    for (const one of [dispatch, tailoring, skipping]) expect(one.edpRatio).toBeGreaterThan(1);
    expect(skipping.edpRatio).toBeGreaterThan(tailoring.edpRatio);
    const arch = {
      ...DEFAULT_ARCH_CONFIG,
      tailoring: true,
      ptb: { packing: 'none' as const, tws: 'layer' as const },
    };
    const [ptb] = simulateNetwork({ ...plan, systems: ['ptb'], arch }, inputs);
    expect(dispatch.report.total.edpJs).toBe(ptb.total.edpJs);
    expect(dispatch.edpRatio).toBe(ptb.total.edpJs / full.report.total.edpJs);
  });
});

describe('a layer without skipping', () => {
  it('works on every window, and adds where the spikes are', () => {
    // 3 x 3 inputs, 2 x 2 kernel, 2 x 2 outputs, 2 output channels, 4 steps, TWS 2, one spike at the corner.
    const layer = {
      name: 'L',
      kind: 'conv' as const,
      H: 3,
      R: 2,
      E: 2,
      C: 1,
      M: 2,
      stride: 1,
      pad: 0,
    };
    const dense = new Uint8Array(4 * 9);
    dense[0] = 1;
    const spikes = spikesFromDense(dense, { timesteps: 4, channels: 1, height: 3, width: 3 });
    const input = new LayerInput(layer, spikes, DEFAULT_ARCH_CONFIG, new Scratch());
    const report = simulateLayer(withoutSkipping(input), 'spikex', 2, DEFAULT_ARCH_CONFIG, UNIT_TABLE);
    // 4 positions * 2 windows; all 8 fill the 8 columns of one pass
    expect(report).toMatchObject({ units: 8, ntwu: 8, passes: 1, utilization: 1, spikes: 1 });
    expect(report.counts['ALU.alu']).toBe(2 * 1 + 2 * 8 * 2); // 2 channels * 1 add + 16 NTWUs * 2 steps
    expect(report.counts['DRAM.spike']).toBe(36 / 8); // 9 inputs * 4 steps
  });

  it('never costs less than with skipping', () => {
    fc.assert(
      fc.property(
        smallCase,
        anyArch,
        fc.constantFrom('spikex' as const, 'ptb' as const),
        (one, arch, system) => {
          const { spikes } = build(one);
          const input = new LayerInput(one.layer, spikes, arch, new Scratch());
          const skipped = simulateLayer(input, system, one.tws, arch, UNIT_TABLE);
          const all = simulateLayer(withoutSkipping(input), system, one.tws, arch, UNIT_TABLE);
          expect(all.units).toBeGreaterThanOrEqual(skipped.units);
          expect(all.computeCycles).toBeGreaterThanOrEqual(skipped.computeCycles * (1 - 1e-12));
          expect(all.energyPj).toBeGreaterThanOrEqual(skipped.energyPj * (1 - 1e-12));
        },
      ),
      { numRuns: 150, seed: 3 },
    );
  });

  it('is the layer itself where every input fires all the time', () => {
    fc.assert(
      fc.property(smallCase, (one) => {
        // Fields that lie off the map stay silent whatever fires.
        const { H, E, R, stride, pad } = one.layer;
        fc.pre((R - 1) * stride - pad < H && E > pad);
        const { spikes } = build({ ...one, rate: 1 });
        const input = new LayerInput(one.layer, spikes, DEFAULT_ARCH_CONFIG, new Scratch());
        for (const system of ['spikex', 'ptb'] as const) {
          const given = simulateLayer(input, system, one.tws, DEFAULT_ARCH_CONFIG, UNIT_TABLE);
          const all = simulateLayer(withoutSkipping(input), system, one.tws, DEFAULT_ARCH_CONFIG, UNIT_TABLE);
          expect(all).toEqual(given);
        }
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});
