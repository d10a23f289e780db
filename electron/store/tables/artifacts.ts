/** Files of a run (checkpoints so far) by content hash; the files themselves lie outside the database. */
import type Database from 'better-sqlite3';
import type { RunDetail } from '../../../engine/contract/runs.ts';

type Checkpoint = NonNullable<RunDetail['checkpoint']>;

export interface Artifact extends Checkpoint {
  readonly kind: string;
  readonly epoch: number | null;
  readonly bytes: number | null;
  readonly created_at_ms: number;
}

export class ArtifactsTable {
  readonly #add;
  readonly #newest;
  readonly #of;

  constructor(db: Database.Database) {
    this.#add = db.prepare<Artifact & { run: number }>(
      `insert into artifacts (run, epoch, file, sha256, created_at_ms, kind, bytes)
       values (@run, @epoch, @file, @sha256, @created_at_ms, @kind, @bytes)`,
    );
    this.#newest = db.prepare<[number], Checkpoint>(
      `select file, sha256 from artifacts where run = ? and kind = 'checkpoint' order by artifact desc limit 1`,
    );
    this.#of = db.prepare<[number], Artifact>(
      'select kind, epoch, file, sha256, bytes, created_at_ms from artifacts where run = ? order by artifact',
    );
  }

  add(run: number, artifact: Artifact): void {
    this.#add.run({ ...artifact, run });
  }

  newestCheckpoint(run: number): Checkpoint | null {
    return this.#newest.get(run) ?? null;
  }

  of(run: number): Artifact[] {
    return this.#of.all(run);
  }
}
