/** Runs whose process is gone: it can no longer end them, so the next one that opens the file does. */
import type { ProcessIdentity } from './process-identity.ts';
import type { LiveRun, RunsTable } from './tables/runs.ts';

type MayBeAlive = (owner: ProcessIdentity) => boolean;

export function deadRuns(runs: RunsTable, mayBeAlive: MayBeAlive): LiveRun[] {
  return runs.live().filter((run) => run.owner === null || !mayBeAlive(run.owner));
}

/** Answers their ids. */
export function markInterrupted(runs: RunsTable, mayBeAlive: MayBeAlive): string[] {
  const dead = deadRuns(runs, mayBeAlive);
  for (const run of dead) runs.interrupt(run.run, reason(run));
  return dead.map((run) => run.id);
}

function reason({ owner, epochs, epochsDone }: LiveRun): string {
  const process = owner === null ? 'its process' : `its process (${owner.pid})`;
  const reached = epochs === null ? '' : ` after ${epochsDone} of ${epochs} epochs`;
  return `${process} ended${reached} before the run did; start it again`;
}
