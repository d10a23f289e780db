/**
 * Layers that no system has costs for yet are refused by name: none may cost zero by omission. Neurons that can fire in a
 * window without input (filtered synapses, reset by subtraction, a bias, no leak) are refused, too, as skipping
 * silent windows would drop their spikes.
 */
import { errorAt } from '../contract/index.ts';
import type { Issue, LayerSpec, NetworkSpec, SystemName } from '../contract/index.ts';
import { neuronOf } from '../workload/neuron.ts';

export function checkLayerKinds(network: NetworkSpec, systems: readonly SystemName[]): Issue[] {
  const issues = network.layers.flatMap((layer, i) => {
    const what = unsupported(network, layer);
    if (!what) return [];
    const message = `must be a plain conv or fc layer of leaky neurons that reset to zero (got ${layer.name}, ${what}); the systems have no costs for it`;
    return [errorAt(`network.layers[${i}]`, 'simulate/layer-kind', message)];
  });
  if (network.input.coding !== 'direct') return issues;
  const refusing = systems.filter((system) => system === 'spinalflow' || system === 'manycore');
  return [
    ...issues,
    ...refusing.map((system) => {
      const message = `must be events or rate for ${system} (got direct); it has no part that multiplies pixel values of ${network.layers[0].name}: leave the system out`;
      return errorAt('network.input.coding', 'simulate/input-coding', message);
    }),
  ];
}

/** A direct-coded network's first layer gets pixel values; all others get spikes. */
export const takesPixels = ({ input }: NetworkSpec, layer: number): boolean =>
  layer === 0 && input.coding === 'direct';

function unsupported(network: NetworkSpec, layer: LayerSpec): string | null {
  const neuron = neuronOf(network, layer);
  if (layer.kind === 'pool') return `${layer.pool} pooling`;
  if (layer.recurrent) return 'recurrent';
  if (layer.add !== undefined) return 'a residual add';
  if (layer.normalise) return 'a bias from batch normalisation';
  if (neuron.model !== 'lif') return `model ${neuron.model}`;
  if (neuron.reset !== 'zero') return 'reset by subtraction';
  return null;
}
