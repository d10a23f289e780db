/** Several trainings as one job. Finished runs of the same specification are taken as they are. */
import { accept, type Outcome, type TrainSpec } from '../../engine/contract/index.ts';
import { createTrainRun } from './new-runs.ts';
import type { Workbench } from './workbench.ts';

export interface StartedSeries {
  /** Null: nothing is left to do. */
  readonly jobId: string | null;
  /** In the order of the specifications. */
  readonly runIds: readonly string[];
  readonly reused: number;
}

/** title: of the job, given the trainings that are left. limits: folders that may be read; null = anywhere. */
export async function startSeries(
  workbench: Workbench,
  specs: readonly TrainSpec[],
  title: (left: number) => string,
  limits: readonly string[] | null,
): Promise<Outcome<StartedSeries>> {
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
  const start = { title: title(runs.length), runIds: runs.map(({ runId }) => runId) };
  const job = workbench.queue.start('train-sweep', { runs, limits }, start);
  return accept({ jobId: job.id, runIds, reused });
}

/** Everything but the number of threads decides a run. */
export const sameness = (spec: TrainSpec): string => JSON.stringify({ ...spec, workers: 0 });

/** Finished trainings of one experiment by what decides them. */
export function finishedRuns({ store }: Workbench, experiment: string): Map<string, string> {
  const known = new Map<string, string>();
  const rows = store.listRuns();
  for (const row of rows.ok ? rows.value : []) {
    if (row.kind !== 'train' || row.state !== 'done' || row.experiment !== experiment) continue;
    const run = store.getRun(row.id);
    if (run.ok) known.set(sameness(run.value.spec as TrainSpec), row.id);
  }
  return known;
}
