// Dense arrays equal SCALE-Sim's figures, and count the accesses of a small product by hand.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../../engine/arch/arch.ts';
import type { LayerSpec, PeerSystem } from '../../../../engine/contract/index.ts';
import { planSimulation } from '../../../../engine/sim/plan.ts';
import { simulateNetwork } from '../../../../engine/sim/simulate-network.ts';
import { randomInputs } from '../../../../engine/workload/generators.ts';
import { build, smallCase } from '../../../support/layers.ts';
import { valueOf } from '../../../support/outcomes.ts';
import { growingCase, grown, runPeer, spikesAt } from '../../../support/peers.ts';
import { presetNetwork, presetTable } from '../../../support/presets.ts';

const DENSE = ['dense-os', 'dense-ws', 'dense-is'] as const satisfies readonly PeerSystem[];

describe('cycles', () => {
  // SCALE-Sim v3, 8 x 8 array, one dense time step, sum over layers; is has no run to compare with.
  it.each([
    ['dvsg-medium', 133_346, 329_760],
    ['dvsg-large', 108_823, 261_763],
    ['nmnist', 30_960, 43_824],
  ])('of %s are those of SCALE-Sim', (name, os, ws) => {
    const network = presetNetwork(name);
    const arch = { ...DEFAULT_ARCH_CONFIG, dense: { time: 'once' as const } };
    const request = { network, systems: DENSE, tws: [1], arch, energy: presetTable('paper') };
    const reports = simulateNetwork(valueOf(planSimulation(request)), randomInputs(network, 'random', 0, 1));
    expect(reports.map(({ total }) => total.cycles).slice(0, 2)).toEqual([os, ws]);
  });

  it('fold all steps into one product, or run one product per step', () => {
    // 4 positions, K 4, 2 filters, 3 steps. Folded: Mg 12, os ceil(12/8) * 1 * (4 + 14) - 1 = 35; step: 3 * (18 - 1)
    const layer: LayerSpec = { name: 'L', kind: 'conv', H: 3, R: 2, E: 2, C: 1, M: 2, stride: 1, pad: 0 };
    const spikes = [spikesAt(layer, 3, [])];
    expect(runPeer('dense-os', [layer], spikes)[0].computeCycles).toBe(35);
    expect(runPeer('dense-os', [layer], spikes, { dense: { time: 'step' } })[0].computeCycles).toBe(51);
  });
});

describe('accesses of an fc layer of 16 inputs and 4 neurons over 2 steps', () => {
  const layer: LayerSpec = { name: 'L', kind: 'fc', H: 1, R: 1, E: 1, C: 16, M: 4, stride: 1, pad: 0 };
  const counts = (system: PeerSystem) => runPeer(system, [layer], [spikesAt(layer, 2, [])])[0].counts;

  it('output-stationary', () => {
    // Mg 2, N 4, K 16: 128 products, 8 outputs; one tile. Inputs 32 bits, weights 64 B, outputs 8 bits.
    expect(counts('dense-os')).toEqual({
      'ALU.alu': 136, // 128 products + 8 updates
      'RF.weight': 256, // 2 * 1 B * 128
      'RF.spike': 32, // 2 * 128 bits / 8
      'LBUF.weight': 128, // 64 read, 64 filled
      'LBUF.spike': 9, // (32 + 32 + 8) bits / 8
      'LBUF.psum': 48, // 2 B * (8 outputs + 2 * 8 states)
      'GLB.weight': 128, // 64 out, 64 in
      'GLB.spike': 9, // (32 out + 32 in + 8 outputs) bits / 8
      'DRAM.weight': 64,
      'DRAM.spike': 4,
    });
  });

  it('weight- and input-stationary', () => {
    // K 16 on 8 rows: 2 row tiles, so 8 outputs are written twice and read once: 24 partial sums
    expect(counts('dense-ws')).toMatchObject({
      'RF.weight': 128, // weights stay: read once per product
      'RF.psum': 512, // 2 * 2 B * 128
      'LBUF.psum': 80, // 2 B * (24 + 2 * 8)
    });
    expect(counts('dense-is')).toMatchObject({ 'RF.weight': 256, 'RF.spike': 16, 'LBUF.psum': 80 });
  });

  it('multiplies where values have many bits', () => {
    const once = { dense: { time: 'once' as const } };
    const [report] = runPeer('dense-os', [layer], [spikesAt(layer, 2, [])], once);
    // one product of 64 multiply-accumulates at 5, and 4 outputs
    expect(report.counts['ALU.alu']).toBe(324);
    expect(report.operations).toBe(68);
  });
});

describe('properties', () => {
  it('nothing depends on the spikes', () => {
    fc.assert(
      fc.property(growingCase, fc.constantFrom(...DENSE), ({ one, more }, system) => {
        const spikes = grown(one, more);
        const [before] = runPeer(system, [one.layer], [spikes.fewer]);
        const [after] = runPeer(system, [one.layer], [spikes.more]);
        expect([after.counts, after.cycles]).toEqual([before.counts, before.cycles]);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('a wider array never takes more compute cycles than the same array used twice', () => {
    fc.assert(
      fc.property(smallCase, fc.constantFrom(...DENSE), (one, system) => {
        const { spikes } = build(one);
        const cycles = (rows: number, cols: number): number =>
          runPeer(system, [one.layer], [spikes], { array: { rows, cols } })[0].passes;
        expect(cycles(16, 8)).toBeLessThanOrEqual(cycles(8, 8));
        expect(cycles(8, 16)).toBeLessThanOrEqual(cycles(8, 8));
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  it('folding the steps never takes longer than one product per step', () => {
    fc.assert(
      fc.property(smallCase, fc.constantFrom(...DENSE), (one, system) => {
        const { spikes } = build(one);
        const of = (time: 'folded' | 'step') =>
          runPeer(system, [one.layer], [spikes], { dense: { time } })[0];
        // -1 of the closed form is per product
        expect(of('folded').computeCycles).toBeLessThanOrEqual(of('step').computeCycles + one.timesteps);
        expect(of('folded').operations).toBe(of('step').operations);
      }),
      { numRuns: 40, seed: 3 },
    );
  });
});
