/** The ready-made quantisation study: its trainings run as one job, its report comes from the finished ones. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  accept,
  type EnergyTable,
  type Handlers,
  type Outcome,
  type QuantisationReport,
  type RunDetail,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import {
  parsePublished,
  parseQuantisation,
  quantisationReport,
  quantisationRuns,
  type PublishedPaper,
  type QuantisationStudy,
} from '../../engine/paper/index.ts';
import { finishedRuns, sameness, startSeries, type StartedSeries } from './start-series.ts';
import { repricedRun } from './runs/pricing.ts';
import type { Workbench } from './workbench.ts';

type Names = 'quantisation.start' | 'quantisation.report';

export function quantisationHandlers(workbench: Workbench): Pick<Handlers, Names> {
  return {
    'quantisation.start': async ({ quick }) => start(workbench, quick),
    'quantisation.report': async ({ quick }) => report(workbench, quick),
  };
}

async function start(workbench: Workbench, quick: boolean): Promise<Outcome<StartedSeries>> {
  const study = await shipped(workbench, 'quantisation.json', parseQuantisation);
  const specs = quantisationRuns(study, quick, workbench.defaultWorkers);
  return startSeries(workbench, specs, (left) => `Quantisation, ${left} trainings`, null);
}

async function report(
  workbench: Workbench,
  quick: boolean,
): Promise<Outcome<{ report: QuantisationReport | null }>> {
  const study = await shipped(workbench, 'quantisation.json', parseQuantisation);
  const published = await shipped(workbench, 'published-hybrid.json', parsePublished);
  const specs = quantisationRuns(study, quick, workbench.defaultWorkers);
  return accept({ report: gathered(workbench, study, specs, published) });
}

/** The finished trainings of a study; null where there are none. table: price their costs with it instead of their own. */
export function gathered(
  workbench: Workbench,
  study: QuantisationStudy,
  specs: readonly TrainSpec[],
  published: PublishedPaper,
  table: EnergyTable | null = null,
): QuantisationReport | null {
  const finished = finishedRuns(workbench, specs[0].experiment);
  const runs: RunDetail[] = [];
  for (const spec of specs) {
    const runId = finished.get(sameness(spec));
    const run = runId === undefined ? null : workbench.store.getRun(runId);
    if (run?.ok) runs.push(repricedRun(run.value, table));
  }
  const named: QuantisationStudy = { ...study, experiment: specs[0].experiment };
  return runs.length ? quantisationReport(named, specs.length, runs, published) : null;
}

/** A broken shipped file is our own fault. */
export async function shipped<T>(
  workbench: Workbench,
  file: string,
  parse: (source: unknown, file: string) => Outcome<T>,
): Promise<T> {
  const text = await readFile(join(workbench.places.paths.resources, 'studies', file), 'utf8');
  const outcome = parse(text, file);
  if (outcome.ok) return outcome.value;
  throw new Error(`resources: ${outcome.issues.map(({ message }) => message).join('; ')}`);
}
