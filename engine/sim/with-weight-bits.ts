/** A layer at other weight bits on the same spikes: what was measured of the spikes is shared. */
import type { ArchConfig } from '../contract/index.ts';
import type { Scratch } from '../schedule/scratch.ts';
import { LayerInput } from './simulate-layer.ts';
import type { UnitSource } from './simulate-layer.ts';

/** Null = the layer as it is. */
export function withWeightBits(
  input: LayerInput,
  bits: number | null,
  config: ArchConfig,
  scratch: Scratch,
): UnitSource {
  if (bits === null || input.layer.kind === 'pool') return input;
  const layer = { ...input.layer, weightBits: bits };
  // Packing groups the inputs of an fc layer by what fits the local buffer.
  if (config.ptb.packing !== 'none')
    return new LayerInput(layer, input.spikes, config, scratch, input.context);
  return {
    layer,
    spikes: input.spikes,
    context: input.context,
    unitsFor: (system, tws) => input.unitsFor(system, tws),
    addedFor: (system, tws) => input.addedFor(system, tws),
  };
}
