/** Curves as the window draws them: which there are, one value of each run, and thinned points. */
import { accept } from '../../engine/contract/issues.ts';
import type { Outcome } from '../../engine/contract/issues.ts';
import type { Curve, CurveInfo, MetricPick } from '../../engine/contract/runs.ts';
import { findRuns } from './find-run.ts';
import type { Session } from './session.ts';
import type { PointRow } from './tables/curves.ts';
import { thinned } from './thin.ts';

export class CurveReader {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Every curve that some run has. */
  all(): Outcome<readonly CurveInfo[]> {
    return this.#session.read(() => accept(this.#session.tables.curves.all()));
  }

  /** One value for each run that has the curve. */
  pick(pick: MetricPick): Outcome<{ runIds: readonly string[]; values: readonly number[] }> {
    return this.#session.read(() => {
      const rows = this.#session.tables.curves.pick(pick);
      return accept({ runIds: rows.map(({ id }) => id), values: rows.map(({ value }) => value ?? NaN) });
    });
  }

  /** At most `most` points of each; runs without the curve are left out. */
  curves(ids: readonly string[], key: string, most: number): Outcome<readonly Curve[]> {
    return this.#session.read(() => {
      const { runs, curves } = this.#session.tables;
      const found = findRuns(runs, ids);
      if (!found.ok) return found;
      return accept(
        found.value.flatMap(({ run, id }): Curve[] => {
          const axis = curves.axisOf(run, key);
          return axis === null ? [] : [curveOf(id, key, axis, curves.pointsOf(run, key), most)];
        }),
      );
    });
  }
}

function curveOf(runId: string, key: string, axis: string, rows: readonly PointRow[], most: number): Curve {
  const kept = thinned(
    rows.map(({ value }) => value ?? NaN),
    most,
  ).map((index) => rows[index]);
  const first = rows.find(({ at_ms }) => at_ms !== null)?.at_ms ?? null;
  return {
    runId,
    key,
    axis,
    total: rows.length,
    steps: kept.map(({ step }) => step),
    values: kept.map(({ value }) => value ?? NaN),
    seconds: kept.map(({ at_ms }) => (at_ms === null || first === null ? NaN : (at_ms - first) / 1000)),
  };
}
