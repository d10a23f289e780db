/** Runs as a table: one line per run, units in the column names, one block of columns per simulated system. */
import type { Provenance, RunRow } from '../../engine/contract/runs.ts';
import { csvText } from './csv.ts';
import type { Cell } from './csv.ts';
import { numbered } from './metric-points.ts';
import type { CostTotals } from './tables/simulations.ts';

export interface CsvRun {
  readonly row: RunRow;
  readonly provenance: Provenance | null;
}

type Column<T> = readonly [name: string, value: (from: T) => Cell];

const iso = (ms: number): string => new Date(ms).toISOString();

const RUN_COLUMNS: readonly Column<RunRow>[] = [
  ['id', (run) => run.id],
  ['name', (run) => run.name],
  ['kind', (run) => run.kind],
  ['experiment', (run) => run.experiment],
  ['state', (run) => run.state],
  ['message', (run) => run.message],
  ['created_utc', (run) => iso(run.createdAtMs)],
  ['duration_ms', (run) => run.durationMs],
  ['seed', (run) => run.seed],
  ['network', (run) => run.network],
  ['dataset', (run) => run.dataset],
  ['beta', (run) => run.beta],
  ['epochs', (run) => run.epochs],
  ['epochs_done', (run) => run.epochsDone],
  ['accuracy_0_to_1', (run) => run.accuracy],
  ['best_accuracy_0_to_1', (run) => run.bestAccuracy],
  ['best_epoch', (run) => run.bestEpoch],
  ['loss', (run) => run.loss],
  ['spike_density_0_to_1', (run) => run.spikeDensity],
  ['tw_density_0_to_1', (run) => run.twDensity],
];

const COST_COLUMNS: readonly Column<CostTotals>[] = [
  ['arch', (cost) => cost.archName],
  ['energy_table', (cost) => cost.energyTable],
  ['tws', (cost) => cost.tws.join(' ')],
  ['samples', (cost) => cost.samples],
  ['cycles', (cost) => cost.cycles],
  ['latency_us', (cost) => cost.latencyUs],
  ['energy_pj', (cost) => cost.energyPj],
  ['edp_js', (cost) => cost.edpJs],
];

const PROVENANCE_COLUMNS: readonly Column<Provenance>[] = [
  ['app_version', (from) => from.appVersion],
  ['git_commit', (from) => from.gitCommit],
  ['git_dirty', (from) => from.gitDirty],
  ['node', (from) => from.node],
  ['platform', (from) => from.platform],
  ['cpu', (from) => from.cpu],
  ['cores', (from) => from.cores],
  ['data_sha256', (from) => from.dataHash],
  ['network_sha256', (from) => from.networkHash],
  ['energy_table_sha256', (from) => from.energyTableHash],
];

export function runsCsv(runs: readonly CsvRun[]): string {
  const costs = runs.map(({ row }) => costsBySystem(row));
  const systems = [...new Set(costs.flatMap((bySystem) => [...bySystem.keys()]))];
  const head = [
    ...RUN_COLUMNS.map(([name]) => name),
    ...systems.flatMap((system) => COST_COLUMNS.map(([name]) => `${system}_${name}`)),
    ...PROVENANCE_COLUMNS.map(([name]) => name),
  ];
  const lines = runs.map(({ row, provenance }, index) => [
    ...RUN_COLUMNS.map(([, value]) => value(row)),
    ...systems.flatMap((system) => cells(COST_COLUMNS, costs[index].get(system) ?? null)),
    ...cells(PROVENANCE_COLUMNS, provenance),
  ]);
  return csvText([head, ...lines]);
}

function cells<T>(columns: readonly Column<T>[], from: T | null): Cell[] {
  return columns.map(([, value]) => (from === null ? null : value(from)));
}

/** A system simulated twice in one run (another accelerator, another table) gets a block of its own. */
function costsBySystem(row: RunRow): Map<string, CostTotals> {
  const name = numbered();
  return new Map(row.costs.map((cost) => [name(cost.system), cost]));
}
