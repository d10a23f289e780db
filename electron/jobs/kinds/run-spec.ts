/** The specification that a training run was started with, as the database kept it. */
import {
  DEFAULT_TRAIN,
  type NetworkSpec,
  type RunDetail,
  type SpikeSource,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import { FLOAT_BITS, perLayer } from '../../../engine/train/index.ts';
import { storedNetwork } from '../../../engine/workload/stored-network.ts';

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

/** Bits of a training's final weights per layer, 32 = float: chosen ones, or those it was told. Null for other runs. */
export function weightBitsOf(run: RunDetail, layers: number): readonly number[] | null {
  const spec = trainSpecOf(run);
  if (!spec) return null;
  const chosen = run.evaluation?.has?.bits;
  // Runs of versions before weight bits have none.
  return chosen?.map((own) => own ?? FLOAT_BITS) ?? perLayer(spec.bits ?? [FLOAT_BITS], layers);
}

/** The network with the weight bits of the training whose activity is simulated. */
export function simulatedNetwork(
  network: NetworkSpec,
  spikes: SpikeSource,
  recorded: RunDetail | null,
): NetworkSpec {
  const bits = spikes.kind === 'run' && recorded ? weightBitsOf(recorded, network.layers.length) : null;
  return storedNetwork(network, bits);
}
