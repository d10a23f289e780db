/**
 * An SQLite file of another program, opened so that nothing of it runs and nothing in it changes: read-only, its schema
 * untrusted, no functions or virtual tables out of views and triggers. Its write-ahead log is read with it where there
 * is one; a file without one is opened as immutable, so that no side file appears beside it.
 */
import { openSync, readSync, closeSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { errorAt, refuse } from '../../engine/contract/issues.ts';
import type { Outcome } from '../../engine/contract/issues.ts';
import { attempt } from './failure.ts';

export type ForeignRow = Readonly<Record<string, string | number | Buffer | null>>;

export interface ForeignDatabase {
  readonly tables: ReadonlySet<string>;
  /** Rows of a query of ours; columns that the file lacks make it fail. */
  rows(sql: string): ForeignRow[];
}

const MAGIC = 'SQLite format 3\0';

export function isSqliteFile(file: string): boolean {
  const head = Buffer.alloc(MAGIC.length);
  const handle = openSync(file, 'r');
  try {
    return readSync(handle, head, 0, head.length, 0) === head.length && head.toString('latin1') === MAGIC;
  } finally {
    closeSync(handle);
  }
}

/** Reads with `work`; a file that is damaged, locked or of another layout is an issue. */
export function withForeignDatabase<T>(
  name: string,
  work: (database: ForeignDatabase) => Outcome<T>,
): Outcome<T> {
  const file = resolve(name);
  return attempt(file, () => {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 2000 });
    try {
      db.pragma('trusted_schema = off');
      db.pragma('query_only = on');
      db.pragma('cell_size_check = on');
      const verdict = String(db.pragma('quick_check(1)', { simple: true }));
      if (verdict !== 'ok') {
        const rule = `must be an undamaged database (got "${verdict}")`;
        return refuse(errorAt(file, 'import/corrupt', `${rule}; export it again; nothing was imported`));
      }
      const names = db
        .prepare<[], string>(`select name from sqlite_schema where type = 'table'`)
        .pluck()
        .all();
      return work({ tables: new Set(names), rows: (sql) => db.prepare<[], ForeignRow>(sql).all() });
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_ERROR') throw error;
      const rule = `must hold the tables of a known version (got "${error.message}")`;
      return refuse(errorAt(file, 'import/tables', `${rule}; export it as CSV instead`));
    } finally {
      db.close();
    }
  });
}

export function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
}
