/** Rows of one run out of the tables and into them. Column names are ours, never those of the file that is read. */
import type { Session } from './session.ts';
import type { CarriedRun } from './run-transfer.ts';
import type { RunRecord } from './tables/runs.ts';

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

export const RUN_COLUMNS = [
  'message',
  'created_at_ms',
  'started_at_ms',
  'ended_at_ms',
  'updated_at_ms',
  'seed',
  'network',
  'dataset',
  'beta',
  'epochs',
  'epochs_done',
  'accuracy',
  'best_accuracy',
  'best_epoch',
  'loss',
  'spike_density',
  'tw_density',
  'energy_hash',
  'note',
  'archived_at_ms',
  'seed_group',
  'rerun_of',
];
export const SIMULATION_COLUMNS = [
  'position',
  'system',
  'tws',
  'arch_name',
  'energy_name',
  'energy_hash',
  'samples',
  'cycles',
  'latency_us',
  'energy_pj',
  'edp_js',
  'counts',
];
export const LAYER_COLUMNS = [
  'position',
  'name',
  'tws',
  'mode',
  'cycles',
  'latency_us',
  'energy_pj',
  'utilization',
  'spikes',
  'counts',
  'by_component_pj',
];
export const CANDIDATE_COLUMNS = ['position', 'candidate', 'objectives', 'feasible', 'at_ms'];

export function copyOut({ db, tables }: Session, record: RunRecord): CarriedRun {
  const { run } = record;
  const rows = <R extends Row = Row>(
    table: string,
    columns: readonly string[],
    where = 'run = ?',
    key = run,
  ): R[] =>
    db.prepare<[number], R>(`select ${columns.join(', ')} from ${table} where ${where} order by 1`).all(key);
  const [documents] = rows('run_documents', ['spec', 'provenance', 'evaluation']);
  const simulations = rows('simulations', [...SIMULATION_COLUMNS, 'simulation']);
  const hashes = new Set([record.energy_hash, ...simulations.map(({ energy_hash: hash }) => hash)]);
  return {
    id: record.id,
    name: record.name,
    kind: record.kind,
    state: record.state,
    experiment: record.experiment,
    project: record.project,
    tags: tables.notebook.tags([run]).get(run) ?? [],
    columns: rows('runs', RUN_COLUMNS)[0],
    spec: String(documents?.spec ?? 'null'),
    provenance: String(documents?.provenance ?? 'null'),
    evaluation: typeof documents?.evaluation === 'string' ? documents.evaluation : null,
    epochs: rows<CarriedRun['epochs'][number]>('epochs', ['epoch', 'at_ms', 'report']),
    curves: tables.curves.whole(run),
    simulations: simulations.map(({ simulation, ...columns }) => ({
      columns,
      layers: rows('layer_costs', LAYER_COLUMNS, 'simulation = ?', Number(simulation)),
    })),
    candidates: rows('candidates', CANDIDATE_COLUMNS),
    artifacts: tables.artifacts.of(run),
    energyTables: [...hashes].flatMap((hash) => {
      const body = typeof hash === 'string' ? tables.energyTables.find(hash) : null;
      return body && typeof hash === 'string'
        ? [{ hash, name: body.name, body: tables.energyTables.bodyOf(hash) }]
        : [];
    }),
  };
}

/** False where the id is taken. */
export function copyIn({ db, tables, now }: Session, carried: CarriedRun): boolean {
  if (tables.runs.byId(carried.id)) return false;
  const insert = (table: string, row: Row): number => {
    const names = Object.keys(row);
    const sql = `insert into ${table} (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`;
    return Number(db.prepare(sql).run(row).lastInsertRowid);
  };
  const known = (columns: readonly string[], row: Row): Row =>
    Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
  const nowMs = now();
  for (const { hash, name, body } of carried.energyTables)
    tables.energyTables.addBody(hash, name, body, nowMs);
  const run = insert('runs', {
    ...known(RUN_COLUMNS, carried.columns),
    id: carried.id,
    name: carried.name,
    kind: carried.kind,
    state: carried.state,
    experiment: tables.experiments.keyOf(carried.experiment, carried.project, nowMs),
    project: tables.experiments.projectOf(carried.project, nowMs),
    changed_at_ms: nowMs,
  });
  const { spec, provenance, evaluation } = carried;
  insert('run_documents', { run, spec, provenance, evaluation });
  for (const tag of carried.tags) insert('tags', { run, tag });
  for (const { epoch, at_ms, report } of carried.epochs) insert('epochs', { run, epoch, at_ms, report });
  for (const { key, axis, points } of carried.curves) {
    const curve = tables.curves.curveOf(run, key, axis);
    for (const { step, value, at_ms } of points) tables.curves.addPoint(curve, step, value ?? NaN, at_ms);
  }
  for (const { columns, layers } of carried.simulations) {
    const simulation = insert('simulations', { run, ...known(SIMULATION_COLUMNS, columns) });
    for (const layer of layers) insert('layer_costs', { simulation, ...known(LAYER_COLUMNS, layer) });
  }
  for (const candidate of carried.candidates)
    insert('candidates', { run, ...known(CANDIDATE_COLUMNS, candidate) });
  for (const artifact of carried.artifacts) tables.artifacts.add(run, artifact);
  return true;
}
