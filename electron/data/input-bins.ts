/** How recordings are binned for a network unless the user says otherwise: its steps, their length as its source states it. */
import { DEFAULT_TRAIN } from '../../engine/contract/index.ts';
import type { BinSpec, NetworkSpec } from '../../engine/contract/index.ts';

export function inputBins({ timesteps, input }: NetworkSpec): BinSpec {
  const { bins } = DEFAULT_TRAIN.data;
  return { ...bins, timesteps, windowUs: input.stepUs ?? bins.windowUs };
}
