// The guard throws on every kind of impossible result.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { LayerReport } from '../../../engine/contract/index.ts';
import { guardLayer, guardTotal } from '../../../engine/sim/guard.ts';
import { planSimulation } from '../../../engine/sim/plan.ts';
import { simulateNetwork } from '../../../engine/sim/simulate-network.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';

const network = presetNetwork('nmnist-small');
const energy = presetTable('paper');
const plan = valueOf(
  planSimulation({ network, systems: ['spikex'], tws: [3], arch: DEFAULT_ARCH_CONFIG, energy }),
);
const [report] = simulateNetwork(plan, randomInputs(network, 'random', 0.05, 1));
const layer = report.layers[0];

describe('guardLayer', () => {
  it('passes a sound report', () => {
    expect(guardLayer('spikex', layer)).toBe(layer);
  });

  const broken: readonly (readonly [string, Partial<LayerReport>, string])[] = [
    ['energy that is not its components', { energyPj: layer.energyPj * 1.001 }, 'components sum to'],
    ['usages that lost something', { byUsagePj: { ...layer.byUsagePj, psum: 0 } }, 'usages sum to'],
    ['energy that is not a number', { energyPj: Number.NaN }, 'energy is NaN'],
    ['a negative counter', { counts: { ...layer.counts, 'GLB.spike': -1 } }, 'GLB.spike is -1'],
    ['infinite cycles', { cycles: Infinity }, 'cycles are Infinity'],
    ['latency below compute', { cycles: layer.computeCycles / 2 }, 'is below compute'],
    ['utilisation above 1', { utilization: 1.01 }, 'utilisation is 1.01'],
    ['negative tailoring', { tailoredBytes: { GLB: 0, DRAM: -4 } }, 'tailored bytes are 0 and -4'],
  ];
  it.each(broken)('throws on %s', (_, change, message) => {
    expect(() => guardLayer('spikex', { ...layer, ...change })).toThrow(message);
    expect(() => guardLayer('spikex', { ...layer, ...change })).toThrow('spikex CONV1 at TWS 3');
  });
});

describe('guardTotal', () => {
  it('passes sound totals and throws when a layer is missing', () => {
    expect(guardTotal('spikex', report.total, report.layers)).toBe(report.total);
    expect(() => guardTotal('spikex', report.total, report.layers.slice(1))).toThrow(
      'is not the sum of layers',
    );
    expect(() => guardTotal('spikex', { ...report.total, edpJs: Number.NaN }, report.layers)).toThrow(
      'EDP is NaN',
    );
  });
});
