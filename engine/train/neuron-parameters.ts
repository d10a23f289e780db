/** Learned leaks and thresholds, one pair per layer: first values, and the range that keeps a neuron meaningful. */
import type { NetworkSpec } from '../contract/index.ts';
import type { NetworkGeometry } from '../kernels/geometry.ts';
import { groupOf, NEURON } from '../kernels/parameters.ts';
import { neuronOf } from '../workload/neuron.ts';

const LEAST_THRESHOLD = 0.05;

/** Writes the network's own leaks and thresholds where they are learned. */
export function startNeurons(network: NetworkSpec, geometry: NetworkGeometry, packed: Float32Array): void {
  geometry.layers.forEach((layer, l) => {
    const group = groupOf(layer, 'neuron');
    if (!group) return;
    const { leak, threshold } = neuronOf(network, network.layers[l]);
    packed[group.packedOffset + NEURON.leak] = leak;
    packed[group.packedOffset + NEURON.threshold] = threshold;
  });
}

export function boundNeurons(geometry: NetworkGeometry, packed: Float32Array): void {
  for (const layer of geometry.layers) {
    const group = groupOf(layer, 'neuron');
    if (!group) continue;
    const leak = group.packedOffset + NEURON.leak;
    const threshold = group.packedOffset + NEURON.threshold;
    packed[leak] = Math.min(1, Math.max(0, packed[leak]));
    packed[threshold] = Math.max(LEAST_THRESHOLD, packed[threshold]);
  }
}
