// A network over several systems: totals, PTB's single window size, means over samples, maps given to fc layers.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { SystemReport } from '../../../engine/contract/index.ts';
import { averageCosts, averageNetwork } from '../../../engine/sim/average.ts';
import { planSimulation } from '../../../engine/sim/plan.ts';
import type { SimulationPlan, SimulationRequest } from '../../../engine/sim/plan.ts';
import { simulateNetwork } from '../../../engine/sim/simulate-network.ts';
import { randomInputs, randomSpikes } from '../../../engine/workload/generators.ts';
import { flattenSpikes } from '../../../engine/workload/spikes.ts';
import { valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';

const network = presetNetwork('nmnist-small');
const planOf = (change: Partial<SimulationRequest> = {}): SimulationPlan =>
  valueOf(
    planSimulation({
      network,
      systems: ['spikex', 'ptb', 'serial', 'serial-dense'],
      tws: [3],
      arch: DEFAULT_ARCH_CONFIG,
      energy: presetTable('paper'),
      ...change,
    }),
  );
const samples = [1, 2, 3].map((seed) => randomInputs(network, 'random', 0.04, seed));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('simulateNetwork', () => {
  const reports = simulateNetwork(planOf(), samples[0]);

  it('answers in the order of the request, layer by layer', () => {
    expect(reports.map((report) => report.system)).toEqual(['spikex', 'ptb', 'serial', 'serial-dense']);
    for (const report of reports)
      expect(report.layers.map((layer) => layer.name)).toEqual(['CONV1', 'CONV2', 'FC1']);
    expect(reports.map((report) => report.tws)).toEqual([
      [3, 3, 3],
      [3, 3, 3],
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  it.each(reports.map((report) => [report.system, report] as const))(
    '%s: totals are sums of layers',
    (_, report) => {
      const { layers, total } = report;
      expect(total.cycles).toBeCloseTo(sum(layers.map((layer) => layer.cycles)), 6);
      expect(total.energyPj).toBeCloseTo(sum(layers.map((layer) => layer.energyPj)), 3);
      expect(total.latencyUs).toBeCloseTo(total.cycles / 200, 9);
      // pJ * us = 1e-12 J * 1e-6 s
      expect(total.edpJs / (total.energyPj * total.latencyUs * 1e-18)).toBeCloseTo(1, 12);
      // pJ / us = uW
      expect(total.averagePowerMw).toBeCloseTo(total.energyPj / total.latencyUs / 1000, 9);
      expect(sum(Object.values(total.byComponentPj))).toBeCloseTo(total.energyPj, 3);
      expect(sum(Object.values(total.byUsagePj))).toBeCloseTo(total.energyPj, 3);
    },
  );

  it('orders the systems as the paper does', () => {
    const [spikex, ptb, , dense] = reports.map((report) => report.total.edpJs);
    expect(spikex).toBeLessThan(ptb);
    expect(ptb).toBeLessThan(dense);
  });

  it('gives the same for a system whatever runs beside it', () => {
    for (const report of reports) {
      const alone = simulateNetwork(planOf({ systems: [report.system] }), samples[0]);
      expect(alone).toEqual([report]);
    }
  });

  it('takes the map below an fc layer as it is or flattened', () => {
    const map = randomSpikes('random', { timesteps: 30, channels: 16, height: 7, width: 7 }, 0.05, 5);
    const [conv1, conv2] = samples[0];
    const plan = planOf({ systems: ['spikex', 'ptb', 'serial', 'serial-dense'] });
    expect(simulateNetwork(plan, [conv1, conv2, map])).toEqual(
      simulateNetwork(plan, [conv1, conv2, flattenSpikes(map)]),
    );
  });
});

describe('one window size for PTB', () => {
  const tws = [2, 5, 10];
  const edpAt = (size: number): number =>
    simulateNetwork(planOf({ systems: ['ptb'], tws: [size] }), samples[0])[0].total.edpJs;

  it('is the best of those asked for, with a warning', () => {
    const [spikex, ptb] = simulateNetwork(planOf({ systems: ['spikex', 'ptb'], tws }), samples[0]);
    const best = tws.reduce((a, b) => (edpAt(b) < edpAt(a) ? b : a));
    expect(spikex.tws).toEqual(tws);
    expect(spikex.warnings).toEqual([]);
    expect(ptb.tws).toEqual([best, best, best]);
    expect(ptb.total.edpJs).toBe(edpAt(best));
    expect(ptb.warnings.map((issue) => issue.message)).toEqual([
      `PTB has one window size for the net: ${best} has the lowest EDP of 2, 5, 10; set ptb.tws=layer to give it one per layer`,
    ]);
  });

  it('may be one per layer', () => {
    const arch = { ...DEFAULT_ARCH_CONFIG, ptb: { packing: 'none' as const, tws: 'layer' as const } };
    const [ptb] = simulateNetwork(planOf({ systems: ['ptb'], tws, arch }), samples[0]);
    expect(ptb.tws).toEqual(tws);
    expect(ptb.warnings).toEqual([]);
  });

  it('is chosen once for all samples', () => {
    const [cost] = averageNetwork(planOf({ systems: ['ptb'], tws }), samples);
    const means = tws.map((size) => averageNetwork(planOf({ systems: ['ptb'], tws: [size] }), samples)[0]);
    const best = means.reduce((a, b) => (b.edpJs < a.edpJs ? b : a));
    expect(cost).toEqual(best);
  });
});

describe('means over samples', () => {
  const plan = planOf();
  const reports = samples.map((inputs) => simulateNetwork(plan, inputs));
  const mean = (pick: (report: SystemReport) => number, system: number): number =>
    sum(reports.map((sample) => pick(sample[system]))) / reports.length;

  it('average energy and latency and multiply the means', () => {
    averageNetwork(plan, samples).forEach((cost, i) => {
      expect(cost.samples).toBe(3);
      expect(cost.archName).toBe('defaults');
      expect(cost.energyTable).toBe('paper');
      expect(cost.energyPj).toBeCloseTo(
        mean((report) => report.total.energyPj, i),
        3,
      );
      expect(cost.latencyUs).toBeCloseTo(
        mean((report) => report.total.latencyUs, i),
        9,
      );
      expect(cost.edpJs / (cost.energyPj * cost.latencyUs * 1e-18)).toBeCloseTo(1, 12);
      cost.layers.forEach((layer, l) => {
        expect(layer.spikes).toBeCloseTo(
          mean((report) => report.layers[l].spikes, i),
          9,
        );
        expect(layer.utilization).toBeCloseTo(
          mean((report) => report.layers[l].utilization, i),
          12,
        );
        expect(layer.counts['DRAM.weight']).toBeCloseTo(
          mean((report) => report.layers[l].counts['DRAM.weight'] ?? 0, i),
          6,
        );
        expect(layer.byComponentPj.RF).toBeCloseTo(
          mean((report) => report.layers[l].byComponentPj.RF, i),
          3,
        );
      });
    });
  });

  it('are the same from finished reports', () => {
    const costs = averageNetwork(plan, samples);
    costs.forEach((cost, i) => expect(averageCosts(reports.map((sample) => sample[i]))).toEqual(cost));
  });

  it('refuse reports that do not belong together, and none', () => {
    expect(() => averageCosts([reports[0][0], reports[0][1]])).toThrow('ptb at TWS 3,3,3 after spikex');
    expect(() => averageCosts([])).toThrow('at least one sample');
  });
});
