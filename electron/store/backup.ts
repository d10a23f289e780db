/** A copy of the database while it is in use; its final name appears only when it is complete. */
import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { accept, errorAt, refuse } from '../../engine/contract/issues.ts';
import type { Issue, Outcome } from '../../engine/contract/issues.ts';
import { issueOf } from './failure.ts';

export interface Backup {
  readonly file: string;
  readonly bytes: number;
}

export async function backUp(db: Database.Database, name: string): Promise<Outcome<Backup>> {
  const file = resolve(name);
  if (existsSync(file)) {
    return refuse(
      errorAt(file, 'store/backup-exists', 'must not exist yet (got an existing file); choose another name'),
    );
  }
  const part = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(part, 'wx', 0o600));
    await db.backup(part);
    const handle = await open(part, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(part, file);
  } catch (error) {
    // Cleaning up may fail for the same reason; the reason is what counts.
    await rm(part, { force: true }).catch(() => undefined);
    const issue = db.open ? issueOf(error, file) : closedMeanwhile(file);
    if (issue) return refuse(issue);
    throw error;
  }
  return accept({ file, bytes: statSync(file).size });
}

function closedMeanwhile(file: string): Issue {
  const rule = 'must come from a database that stays open until it is complete (got one closed meanwhile)';
  return errorAt(file, 'store/closed', `${rule}; start the backup again`);
}
