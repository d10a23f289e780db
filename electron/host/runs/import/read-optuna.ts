/** Trials of an Optuna study database (SQLite storage): parameters as chosen, objective values, intermediate values. */
import { accept, errorAt, refuse, type Outcome, type RunState } from '../../../../engine/contract/index.ts';
import { withForeignDatabase, type ForeignRow } from '../../../store/foreign-database.ts';
import type { ForeignRun } from './imported-run.ts';

const STATES: Record<string, RunState> = { COMPLETE: 'done', PRUNED: 'cancelled', FAIL: 'failed' };
const TABLES = ['studies', 'trials', 'trial_params', 'trial_values'];

export const isOptuna = (tables: ReadonlySet<string>): boolean => TABLES.every((name) => tables.has(name));

export function readOptuna(file: string): Outcome<readonly ForeignRun[]> {
  return withForeignDatabase(file, (database) => {
    if (!isOptuna(database.tables))
      return refuse(
        errorAt(
          file,
          'import/tables',
          `must hold the tables ${TABLES.join(', ')}; choose an Optuna database`,
        ),
      );
    const studies = new Map(
      database
        .rows('select study_id, study_name from studies')
        .map((row) => [row['study_id'], String(row['study_name'])]),
    );
    const byTrial = (table: string) =>
      Map.groupBy(database.rows(`select * from ${table}`), (row) => row['trial_id']);
    const params = byTrial('trial_params');
    const values = byTrial('trial_values');
    const steps = database.tables.has('trial_intermediate_values')
      ? byTrial('trial_intermediate_values')
      : new Map<ForeignRow[string], ForeignRow[]>();
    return accept(
      database.rows('select * from trials order by trial_id').map((row): ForeignRun => {
        const trial = row['trial_id'];
        const study = studies.get(row['study_id']) ?? '';
        const number = Number(row['number'] ?? row['trial_id']);
        const start = timeOf(row['datetime_start']);
        return {
          tool: 'optuna',
          sourceId: `${study}/${number}`,
          name: `${study} trial ${number}`,
          experiment: study,
          state: STATES[String(row['state'])] ?? 'interrupted',
          createdAtMs: start ?? 0,
          endedAtMs: timeOf(row['datetime_complete']),
          params: Object.fromEntries((params.get(trial) ?? []).map(paramOf)),
          tags: [],
          note: '',
          curves: [...objectives(values.get(trial) ?? [], number), ...intermediate(steps.get(trial) ?? [])],
        };
      }),
    );
  });
}

/** Categories are stored as their index into the choices of the distribution. */
function paramOf(row: ForeignRow): [string, string | number | boolean | null] {
  const name = String(row['param_name']);
  const value = Number(row['param_value']);
  try {
    const { attributes } = JSON.parse(String(row['distribution_json'])) as {
      attributes?: { choices?: unknown[] };
    };
    const choice = attributes?.choices?.[value];
    if (choice !== undefined)
      return [
        name,
        ['string', 'number', 'boolean'].includes(typeof choice) ? (choice as string) : JSON.stringify(choice),
      ];
  } catch {
    // No distribution that can be read: the number as stored.
  }
  return [name, value];
}

function objectives(rows: readonly ForeignRow[], trial: number): ForeignRun['curves'] {
  return rows.map((row) => ({
    key: rows.length > 1 ? `objective.${Number(row['objective'])}` : 'objective',
    axis: 'trial',
    points: [{ step: trial, value: numberOf(row['value'], row['value_type']), atMs: null }],
  }));
}

function intermediate(rows: readonly ForeignRow[]): ForeignRun['curves'] {
  if (rows.length === 0) return [];
  const points = rows.map((row) => ({
    step: Number(row['step']),
    value: numberOf(row['intermediate_value'], row['intermediate_value_type']),
    atMs: null,
  }));
  return [{ key: 'intermediate', axis: 'step', points }];
}

function numberOf(value: ForeignRow[string], type: ForeignRow[string]): number {
  if (type === 'INF_POS') return Infinity;
  if (type === 'INF_NEG') return -Infinity;
  return value === null || value === undefined || type === 'NAN' ? NaN : Number(value);
}

/** `2024-01-31 12:00:00.5`, without a zone: read as UTC, so that every machine imports the same. */
function timeOf(value: ForeignRow[string]): number | null {
  if (typeof value !== 'string') return null;
  const ms = Date.parse(`${value.replace(' ', 'T').slice(0, 23)}Z`);
  return Number.isNaN(ms) ? null : ms;
}
