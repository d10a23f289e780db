/** The specification that a training run was started with, as the database kept it. */
import type { RunDetail, TrainSpec } from '../../../engine/contract/index.ts';

/** Null for runs of another kind. What the database holds was checked when the run was created. */
export function trainSpecOf(run: RunDetail): TrainSpec | null {
  if (run.row.kind !== 'train') return null;
  const spec = run.spec as TrainSpec;
  // Runs of versions before there were transforms and factors do not name them.
  const data = { ...spec.data, transforms: spec.data.transforms ?? [] };
  return { ...spec, data: { ...data, bins: { ...data.bins, factor: data.bins.factor ?? null } } };
}
