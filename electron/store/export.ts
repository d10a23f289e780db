/** Runs as text: a table for spreadsheets, or everything that is known of them. */
import { accept, errorAt, refuse } from '../../engine/contract/issues.ts';
import type { Outcome } from '../../engine/contract/issues.ts';
import { findRuns } from './find-run.ts';
import { runDetail, runRows } from './read-runs.ts';
import { runsCsv } from './runs-csv.ts';
import type { Tables } from './tables/index.ts';
import type { RunRecord } from './tables/runs.ts';

export const EXPORT_SCHEMA = 'spikex-runs/1';

export type TextFormat = 'csv' | 'json';

export function exportText(tables: Tables, ids: readonly string[], format: TextFormat): Outcome<string> {
  const found = findRuns(tables.runs, ids);
  if (!found.ok) return found;
  const records = found.value;
  try {
    return accept(format === 'csv' ? csv(tables, records) : json(tables, records));
  } catch (error) {
    // The one RangeError here: the text would be longer than a JavaScript string can be.
    if (!(error instanceof RangeError)) throw error;
    return refuse(
      errorAt(
        'runIds',
        'store/export-too-big',
        `must fit in one text of 512 MB (got ${ids.length} runs); export fewer at a time`,
      ),
    );
  }
}

function csv(tables: Tables, records: readonly RunRecord[]): string {
  const provenances = tables.documents.provenances(records.map((record) => record.run));
  const rows = runRows(tables, records);
  return runsCsv(
    rows.map((row, index) => ({ row, provenance: provenances.get(records[index].run) ?? null })),
  );
}

/** JSON has no NaN: numbers that are not finite become null, as the format demands. */
function json(tables: Tables, records: readonly RunRecord[]): string {
  const runs = records.map((record) => JSON.stringify(runDetail(tables, record)));
  return `{"schema":"${EXPORT_SCHEMA}","runs":[${runs.join(',\n')}]}\n`;
}
