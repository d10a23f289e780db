/** Checkpoint files of a run; the files themselves lie outside the database. */
import type Database from 'better-sqlite3';
import type { RunDetail } from '../../../engine/contract/runs.ts';

type Checkpoint = NonNullable<RunDetail['checkpoint']>;

export class CheckpointsTable {
  readonly #add;
  readonly #newest;

  constructor(db: Database.Database) {
    this.#add = db.prepare<[number, number | null, string, string, number]>(
      'insert into checkpoints (run, epoch, file, sha256, created_at_ms) values (?, ?, ?, ?, ?)',
    );
    this.#newest = db.prepare<[number], Checkpoint>(
      'select file, sha256 from checkpoints where run = ? order by checkpoint desc limit 1',
    );
  }

  add(run: number, epoch: number | null, checkpoint: Checkpoint, nowMs: number): void {
    this.#add.run(run, epoch, checkpoint.file, checkpoint.sha256, nowMs);
  }

  newest(run: number): Checkpoint | null {
    return this.#newest.get(run) ?? null;
  }
}
