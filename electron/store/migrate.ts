/** Brings a database to the newest schema, one transaction per step, with a backup file before the first. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { accept, errorAt, refuse } from '../../engine/contract/issues.ts';
import type { Issue, Outcome } from '../../engine/contract/issues.ts';
import { APPLICATION_ID } from './file-header.ts';
import type { Migration } from './migrations/index.ts';

type Db = Database.Database;

export function schemaVersion(db: Db): number {
  return Number(db.pragma('user_version', { simple: true }));
}

export function newestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** Answers the backup file that was made, or null where none was needed. */
export function migrate(db: Db, file: string, migrations: readonly Migration[]): Outcome<string | null> {
  const from = schemaVersion(db);
  const newest = newestVersion(migrations);
  if (from >= newest) return accept(null);
  let backup: string | null = null;
  if (from > 0) {
    const verdict = String(db.pragma('quick_check(1)', { simple: true }));
    if (verdict !== 'ok') return refuse(damaged(file, from, newest, verdict));
    backup = copyBefore(db, file, from);
  }
  // Rebuilding a table needs the checks off while it lasts; each step is checked before it is committed.
  db.pragma('foreign_keys = off');
  try {
    for (const migration of migrations) step(db, migration);
  } catch (error) {
    // The tables are not what this schema version says: somebody else changed the file.
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_ERROR') throw error;
    return refuse(failed(file, from, newest, error.message));
  } finally {
    db.pragma('foreign_keys = on');
  }
  return accept(backup);
}

function damaged(file: string, from: number, newest: number, verdict: string): Issue {
  const rule = `must be undamaged to be brought from schema ${from} to ${newest} (got "${verdict}")`;
  return errorAt(file, 'store/corrupt', `${rule}; restore a backup; the file was left as it is`);
}

function failed(file: string, from: number, newest: number, got: string): Issue {
  const rule = `must hold the tables of schema ${from} to be brought to ${newest} (got "${got}")`;
  return errorAt(file, 'store/tables-missing', `${rule}; restore a backup`);
}

function step(db: Db, migration: Migration): void {
  db.transaction(() => {
    // Read again under the lock: another process may have been faster.
    if (schemaVersion(db) >= migration.version) return;
    db.exec(migration.sql);
    const broken = db.prepare<[], { table: string }>('pragma foreign_key_check').get();
    if (broken)
      throw new Error(
        `migration ${migration.version} (${migration.title}) leaves dangling rows in ${broken.table}`,
      );
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${migration.version}`);
  }).immediate();
}

/** A whole copy beside the file; its final name appears only when it is complete. */
function copyBefore(db: Db, file: string, version: number): string {
  let backup = `${file}.v${version}.backup`;
  for (let n = 2; existsSync(backup); n++) backup = `${file}.v${version}-${n}.backup`;
  const part = `${backup}.${process.pid}.part`;
  try {
    // `vacuum into` fills an existing empty file, which keeps the mode given here.
    closeSync(openSync(part, 'wx', 0o600));
    db.prepare('vacuum into ?').run(part);
    const descriptor = openSync(part, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(part, backup);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  return backup;
}
