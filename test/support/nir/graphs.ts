// Small NIR graphs as data, with weights on a grid of 1/64, so that sums are exact in any order.
import { flattenGraph } from '../../../engine/exchange/nir/flat-graph.ts';
import type {
  NeuronField,
  NeuronType,
  NirConv,
  NirEdge,
  NirGraph,
  NirNeuron,
  NirNode,
  NirPrimitive,
  NirTensor,
} from '../../../engine/exchange/nir/graph.ts';
import { sizeOf } from '../../../engine/exchange/nir/graph.ts';
import { inferShapes, type ShapedGraph } from '../../../engine/exchange/nir/shapes.ts';
import type { Random } from '../../../engine/math/random.ts';
import { valueOf } from '../outcomes.ts';

export const tensor = (shape: readonly number[], values: ArrayLike<number>): NirTensor => ({
  shape,
  values: Float64Array.from(values),
});
export const single = (value: number): NirTensor => tensor([], [value]);

/** Multiples of 1/64 in -1..1. */
export const gridTensor = (random: Random, shape: readonly number[]): NirTensor =>
  tensor(
    shape,
    Array.from({ length: sizeOf(shape) }, () => (random.below(129) - 64) / 64),
  );

export const neuron = (type: NeuronType, fields: Partial<Record<NeuronField, NirTensor>>): NirNeuron => ({
  type,
  fields,
});

export function conv2d(weight: NirTensor, more: Partial<NirConv> = {}): NirConv {
  return {
    type: 'Conv2d',
    weight,
    bias: null,
    inputShape: null,
    stride: [1, 1],
    padding: [0, 0],
    dilation: [1, 1],
    groups: 1,
    ...more,
  };
}

/** Nodes in a row behind `input` and before `output`. */
export function chain(
  shape: readonly number[],
  nodes: Readonly<Record<string, NirPrimitive>>,
  more: readonly NirEdge[] = [],
): NirGraph {
  const names = ['input', ...Object.keys(nodes), 'output'];
  return graphOf({ input: { type: 'Input', shape }, ...nodes, output: { type: 'Output', shape: null } }, [
    ...names.slice(1).map((name, i): NirEdge => [names[i], name]),
    ...more,
  ]);
}

export const graphOf = (nodes: Readonly<Record<string, NirNode>>, edges: readonly NirEdge[]): NirGraph => ({
  type: 'NIRGraph',
  nodes: new Map(Object.entries(nodes)),
  edges,
});

export const shaped = (graph: NirGraph): ShapedGraph =>
  valueOf(inferShapes(valueOf(flattenGraph(graph, 'test.nir')), 'test.nir'));
