/**
 * Runs as a whole, with every stored text and number as it is, so that they enter another database equal to the last
 * bit. What comes from outside is checked before a row is written.
 */
import { accept } from '../../engine/contract/issues.ts';
import type { Outcome } from '../../engine/contract/issues.ts';
import type { RunKind, RunState } from '../../engine/contract/runs.ts';
import { findRuns } from './find-run.ts';
import type { Session } from './session.ts';
import type { Artifact } from './tables/artifacts.ts';
import type { PointRow } from './tables/curves.ts';
import { copyIn, copyOut } from './transfer-rows.ts';

type Value = string | number | null;

/** One run with all that belongs to it; texts are those of the database. */
export interface CarriedRun {
  readonly id: string;
  readonly name: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly experiment: string;
  readonly project: string;
  readonly tags: readonly string[];
  /** Columns of the run beside those above, by name. */
  readonly columns: Readonly<Record<string, Value>>;
  readonly spec: string;
  readonly provenance: string;
  readonly evaluation: string | null;
  readonly epochs: readonly { readonly epoch: number; readonly at_ms: number; readonly report: string }[];
  readonly curves: readonly {
    readonly key: string;
    readonly axis: string;
    readonly points: readonly PointRow[];
  }[];
  readonly simulations: readonly {
    readonly columns: Readonly<Record<string, Value>>;
    readonly layers: readonly Readonly<Record<string, Value>>[];
  }[];
  readonly candidates: readonly Readonly<Record<string, Value>>[];
  readonly artifacts: readonly Artifact[];
  readonly energyTables: readonly { readonly hash: string; readonly name: string; readonly body: string }[];
}

export class RunTransfer {
  readonly #session: Session;
  readonly #newId: () => string;

  constructor(session: Session, newId: () => string) {
    this.#session = session;
    this.#newId = newId;
  }

  newId(): string {
    return this.#newId();
  }

  /** The whole ids that these ids and beginnings name. */
  idsOf(ids: readonly string[]): Outcome<readonly string[]> {
    return this.#session.read(() => {
      const found = findRuns(this.#session.tables.runs, ids);
      return found.ok ? accept(found.value.map(({ id }) => id)) : found;
    });
  }

  take(id: string): Outcome<CarriedRun> {
    return this.#session.read(() => {
      const found = findRuns(this.#session.tables.runs, [id]);
      return found.ok ? accept(copyOut(this.#session, found.value[0])) : found;
    });
  }

  /** All or nothing. Runs whose id is taken are skipped; answers the ids that were added. */
  add(runs: readonly CarriedRun[]): Outcome<readonly string[]> {
    return this.#session.write(() => {
      const added: string[] = [];
      for (const run of runs) if (copyIn(this.#session, run)) added.push(run.id);
      return accept(added);
    });
  }
}
