// Pooling and residual adds: every output channel reads its own input channel only.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { ArraySystem, LayerReport, LayerSpec } from '../../../engine/contract/index.ts';
import { planSimulation } from '../../../engine/sim/plan.ts';
import { simulateAblations } from '../../../engine/sim/ablations.ts';
import { simulateNetwork } from '../../../engine/sim/simulate-network.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { valueOf } from '../../support/outcomes.ts';
import { networkOf, spikesAt } from '../../support/peers.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

const SYSTEMS: readonly ArraySystem[] = ['spikex', 'ptb', 'serial', 'serial-dense'];
type Spike = [t: number, c: number, y: number, x: number];

/** 4 x 4 inputs, 2 channels, windows of 2 x 2: 4 positions; 4 steps. */
const pool: LayerSpec = {
  name: 'P',
  kind: 'pool',
  pool: 'sum',
  H: 4,
  R: 2,
  E: 2,
  C: 2,
  M: 2,
  stride: 2,
  pad: 0,
};
const plan = (layers: readonly LayerSpec[], systems: readonly ArraySystem[] = SYSTEMS) =>
  valueOf(
    planSimulation({
      network: networkOf(layers, 4),
      systems,
      tws: [2],
      arch: DEFAULT_ARCH_CONFIG,
      energy: UNIT_TABLE,
    }),
  );
const pooled = (events: readonly Spike[]): LayerReport[] =>
  simulateNetwork(plan([pool]), [spikesAt(pool, 4, events)]).map(({ layers }) => layers[0]);

describe('a pooling layer with two spikes of one channel and one of the other, TWS 2', () => {
  // Channel 0: corner (0,0) at step 0, corner (3,3) at step 3. Channel 1: (0,1) at step 1.
  const [spikex, ptb, serial, dense] = pooled([
    [0, 0, 0, 0],
    [3, 0, 3, 3],
    [1, 1, 0, 1],
  ]);

  it('runs channel by channel and moves no weight', () => {
    // one pass per channel: both units of channel 0 share the columns
    expect(spikex).toMatchObject({ passes: 2, units: 3, spikes: 3 });
    // 2 stages * (1 pass * 4 slots * 2 steps + 22 hops * 2 steps) + 2 update passes * 2 steps = 104 + 4
    expect(spikex.computeCycles).toBe(108);
    expect(spikex.counts).toEqual({
      'ALU.alu': 9, // 3 spikes + 3 neuron windows * 2 steps
      'RF.spike': 6, // 2 * (3 units * 4 slots * 2 bits) / 8
      'LBUF.spike': 5.25, // 3 * 4 * 2 / 8 + 3 tags * 2 bits / 8 + 2 * 3 neuron windows * 2 bits / 8
      'LBUF.psum': 12, // 2 * 2 B * 3 neuron windows
      // 0.75 + read (32 blocks + 3 * 8)/8 + formed (64 + 32)/8 + raw: both channels 2 * 16 * 4/8 + out (3*2 + 2*4*3)/8
      'GLB.spike': 0.75 + 7 + 12 + 16 + 3.75,
      'DRAM.spike': 16,
    });
  });

  it('costs the other systems their own passes', () => {
    expect(ptb.passes).toBe(3); // a batch per position
    expect(serial.passes).toBe(3);
    // 2 channels * 4 steps * one pass of 4 positions; 4 positions * 4 steps * 2 channels updates + 3 adds
    expect(dense.passes).toBe(8);
    expect(dense.counts['ALU.alu']).toBe(35);
  });
});

/** conv A (2 channels, 2 x 2 out), conv B and C on it; C adds A's spikes. */
const conv = (name: string, change: Partial<LayerSpec> = {}): LayerSpec => ({
  name,
  kind: 'conv',
  H: 2,
  R: 2,
  E: 1,
  C: 2,
  M: 2,
  stride: 1,
  pad: 0,
  ...change,
});
const block = [conv('A'), conv('B'), conv('C', { add: 'A' })];
const plainBlock = [conv('A'), conv('B'), conv('C')];
const runBlock = (layers: readonly LayerSpec[], own: readonly Spike[], added: readonly Spike[]) =>
  simulateNetwork(plan(layers), [
    spikesAt(layers[0], 4, []),
    spikesAt(layers[1], 4, added),
    spikesAt(layers[2], 4, own),
  ]).map((report) => report.layers[2]);

describe('a residual add, TWS 2', () => {
  const own: Spike[] = [[0, 0, 0, 0]];
  // One spike where the layer has input, two in one window where it has none.
  const added: Spike[] = [
    [1, 1, 0, 0],
    [2, 0, 1, 1],
    [3, 0, 1, 1],
  ];
  const plain = runBlock(plainBlock, own, added)[0];
  const report = runBlock(block, own, added)[0];
  const more = (key: keyof LayerReport['counts']): number =>
    (report.counts[key] ?? 0) - (plain.counts[key] ?? 0);

  it('adds every spike, and updates the neurons that only it reaches', () => {
    expect(more('ALU.alu')).toBe(3 + 1 * 2); // 3 spikes + 1 neuron window * 2 steps
    expect(more('RF.spike')).toBe(1); // 2 * 2 units * 2 bits / 8
    // fed 2 units * 2 bits / 8 + 2 tags * 2 bits / 8 + 2 * 1 neuron window * 2 bits / 8
    expect(more('LBUF.spike')).toBe(1.5);
    // one neuron window is met again, 2 * 2 B * 2 steps; the other is carried, 2 * 2 B
    expect(more('LBUF.psum')).toBe(12);
    // to LBUF 0.5 + tags read (8 blocks + 2 * 8)/8 + raw of two channels 2 * 4 * 4/8 + output of the window 2/8
    expect(more('GLB.spike')).toBe(0.5 + 3 + 4 + 0.25);
    expect(more('DRAM.spike')).toBe(4);
    expect(more('RF.weight') + more('LBUF.weight') + more('GLB.weight') + more('DRAM.weight')).toBe(0);
    // 2 channels * (1 pass * 1 slot * 2 steps + 22 hops * 2 steps + 1 update * 2 steps)
    expect(report.computeCycles - plain.computeCycles).toBe(96);
    expect(report.notes).toContain('adds the 3 spikes of A; neuron windows without another spike: 1');
  });

  it('costs no compute where the added map is silent', () => {
    runBlock(block, own, []).forEach((silent, s) => {
      if (SYSTEMS[s] === 'serial-dense') return;
      const without = runBlock(plainBlock, own, [])[s];
      expect(silent.computeCycles).toBe(without.computeCycles);
      expect(silent.counts['ALU.alu']).toBe(without.counts['ALU.alu']);
    });
  });
});

describe('more spikes', () => {
  const grows = (fewer: readonly LayerReport[], more: readonly LayerReport[]): void =>
    more.forEach((report, s) => {
      expect(report.computeCycles).toBeGreaterThanOrEqual(fewer[s].computeCycles);
      expect(report.energyPj).toBeGreaterThanOrEqual(fewer[s].energyPj - 1e-9);
      const parts = Object.values(report.byComponentPj).reduce((sum, part) => sum + part, 0);
      expect(parts).toBeCloseTo(report.energyPj, 9);
    });
  const spike = (side: number) => fc.tuple(fc.nat(3), fc.nat(1), fc.nat(side - 1), fc.nat(side - 1));
  const some = (side: number) => fc.array(spike(side), { maxLength: 12 });

  it('never make pooling cheaper, and none costs no compute', () => {
    pooled([])
      .slice(0, 3)
      .forEach((report) => expect(report.computeCycles).toBe(0));
    fc.assert(
      fc.property(some(4), spike(4), (events, one) => grows(pooled(events), pooled([...events, one]))),
      { numRuns: 100 },
    );
  });

  it('never make a residual add cheaper, and none costs no compute', () => {
    expect(runBlock(block, [], [])[0].computeCycles).toBe(0);
    fc.assert(
      fc.property(some(2), some(2), spike(2), fc.boolean(), (own, added, one, isOwn) =>
        grows(
          runBlock(block, own, added),
          runBlock(block, isOwn ? [...own, one] : own, isOwn ? added : [...added, one]),
        ),
      ),
      { numRuns: 100 },
    );
  });
});

describe.each(['nmnist-resnet', 'nmnist-tsslbp'])('%s on random spikes', (name) => {
  const network = presetNetwork(name);
  const ptb = { packing: 'first-fit' as const, tws: 'net' as const };
  const arch = { ...DEFAULT_ARCH_CONFIG, ptb };
  const energy = presetTable('paper');
  const ready = valueOf(planSimulation({ network, systems: SYSTEMS, tws: [3], arch, energy }));
  const inputs = randomInputs(network, 'random', 0.02, 1);

  it('every array system costs every layer something', () => {
    for (const { layers } of simulateNetwork(ready, inputs))
      for (const layer of layers) {
        expect(layer.energyPj).toBeGreaterThan(0);
        expect(layer.computeCycles).toBeGreaterThan(0);
      }
  });

  it('no ablation is cheaper than the full system', () => {
    for (const { energyRatio, latencyRatio } of simulateAblations(ready, [inputs])) {
      expect(energyRatio).toBeGreaterThanOrEqual(1);
      expect(latencyRatio).toBeGreaterThanOrEqual(1);
    }
  });
});
