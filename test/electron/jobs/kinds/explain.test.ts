import { describe, expect, it } from 'vitest';
import type { SimulateSpec } from '../../../../engine/contract/index.ts';
import { explain } from '../../../../electron/jobs/kinds/explain.ts';
import { oneSimulation, type SimulationAsk } from '../../../../electron/jobs/kinds/one-simulation.ts';
import { simulateNetwork } from '../../../../engine/sim/index.ts';
import { inlineContext } from './job-context.ts';

const context = inlineContext('/nonexistent');
const ask = (more: Partial<SimulateSpec> = {}): SimulationAsk => ({
  spec: {
    network: 'nmnist',
    systems: ['spikex', 'ptb'],
    tws: [3],
    spikes: { kind: 'random', rate: 0.02, seed: 1 },
    arch: 'spikex-8x8',
    archOverrides: {},
    energy: 'paper',
    ...more,
  },
  recorded: null,
  limits: null,
});
async function totalsOf(given: SimulationAsk) {
  const prepared = await oneSimulation(given, context);
  if (!prepared.ok) throw new Error(prepared.issues[0].message);
  return simulateNetwork(prepared.value.plan, prepared.value.samples[0]).map(({ total }) => total);
}
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('the job explain', () => {
  it('divides the difference of two simulations among what was changed, exactly', async () => {
    const [before, after] = [ask(), ask({ tws: [2, 3, 2, 5], archOverrides: { 'array.rows': '16' } })];
    const explained = await explain({ bandPercent: 20, before, after }, context);
    if (!explained.ok) throw new Error(explained.issues[0].message);
    const [old, now] = [await totalsOf(before), await totalsOf(after)];
    const { changes, ablations, rooflines } = explained.value;
    expect(changes.map(({ system }) => system)).toEqual(['spikex', 'ptb']);
    changes.forEach(({ change }, at) => {
      const difference = now[at].energyPj - old[at].energyPj;
      expect(sum(change.parts.map(({ energyPj }) => energyPj)) / difference).toBeCloseTo(1, 9);
      const product = change.parts.reduce((ratio, { edpRatio }) => ratio * (edpRatio ?? NaN), 1);
      expect(product / (now[at].edpJs / old[at].edpJs)).toBeCloseTo(1, 9);
    });
    expect(changes[0].change.parts.map(({ factor }) => factor)).toEqual(['tws', 'hardware']);
    expect(rooflines.map(({ system, layers }) => [system, layers.length])).toEqual([
      ['spikex', 4],
      ['ptb', 4],
    ]);
    // 16 x 8 PEs
    expect(rooflines[0].layers[0].peakOpsPerCycle).toBe(128);
    expect(ablations[0].report.total.edpJs).toBeCloseTo(now[0].edpJs, 15);
  });

  it('compares with PTB at its best windows, and bounds the energy by its table', async () => {
    const explained = await explain(
      { bandPercent: 20, before: null, after: ask({ energy: 'cacti-32nm' }) },
      context,
    );
    if (!explained.ok) throw new Error(explained.issues[0].message);
    const { ptb, bounds } = explained.value;
    const [spikex, atTws3] = await totalsOf(ask({ energy: 'cacti-32nm' }));
    expect(ptb.search.candidates).toHaveLength(30);
    expect(ptb.search.net.edpJs).toBeLessThanOrEqual(atTws3.edpJs);
    expect(ptb.search.layer.edpJs).toBeLessThanOrEqual(ptb.search.net.edpJs);
    expect(ptb.ratios.map(({ system }) => system)).toEqual(['spikex']);
    expect(ptb.ratios[0].ratios.net).toBeCloseTo(ptb.search.net.edpJs / spikex.edpJs, 12);
    expect(bounds[0].band.lowPj / spikex.energyPj).toBeCloseTo(0.8, 9);
    expect(bounds[0].band.highPj / spikex.energyPj).toBeCloseTo(1.2, 9);
    // power x time: 1 mW x 1 us = 1 nJ = 1000 pJ
    const { silicon, leakage } = bounds[0];
    expect(leakage?.leakagePj).toBeCloseTo((silicon?.leakageMw ?? NaN) * spikex.latencyUs * 1000, 3);
  });

  it('knows no area or leakage where the table has no silicon data', async () => {
    const explained = await explain({ bandPercent: 20, before: null, after: ask() }, context);
    expect(explained.ok && explained.value.bounds.map(({ silicon, leakage }) => [silicon, leakage])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('has no change without another simulation, or where the systems differ', async () => {
    const alone = await explain({ bandPercent: 20, before: null, after: ask() }, context);
    expect(alone.ok && alone.value.changes).toEqual([]);
    const apart = await explain(
      { bandPercent: 20, before: ask({ systems: ['serial'] }), after: ask() },
      context,
    );
    expect(apart.ok && apart.value.changes).toEqual([]);
  });

  it('refuses to compare different networks, and a bad setting of either side', async () => {
    const other = await explain(
      { bandPercent: 20, before: ask({ network: 'nmnist-small' }), after: ask() },
      context,
    );
    expect(other.ok ? [] : other.issues.map(({ code }) => code)).toEqual(['change/network']);
    const bad = await explain({ bandPercent: 20, before: ask({ tws: [0] }), after: ask() }, context);
    expect(bad.ok ? '' : bad.issues[0].message).toContain('got 0');
  });
});
