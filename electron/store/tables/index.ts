/** Every table with its statements, prepared once per connection: this also proves that the tables are there. */
import Database from 'better-sqlite3';
import { accept, errorAt, refuse } from '../../../engine/contract/issues.ts';
import type { Outcome } from '../../../engine/contract/issues.ts';
import type { OpenFile } from '../connection.ts';
import { ArtifactsTable } from './artifacts.ts';
import { CandidatesTable } from './candidates.ts';
import { CurvesTable } from './curves.ts';
import { EnergyTables } from './energy-tables.ts';
import { EpochsTable } from './epochs.ts';
import { ExperimentsTable } from './experiments.ts';
import { LayerCostsTable } from './layer-costs.ts';
import { NotebookTable } from './notebook.ts';
import { RunDocumentsTable } from './run-documents.ts';
import { RunsTable } from './runs.ts';
import { SimulationsTable } from './simulations.ts';

export type Tables = ReturnType<typeof tablesOf>;

function tablesOf(db: Database.Database) {
  return {
    experiments: new ExperimentsTable(db),
    energyTables: new EnergyTables(db),
    runs: new RunsTable(db),
    documents: new RunDocumentsTable(db),
    epochs: new EpochsTable(db),
    curves: new CurvesTable(db),
    notebook: new NotebookTable(db),
    candidates: new CandidatesTable(db),
    simulations: new SimulationsTable(db),
    layerCosts: new LayerCostsTable(db),
    artifacts: new ArtifactsTable(db),
  };
}

export function prepareTables({ db, file }: OpenFile): Outcome<Tables> {
  try {
    return accept(tablesOf(db));
  } catch (error) {
    // SQLITE_ERROR at this place: a table or column is missing. Everything else is for the caller.
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_ERROR') throw error;
    const rule = `must hold the tables that this version knows (got "${error.message}")`;
    const advice = 'open it with the version that wrote it, or restore a backup; the file was left as it is';
    return refuse(errorAt(file, 'store/tables-missing', `${rule}; ${advice}`));
  }
}
