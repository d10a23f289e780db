/**
 * Layers that no system has costs for yet are refused by name: none may cost zero by omission. Neurons that can fire in a
 * window without input (filtered synapses, reset by subtraction, a bias, no leak) are refused, too, as skipping
 * silent windows would drop their spikes.
 */
import { errorAt } from '../contract/index.ts';
import type { Issue, LayerSpec, NetworkSpec } from '../contract/index.ts';
import { neuronOf } from '../workload/neuron.ts';

export function checkLayerKinds(network: NetworkSpec): Issue[] {
  const issues = network.layers.flatMap((layer, i) => {
    const what = unsupported(network, layer);
    if (!what) return [];
    const message = `must be a plain conv or fc layer of leaky neurons that reset to zero (got ${layer.name}, ${what}); the systems have no costs for it`;
    return [errorAt(`network.layers[${i}]`, 'simulate/layer-kind', message)];
  });
  if (network.input.coding !== 'direct') return issues;
  const message =
    'must be events or rate (got direct); the systems have no costs for an analog first layer, use binary input';
  return [...issues, errorAt('network.input.coding', 'simulate/input-coding', message)];
}

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
