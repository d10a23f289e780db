/** The ready-made quantisation study: its trainings run as one job, its report comes from the finished ones. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  accept,
  type Handlers,
  type Outcome,
  type RunDetail,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import {
  parsePublished,
  parseQuantisation,
  quantisationReport,
  quantisationRuns,
  type QuantisationStudy,
} from '../../engine/paper/index.ts';
import { createTrainRun } from './new-runs.ts';
import { finishedRuns, sameness } from './train-handlers.ts';
import type { Workbench } from './workbench.ts';

type Names = 'quantisation.start' | 'quantisation.report';

export function quantisationHandlers(workbench: Workbench): Pick<Handlers, Names> {
  return {
    'quantisation.start': async ({ quick }) => start(workbench, quick),
    'quantisation.report': async ({ quick }) => report(workbench, quick),
  };
}

async function start(
  workbench: Workbench,
  quick: boolean,
): Promise<Outcome<{ jobId: string | null; runIds: readonly string[]; reused: number }>> {
  const study = await shipped(workbench, 'quantisation.json', parseQuantisation);
  const specs = quantisationRuns(study, quick, workbench.defaultWorkers);
  const finished = finishedRuns(workbench, specs[0].experiment);
  const runIds: string[] = [];
  const runs: { runId: string; spec: TrainSpec }[] = [];
  for (const spec of specs) {
    const known = finished.get(sameness(spec));
    const created = known === undefined ? await createTrainRun(workbench, spec) : accept(known);
    if (!created.ok) return created;
    runIds.push(created.value);
    if (known === undefined) runs.push({ runId: created.value, spec });
  }
  const reused = runIds.length - runs.length;
  if (runs.length === 0) return accept({ jobId: null, runIds, reused });
  const ids = runs.map(({ runId }) => runId);
  const title = `Quantisation, ${runs.length} trainings`;
  const job = workbench.queue.start('train-sweep', { runs, limits: null }, { title, runIds: ids });
  return accept({ jobId: job.id, runIds, reused });
}

async function report(
  workbench: Workbench,
  quick: boolean,
): Promise<Outcome<{ report: ReturnType<typeof quantisationReport> | null }>> {
  const study = await shipped(workbench, 'quantisation.json', parseQuantisation);
  const published = await shipped(workbench, 'published-hybrid.json', parsePublished);
  const specs = quantisationRuns(study, quick, workbench.defaultWorkers);
  const finished = finishedRuns(workbench, specs[0].experiment);
  const runs: RunDetail[] = [];
  for (const spec of specs) {
    const runId = finished.get(sameness(spec));
    const run = runId === undefined ? null : workbench.store.getRun(runId);
    if (run?.ok) runs.push(run.value);
  }
  const named: QuantisationStudy = { ...study, experiment: specs[0].experiment };
  return accept({
    report: runs.length ? quantisationReport(named, specs.length, runs, published) : null,
  });
}

/** A broken shipped file is our own fault. */
async function shipped<T>(
  workbench: Workbench,
  file: string,
  parse: (source: unknown, file: string) => Outcome<T>,
): Promise<T> {
  const text = await readFile(join(workbench.places.paths.resources, 'studies', file), 'utf8');
  const outcome = parse(text, file);
  if (outcome.ok) return outcome.value;
  throw new Error(`resources: ${outcome.issues.map(({ message }) => message).join('; ')}`);
}
