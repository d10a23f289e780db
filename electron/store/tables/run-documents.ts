/** The long texts of a run, apart from its row: what was asked for, where it ran, how it was judged. */
import type Database from 'better-sqlite3';
import type { Provenance } from '../../../engine/contract/runs.ts';
import type { SystemCost } from '../../../engine/contract/simulation.ts';
import type { EvaluationReport } from '../../../engine/contract/training.ts';
import { decode, encode } from '../text.ts';

interface DocumentRow {
  readonly run: number;
  readonly spec: string;
  readonly provenance: string;
  readonly evaluation: string | null;
}

/** The costs of the evaluation are left out where they are those of the run. */
type StoredEvaluation = Omit<EvaluationReport, 'costs'> & { readonly costs?: readonly SystemCost[] };

export interface RunDocuments {
  readonly spec: unknown;
  readonly provenance: Provenance;
  readonly evaluation: StoredEvaluation | null;
}

export class RunDocumentsTable {
  readonly #add;
  readonly #setProvenance;
  readonly #setEvaluation;
  readonly #of;
  readonly #provenances;

  constructor(db: Database.Database) {
    this.#add = db.prepare<[number, string, string]>(
      'insert into run_documents (run, spec, provenance) values (?, ?, ?)',
    );
    this.#setProvenance = db.prepare<[string, number]>(
      'update run_documents set provenance = ? where run = ?',
    );
    this.#setEvaluation = db.prepare<[string, number]>(
      'update run_documents set evaluation = ? where run = ?',
    );
    this.#of = db.prepare<[number], DocumentRow>(
      'select run, spec, provenance, evaluation from run_documents where run = ?',
    );
    this.#provenances = db.prepare<[string], Pick<DocumentRow, 'run' | 'provenance'>>(
      'select run, provenance from run_documents where run in (select value from json_each(?))',
    );
  }

  add(run: number, spec: unknown, provenance: Provenance): void {
    this.#add.run(run, encode(spec), encode(provenance));
  }

  setProvenance(run: number, provenance: Provenance): void {
    this.#setProvenance.run(encode(provenance), run);
  }

  setEvaluation(run: number, evaluation: EvaluationReport, runCosts: readonly SystemCost[]): void {
    const { costs, ...rest } = evaluation;
    const stored: StoredEvaluation = encode(costs) === encode(runCosts) ? rest : evaluation;
    this.#setEvaluation.run(encode(stored), run);
  }

  of(run: number): RunDocuments | null {
    const row = this.#of.get(run);
    if (!row) return null;
    return {
      spec: decode<unknown>(row.spec),
      provenance: decode<Provenance>(row.provenance),
      evaluation: row.evaluation === null ? null : decode<StoredEvaluation>(row.evaluation),
    };
  }

  provenances(runs: readonly number[]): Map<number, Provenance> {
    const rows = this.#provenances.all(JSON.stringify(runs));
    return new Map(rows.map((row) => [row.run, decode<Provenance>(row.provenance)]));
  }
}
