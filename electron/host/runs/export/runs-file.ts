/** Runs in any export format, as the bytes of one file. */
import {
  accept,
  errorAt,
  refuse,
  type ExportFormat,
  type Outcome,
  type RunDetail,
} from '../../../../engine/contract/index.ts';
import type { ExperimentStore } from '../../../store/index.ts';
import { runsLatex } from './latex.ts';
import { runsNpz, type NpzCurve } from './npz.ts';
import { runsPgfplots } from './pgfplots.ts';

export function runsFile(
  store: ExperimentStore,
  ids: readonly string[],
  format: ExportFormat,
): Outcome<Uint8Array> {
  if (format === 'csv' || format === 'json') {
    const text = store.exportRuns(ids, format);
    return text.ok ? accept(Buffer.from(text.value)) : text;
  }
  const details: RunDetail[] = [];
  const curves: NpzCurve[] = [];
  for (const id of ids) {
    const run = store.getRun(id);
    if (!run.ok) return run;
    details.push(run.value);
    if (format !== 'npz') continue;
    const own = store.curvesOf(run.value.row.id);
    if (!own.ok) return own;
    curves.push(...own.value.map((curve) => ({ ...curve, runId: run.value.row.id })));
  }
  const rows = details.map(({ row }) => row);
  if (format === 'latex') return accept(Buffer.from(runsLatex(rows)));
  if (format === 'pgfplots') return accept(Buffer.from(runsPgfplots(rows)));
  const archive = runsNpz(details, curves);
  if (archive) return accept(archive);
  const rule = `must fit in one archive of 2 GB and 65 000 arrays (got ${ids.length} runs)`;
  return refuse(errorAt('runIds', 'store/export-too-big', `${rule}; export fewer at a time`));
}
