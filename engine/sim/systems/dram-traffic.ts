/**
 * Bytes over the DRAM interface for systems that hold a layer in a global buffer of the configured size, by the rule
 * of the array (docs/model.md section 5): what does not fit its share is moved again for each part of the other, the
 * cheaper way round. Weights are shared by `batch` inferences.
 */
import type { ArchConfig } from '../../contract/index.ts';
import { capacities } from '../../arch/arch.ts';

export interface DramTraffic {
  readonly weights: number;
  readonly spikes: number;
}

export function dramTraffic(weights: number, spikes: number, config: ArchConfig): DramTraffic {
  const { glbWeightBytes, glbSpikeBytes } = capacities(config);
  const { batch } = config;
  const weightParts = Math.max(1, Math.ceil(weights / glbWeightBytes));
  const spikeParts = Math.max(1, Math.ceil(spikes / glbSpikeBytes));
  if (weightParts === 1 || spikeParts === 1) return { weights: weights / batch, spikes };
  const spikesAgain = { weights: weights / batch, spikes: spikes * weightParts };
  const weightsAgain = { weights: (weights * spikeParts) / batch, spikes };
  const isCheaper = spikesAgain.weights + spikesAgain.spikes <= weightsAgain.weights + weightsAgain.spikes;
  return isCheaper ? spikesAgain : weightsAgain;
}
