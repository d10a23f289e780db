/** Which runs and jobs that have not ended read a file below a folder, of every process on this database. */
import { sep } from 'node:path';
import type { UsersOf } from '../data/kept-uploads.ts';
import type { ExperimentStore } from '../store/index.ts';
import type { Queue } from './workbench.ts';

interface User {
  readonly name: string;
  /** Its whole description. */
  readonly ask: unknown;
}

/** Looks when it is first asked, and once. */
export function fileUsers(store: ExperimentStore, queue: Pick<Queue, 'openAsks'>): UsersOf {
  let users: readonly User[] | null = null;
  return (folder) => {
    users ??= [...openRuns(store), ...queue.openAsks().map(({ title, ask }) => ({ name: title, ask }))];
    return [...new Set(users.filter(({ ask }) => namesBelow(ask, folder)).map(({ name }) => name))];
  };
}

function openRuns(store: ExperimentStore): readonly User[] {
  const rows = store.listRuns();
  const open = (rows.ok ? rows.value : []).filter(({ state }) => state === 'queued' || state === 'running');
  const specs = store.specsOf(open.map(({ id }) => id));
  return (specs.ok ? specs.value : []).map((ask, index) => ({ name: open[index].name, ask }));
}

/** Whether any text in it is a path at or below the folder. */
function namesBelow(value: unknown, folder: string): boolean {
  if (typeof value === 'string') return value === folder || value.startsWith(folder + sep);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  return Object.values(value).some((below) => namesBelow(below, folder));
}
