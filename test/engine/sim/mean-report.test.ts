// Means and spreads over samples: two by hand, and the same as the mean of simulations of their own.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import {
  averageNetwork,
  planSimulation,
  simulateNetwork,
  simulateSamples,
} from '../../../engine/sim/index.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';

const network = presetNetwork('nmnist-small');
const plan = valueOf(
  planSimulation({
    network,
    systems: ['spikex', 'ptb', 'serial-dense'],
    tws: [2, 5, 3],
    arch: DEFAULT_ARCH_CONFIG,
    energy: presetTable('paper'),
  }),
);
const samples = [0.001, 0.01, 0.05].map((rate, i) => randomInputs(network, 'random', rate, i));

describe('simulateSamples', () => {
  it('gives one sample as it is, without spread', () => {
    const { systems, spreads } = simulateSamples(plan, [samples[1]]);
    const alone = simulateNetwork(plan, samples[1]);
    expect(systems.map(({ layers, total }) => ({ layers, total }))).toEqual(
      alone.map(({ layers, total }) => ({ layers, total })),
    );
    for (const { energyPj, latencyUs } of spreads) expect([energyPj.sd, latencyUs.sd]).toEqual([0, 0]);
  });

  it('gives means, with EDP from mean energy and mean latency', () => {
    const { systems, samples: count } = simulateSamples(plan, samples);
    expect(count).toBe(3);
    averageNetwork(plan, samples).forEach((mean, s) => {
      expect(systems[s].tws).toEqual(mean.tws);
      expect(systems[s].total.energyPj / mean.energyPj).toBeCloseTo(1, 12);
      expect(systems[s].total.edpJs / mean.edpJs).toBeCloseTo(1, 12);
      mean.layers.forEach((layer, l) => {
        expect(systems[s].layers[l].mode).toBe(layer.mode);
        for (const [key, bytes] of Object.entries(layer.counts))
          expect(systems[s].layers[l].counts).toHaveProperty([key], expect.closeTo(bytes, 6));
      });
    });
  });

  it('says how far the samples spread', () => {
    const { spreads } = simulateSamples(plan, samples);
    const energies = samples.map((inputs) => simulateNetwork(plan, inputs)[0].total.energyPj);
    const mean = (energies[0] + energies[1] + energies[2]) / 3;
    const sd = Math.sqrt(energies.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 2);
    expect(spreads[0].energyPj.mean / mean).toBeCloseTo(1, 12);
    expect(spreads[0].energyPj.sd / sd).toBeCloseTo(1, 9);
    expect(spreads[0].energyPj.least).toBe(Math.min(...energies));
    expect(spreads[0].energyPj.most).toBe(Math.max(...energies));
    expect(spreads[0].layers[0].spikes.least).toBe(samples[0][0].events.length);
  });

  it('stops where it is told to', () => {
    expect(simulateSamples(plan, samples, (done) => done < 2).samples).toBe(2);
  });
});
