/** A finished training as a NIR file, for the command line and the window: which checkpoint, which step. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accept,
  errorAt,
  refuse,
  type NirExported,
  type NirFiles,
  type Outcome,
} from '../../engine/contract/index.ts';
import { strideUs } from '../../engine/events/bin-frames.ts';
import { readBytes } from '../data/read-bytes.ts';
import { trainSpecOf } from '../jobs/kinds/run-spec.ts';
import type { Workbench } from './workbench.ts';

export interface RunAsNir {
  readonly runId: string;
  /** Seconds per time step; null: the run's own. */
  readonly dtS: number | null;
  /** Of the integer weights. */
  readonly bits: number;
}

/** names: what the user calls the two fields. The file is `target`, the integer weights lie beside it. */
export async function exportRunAsNir(
  { store, quick }: Pick<Workbench, 'store' | 'quick'>,
  { runId, dtS, bits }: RunAsNir,
  target: string,
  names: { readonly run: string; readonly dt: string },
): Promise<Outcome<NirExported & { readonly dtS: number }>> {
  const run = store.getRun(runId);
  if (!run.ok) return run;
  const { row, checkpoint } = run.value;
  const spec = trainSpecOf(run.value);
  if (!spec || !checkpoint) {
    const rule = `must be a finished training run with a checkpoint (got ${row.kind}, ${row.state})`;
    return refuse(errorAt(names.run, 'nir/no-checkpoint', rule));
  }
  const { bins } = spec.data;
  const step = dtS ?? (strideUs(bins) ?? 0) / 1e6;
  if (!(step > 0)) {
    const rule = 'must be given above 0 s: the run binned each recording into equal steps; 10 ms are 0.01';
    return refuse(errorAt(names.dt, 'nir/dt', rule));
  }
  const exported = await quick.ask('nir.export', { checkpoint: checkpoint.file, dtS: step, bits, target });
  return exported.ok ? accept({ ...exported.value, dtS: step }, exported.warnings) : exported;
}

/** The bytes of both files, for a window that saves them where the user says. */
export async function runAsNirFiles(
  workbench: Pick<Workbench, 'store' | 'quick'>,
  ask: RunAsNir,
): Promise<Outcome<NirFiles>> {
  const folder = mkdtempSync(join(tmpdir(), 'spikex-nir-'));
  try {
    const names = { run: 'runId', dt: 'dtS' };
    const exported = await exportRunAsNir(workbench, ask, join(folder, 'network.nir'), names);
    if (!exported.ok) return exported;
    const { file, sidecar, dtS, nodes } = exported.value;
    const network = await readBytes(file);
    if (!network.ok) return network;
    const weights = await readBytes(sidecar);
    if (!weights.ok) return weights;
    return accept({ network: network.value, weights: weights.value, dtS, nodes }, exported.warnings);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
