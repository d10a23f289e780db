/** The specification that a training run was started with, as the database kept it. */
import type { RunDetail, TrainSpec } from '../../../engine/contract/index.ts';

/** Null for runs of another kind. What the database holds was checked when the run was created. */
export function trainSpecOf(run: RunDetail): TrainSpec | null {
  return run.row.kind === 'train' ? (run.spec as TrainSpec) : null;
}
