/** Rows of several tables put together into what the outside sees; one query per table, however many runs. */
import type { RunDetail, RunRow } from '../../engine/contract/runs.ts';
import type { Counters } from '../../engine/contract/simulation.ts';
import { DamagedText } from './failure.ts';
import { costsOf } from './run-costs.ts';
import type { Tables } from './tables/index.ts';
import { runRow } from './tables/runs.ts';
import type { RunRecord } from './tables/runs.ts';
import { totalsByRun } from './tables/simulations.ts';
import type { Simulation } from './tables/simulations.ts';

/** Another energy table: its name, and the energy of counters. */
export interface Pricing {
  readonly table: string;
  energyPjOf(counts: Counters): number;
  edpJsOf(energyPj: number, latencyUs: number): number;
}

export function allRunRows(
  tables: Tables,
  { price = null, trash = false }: { price?: Pricing | null; trash?: boolean },
): RunRow[] {
  const simulations = tables.simulations.all();
  const priced = price ? simulations.map((one) => pricedWith(one, price)) : simulations;
  return withCosts(tables.runs.all(trash), priced, tables.notebook.tags(null));
}

export function runRows(tables: Tables, records: readonly RunRecord[]): RunRow[] {
  const runs = records.map((record) => record.run);
  return withCosts(records, tables.simulations.among(runs), tables.notebook.tags(runs));
}

function withCosts(
  records: readonly RunRecord[],
  simulations: readonly Simulation[],
  tags: ReadonlyMap<number, readonly string[]>,
): RunRow[] {
  const costs = totalsByRun(simulations);
  return records.map((record) => runRow(record, costs.get(record.run) ?? [], tags.get(record.run) ?? []));
}

function pricedWith(simulation: Simulation, price: Pricing): Simulation {
  const energyPj = price.energyPjOf(simulation.counts());
  const edpJs = price.edpJsOf(energyPj, simulation.totals.latencyUs);
  return { ...simulation, totals: { ...simulation.totals, energyTable: price.table, energyPj, edpJs } };
}

export function runDetail(tables: Tables, record: RunRecord): RunDetail {
  const documents = tables.documents.of(record.run);
  if (!documents) throw new DamagedText(`run ${record.id} has lost its specification`);
  const costs = costsOf(tables, record.run);
  const { spec, provenance, evaluation } = documents;
  return {
    row: runRows(tables, [record])[0],
    spec,
    provenance,
    epochs: tables.epochs.of(record.run),
    evaluation: evaluation && { ...evaluation, costs: evaluation.costs ?? costs },
    costs,
    checkpoint: tables.artifacts.newestCheckpoint(record.run),
  };
}
