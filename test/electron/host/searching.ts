/** A search in a process of its own that can be killed, and what its database then holds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { evaluatedFrom } from '../../../electron/host/search-records.ts';
import { openWorkbench } from '../../../electron/host/workbench.ts';
import type { SearchSpec } from '../../../engine/contract/index.ts';
import { valueOf } from '../../support/outcomes.ts';

/**
 * True when the search ended by itself. `moment` ends when it is to be killed; the child prints a line when it has started
 * and one for every number of candidates kept. Null = it is let end.
 */
export async function runSearch(
  folder: string,
  spec: SearchSpec,
  moment: ((lines: Readable) => Promise<void>) | null,
): Promise<boolean> {
  const args = [join(import.meta.dirname, 'searching-child.ts'), folder, JSON.stringify(spec)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  if (moment) {
    await moment(child.stdout);
    child.kill('SIGKILL');
  }
  child.stdout.resume();
  const [code] = await exit;
  return code === 0;
}

/** What the database holds of the search. */
export async function archiveOf(folder: string, spec: SearchSpec) {
  const database = join(folder, 'runs.sqlite');
  const workbench = valueOf(await openWorkbench({ door: 'cli', appVersion: 'test', database, roots: [] }));
  const [row] = valueOf(workbench.store.listRuns());
  const evaluated = evaluatedFrom(valueOf(workbench.store.candidatesOf(row.id)), spec);
  await workbench.host.close();
  return evaluated;
}
