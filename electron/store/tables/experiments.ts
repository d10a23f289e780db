/** Experiments: named groups of runs. */
import type Database from 'better-sqlite3';

export class ExperimentsTable {
  readonly #add;
  readonly #find;

  constructor(db: Database.Database) {
    this.#add = db.prepare<[string, number]>(
      'insert into experiments (name, created_at_ms) values (?, ?) on conflict do nothing',
    );
    this.#find = db.prepare<[string], number>('select experiment from experiments where name = ?').pluck();
  }

  /** Key of the experiment, which is created when it does not exist yet. */
  keyOf(name: string, nowMs: number): number {
    const known = this.#find.get(name);
    if (known !== undefined) return known;
    return Number(this.#add.run(name, nowMs).lastInsertRowid);
  }
}
