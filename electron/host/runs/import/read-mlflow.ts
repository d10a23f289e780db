/** Runs of an MLflow tracking database (SQLite backend): params, metrics with their history, tags, notes. */
import { accept, errorAt, refuse, type Outcome, type RunState } from '../../../../engine/contract/index.ts';
import { withForeignDatabase, type ForeignRow } from '../../../store/foreign-database.ts';
import type { ForeignRun } from './imported-run.ts';

const STATES: Record<string, RunState> = { FINISHED: 'done', FAILED: 'failed', KILLED: 'cancelled' };
const TABLES = ['experiments', 'runs', 'metrics', 'params', 'tags'];

export const isMlflow = (tables: ReadonlySet<string>): boolean => TABLES.every((name) => tables.has(name));

export function readMlflow(file: string): Outcome<readonly ForeignRun[]> {
  return withForeignDatabase(file, (database) => {
    if (!isMlflow(database.tables))
      return refuse(
        errorAt(
          file,
          'import/tables',
          `must hold the tables ${TABLES.join(', ')}; choose an MLflow database`,
        ),
      );
    const experiments = new Map(
      database
        .rows('select experiment_id, name from experiments')
        .map((row) => [String(row['experiment_id']), text(row['name'])]),
    );
    const byRun = (sql: string) => Map.groupBy(database.rows(sql), (row) => text(row['run_uuid']));
    const params = byRun('select run_uuid, key, value from params');
    const tags = byRun('select run_uuid, key, value from tags');
    const metrics = byRun(
      'select run_uuid, key, value, timestamp, step, is_nan from metrics order by step, timestamp',
    );
    const runs = database.rows(
      `select run_uuid, name, status, start_time, end_time, experiment_id from runs where lifecycle_stage = 'active'`,
    );
    return accept(
      runs.map((row): ForeignRun => {
        const id = text(row['run_uuid']);
        const own = pairs(tags.get(id));
        return {
          tool: 'mlflow',
          sourceId: id,
          name: own['mlflow.runName'] || text(row['name']) || id,
          experiment: experiments.get(String(row['experiment_id'])) ?? '',
          state: STATES[text(row['status'])] ?? 'interrupted',
          createdAtMs: Number(row['start_time'] ?? 0),
          endedAtMs: row['end_time'] === null ? null : Number(row['end_time']),
          params: {
            ...pairs(params.get(id)),
            ...(own['mlflow.source.git.commit'] ? { 'git.commit': own['mlflow.source.git.commit'] } : {}),
          },
          tags: Object.entries(own)
            .filter(([key]) => !key.startsWith('mlflow.'))
            .map(([key, value]) => (value ? `${key}=${value}` : key).slice(0, 200)),
          note: own['mlflow.note.content'] ?? '',
          curves: curvesOf(metrics.get(id) ?? []),
        };
      }),
    );
  });
}

function curvesOf(rows: readonly ForeignRow[]): ForeignRun['curves'] {
  return [...Map.groupBy(rows, (row) => text(row['key']))].map(([key, points]) => ({
    key,
    axis: 'step',
    points: points.map((row) => ({
      step: Number(row['step']),
      // MLflow stores NaN as 0 with a flag.
      value: Number(row['is_nan']) === 1 ? NaN : Number(row['value']),
      atMs: Number(row['timestamp']),
    })),
  }));
}

const text = (value: ForeignRow[string]): string =>
  value === null || value === undefined ? '' : String(value);
const pairs = (rows: readonly ForeignRow[] = []): Record<string, string> =>
  Object.fromEntries(rows.map((row) => [text(row['key']), text(row['value'])]));
