/**
 * Recorded activity: the spikes that enter each layer when a trained network sees a sample, as the simulator wants
 * them: the sample itself (under rate coding: as drawn), then every layer's output except the last, each as a map (channels, side, side). An fc
 * layer above a map reads it as input index (channel * side + y) * side + x; flattening is the simulator's business.
 */
import type { SpikeTensor } from '../contract/index.ts';
import type { NetworkKernels } from '../kernels/kernels.ts';
import { loadCoded } from './load-coded.ts';

export function recordActivity(kernels: NetworkKernels, sample: SpikeTensor): readonly SpikeTensor[] {
  loadCoded(kernels, sample);
  kernels.forward(false);
  const { layers, timesteps } = kernels.geometry;
  const inputs: SpikeTensor[] = [kernels.network.input.coding === 'rate' ? drawn(kernels, sample) : sample];
  for (let l = 0; l < layers.length - 1; l++) {
    const { ptr, events } = kernels.output(l);
    const side = layers[l].outSide;
    const copy = events.slice();
    if (layers[l].chunks > 1) sortPositions(ptr, copy);
    inputs.push({
      channels: layers[l].outputs,
      height: side,
      width: side,
      timesteps,
      ptr: ptr.slice(),
      events: copy,
    });
  }
  return inputs;
}

/** The sample as it lies in the kernels. */
function drawn({ input: { ptr, events } }: NetworkKernels, sample: SpikeTensor): SpikeTensor {
  return { ...sample, ptr: ptr.slice(), events: events.slice(0, ptr[ptr.length - 1]) };
}

/** Layers of several chunks list each position's spikes chunk by chunk; tensors want them by time, then channel. */
function sortPositions(ptr: Uint32Array, events: Uint32Array): void {
  for (let p = 0; p + 1 < ptr.length; p++) events.subarray(ptr[p], ptr[p + 1]).sort();
}
