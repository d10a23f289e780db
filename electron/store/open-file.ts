/**
 * Opens or creates the database file. What counts as saved: with a write-ahead log and synchronous NORMAL a
 * committed change survives the death of this process at any moment; after a power cut the database is
 * consistent, and changes since the last checkpoint of the log may be missing.
 */
import { accessSync, closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { accept, refuse, warningAt } from '../../engine/contract/issues.ts';
import type { Issue, Outcome } from '../../engine/contract/issues.ts';
import { guard, MEMORY } from './connection.ts';
import type { OpenFile, OpenRequest } from './connection.ts';
import { attempt } from './failure.ts';
import { kindOfFile } from './file-header.ts';
import { migrate, newestVersion, schemaVersion } from './migrate.ts';
import { newerWarning, openReadOnly } from './open-read-only.ts';

export function openFile(asked: OpenRequest): Outcome<OpenFile> {
  const file = asked.file === MEMORY ? MEMORY : resolve(asked.file);
  const request = { ...asked, file };
  return attempt(file, () => {
    if (file === MEMORY) return openWritable(request);
    const kind = kindOfFile(file);
    if (typeof kind === 'object') return refuse(kind);
    if (kind === 'absent') createEmpty(file);
    return isWritable(file) ? openWritable(request) : openReadOnly(request);
  });
}

/** SQLite gives the mode of the database file to its -wal and -shm files. */
function createEmpty(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

/** The folder too: the write-ahead log lies beside the file. */
function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Closes what it opened when the rest of the opening is refused or fails. */
function openWritable(request: OpenRequest): Outcome<OpenFile> {
  const { file, migrations } = request;
  const db = new Database(file, { timeout: request.timeoutMs });
  try {
    const version = schemaVersion(db);
    const newest = newestVersion(migrations);
    if (version > newest) return accept(newerSchema(db, file), [newerWarning(file, version, newest)]);
    const migrated = migrate(db, file, migrations);
    if (!migrated.ok) {
      db.close();
      return migrated;
    }
    // After the schema: a new file thus carries our application id in its first page from its first commit.
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = normal');
    guard(db);
    const warnings = migrated.value === null ? [] : [migratedWarning(file, version, newest, migrated.value)];
    return accept({ db, file, readOnly: false }, warnings);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Not a read-only connection: that one could not put away the log and its index when it closes. */
function newerSchema(db: Database.Database, file: string): OpenFile {
  guard(db);
  db.pragma('query_only = on');
  return { db, file, readOnly: true };
}

function migratedWarning(file: string, from: number, to: number, backup: string): Issue {
  const kept = `the file as it was is kept in ${backup}`;
  return warningAt(file, 'store/migrated', `was brought from schema ${from} to ${to}; ${kept}`);
}
