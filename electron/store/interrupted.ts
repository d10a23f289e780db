/** Runs whose process is gone: it can no longer end them, so the next one that opens the file does. */
import type { LiveRun } from './tables/runs.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { RunsTable } from './tables/runs.ts';

export function markInterrupted(runs: RunsTable, mayBeAlive: (owner: ProcessIdentity) => boolean): string[] {
  const dead = runs.live().filter((run) => run.owner === null || !mayBeAlive(run.owner));
  for (const run of dead) runs.interrupt(run.run, reason(run));
  return dead.map((run) => run.id);
}

function reason({ owner, epochs, epochsDone }: LiveRun): string {
  const process = owner === null ? 'its process' : `its process (${owner.pid})`;
  const reached = epochs === null ? '' : ` after ${epochsDone} of ${epochs} epochs`;
  return `${process} ended${reached} before the run did; start it again`;
}
