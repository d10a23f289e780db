/** Curves and their points: one number per run, key and step, over any step axis. SQLite keeps NaN as null. */
import type Database from 'better-sqlite3';
import type { CurveInfo, MetricPick } from '../../../engine/contract/runs.ts';
import type { MetricPoint } from '../new-run.ts';

interface CurveRow {
  readonly curve: number;
  readonly axis: string;
}

export interface PointRow {
  readonly step: number;
  readonly value: number | null;
  readonly at_ms: number | null;
}

/** The value of the row with the largest or smallest step or value: SQLite takes bare columns from that row. */
const PICKS: Record<MetricPick['pick'], string> = {
  last: 'max(p.step)',
  best: 'max(p.value)',
  worst: 'min(p.value)',
  at: 'max(p.step)',
};

export class CurvesTable {
  readonly #find;
  readonly #add;
  readonly #point;
  readonly #of;
  readonly #rows;
  readonly #keys;
  readonly #curvesOf;
  readonly #all;
  readonly #picks;
  readonly #forgetEpochs;

  constructor(db: Database.Database) {
    this.#find = db.prepare<[number, string], CurveRow>(
      'select curve, axis from curves where run = ? and key = ?',
    );
    this.#add = db.prepare<[number, string, string]>('insert into curves (run, key, axis) values (?, ?, ?)');
    this.#point = db.prepare<[number, number, number, number | null]>(
      'insert into points (curve, step, value, at_ms) values (?, ?, ?, ?)',
    );
    this.#of = db.prepare<[number, string], PointRow>(
      `select p.step, p.value, p.at_ms from points p join curves c on c.curve = p.curve
       where c.run = ? and c.key = ? order by p.step`,
    );
    this.#rows = db.prepare<[number], PointRow>(
      'select step, value, at_ms from points where curve = ? order by step',
    );
    this.#keys = db.prepare<[number], string>('select key from curves where run = ? order by key').pluck();
    this.#curvesOf = db.prepare<[number], CurveRow & { key: string }>(
      'select curve, key, axis from curves where run = ? order by key',
    );
    this.#all = db.prepare<[], CurveInfo>(
      `select key, min(axis) as axis, count(*) as runs from curves group by key order by key`,
    );
    this.#forgetEpochs = db.prepare<[number, number]>(
      `delete from points where curve in (select curve from curves where run = ? and axis = 'epoch') and step > ?`,
    );
    this.#picks = Object.fromEntries(
      Object.entries(PICKS).map(([pick, chosen]) => [
        pick,
        db.prepare<{ key: string; step: number }, { id: string; value: number | null }>(
          `select r.id, p.value, ${chosen} from curves c
           join runs r on r.run = c.run and r.deleted_at_ms is null
           join points p on p.curve = c.curve and p.step <= @step
           where c.key = @key ${pick === 'last' || pick === 'at' ? '' : 'and p.value is not null'} group by c.curve`,
        ),
      ]),
    );
  }

  /** Its key; made when the run has no curve of this name yet. */
  curveOf(run: number, key: string, axis: string): number {
    const known = this.#find.get(run, key);
    return known ? known.curve : Number(this.#add.run(run, key, axis).lastInsertRowid);
  }

  addPoint(curve: number, step: number, value: number, atMs: number | null): void {
    this.#point.run(curve, step, value, atMs);
  }

  addEpoch(run: number, epoch: number, points: ReadonlyMap<string, number>, atMs: number): void {
    for (const [key, value] of points) this.addPoint(this.curveOf(run, key, 'epoch'), epoch, value, atMs);
  }

  forgetEpochsAfter(run: number, epoch: number): void {
    this.#forgetEpochs.run(run, epoch);
  }

  of(run: number, key: string): MetricPoint[] {
    return this.#of.all(run, key).map(({ step, value }) => ({ step, value: value ?? NaN }));
  }

  axisOf(run: number, key: string): string | null {
    return this.#find.get(run, key)?.axis ?? null;
  }

  pointsOf(run: number, key: string): PointRow[] {
    return this.#of.all(run, key);
  }

  /** Every curve of a run with every point, for a bundle. */
  whole(run: number): { key: string; axis: string; points: PointRow[] }[] {
    return this.#curvesOf
      .all(run)
      .map(({ curve, key, axis }) => ({ key, axis, points: this.#rows.all(curve) }));
  }

  keys(run: number): string[] {
    return this.#keys.all(run);
  }

  all(): CurveInfo[] {
    return this.#all.all();
  }

  pick({ key, pick, step }: MetricPick): { id: string; value: number | null }[] {
    return this.#picks[pick].all({ key, step: pick === 'at' ? (step ?? Infinity) : Infinity });
  }
}
