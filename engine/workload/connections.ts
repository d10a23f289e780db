/** Mistakes in what layers say about each other and about their neurons, beyond sizes and order. */
import { errorAt } from '../contract/index.ts';
import type { Issue, LayerSpec, NetworkSpec } from '../contract/index.ts';
import { neuronOf } from './neuron.ts';

export function checkConnections(network: NetworkSpec, path: string): Issue[] {
  const issues: Issue[] = [];
  network.layers.forEach((layer, i) => {
    const where = `${path}.layers[${i}]`;
    if (layer.kind === 'pool' && layer.C !== layer.M)
      issues.push(
        errorAt(
          `${where}.M`,
          'network/pool-channels',
          `must equal C = ${layer.C}, as pooling keeps channels apart (got ${layer.M}); set M to ${layer.C}`,
        ),
      );
    if (layer.add !== undefined) issues.push(...checkAdd(network, layer, i, where));
    const neuron = neuronOf(network, layer);
    if (neuron.model === 'if' && neuron.leak !== 1)
      issues.push(
        errorAt(
          layer.neuron ? `${where}.neuron.leak` : `${path}.neuron.leak`,
          'network/if-leak',
          `must be 1 for model if, which does not leak (got ${neuron.leak}); set 1 or use model lif`,
        ),
      );
    if ((neuron.model === 'cuba-lif') !== (neuron.synapseLeak !== undefined))
      issues.push(
        errorAt(
          layer.neuron ? `${where}.neuron.synapseLeak` : `${path}.neuron.synapseLeak`,
          'network/synapse-leak',
          `must be given with model cuba-lif and only there (got ${neuron.synapseLeak ?? 'nothing'} with ${neuron.model}); add it or change the model`,
        ),
      );
  });
  return dedupe(issues);
}

/** A network-wide neuron is checked once per layer; say it once. */
function dedupe(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ path, code }) => !seen.has(path + code) && seen.add(path + code));
}

function checkAdd(network: NetworkSpec, layer: LayerSpec, index: number, where: string): Issue[] {
  const at = (message: string) => [errorAt(`${where}.add`, 'network/add', message)];
  const from = network.layers.findIndex((other) => other.name === layer.add);
  if (from < 0 || from >= index)
    return at(`must name an earlier layer (got "${layer.add}"); choose one above it in the list`);
  const source = network.layers[from];
  if (source.M !== layer.M || source.R !== layer.R)
    return at(
      `must name a layer with the same output, ${layer.M} x ${layer.R} x ${layer.R} (got ${layer.add} with ${source.M} x ${source.R} x ${source.R}); choose another one`,
    );
  const others = network.layers.filter((other) => other.add === layer.add);
  if (others.length > 1 && others[0] !== layer)
    return at(`must name a layer that no other layer adds (got ${layer.add} again); add another one`);
  return [];
}
