/**
 * What a layer is within its network beyond its geometry: what kind of values it gets, whether its neurons can fire in a
 * window without input (docs/model.md section 2), and the recorded spikes it sends.
 */
import type { LayerSpec, NetworkSpec, SpikeTensor } from '../contract/index.ts';
import { neuronOf, synapseOf } from '../workload/neuron.ts';

export interface LayerContext {
  /** The layer gets pixel values instead of spikes. */
  readonly direct: boolean;
  /** Filtered synapses: the synaptic current is a second state variable. */
  readonly hasCurrent: boolean;
  /** Why its neurons can fire in a window without input; null = they cannot. */
  readonly silentFiring: string | null;
  /** What it fired, where the layer above is recorded. */
  readonly output: SpikeTensor | null;
  /** The spikes that a residual add adds: what enters the layer behind the one that it names. */
  readonly added: SpikeTensor | null;
}

export const PLAIN_LAYER: LayerContext = {
  direct: false,
  hasCurrent: false,
  silentFiring: null,
  output: null,
  added: null,
};

/** inputs: the spikes that enter each layer; null where only the layer's own are at hand. */
export function contextOf(
  network: NetworkSpec,
  index: number,
  inputs: readonly SpikeTensor[] | null,
): LayerContext {
  const layer = network.layers[index];
  const source = network.layers.findIndex(({ name }) => name === layer.add);
  return {
    direct: takesPixels(network, index),
    hasCurrent: synapseOf(neuronOf(network, layer)) > 0,
    silentFiring: silentFiringOf(network, layer),
    output: inputs?.[index + 1] ?? null,
    added: source < 0 ? null : (inputs?.[source + 1] ?? null),
  };
}

/** A direct-coded network's first layer gets pixel values; all others get spikes. */
export const takesPixels = ({ input }: NetworkSpec, layer: number): boolean =>
  layer === 0 && input.coding === 'direct';

/**
 * What can lift a potential over the threshold without input. A neuron that resets to zero is below the threshold after
 * every step, so a leak of 1 alone (model if) keeps it there.
 */
export function silentFiringOf(network: NetworkSpec, layer: LayerSpec): string | null {
  const neuron = neuronOf(network, layer);
  const reasons = [
    ...(synapseOf(neuron) > 0 ? ['filtered synapses'] : []),
    ...(neuron.reset === 'subtract' ? ['reset by subtraction'] : []),
    ...(layer.normalise ? ['a bias from batch normalisation'] : []),
  ];
  return reasons.length > 0 ? reasons.join(', ') : null;
}
