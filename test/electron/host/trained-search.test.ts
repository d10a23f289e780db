// A search that trains its candidates, through the host: what is shared, what is kept, going on after a stop.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN, type SearchReport, type SearchSpec } from '../../../engine/contract/index.ts';
import { checkpointBits, decodeCheckpoint } from '../../../engine/train/index.ts';
import { readBytes } from '../../../electron/data/read-bytes.ts';
import { presetNetwork } from '../../support/presets.ts';
import { hostOnDisk } from '../../support/host-on-disk.ts';
import { valueOf } from '../../support/outcomes.ts';
import { FAKE_SEARCH } from '../../support/fake/search.ts';

const on = hostOnDisk('trained');

const SPEC: SearchSpec = {
  ...FAKE_SEARCH,
  network: 'nmnist-small',
  spikes: { kind: 'dataset', source: 'synthetic-nmnist' },
  space: {
    schema: 'spikex-space/1',
    name: 'bits and rows',
    parameters: [
      { key: 'bits', values: [8, 2] },
      { key: 'array.rows', values: [8, 16] },
    ],
  },
  objectives: ['edpJs', 'errorRate'],
  training: { epochs: 3, eta: 3, maxTrain: 40, maxTest: 20 },
};

async function finished(spec: SearchSpec): Promise<SearchReport> {
  const started = valueOf(await on.workbench.host.handlers['search.start']({ spec }));
  return valueOf(await on.workbench.queue.answerOf('search', started.jobId));
}

/** Networks after all their epochs in the on.folder of a run. */
function networksOf(runId: string): string[] {
  const places = on.workbench.places.paths.checkpoints;
  return readdirSync(join(places, runId)).filter((name) => name.endsWith('-3.spikexckpt'));
}

describe('a search that trains', () => {
  let whole: SearchReport;

  it('trains once for candidates that differ in the accelerator only', async () => {
    whole = await finished({ ...SPEC, method: 'exhaustive' });
    expect(whole.evaluations).toBe(4);
    // Two trainings of 3 epochs for four candidates.
    expect(whole.epochsTrained).toBe(6);
    expect(networksOf(whole.runId)).toHaveLength(2);
    const at = (bits: number, rows: number) =>
      whole.candidates.find(({ choice }) => choice.bits === bits && choice['array.rows'] === rows)!.metrics;
    for (const bits of [8, 2]) {
      expect(at(bits, 8).errorRate).toBe(at(bits, 16).errorRate);
      // Of 20 held-out samples.
      expect((at(bits, 8).errorRate! * 20) % 1).toBeCloseTo(0, 9);
      expect(at(bits, 8).latencyUs).not.toBe(at(bits, 16).latencyUs);
    }
    expect(valueOf(await on.workbench.host.handlers['search.report']({ runId: whole.runId }))).toEqual(whole);
  });

  it('leaves the best candidate’s network as the run’s checkpoint, on its bits', async () => {
    const run = valueOf(on.workbench.store.getRun(whole.runId));
    expect(run.row).toMatchObject({ kind: 'search', state: 'done' });
    expect(run.row.costs[0].edpJs / whole.best!.metrics.edpJs!).toBeCloseTo(1, 9);
    const file = run.checkpoint!.file;
    const checkpoint = valueOf(decodeCheckpoint(valueOf(await readBytes(file)), file));
    expect(checkpoint.epoch).toBe(3);
    expect(new Set(checkpointBits(checkpoint))).toEqual(new Set([whole.best!.choice.bits]));
  });

  it('halves: few epochs for all, more for the best, gone on with instead of begun anew', async () => {
    const halved = await finished({ ...SPEC, method: 'halving', budget: 3 });
    expect(halved.candidates.map(({ choice }) => choice.epochs)).toEqual([1, 1, 1, 3]);
    const last = halved.candidates[3];
    const same = whole.candidates.find(
      ({ choice }) => choice.bits === last.choice.bits && choice['array.rows'] === last.choice['array.rows'],
    )!;
    // Trained in two parts as in one: the same network to the bit.
    expect(last.metrics).toEqual(same.metrics);
    expect(halved.epochsTrained).toBeLessThanOrEqual(1 + 3);
  });

  it('goes on after a stop to the same archive', async () => {
    const { handlers } = on.workbench.host;
    const part = valueOf(await handlers['search.start']({ spec: { ...SPEC, method: 'exhaustive' } }));
    const first = Promise.withResolvers<null>();
    const unsubscribe = on.workbench.news.subscribe((item) => {
      if (
        item.name === 'job.changed' &&
        item.payload.id === part.jobId &&
        /epoch/.test(item.payload.message ?? '')
      )
        first.resolve(null);
    });
    await first.promise;
    unsubscribe();
    on.workbench.queue.cancel(part.jobId);
    await on.workbench.queue.answerOf('search', part.jobId);
    expect(valueOf(on.workbench.store.getRun(part.runId)).row.state).toBe('cancelled');
    const folderOfRun = join(on.workbench.places.paths.checkpoints, part.runId);
    expect(existsSync(folderOfRun)).toBe(true);
    const resumed = valueOf(await handlers['search.resume']({ runId: part.runId }));
    const report = valueOf(await on.workbench.queue.answerOf('search', resumed.jobId));
    expect({ ...report, runId: '' }).toEqual({ ...whole, runId: '' });
  });

  it('goes on from a run’s weights, on its data', async () => {
    const { handlers } = on.workbench.host;
    const network = presetNetwork('nmnist-small');
    const bins = { ...DEFAULT_TRAIN.data.bins, timesteps: network.timesteps };
    const spec = {
      ...DEFAULT_TRAIN,
      network: network.name,
      epochs: 2,
      workers: 1,
      data: { ...DEFAULT_TRAIN.data, source: 'synthetic-nmnist', bins, maxTrain: 60, maxTest: 20 },
    };
    const trained = valueOf(await handlers['train.start']({ spec }));
    const answer = valueOf(await on.workbench.queue.answerOf('train', trained.jobId));
    const report = await finished({
      ...SPEC,
      method: 'random',
      budget: 1,
      spikes: { kind: 'run', runId: trained.runId },
      space: { ...SPEC.space, parameters: [{ key: 'epochs', values: [1] }] },
      training: { epochs: 1, eta: 3, maxTrain: null, maxTest: null },
    });
    expect(report.evaluations).toBe(1);
    const file = valueOf(on.workbench.store.getRun(report.runId)).checkpoint!.file;
    const checkpoint = valueOf(decodeCheckpoint(valueOf(await readBytes(file)), file));
    expect(checkpoint.epoch).toBe(1);
    expect(answer.runId).toBe(trained.runId);
    // Fresh weights after one epoch are other weights.
    const before = valueOf(on.workbench.store.getRun(trained.runId)).checkpoint!.file;
    const start = valueOf(decodeCheckpoint(valueOf(await readBytes(before)), before)).weights;
    const moved = checkpoint.weights.reduce((sum, value, i) => sum + Math.abs(value - start[i]), 0);
    const size = start.reduce((sum, value) => sum + Math.abs(value), 0);
    expect(moved / size).toBeLessThan(0.5);
  });

  it('refuses before there is a run what cannot be trained', async () => {
    const before = valueOf(on.workbench.store.countRuns());
    const { handlers } = on.workbench.host;
    const random = await handlers['search.start']({ spec: { ...SPEC, spikes: FAKE_SEARCH.spikes } });
    expect(random.ok ? '' : random.issues[0].code).toBe('search/training-data');
    const halving: SearchSpec = { ...FAKE_SEARCH, method: 'halving' };
    const untrained = await handlers['search.start']({ spec: halving });
    expect(untrained.ok ? '' : untrained.issues[0].code).toBe('search/needs-training');
    const compared = await handlers['search.compare']({ spec: SPEC, methods: ['halving'] });
    expect(compared.ok ? '' : compared.issues[0].code).toBe('search/compare-halving');
    expect(valueOf(on.workbench.store.countRuns())).toBe(before);
  });
});
