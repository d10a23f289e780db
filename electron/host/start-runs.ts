/** Starts the job of a run: what the specification names may be read, the run is in the database, then the job. */
import { accept, type Outcome, type SimulateSpec, type TrainSpec } from '../../engine/contract/index.ts';
import type { SimulationAsk } from '../jobs/kinds/one-simulation.ts';
import type { FileAccess } from './file-access.ts';
import { createSimulateRun, createTrainRun } from './new-runs.ts';
import type { Workbench } from './workbench.ts';

export interface StartedRun {
  readonly runId: string;
  readonly jobId: string;
}

/** `rerunOf`: the run that this one repeats. */
export async function startTraining(
  workbench: Workbench,
  files: FileAccess,
  spec: TrainSpec,
  rerunOf?: string,
): Promise<Outcome<StartedRun>> {
  const allowed = await files.checkTrainSpec(spec);
  if (!allowed.ok) return allowed;
  const created = await createTrainRun(workbench, spec, rerunOf);
  if (!created.ok) return created;
  const runId = created.value;
  const title = `Train ${spec.name || spec.network}`;
  const ask = { runId, spec, resume: false, limits: files.limits };
  return accept({ runId, jobId: workbench.queue.start('train', ask, { title, runIds: [runId] }).id });
}

export async function startSimulation(
  workbench: Workbench,
  files: FileAccess,
  spec: SimulateSpec,
  rerunOf?: string,
): Promise<Outcome<StartedRun>> {
  const allowed = await files.checkSimulateSpec(spec);
  if (!allowed.ok) return allowed;
  const ask = simulationAsk(workbench, files, spec);
  if (!ask.ok) return ask;
  const created = await createSimulateRun(workbench, spec, rerunOf);
  if (!created.ok) return created;
  const runId = created.value;
  const title = `Simulate ${spec.network}`;
  const job = workbench.queue.start('simulate', { runId, ...ask.value }, { title, runIds: [runId] });
  return accept({ runId, jobId: job.id });
}

/** With the run that the spikes are taken from, where they come from one. */
export function simulationAsk(
  { store }: Workbench,
  { limits }: FileAccess,
  spec: SimulateSpec,
): Outcome<SimulationAsk> {
  const recorded = spec.spikes.kind === 'run' ? store.getRun(spec.spikes.runId) : null;
  if (recorded && !recorded.ok) return recorded;
  return accept({ spec, recorded: recorded?.value ?? null, limits });
}
