/** Epoch reports as the trainer gave them, and their numbers as metric points (see metric-points.ts). */
import type Database from 'better-sqlite3';
import type { EpochMetrics } from '../../../engine/contract/training.ts';
import { decode, encode } from '../text.ts';

export class EpochsTable {
  readonly #add;
  readonly #of;
  readonly #has;
  readonly #forget;

  constructor(db: Database.Database) {
    this.#add = db.prepare<[number, number, number, string]>(
      'insert into epochs (run, epoch, at_ms, report) values (?, ?, ?, ?)',
    );
    this.#of = db.prepare<[number], string>('select report from epochs where run = ? order by epoch').pluck();
    this.#forget = db.prepare<[number, number]>('delete from epochs where run = ? and epoch > ?');
    this.#has = db
      .prepare<[number, number], number>('select 1 from epochs where run = ? and epoch = ?')
      .pluck();
  }

  add(run: number, metrics: EpochMetrics, nowMs: number): void {
    this.#add.run(run, metrics.epoch, nowMs, encode(metrics));
  }

  has(run: number, epoch: number): boolean {
    return this.#has.get(run, epoch) !== undefined;
  }

  forgetAfter(run: number, epoch: number): void {
    this.#forget.run(run, epoch);
  }

  of(run: number): EpochMetrics[] {
    return this.#of.all(run).map((report) => decode<EpochMetrics>(report));
  }
}
