// A stored result under another table equals the simulation under that table.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { EnergyTable, SystemCost } from '../../../engine/contract/index.ts';
import { reprice } from '../../../engine/cost/reprice.ts';
import { averageNetwork } from '../../../engine/sim/average.ts';
import { planSimulation } from '../../../engine/sim/plan.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';

const network = presetNetwork('nmnist-small');
const samples = [1, 2].map((seed) => randomInputs(network, 'random', 0.03, seed));
const costs = (energy: EnergyTable): SystemCost[] =>
  averageNetwork(
    valueOf(
      planSimulation({
        network,
        systems: ['spikex', 'serial-dense'],
        tws: [3],
        arch: DEFAULT_ARCH_CONFIG,
        energy,
      }),
    ),
    samples,
  );

describe('reprice', () => {
  const paper = costs(presetTable('paper'));
  const cacti = costs(presetTable('cacti-32nm'));

  it.each([0, 1])('gives what the simulator gives under that table, system %i', (i) => {
    const again = reprice(paper[i], presetTable('cacti-32nm'));
    expect(again.energyTable).toBe('cacti-32nm');
    expect(again.energyPj / cacti[i].energyPj).toBeCloseTo(1, 12);
    expect(again.edpJs / cacti[i].edpJs).toBeCloseTo(1, 12);
    again.layers.forEach((layer, l) => {
      expect(layer.energyPj / cacti[i].layers[l].energyPj).toBeCloseTo(1, 12);
      expect(layer.byComponentPj.DRAM).toBeCloseTo(cacti[i].layers[l].byComponentPj.DRAM, 3);
    });
  });

  it('keeps latency, counters and what was not priced', () => {
    const [again] = [reprice(paper[0], presetTable('cacti-32nm'))];
    expect(again.latencyUs).toBe(paper[0].latencyUs);
    expect(again.layers.map((layer) => layer.counts)).toEqual(paper[0].layers.map((layer) => layer.counts));
  });
});
