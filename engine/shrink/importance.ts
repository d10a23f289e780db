/**
 * How much a unit matters to the layers above: (its spikes over the samples) x (Euclidean norm of its outgoing weights).
 * A unit that never fires, or that nothing reads, has 0. Units are compared within their layer.
 */
import type { NetworkSpec, SpikeTensor } from '../contract/index.ts';
import { geometryOf } from '../kernels/geometry.ts';
import { groupOf } from '../kernels/parameters.ts';
import { removableLayers } from './remove-units.ts';

/**
 * Per layer and unit; null for layers that keep all their units. effective: canonical, what the kernels run (normalisation folded,
 * quantised). recorded: per sample the spikes that enter each layer (train/record.ts).
 */
export function importanceOfUnits(
  network: NetworkSpec,
  effective: Float32Array,
  recorded: Iterable<readonly SpikeTensor[]>,
): readonly (Float64Array | null)[] {
  const removable = new Set(removableLayers(network));
  const importance = network.layers.map(({ M }, l) => (removable.has(l) ? new Float64Array(M) : null));
  for (const inputs of recorded)
    importance.forEach((units, l) => {
      if (units) for (const event of inputs[l + 1].events) units[event & 0xffff]++;
    });
  importance.forEach((units, l) => {
    const norms = units && outgoingNorms(network, effective, l);
    norms?.forEach((norm, unit) => (units![unit] *= norm));
  });
  return importance;
}

/** Norm of what each unit of a layer feeds: the next layer with weights, and the other units of its own where recurrent. */
function outgoingNorms(network: NetworkSpec, weights: Float32Array, layer: number): Float64Array {
  const { layers } = geometryOf(network);
  const own = layers[layer];
  const squares = new Float64Array(own.outputs);
  const above = layers.slice(layer + 1).find(({ pools }) => !pools);
  if (above) {
    const taps = above.kernelHeight * above.kernelWidth;
    for (let i = 0; i < above.canonicalLength; i++)
      squares[Math.floor(i / taps) % above.channels] += weights[above.canonicalOffset + i] ** 2;
  }
  const recurrent = groupOf(own, 'recurrent');
  if (recurrent)
    for (let i = 0; i < recurrent.canonicalLength; i++) {
      const [to, from] = [Math.floor(i / own.outputs), i % own.outputs];
      if (to !== from) squares[from] += weights[recurrent.canonicalOffset + i] ** 2;
    }
  return squares.map(Math.sqrt);
}

/** The most important units, ascending; of equals the first ones. */
export function mostImportant(importance: Float64Array, count: number): readonly number[] {
  return [...importance.keys()]
    .sort((a, b) => importance[b] - importance[a] || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}
