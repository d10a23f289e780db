/** One open database and how it is read and written: whole transactions, failures of disk, lock or file as issues. */
import type Database from 'better-sqlite3';
import { errorAt, refuse } from '../../engine/contract/issues.ts';
import type { Outcome } from '../../engine/contract/issues.ts';
import type { OpenFile } from './connection.ts';
import { attempt } from './failure.ts';
import { LogSync } from './log-sync.ts';
import type { Tables } from './tables/index.ts';

class Refused extends Error {}

export class Session {
  readonly file: string;
  readonly readOnly: boolean;
  readonly db: Database.Database;
  readonly tables: Tables;
  readonly now: () => number;
  readonly #sync: LogSync;

  constructor(opened: OpenFile, tables: Tables, now: () => number) {
    this.file = opened.file;
    this.readOnly = opened.readOnly;
    this.db = opened.db;
    this.tables = tables;
    this.now = now;
    this.#sync = new LogSync(opened.file);
  }

  write<T>(work: () => Outcome<T>): Outcome<T> {
    if (!this.db.open) return this.closed();
    if (this.readOnly) {
      return refuse(
        errorAt(
          this.file,
          'store/read-only',
          'must be writable (got a database open for reading only); see the warning given when it was opened',
        ),
      );
    }
    // Immediate: waits for another writer before it reads, so that what it read still holds when it writes.
    const outcome = attempt(this.file, () => this.#whole(work));
    if (outcome.ok) this.#sync.soon();
    return outcome;
  }

  /** A refusal, too, takes back what was written before it. */
  #whole<T>(work: () => Outcome<T>): Outcome<T> {
    let refusal: Outcome<T> | null = null;
    try {
      return this.db
        .transaction(() => {
          const outcome = work();
          if (outcome.ok) return outcome;
          refusal = outcome;
          throw new Refused();
        })
        .immediate();
    } catch (error) {
      if (error instanceof Refused && refusal) return refusal;
      throw error;
    }
  }

  /** One transaction, so that all queries of one answer see the same state. */
  read<T>(work: () => Outcome<T>): Outcome<T> {
    return this.db.open ? attempt(this.file, () => this.db.transaction(work).deferred()) : this.closed();
  }

  closed<T>(): Outcome<T> {
    return refuse(errorAt(this.file, 'store/closed', 'must be open (got a closed database); open it again'));
  }

  close(): void {
    this.#sync.stop();
    this.db.close();
  }
}
