/** Starting, pausing, going on with and sweeping trainings. The work is in jobs; what has been done already is not redone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  accept,
  errorAt,
  refuse,
  type Handlers,
  type Outcome,
  type RunDetail,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import { betaSweep } from '../../engine/paper/index.ts';
import { decodeCheckpoint } from '../../engine/train/index.ts';
import { readBytes } from '../data/read-bytes.ts';
import { lastCheckpoint } from '../jobs/kinds/checkpoint-files.ts';
import { trainSpecOf } from '../jobs/kinds/run-spec.ts';
import { demoPlan, DEMO_EXPERIMENT } from './demo-plan.ts';
import type { FileAccess } from './file-access.ts';
import { createTrainRun } from './new-runs.ts';
import { startTraining } from './start-runs.ts';
import { startSeries } from './start-series.ts';
import type { Workbench } from './workbench.ts';

export const PAUSED = 'paused by the user; going on starts after the last complete epoch';
const MOST_SWEEP_RUNS = 1000;
/** The first look at a run loads its data. */
const LOOK_LIMIT_MS = 600_000;

type Names =
  | 'train.look'
  | 'train.sweepReport'
  | 'train.start'
  | 'train.pause'
  | 'train.resume'
  | 'train.sweep'
  | 'demo.start';

export function trainHandlers(workbench: Workbench, files: FileAccess): Pick<Handlers, Names> {
  const { queue } = workbench;
  return {
    'train.start': ({ spec }) => startTraining(workbench, files, spec),
    'train.pause': async ({ runId }) => {
      const job = queue.list().find((one) => one.endedAtMs === null && one.runIds.includes(runId));
      return accept({ paused: job ? queue.cancel(job.id, PAUSED) : false });
    },
    'train.resume': async ({ runId }) => resumeTraining(workbench, files, runId),
    'train.look': async ({ runId, sample, layer, neuron }) => {
      const run = workbench.store.getRun(runId);
      if (!run.ok) return run;
      const spec = trainSpecOf(run.value);
      if (!spec)
        return refuse(errorAt('runId', 'look/run', `must be a training (got ${run.value.row.kind})`));
      const allowed = await files.checkTrainSpec(spec);
      if (!allowed.ok) return allowed;
      const ask = { runId: run.value.row.id, spec, sample, layer, neuron, limits: files.limits };
      return workbench.quick.ask('train.look', ask, LOOK_LIMIT_MS);
    },
    'train.sweep': async ({ spec, betas, seeds }) => startSweep(workbench, files, { spec, betas, seeds }),
    'train.sweepReport': async ({ runIds }) => {
      const runs: RunDetail[] = [];
      for (const runId of runIds) {
        const run = workbench.store.getRun(runId);
        if (!run.ok) return run;
        runs.push(run.value);
      }
      return accept({ report: betaSweep(runs) });
    },
    'demo.start': ({ quick }) => startDemo(workbench, quick),
  };
}

async function resumeTraining(
  workbench: Workbench,
  files: FileAccess,
  asked: string,
): Promise<Outcome<{ jobId: string; runId: string }>> {
  const { store, queue, places } = workbench;
  const run = store.getRun(asked);
  if (!run.ok) return run;
  const runId = run.value.row.id;
  const spec = trainSpecOf(run.value);
  const refused = (message: string): Outcome<never> =>
    refuse(errorAt(`run ${runId}`, 'train/resume', message));
  if (!spec) return refused(`must be a training (got ${run.value.row.kind}); choose another run`);
  const file = lastCheckpoint(join(places.paths.checkpoints, runId));
  if (!existsSync(file))
    return refused('must have a checkpoint (got none: it ended before its first epoch); train again');
  const allowed = await files.checkTrainSpec(spec);
  if (!allowed.ok) return allowed;
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const checkpoint = decodeCheckpoint(bytes.value, file);
  if (!checkpoint.ok) return checkpoint;
  const queued = store.resumeRun(runId, checkpoint.value.epoch);
  if (!queued.ok) return queued;
  workbench.news.publish('runs.changed', { runIds: [runId] });
  const title = `Train ${spec.name || spec.network}`;
  const ask = { runId, spec, resume: true, limits: files.limits };
  return accept({ jobId: queue.start('train', ask, { title, runIds: [runId] }).id, runId });
}

interface SweepAsked {
  readonly spec: TrainSpec;
  readonly betas: readonly number[];
  readonly seeds: readonly number[];
}

/** One training per seed and beta; beta 0 is the baseline. Finished runs of the same specification are kept. */
async function startSweep(
  workbench: Workbench,
  files: FileAccess,
  { spec, betas, seeds }: SweepAsked,
): Promise<Outcome<{ jobId: string | null; runIds: readonly string[]; reused: number }>> {
  const allowed = await files.checkTrainSpec(spec);
  if (!allowed.ok) return allowed;
  if (betas.length * seeds.length > MOST_SWEEP_RUNS) {
    const message = `must span at most ${MOST_SWEEP_RUNS} trainings (got ${betas.length} x ${seeds.length}); give fewer values`;
    return refuse(errorAt('betas', 'train/sweep-size', message));
  }
  const specs = seeds.flatMap((seed) => betas.map((beta) => sweepPoint(spec, beta, seed)));
  const title = (left: number): string => `Sweep β: ${spec.network}, ${left} trainings`;
  return startSeries(workbench, specs, title, files.limits);
}

/** One training of a sweep. */
export function sweepPoint(spec: TrainSpec, beta: number, seed: number): TrainSpec {
  const asked = spec.hardwareLoss.mode === 'off' ? 'proxy' : spec.hardwareLoss.mode;
  return {
    ...spec,
    name: `${spec.name || spec.network}, β ${beta}, seed ${seed}`,
    seed,
    hardwareLoss: { ...spec.hardwareLoss, mode: beta > 0 ? asked : 'off', beta },
  };
}

async function startDemo(
  workbench: Workbench,
  quick: boolean,
): Promise<Outcome<{ jobId: string; experiment: string }>> {
  const runs: { runId: string; spec: TrainSpec }[] = [];
  if (workbench.queue.list().some((job) => job.kind === 'demo' && job.endedAtMs === null))
    return refuse(errorAt('demo', 'demo/running', 'must not be running already; wait for it or cancel it'));
  for (const spec of demoPlan(quick, workbench.defaultWorkers)) {
    const created = await createTrainRun(workbench, spec);
    if (!created.ok) return created;
    runs.push({ runId: created.value, spec });
  }
  const runIds = runs.map(({ runId }) => runId);
  const job = workbench.queue.start('demo', { runs, limits: null }, { title: 'Demo', runIds });
  return accept({ jobId: job.id, experiment: DEMO_EXPERIMENT });
}
