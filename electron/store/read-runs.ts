/** Rows of several tables put together into what the outside sees; one query per table, however many runs. */
import type { RunDetail, RunRow } from '../../engine/contract/runs.ts';
import { DamagedText } from './failure.ts';
import { costsOf } from './run-costs.ts';
import type { Tables } from './tables/index.ts';
import { runRow } from './tables/runs.ts';
import type { RunRecord } from './tables/runs.ts';
import { totalsByRun } from './tables/simulations.ts';
import type { Simulation } from './tables/simulations.ts';

export function allRunRows(tables: Tables): RunRow[] {
  return withCosts(tables.runs.all(), tables.simulations.all());
}

export function runRows(tables: Tables, records: readonly RunRecord[]): RunRow[] {
  return withCosts(records, tables.simulations.among(records.map((record) => record.run)));
}

function withCosts(records: readonly RunRecord[], simulations: readonly Simulation[]): RunRow[] {
  const costs = totalsByRun(simulations);
  return records.map((record) => runRow(record, costs.get(record.run) ?? []));
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
    checkpoint: tables.checkpoints.newest(record.run),
  };
}
