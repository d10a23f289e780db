/** An open database file, and what every connection to one is set to. */
import type Database from 'better-sqlite3';
import type { Migration } from './migrations/index.ts';

export const MEMORY = ':memory:';

export interface OpenRequest {
  readonly file: string;
  readonly migrations: readonly Migration[];
  readonly timeoutMs: number;
}

export interface OpenFile {
  readonly db: Database.Database;
  readonly file: string;
  readonly readOnly: boolean;
}

export function guard(db: Database.Database): void {
  db.pragma('foreign_keys = on');
  // A file from elsewhere must not run functions from its schema.
  db.pragma('trusted_schema = off');
}
