/** Repeats a stored run with its own specification, and says whether it gave the same bits. */
import { accept, errorAt, refuse, type Outcome, type Reproduction } from '../../../engine/contract/index.ts';
import { checkAsk } from '../../ipc/schemas.ts';
import type { FileAccess } from '../file-access.ts';
import { startSimulation, startTraining, type StartedRun } from '../start-runs.ts';
import type { Workbench } from '../workbench.ts';
import { reproductionOf } from './reproduction.ts';

export async function rerun(
  workbench: Workbench,
  files: FileAccess,
  runId: string,
): Promise<Outcome<StartedRun>> {
  const run = workbench.store.getRun(runId);
  if (!run.ok) return run;
  const { row, spec } = run.value;
  // A run that came in with a bundle holds whatever its file held: checked as if it were asked for now.
  if (row.kind === 'train') {
    const asked = checkAsk('train.start', { spec });
    return asked.ok ? startTraining(workbench, files, asked.value.spec, row.id) : asked;
  }
  if (row.kind === 'simulate') {
    const asked = checkAsk('simulate.run', { spec });
    return asked.ok ? startSimulation(workbench, files, asked.value.spec, row.id) : asked;
  }
  const rule = `must be a training or a simulation to be run again (got ${row.kind})`;
  return refuse(errorAt('runId', 'runs/rerun-kind', `${rule}; start it from its own page`));
}

/** The run must be a repetition; it may still be going on. */
export function reproduction({ store }: Workbench, runId: string): Outcome<Reproduction> {
  const again = store.getRun(runId);
  if (!again.ok) return again;
  const { rerunOf } = again.value.row;
  if (rerunOf === null) {
    const rule = 'must be the repetition of another run (got a run of its own)';
    return refuse(errorAt('runId', 'runs/no-rerun', `${rule}; use "Run again" first`));
  }
  const first = store.getRun(rerunOf);
  return first.ok ? accept(reproductionOf(first.value, again.value)) : first;
}
