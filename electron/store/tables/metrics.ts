/** Points of every curve: one number per run, key and step. SQLite keeps NaN as null. */
import type Database from 'better-sqlite3';
import type { MetricPoint } from '../new-run.ts';

interface MetricRow {
  readonly step: number;
  readonly value: number | null;
}

export class MetricsTable {
  readonly #add;
  readonly #of;
  readonly #keys;

  constructor(db: Database.Database) {
    this.#add = db.prepare<[number, string, number, number]>(
      'insert into metrics (run, key, step, value) values (?, ?, ?, ?)',
    );
    this.#of = db.prepare<[number, string], MetricRow>(
      'select step, value from metrics where run = ? and key = ? order by step',
    );
    this.#keys = db
      .prepare<[number], string>('select distinct key from metrics where run = ? order by key')
      .pluck();
  }

  add(run: number, step: number, points: ReadonlyMap<string, number>): void {
    for (const [key, value] of points) this.#add.run(run, key, step, value);
  }

  of(run: number, key: string): MetricPoint[] {
    return this.#of.all(run, key).map(({ step, value }) => ({ step, value: value ?? NaN }));
  }

  keys(run: number): string[] {
    return this.#keys.all(run);
  }
}
