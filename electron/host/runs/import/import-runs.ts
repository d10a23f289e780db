/** Takes runs out of another tool's file into the database: finds out whose file it is, reads it, adds what is new. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  accept,
  errorAt,
  refuse,
  type ImportReport,
  type ImportTool,
  type Issue,
  type Outcome,
} from '../../../../engine/contract/index.ts';
import { isTensorboard } from '../../../../engine/exchange/tensorboard.ts';
import { fileIssue } from '../../../data/file-issues.ts';
import { readBytes } from '../../../data/read-bytes.ts';
import type { CarriedRun, ExperimentStore } from '../../../store/index.ts';
import { isSqliteFile, withForeignDatabase } from '../../../store/foreign-database.ts';
import { readCsv } from './csv-read.ts';
import { carriedFrom, type ForeignRun } from './imported-run.ts';
import { readBundle } from './read-bundle.ts';
import { readCsvRuns, toolOf } from './read-csv-runs.ts';
import { isMlflow, readMlflow } from './read-mlflow.ts';
import { isOptuna, readOptuna } from './read-optuna.ts';
import { readTensorboardFile, readTensorboardFolder } from './read-tensorboard.ts';

export interface ImportPlace {
  readonly store: ExperimentStore;
  readonly checkpoints: string;
  readonly nowMs: number;
  readonly project: string;
}

interface Found {
  readonly tool: ImportTool;
  readonly runs: readonly CarriedRun[];
}

export async function importRuns(name: string, place: ImportPlace): Promise<Outcome<ImportReport>> {
  const file = resolve(name);
  const found = await read(file, place);
  if (!found.ok) return found;
  const { tool, runs } = found.value;
  const added = place.store.transfer.add(runs);
  if (!added.ok) return added;
  const isNew = new Set(added.value);
  const points = runs
    .filter(({ id }) => isNew.has(id))
    .reduce((sum, run) => sum + run.curves.reduce((count, curve) => count + curve.points.length, 0), 0);
  return accept(
    { tool, runIds: added.value, skipped: runs.length - added.value.length, points },
    found.warnings,
  );
}

async function read(file: string, place: ImportPlace): Promise<Outcome<Found>> {
  try {
    if ((await stat(file)).isDirectory())
      return asOurs(await readTensorboardFolder(file), 'tensorboard', place);
    if (isSqliteFile(file)) return readDatabase(file, place);
  } catch (error) {
    return refuse(fileIssue(error, file));
  }
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  if (bytes.value[0] === 0x50 && bytes.value[1] === 0x4b) {
    const bundle = readBundle(bytes.value, file, place.checkpoints);
    return bundle.ok ? accept({ tool: 'bundle', runs: bundle.value }, bundle.warnings) : bundle;
  }
  if (isTensorboard(bytes.value)) return asOurs(await readTensorboardFile(file), 'tensorboard', place);
  if (bytes.value.includes(0)) return refuse(unknown(file));
  const table = readCsv(Buffer.from(bytes.value).toString('utf8'), file);
  if (!table.ok) return table;
  const tool = toolOf(table.value);
  return asOurs(readCsvRuns(table.value, tool, file, place.nowMs), tool, place);
}

function readDatabase(file: string, place: ImportPlace): Outcome<Found> {
  const kind = withForeignDatabase(file, ({ tables }): Outcome<ImportTool | null> =>
    accept(isOptuna(tables) ? 'optuna' : isMlflow(tables) ? 'mlflow' : null),
  );
  if (!kind.ok) return kind;
  if (kind.value === 'optuna') return asOurs(readOptuna(file), 'optuna', place);
  if (kind.value === 'mlflow') return asOurs(readMlflow(file), 'mlflow', place);
  return refuse(unknown(file));
}

function asOurs(
  read: Outcome<readonly ForeignRun[]>,
  tool: ImportTool,
  { project }: ImportPlace,
): Outcome<Found> {
  if (!read.ok) return read;
  return accept({ tool, runs: read.value.map((run) => carriedFrom(run, project)) }, read.warnings);
}

function unknown(file: string): Issue {
  const rule =
    'must be a bundle of runs, a TensorBoard event file or folder, an MLflow or Optuna SQLite file, or a CSV table (got other content)';
  return errorAt(file, 'import/unknown', `${rule}; export it as CSV`);
}
