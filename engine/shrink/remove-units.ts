/**
 * Takes units out of a trained network: channels of conv layers, neurons of fc layers. What is left computes what it did
 * with the removed units silent: their rows, the columns that read them, their bias and statistics go; nothing is scaled.
 * Pooling layers follow the channels below. Weights are canonical (kernels/geometry.ts), float32.
 * Left out: layers that add another layer's map (both would have to keep the same channels).
 */
import { errorAt, type Issue, type LayerSpec, type NetworkSpec } from '../contract/index.ts';
import { geometryOf, type LayerGeometry } from '../kernels/geometry.ts';
import type { ParameterGroup } from '../kernels/parameters.ts';

export interface TrainedNetwork {
  readonly network: NetworkSpec;
  /** Canonical parameters as trained. */
  readonly weights: Float32Array;
}

/** Units that stay, ascending, per layer; null = all of them. Entries of pooling layers are not read. */
export type KeptUnits = readonly (readonly number[] | null)[];

/** Indices of the layers that may lose units: conv and fc, below the last layer with weights. */
export function removableLayers({ layers }: NetworkSpec): readonly number[] {
  const weighted = layers.flatMap(({ kind }, l) => (kind === 'pool' ? [] : [l]));
  return weighted.slice(0, -1);
}

/** Why units cannot be taken out of a network, every layer by name. */
export function removalIssues({ layers }: NetworkSpec, path: string): Issue[] {
  return layers.flatMap(({ name, add }) =>
    add === undefined
      ? []
      : [
          errorAt(
            path,
            'shrink/add-layer',
            `must have no residual layers, whose maps have to keep the same channels (got layer ${name}, which adds ${add}); choose a network without`,
          ),
        ],
  );
}

export function removeUnits({ network, weights }: TrainedNetwork, kept: KeptUnits): TrainedNetwork {
  const geometry = geometryOf(network);
  let inputs = indices(network.input.channels);
  const selections = geometry.layers.map((layer, l): Selection => {
    const outputs = layer.pools ? inputs : (kept[l] ?? indices(layer.outputs));
    const selection = { layer, inputs, outputs };
    inputs = outputs;
    return selection;
  });
  const layers = selections.map(({ layer, inputs: below, outputs }, l): LayerSpec => ({
    ...network.layers[l],
    C: below.length * (layer.full ? tapsOf(layer) : 1),
    M: outputs.length,
  }));
  const smaller = { ...network, layers };
  const left = new Float32Array(geometryOf(smaller).canonicalLength);
  let at = 0;
  for (const selection of selections)
    for (const group of selection.layer.groups)
      for (const run of runsOf(selection, group)) {
        left.set(weights.subarray(run.from, run.from + run.length), at);
        at += run.length;
      }
  return { network: smaller, weights: left };
}

export const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

/** Channels of the layer below and of this one that stay. */
interface Selection {
  readonly layer: LayerGeometry;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

interface Run {
  readonly from: number;
  readonly length: number;
}

/** What stays of a group, in its order. */
function* runsOf({ layer, inputs, outputs }: Selection, group: ParameterGroup): Generator<Run> {
  const { canonicalOffset: start, canonicalLength } = group;
  if (canonicalLength === 0) return;
  switch (group.kind) {
    case 'weights': {
      const taps = tapsOf(layer);
      for (const m of outputs)
        for (const c of inputs) yield { from: start + (m * layer.channels + c) * taps, length: taps };
      return;
    }
    case 'recurrent':
      for (const to of outputs)
        for (const from of outputs) yield { from: start + to * layer.outputs + from, length: 1 };
      return;
    case 'neuron':
      yield { from: start, length: canonicalLength };
      return;
    default: // bias, gain, mean, variance: one per channel
      for (const m of outputs) yield { from: start + m, length: 1 };
  }
}

const tapsOf = ({ kernelHeight, kernelWidth }: LayerGeometry): number => kernelHeight * kernelWidth;
