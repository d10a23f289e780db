/** Gathering three trainings per seed as SpikeX Fig 13. */
import { expect, it } from 'vitest';
import type { RunDetail, SystemName } from '../../../engine/contract/index.ts';
import { fig13Study } from '../../../engine/paper/index.ts';

const layer = (energyPj: number, latencyUs: number) => ({ energyPj, latencyUs });
const cost = (system: SystemName, tws: readonly number[], layers: readonly ReturnType<typeof layer>[]) => {
  const energyPj = layers.reduce((sum, one) => sum + one.energyPj, 0);
  const latencyUs = layers.reduce((sum, one) => sum + one.latencyUs, 0);
  return { system, tws, layers, energyPj, latencyUs, edpJs: energyPj * latencyUs * 1e-18, energyTable: 't' };
};

/** scale: of all energies; PTB costs (scale, 4) at TWS 1 (no candidate), (2 scale, 3) at TWS 2, (scale, 8) at TWS 5. */
function run(id: string, seed: number, kind: 'plain' | 'ht' | 'has', scale: number): RunDetail {
  const byTws = [
    { ...cost('ptb', [1, 1], [layer(scale, 1), layer(0, 3)]), tws: 1 },
    { ...cost('ptb', [2, 2], [layer(scale, 1), layer(scale, 2)]), tws: 2 },
    { ...cost('ptb', [5, 5], [layer(scale, 4), layer(0, 4)]), tws: 5 },
    { ...cost('spikex', [2, 2], [layer(1, 1), layer(1, 1)]), tws: 2 },
  ];
  const has = { mode: 'two-level', tws: [2, 5], settleEpochs: 1 };
  const detail = {
    row: { id, kind: 'train', seed, beta: kind === 'plain' ? 0 : 0.1 },
    spec: {
      network: 'n',
      data: { source: 'd' },
      experiment: 'e',
      pretrainEpochs: 1,
      hardwareLoss:
        kind === 'plain'
          ? { mode: 'off', beta: 0 }
          : { mode: 'proxy', beta: 0.1, ...(kind === 'has' ? { has } : {}) },
    },
    epochs: [5, 2, kind === 'has' ? 2.4 : 2].map((epochSeconds) => ({ epochSeconds })),
    costs: [
      cost('spikex', [2, 5], [layer(scale / 2, 1), layer(scale / 2, 0.5)]),
      cost('ptb', [2, 5], [layer(scale, 2), layer(scale, 1)]),
    ],
    evaluation: {
      accuracy: 0.8 + seed / 100,
      layers: [{ name: 'A' }, { name: 'B' }],
      byTws,
      ...(kind === 'has' ? { has: {} } : {}),
    },
  };
  return detail as unknown as RunDetail;
}

it('puts the four bars side by side, PTB at its best size of the candidates', () => {
  const report = fig13Study([
    run('a', 1, 'plain', 8),
    run('b', 1, 'ht', 4),
    run('c', 1, 'has', 4),
    run('d', 2, 'plain', 8),
    run('e', 2, 'ht', 2),
    run('f', 2, 'has', 2),
    // Not complete: left out.
    run('g', 3, 'plain', 8),
  ])!;
  expect(report.bars.map(({ name }) => name)).toEqual(['ptb', 'ptb-ht', 'ptb-ht-has', 'spikex-ht-has']);
  const [ptb, ht, has, spikex] = report.bars;
  // TWS 1 (8 x 4 = 32) would be best, but is no candidate; 2: 16 x 3 = 48, 5: 8 x 8 = 64.
  expect(ptb.tws).toEqual([
    [2, 2],
    [2, 2],
  ]);
  expect(ptb.layerEnergyPj).toEqual([8, 8]);
  expect(ptb.layerLatencyUs).toEqual([1, 2]);
  expect(ptb.energyPj).toEqual({ mean: 16, low: 16, high: 16 });
  expect(ptb.timesLower.edp.mean).toBeCloseTo(1, 12);
  // Seed 1: 16 / 8 = 2, seed 2: 16 / 4 = 4; geometric mean 2 sqrt 2.
  expect(ht.timesLower.energy).toEqual({ mean: expect.closeTo(2 * Math.SQRT2, 9), low: 2, high: 4 });
  expect(has.tws).toEqual([
    [2, 5],
    [2, 5],
  ]);
  // Energies 8 and 4, latency 3.
  expect(has.energyPj).toEqual({ mean: 6, low: 4, high: 8 });
  expect(spikex.system).toBe('spikex');
  expect(spikex.layerEnergyPj).toEqual([1.5, 1.5]);
  // Seed 1: 48 / (4 x 1.5) = 8, seed 2: 48 / (2 x 1.5) = 16.
  expect(spikex.timesLower.edp).toEqual({ mean: expect.closeTo(8 * Math.SQRT2, 9), low: 8, high: 16 });
  expect(spikex.runIds).toEqual(['c', 'f']);
  expect(spikex.accuracy).toEqual({
    mean: expect.closeTo(0.815, 12),
    low: expect.closeTo(0.81, 12),
    high: expect.closeTo(0.82, 12),
  });
  expect(spikex.hardwareAccuracy).toBeNull();
  // (2 + 2.4) / (2 + 2)
  expect(report.searchTime!.mean).toBeCloseTo(1.1, 12);
  // The hardware loss alone, each at its best of all sizes, 1 for PTB: 8 / 4 = 2 and 8 / 2 = 4 times less energy.
  const [, ht1] = report.training!.points;
  expect(ht1.runIds).toEqual(['b', 'e']);
  const onPtb = ht1.systems.find(({ system }) => system === 'ptb')!;
  expect(onPtb.tws).toEqual([1, 1]);
  expect(onPtb.timesLower).toEqual({ mean: expect.closeTo(2 * Math.SQRT2, 9), low: 2, high: 4 });
  expect(report.layers).toEqual(['A', 'B']);
});

it('is nothing without a complete seed', () => {
  expect(fig13Study([run('a', 1, 'plain', 8), run('b', 1, 'has', 4)])).toBeNull();
});
