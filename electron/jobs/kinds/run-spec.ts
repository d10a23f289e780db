/** The specification that a training run was started with, as the database kept it. */
import { DEFAULT_TRAIN, type RunDetail, type TrainSpec } from '../../../engine/contract/index.ts';

/** Null for runs of another kind. What the database holds was checked when the run was created. */
export function trainSpecOf(run: RunDetail): TrainSpec | null {
  if (run.row.kind !== 'train') return null;
  const spec = run.spec as TrainSpec;
  // Runs of versions before there were transforms and factors do not name them.
  const data = { ...spec.data, transforms: spec.data.transforms ?? [] };
  // Nor had their hardware loss an objective.
  const { objective = DEFAULT_TRAIN.hardwareLoss.objective } = spec.hardwareLoss;
  const hardwareLoss = { ...spec.hardwareLoss, objective };
  return {
    ...spec,
    hardwareLoss,
    data: { ...data, bins: { ...data.bins, factor: data.bins.factor ?? null } },
  };
}
