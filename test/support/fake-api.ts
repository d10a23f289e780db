/**
 * A complete WorkbenchApi in memory: plausible data, files, runs, and jobs that advance one epoch per tick.
 * Tests hand in their own `every`, so that nothing waits for a clock.
 */
import { betaSweep } from '../../engine/paper/index.ts';
import {
  DEFAULT_TRAIN,
  accept,
  errorAt,
  refuse,
  type Answer,
  type Ask,
  type CallName,
  type Handlers,
  type JobInfo,
  type JobKind,
  type News,
  type NewsName,
  type Outcome,
  type RunChange,
  type RunRow,
  type SweepReport,
  type TrainSpec,
  type WorkbenchApi,
} from '../../engine/contract/index.ts';
import { ARCHS, HOST, NETWORKS, TABLES } from './fake/catalog.ts';
import { EDITING } from './fake/editing.ts';
import { FolderTree } from './fake/folders.ts';
import { NIR } from './fake/nir.ts';
import { FAKE_PAPER, fakeFigure } from './fake/paper.ts';
import { PLAYBACK } from './fake/playback.ts';
import { picture, sample, summary } from './fake/recordings.ts';
import { SHRINK } from './fake/shrink.ts';
import { explained, simulated, swept } from './fake/simulation.ts';
import { FAKE_SEARCH, fakeReport } from './fake/search.ts';
import { advance, detailOf, lookAt, newRun, type FakeRun } from './fake/training.ts';

export interface FakeOptions {
  /** Calls `tick` again and again until it returns false. Default: every 400 ms. */
  readonly every?: (tick: () => boolean) => void;
  /** Start with a finished study of eight runs. Default: true. */
  readonly study?: boolean;
  readonly nowMs?: number;
}

const onClock = (tick: () => boolean): void => {
  const timer = setInterval(() => tick() || clearInterval(timer), 400);
};

const BETAS = [0, 1e-3, 1e-2, 5e-2];

const specWith = (name: string, beta: number, epochs: number, experiment: string, seed = 1): TrainSpec => ({
  ...DEFAULT_TRAIN,
  name,
  experiment,
  epochs,
  pretrainEpochs: beta > 0 ? Math.round(epochs / 3) : 0,
  hardwareLoss: { mode: beta > 0 ? 'proxy' : 'off', beta, objective: 'per-layer' as const },
  seed,
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function changed(row: RunRow, change: RunChange): RunRow {
  if (change.kind === 'note') return { ...row, note: change.note };
  if (change.kind === 'tag') return { ...row, tags: [...new Set([...row.tags, change.tag])].sort() };
  if (change.kind === 'untag') return { ...row, tags: row.tags.filter((tag) => tag !== change.tag) };
  if (change.kind === 'project') return { ...row, project: change.project };
  if (change.kind === 'archive' || change.kind === 'unarchive')
    return { ...row, archived: change.kind === 'archive' };
  return row;
}

export class FakeHost implements WorkbenchApi {
  readonly folders = new FolderTree();
  readonly runs: FakeRun[] = [];
  readonly jobs: JobInfo[] = [];
  readonly #listeners = new Map<NewsName, Set<(payload: never) => void>>();
  readonly #every: (tick: () => boolean) => void;
  readonly #now: number;
  readonly #sweeps: SweepReport[] = [];
  #serial = 0;

  constructor(options: FakeOptions = {}) {
    this.#every = options.every ?? onClock;
    this.#now = options.nowMs ?? Date.now();
    if (options.study ?? true) this.#addStudy();
  }

  call<K extends CallName>(name: K, ask: Ask<K>): Promise<Outcome<Answer<K>>> {
    const handler: Handlers[K] = this.#handlers[name];
    return handler(ask);
  }

  on<K extends NewsName>(name: K, listener: (payload: News[K]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  tell<K extends NewsName>(name: K, payload: News[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never);
  }

  readonly #handlers: Handlers = {
    'host.info': async () => accept({ ...HOST, database: { ...HOST.database, runs: this.runs.length } }),
    'host.doctor': async () =>
      accept({ checks: [{ name: 'SIMD', status: 'ok', detail: 'relaxed SIMD', advice: null }] }),
    'files.list': async ({ path }) => this.folders.list(path),
    'files.uploadBegin': async ({ name, files, bytes }) => this.folders.begin(name, files, bytes),
    'files.uploadChunk': async (ask) => this.folders.chunk(ask),
    'files.choose': async () => accept({ path: null }),
    'files.takeOpened': async () => accept({ paths: [] }),
    'host.licences': async () =>
      accept({ packages: [{ name: 'vue', version: '3.5.45', licence: 'MIT', text: 'Permission …' }] }),
    'files.uploadEnd': async ({ uploadId }) => this.folders.end(uploadId),
    'files.uploads': async () => accept({ uploads: [], limitBytes: 2 ** 31, keptMs: 86_400_000 }),
    'files.uploadRemove': async () => accept({ bytes: 0 }),
    'networks.list': async () => accept({ networks: NETWORKS, own: [] }),
    'archs.list': async () => accept({ archs: ARCHS, own: [] }),
    ...EDITING,
    'tech.list': async () => accept({ tables: TABLES }),
    'data.open': async ({ source }) => summary(source),
    'data.cancel': async () => accept({ cancelled: false }),
    'data.sample': async ({ source, index, ...preparation }) => sample(source, index, preparation),
    'data.picture': async ({ source, index }) => picture(source, index),
    // Every recording of the fake fits into its first slice.
    'data.slice': async () =>
      refuse(errorAt('view', 'data/stale-view', 'must be shown (got none); ask again')),
    'data.frame': async () =>
      refuse(errorAt('view', 'data/stale-view', 'must be shown (got none); ask again')),
    'train.start': async ({ spec }) => this.#startTraining(spec),
    'train.pause': async ({ runId }) => {
      const job = this.jobs.find(({ runIds, state }) => state === 'running' && runIds.includes(runId));
      const stopped = job ? this.#cancel(job.id, 'paused by the user') : null;
      return accept({ paused: stopped?.ok === true && stopped.value.cancelled });
    },
    'train.resume': async ({ runId }) => {
      const run = this.runs.find(({ row }) => row.id === runId);
      if (!run) return refuse(errorAt('runId', 'runs/unknown', `must name a run (got ${runId})`));
      run.row = { ...run.row, state: 'running', message: null };
      return accept({ jobId: this.#work('train', `Train ${run.row.name}`, [run]), runId });
    },
    'train.look': async ({ sample: at, layer }) => accept(lookAt(at, layer)),
    'train.sweep': async ({ spec, betas, seeds }) => {
      const runs = seeds.flatMap((seed) =>
        betas.map((beta) => this.#addRun({ ...specWith(`β ${beta}`, beta, 3, spec.experiment, seed) })),
      );
      return accept({
        jobId: this.#work('train-sweep', 'Sweep β', runs),
        runIds: runs.map(({ row }) => row.id),
        reused: 0,
      });
    },
    'train.sweepReport': async ({ runIds }) =>
      accept({ report: betaSweep(this.runs.filter(({ row }) => runIds.includes(row.id)).map(detailOf)) }),
    'fig13.start': async () => accept({ jobId: null, runIds: [], reused: 0 }),
    'fig13.report': async () => accept({ report: null }),
    'quantisation.start': async () => accept({ jobId: null, runIds: [], reused: 0 }),
    'quantisation.report': async () => accept({ report: null }),
    'paper.report': async ({ size }) => accept({ ...FAKE_PAPER, size }),
    'paper.start': async () => accept({ running: true }),
    'paper.finish': async () => accept(null),
    'paper.stop': async () => accept({ stopped: true }),
    'paper.look': async ({ figure }) => accept(fakeFigure(figure)),
    'paper.export': async () => accept({ content: new Uint8Array() }),
    'search.start': async () => accept({ jobId: this.#work('search', 'Search', []), runId: 'run-search' }),
    'search.compare': async () => accept({ jobIds: [], runIds: [], reused: 0 }),
    'search.comparison': async () => accept({ searches: [] }),
    'search.resume': async ({ runId }) => accept({ jobId: this.#work('search', 'Search', []), runId }),
    'search.report': async ({ runId }) => accept(fakeReport(runId, FAKE_SEARCH)),
    'demo.start': async ({ quick }) => this.#startDemo(quick),
    'simulate.run': async ({ spec }) => {
      const wrong = spec.tws.findIndex((tws) => !(tws >= 1));
      if (wrong >= 0)
        return refuse(
          errorAt(`spec.tws[${wrong}]`, 'fake/tws', `must be 1 or more (got ${spec.tws[wrong]})`),
        );
      return accept({ runId: `run-${++this.#serial}`, systems: simulated(spec), sampled: null });
    },
    'simulate.explain': async ({ spec, before }) => accept(explained(spec, before)),
    'simulate.band': async ({ percent, systems }) =>
      accept({
        bands: systems.map(({ system, byComponentPj }) => ({
          system,
          band: bandOf(Object.values(byComponentPj), percent),
        })),
        ratios: [],
      }),
    'sweep.start': async ({ spec, vary }) => {
      this.#sweeps.push(swept(spec, vary));
      return accept({ jobId: `sweep-${this.#sweeps.length}` });
    },
    'sweep.result': async ({ jobId }) => {
      const report = this.#sweeps[Number(jobId.split('-')[1]) - 1];
      return report ? accept(report) : refuse(errorAt(jobId, 'job/unknown', 'must be a job'));
    },
    ...NIR,
    ...SHRINK,
    ...PLAYBACK,
    'exchange.write': async ({ spec }) =>
      accept({ files: [{ name: `${spec.network}.${spec.kind}`, content: bytesOf(spec.kind) }] }),
    'exchange.scalesim': async () => accept({ network: NETWORKS[0] }),
    'jobs.list': async () => accept({ jobs: this.jobs }),
    'jobs.cancel': async ({ jobId }) => this.#cancel(jobId),
    'jobs.restart': async ({ jobId }) => accept({ jobId }),
    'runs.list': async () => accept({ runs: this.runs.map(({ row }) => row) }),
    'runs.get': async ({ runId }) => {
      const run = this.runs.find(({ row }) => row.id === runId);
      return run
        ? accept(detailOf(run))
        : refuse(errorAt('runId', 'runs/unknown', `must name a run (got ${runId}); reload the list`));
    },
    'runs.change': async ({ runIds, change }) => {
      for (const run of this.runs.filter(({ row }) => runIds.includes(row.id)))
        run.row = changed(run.row, change);
      this.tell('runs.changed', { runIds });
      return accept({ changed: runIds.length });
    },
    'runs.renameProject': async ({ project, to }) => {
      const renamed = this.runs.filter(({ row }) => row.project === project);
      for (const run of renamed) run.row = { ...run.row, project: to };
      return accept({ changed: renamed.length });
    },
    'runs.export': async ({ runIds, format }) =>
      accept({ content: bytesOf(`${format}\n${runIds.join('\n')}\n`) }),
    'runs.bundle': async ({ runIds }) => accept({ content: bytesOf(runIds.join('\n')) }),
    'runs.import': async () => accept({ tool: 'csv', runIds: [], skipped: 0, points: 0 }),
    'runs.diff': async ({ runIds }) =>
      accept({
        runs: runIds.map((id) => ({ id, name: id })),
        groups: [],
        compared: 0,
        differing: 0,
        changes: [],
      }),
    'runs.parameters': async () => accept({ fields: [] }),
    'runs.rerun': async ({ runId }) => accept({ runId, jobId: 'job-0' }),
    'runs.reproduction': async ({ runId }) =>
      accept({ runId, of: runId, state: 'done', same: true, inputs: [], results: [], compared: 1 }),
    'runs.curves': async () =>
      accept({ curves: [{ key: 'loss.total', axis: 'epoch', runs: this.runs.length }] }),
    'runs.column': async () => accept({ runIds: [], values: [] }),
    'runs.curve': async () => accept({ curves: [] }),
    'host.backup': async ({ file }) => accept({ file, bytes: 1 }),
    'host.diagnostics': async () => accept({ text: 'SpikeX Workbench\n' }),
  };

  #addStudy(): void {
    BETAS.forEach((beta, i) =>
      [1, 2].forEach((seed) => {
        const spec = specWith(`nmnist-b${beta}-s${seed}`, beta, 30, 'beta sweep', seed);
        const run = newRun(
          `run-${++this.#serial}`,
          spec,
          this.#now - 86_400_000 * (4 - i) - seed * 3_600_000,
        );
        while (run.row.state !== 'done') advance(run);
        this.runs.push(run);
      }),
    );
    const failed = newRun(
      `run-${++this.#serial}`,
      specWith('nmnist-lr1', 0, 30, 'beta sweep', 3),
      this.#now - 7_200_000,
    );
    for (let k = 0; k < 4; k++) advance(failed);
    failed.row = {
      ...failed.row,
      state: 'failed',
      message: 'learningRate: loss became infinite at epoch 5; use a smaller rate',
    };
    this.runs.push(failed);
  }

  #addRun(spec: TrainSpec): FakeRun {
    const run = newRun(`run-${++this.#serial}`, spec, this.#now);
    this.runs.unshift(run);
    return run;
  }

  #startTraining(spec: TrainSpec): Outcome<{ jobId: string; runId: string }> {
    if (!(spec.epochs >= 1)) {
      return refuse(errorAt('epochs', 'train/epochs', `must be 1 … 10 000 (got ${spec.epochs}); try 30`));
    }
    const run = this.#addRun(spec);
    return accept({ jobId: this.#work('train', `Train ${run.row.name}`, [run]), runId: run.row.id });
  }

  #startDemo(quick: boolean): Outcome<{ jobId: string; experiment: string }> {
    const experiment = 'Demo';
    const runs = [0, 1e-2, 1e-1].map((beta) =>
      this.#addRun(specWith(`demo-b${beta}`, beta, quick ? 3 : 8, experiment)),
    );
    return accept({ jobId: this.#work('demo', 'Demo', runs), experiment });
  }

  #work(kind: JobKind, title: string, runs: readonly FakeRun[]): string {
    const total = runs.reduce((sum, { spec }) => sum + spec.epochs, 0);
    const job: JobInfo = {
      id: `job-${++this.#serial}`,
      kind,
      title,
      state: 'running',
      done: 0,
      total,
      unit: 'epochs',
      secondsLeft: total * 1.4,
      message: 'starting',
      runIds: runs.map(({ row }) => row.id),
      startedAtMs: this.#now,
      endedAtMs: null,
    };
    this.#put(job);
    this.tell('runs.changed', { runIds: job.runIds });
    this.#every(() => this.#tick(job.id, runs));
    return job.id;
  }

  #tick(jobId: string, runs: readonly FakeRun[]): boolean {
    const job = this.jobs.find(({ id }) => id === jobId);
    const run = runs.find(({ row, spec }) => (row.epochsDone ?? 0) < spec.epochs);
    if (!job || !run || job.state !== 'running') return false;
    const metrics = advance(run);
    this.tell('run.epoch', { runId: run.row.id, metrics });
    this.tell('runs.changed', { runIds: [run.row.id] });
    const done = job.done + 1;
    const over = done >= job.total;
    this.#put({
      ...job,
      done,
      state: over ? 'done' : 'running',
      secondsLeft: over ? null : (job.total - done) * 1.4,
      message: over ? 'finished' : `${run.row.name}: epoch ${metrics.epoch} of ${metrics.epochs}`,
      endedAtMs: over ? this.#now + done * 1400 : null,
    });
    return !over;
  }

  #cancel(jobId: string, why = 'cancelled by you'): Outcome<{ cancelled: boolean }> {
    const job = this.jobs.find(({ id }) => id === jobId);
    if (!job || job.state !== 'running') return accept({ cancelled: false });
    this.#put({
      ...job,
      state: 'cancelled',
      secondsLeft: null,
      message: why,
      endedAtMs: this.#now,
    });
    for (const run of this.runs.filter(({ row }) => job.runIds.includes(row.id) && row.state !== 'done')) {
      run.row = { ...run.row, state: 'cancelled', message: why };
    }
    this.tell('runs.changed', { runIds: job.runIds });
    return accept({ cancelled: true });
  }

  #put(job: JobInfo): void {
    const at = this.jobs.findIndex(({ id }) => id === job.id);
    if (at < 0) this.jobs.unshift(job);
    else this.jobs[at] = job;
    this.tell('job.changed', job);
  }
}

function bandOf(components: readonly number[], percent: number) {
  const nominalPj = components.reduce((sum, one) => sum + one, 0);
  const part = (nominalPj * percent) / 100;
  return { percent, nominalPj, entries: [], lowPj: nominalPj - part, highPj: nominalPj + part };
}
