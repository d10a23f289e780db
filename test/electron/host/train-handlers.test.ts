// Pausing, going on with and sweeping trainings through the host as every door does, with real threads.
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN, type TrainSpec } from '../../../engine/contract/index.ts';
import { hostOnDisk } from '../../support/host-on-disk.ts';
import { valueOf } from '../../support/outcomes.ts';

const on = hostOnDisk('train');

const SPEC: TrainSpec = {
  ...DEFAULT_TRAIN,
  name: 'toy',
  experiment: 'handlers',
  network: 'nmnist-small',
  data: { ...DEFAULT_TRAIN.data, maxTrain: 60, maxTest: 30 },
  epochs: 4,
  pretrainEpochs: 2,
  hardwareLoss: { mode: 'proxy', beta: 0.01, objective: 'per-layer' },
  cost: { ...DEFAULT_TRAIN.cost, samplesPerEpoch: 2, samplesAtEnd: 4 },
  workers: 1,
};

const detailOf = (runId: string) => valueOf(on.workbench.store.getRun(runId));

describe('pause and resume', () => {
  it('goes on after the last complete epoch and ends as if it had never stopped', async () => {
    const { handlers } = on.workbench.host;
    const whole = valueOf(await handlers['train.start']({ spec: SPEC }));
    await on.workbench.queue.answerOf('train', whole.jobId);

    const paused = valueOf(await handlers['train.start']({ spec: SPEC }));
    const second = Promise.withResolvers<null>();
    const unsubscribe = on.workbench.news.subscribe((item) => {
      if (
        item.name === 'run.epoch' &&
        item.payload.runId === paused.runId &&
        item.payload.metrics.epoch === 3
      )
        second.resolve(null);
    });
    await second.promise;
    unsubscribe();
    expect(valueOf(await handlers['train.pause']({ runId: paused.runId }))).toEqual({ paused: true });
    await on.workbench.queue.answerOf('train', paused.jobId);
    const stopped = detailOf(paused.runId);
    expect(stopped.row.state).toBe('cancelled');
    expect(stopped.row.message).toMatch(/^paused by the user/);

    const again = valueOf(await handlers['train.resume']({ runId: paused.runId }));
    expect(again.runId).toBe(paused.runId);
    expect((await on.workbench.queue.answerOf('train', again.jobId)).ok).toBe(true);
    const [a, b] = [detailOf(whole.runId), detailOf(paused.runId)];
    expect(b.row.state).toBe('done');
    expect(b.row.message).toBe(a.row.message);
    expect(b.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(b.checkpoint?.sha256).toBe(a.checkpoint?.sha256);
    expect(b.evaluation?.byTws).toEqual(a.evaluation?.byTws);
    expect(b.evaluation?.answers?.final).toEqual(a.evaluation?.answers?.final);
  });

  it('says why it cannot', async () => {
    const { handlers } = on.workbench.host;
    const done = valueOf(on.workbench.store.listRuns()).find(({ state }) => state === 'done');
    const finished = await handlers['train.resume']({ runId: done?.id ?? '' });
    expect(finished.ok ? '' : finished.issues[0].code).toBe('store/run-state');
    expect((await handlers['train.resume']({ runId: 'nothing' })).ok).toBe(false);
    expect(valueOf(await handlers['train.pause']({ runId: 'nothing' }))).toEqual({ paused: false });
  });
});

describe('a look at one sample', () => {
  it('shows the answer of the run, and spikes that add up', async () => {
    const { handlers } = on.workbench.host;
    const run = valueOf(on.workbench.store.listRuns()).find(({ state }) => state === 'done');
    const { answers } = detailOf(run?.id ?? '').evaluation!;
    for (const sample of [0, 7]) {
      const look = valueOf(
        await handlers['train.look']({ runId: run?.id ?? '', sample, layer: 0, neuron: null }),
      );
      expect(look).toMatchObject({ samples: 30, sample, label: answers?.labels[sample] });
      expect(look.predicted).toBe(answers?.final[sample]);
      for (const layer of look.layers) {
        expect(layer.perStep.reduce((a, b) => a + b, 0)).toBe(layer.spikes);
        expect(layer.stepOf).toHaveLength(layer.neuronOf.length);
        expect(layer.filledWindows).toBeLessThanOrEqual(layer.spikes);
      }
      const { potential, threshold, spikeSteps } = look.trace;
      expect(spikeSteps.length).toBeGreaterThan(0);
      for (const step of spikeSteps) expect(potential?.[step]).toBeGreaterThanOrEqual(threshold - 1e-5);
    }
  });

  it('runs the weights that ran in training: quantised, not those behind them', async () => {
    const { handlers } = on.workbench.host;
    const spec: TrainSpec = {
      ...SPEC,
      name: 'two bits',
      epochs: 2,
      pretrainEpochs: 0,
      bits: [2],
      hardwareLoss: DEFAULT_TRAIN.hardwareLoss,
    };
    const started = valueOf(await handlers['train.start']({ spec }));
    valueOf(await on.workbench.queue.answerOf('train', started.jobId));
    const { answers } = detailOf(started.runId).evaluation!;
    const predicted: number[] = [];
    for (const sample of answers!.final.keys()) {
      const ask = { runId: started.runId, sample, layer: 0, neuron: null };
      predicted.push(valueOf(await handlers['train.look'](ask)).predicted);
    }
    expect(predicted).toEqual([...answers!.final]);
  });

  it('names what is out of range', async () => {
    const run = valueOf(on.workbench.store.listRuns()).find(({ state }) => state === 'done');
    const ask = { runId: run?.id ?? '', sample: 30, layer: 0, neuron: null };
    const outcome = await on.workbench.host.handlers['train.look'](ask);
    expect(outcome.ok ? '' : outcome.issues[0].message).toMatch(/below 30, the held-out samples/);
    const layer = await on.workbench.host.handlers['train.look']({ ...ask, sample: 0, layer: 99 });
    expect(layer.ok ? '' : layer.issues[0].path).toBe('layer');
  });
});

describe('a sweep over beta', () => {
  it('shares the pre-training bit for bit, and repeats nothing', async () => {
    const { handlers } = on.workbench.host;
    const ask = { spec: { ...SPEC, name: '' }, betas: [0, 0.01], seeds: [1] };
    const started = valueOf(await handlers['train.sweep'](ask));
    expect(started.reused).toBe(0);
    valueOf(await on.workbench.queue.answerOf('train-sweep', started.jobId ?? ''));
    const alone = valueOf(on.workbench.store.listRuns()).find(({ name }) => name === 'toy');
    const [, second] = started.runIds.map(detailOf);
    // The same training as a run of its own, pre-training and all.
    expect(second.checkpoint?.sha256).toBe(detailOf(alone?.id ?? '').checkpoint?.sha256);
    expect(second.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);

    const again = valueOf(await handlers['train.sweep']({ ...ask, spec: { ...ask.spec, workers: 2 } }));
    expect(again).toEqual({ jobId: null, runIds: started.runIds, reused: 2 });
    const { report } = valueOf(await handlers['train.sweepReport']({ runIds: started.runIds }));
    expect(report?.points.map(({ beta }) => beta)).toEqual([0, 0.01]);
    expect(report?.points[1].againstFinal?.samples).toBe(30);
    expect(report?.points[1].onHardware.againstBest?.samples).toBe(30);
    // What the checkpoint of the best epoch answers is what that epoch read.
    for (const { row, evaluation } of started.runIds.map(detailOf)) {
      const { labels, best } = evaluation!.answers!;
      const right = best!.filter((answer, i) => answer === labels[i]).length;
      expect(right / labels.length).toBe(row.bestAccuracy);
    }
    expect(report?.points[1].systems.map(({ system }) => system)).toEqual(['spikex', 'ptb']);
  });

  it('refuses more than it may start', async () => {
    const many = Array.from({ length: 40 }, (_, i) => i);
    const refused = await on.workbench.host.handlers['train.sweep']({ spec: SPEC, betas: many, seeds: many });
    expect(refused.ok ? '' : refused.issues[0].message).toMatch(/at most 1000 trainings \(got 40 x 40\)/);
  });
});
