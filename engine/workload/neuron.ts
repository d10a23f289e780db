/** A layer's neurons: the network's, with what the layer says differently. */
import type { LayerSpec, NetworkSpec, NeuronSpec } from '../contract/index.ts';

export function neuronOf(network: NetworkSpec, layer: LayerSpec): NeuronSpec {
  return layer.neuron ? { ...network.neuron, ...layer.neuron } : network.neuron;
}

/** Part of the synaptic current kept per step; 0 = the current is not filtered. */
export function synapseOf(neuron: NeuronSpec): number {
  return neuron.model === 'cuba-lif' ? (neuron.synapseLeak ?? 0) : 0;
}
