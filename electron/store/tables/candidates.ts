/** Candidates that a search tried, in order: what was chosen, what it reached, whether it met the constraints. */
import type Database from 'better-sqlite3';
import type { SearchCandidate } from '../new-run.ts';
import { decode, encode } from '../text.ts';

interface CandidateRow {
  readonly candidate: string;
  readonly objectives: string;
  readonly feasible: number;
}

export class CandidatesTable {
  readonly #add;
  readonly #next;
  readonly #of;

  constructor(db: Database.Database) {
    this.#add = db.prepare<[number, number, string, string, number, number]>(
      'insert into candidates (run, position, candidate, objectives, feasible, at_ms) values (?, ?, ?, ?, ?, ?)',
    );
    this.#next = db
      .prepare<[number], number>('select coalesce(max(position) + 1, 0) from candidates where run = ?')
      .pluck();
    this.#of = db.prepare<[number], CandidateRow>(
      'select candidate, objectives, feasible from candidates where run = ? order by position',
    );
  }

  add(run: number, candidates: readonly SearchCandidate[], nowMs: number): void {
    const first = this.#next.get(run) ?? 0;
    candidates.forEach(({ candidate, objectives, feasible }, i) =>
      this.#add.run(run, first + i, encode(candidate), encode(objectives), Number(feasible), nowMs),
    );
  }

  of(run: number): SearchCandidate[] {
    return this.#of.all(run).map((row) => ({
      candidate: decode<unknown>(row.candidate),
      objectives: decode<SearchCandidate['objectives']>(row.objectives),
      feasible: row.feasible === 1,
    }));
  }
}
