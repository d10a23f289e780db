// SpikeX Fig 13 through the host as every door does: three trainings that share their pre-training, and their report.
import { expect, it } from 'vitest';
import { DEFAULT_TRAIN, type TrainSpec } from '../../../engine/contract/index.ts';
import { hostOnDisk } from '../../support/host-on-disk.ts';
import { valueOf } from '../../support/outcomes.ts';

const on = hostOnDisk('fig13');

const SPEC: TrainSpec = {
  ...DEFAULT_TRAIN,
  experiment: 'fig13',
  network: 'nmnist-small',
  data: { ...DEFAULT_TRAIN.data, maxTrain: 60, maxTest: 30 },
  epochs: 4,
  pretrainEpochs: 1,
  hardwareLoss: {
    mode: 'proxy',
    beta: 0.01,
    objective: 'per-layer',
    has: { mode: 'two-level', tws: [2, 3, 5], settleEpochs: 1 },
  },
  cost: { ...DEFAULT_TRAIN.cost, samplesPerEpoch: 2, samplesAtEnd: 4 },
  workers: 1,
};

it('trains three times per seed, reports four bars, repeats nothing', async () => {
  const { handlers } = on.workbench.host;
  const started = valueOf(await handlers['fig13.start']({ spec: SPEC, seeds: [1] }));
  valueOf(await on.workbench.queue.answerOf('train-sweep', started.jobId ?? ''));
  const { report } = valueOf(await handlers['fig13.report']({ runIds: started.runIds }));
  expect(report!.bars.map(({ system, tws }) => [system, tws[0].length])).toEqual([
    ['ptb', 3],
    ['ptb', 3],
    ['ptb', 3],
    ['spikex', 3],
  ]);
  for (const bar of report!.bars) {
    const sum = bar.layerEnergyPj.reduce((total, value) => total + value, 0);
    expect(sum / bar.energyPj.mean).toBeCloseTo(1, 9);
    for (const size of bar.tws[0]) expect([2, 3, 5]).toContain(size);
  }
  expect(report!.training!.points.map(({ beta, runIds }) => [beta, runIds])).toEqual([
    [0, report!.bars[0].runIds],
    [0.01, report!.bars[1].runIds],
  ]);
  expect(report!.training!.points[1].onHardware.againstBest!.samples).toBe(30);
  const [, , , spikex] = report!.bars;
  const searched = valueOf(on.workbench.store.getRun(spikex.runIds[0]));
  expect(searched.evaluation!.has!.tws).toEqual(spikex.tws[0]);
  expect(searched.epochs[1].choices).toHaveLength(3);
  // PTB is costed at the sizes of the layers, too.
  expect(searched.costs.find(({ system }) => system === 'ptb')!.tws).toEqual(spikex.tws[0]);
  const again = valueOf(await handlers['fig13.start']({ spec: SPEC, seeds: [1] }));
  expect(again).toEqual({ jobId: null, runIds: started.runIds, reused: 3 });
});

it('says what it lacks before anything runs', async () => {
  const { has: _has, ...hardwareLoss } = SPEC.hardwareLoss;
  const bare = await on.workbench.host.handlers['fig13.start']({
    spec: { ...SPEC, hardwareLoss: { ...hardwareLoss, beta: 0 } },
    seeds: [1],
  });
  expect(bare.ok ? [] : bare.issues.map(({ code }) => code)).toEqual(['fig13/beta', 'fig13/has']);
  const strange = { ...SPEC.hardwareLoss, has: { ...SPEC.hardwareLoss.has!, tws: [2, 7] } };
  const refused = await on.workbench.host.handlers['fig13.start']({
    spec: { ...SPEC, hardwareLoss: strange },
    seeds: [1],
  });
  expect(refused.ok ? '' : refused.issues[0].message).toMatch(/\(got 7\)/);
});

it('refuses a search on a system without time windows', async () => {
  const spec = { ...SPEC, cost: { ...SPEC.cost, systems: ['serial' as const, 'spikex' as const] } };
  const refused = await on.workbench.host.handlers['train.start']({ spec });
  expect(refused.ok ? '' : refused.issues[0].code).toBe('search/has-system');
  const ptb = { ...SPEC, cost: { ...SPEC.cost, systems: ['ptb' as const] } };
  const second = await on.workbench.host.handlers['train.start']({ spec: ptb });
  expect(second.ok ? '' : second.issues[0].code).toBe('search/ptb-tws');
});
