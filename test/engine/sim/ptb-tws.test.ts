// PTB's best window sizes against every combination, and both settings in the EDP ratio.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { averageNetwork } from '../../../engine/sim/average.ts';
import { planSimulation } from '../../../engine/sim/plan.ts';
import { allTws, bestPtbTws, ptbEdpRatios } from '../../../engine/sim/ptb-tws.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';

const network = presetNetwork('nmnist-small');
const samples = [1, 2].map((seed) => randomInputs(network, 'bursty', 0.05, seed));
const arch = { ...DEFAULT_ARCH_CONFIG, ptb: { packing: 'none' as const, tws: 'layer' as const } };
const request = { network, systems: ['ptb' as const], arch, energy: presetTable('paper') };
const edpAt = (tws: readonly number[]): number =>
  averageNetwork(valueOf(planSimulation({ ...request, tws })), samples)[0].edpJs;

describe('bestPtbTws', () => {
  const candidates = [1, 2, 4, 7];
  const search = bestPtbTws({ network, arch, energy: request.energy }, samples, candidates);

  it('has one point per size, as the simulator reports it', () => {
    expect(search.curve.map((point) => point.tws)).toEqual(candidates.map((size) => [size, size, size]));
    for (const point of search.curve) expect(point.edpJs / edpAt(point.tws)).toBeCloseTo(1, 12);
  });

  it('finds the lowest network EDP of all sizes and of all combinations', () => {
    expect(search.net.edpJs).toBe(Math.min(...search.curve.map((point) => point.edpJs)));
    const all = candidates.flatMap((a) => candidates.flatMap((b) => candidates.map((c) => [a, b, c])));
    const least = Math.min(...all.map(edpAt));
    expect(search.layer.edpJs / least).toBeCloseTo(1, 12);
    expect(edpAt(search.layer.tws) / least).toBeCloseTo(1, 12);
    expect(search.layer.edpJs).toBeLessThanOrEqual(search.net.edpJs);
  });

  it('puts both into the ratio', () => {
    const ratios = ptbEdpRatios(search, { edpJs: search.layer.edpJs / 2 });
    expect(ratios.layer).toBeCloseTo(2, 12);
    expect(ratios.net / (search.net.edpJs / search.layer.edpJs)).toBeCloseTo(2, 12);
  });

  it('tries every size that differs by default', () => {
    expect(allTws(4)).toEqual([1, 2, 3, 4]);
    expect(bestPtbTws({ network, arch, energy: request.energy }, [samples[0]]).candidates).toHaveLength(30);
    expect(() => bestPtbTws({ network, arch, energy: request.energy }, [])).toThrow('at least one sample');
  });
});
