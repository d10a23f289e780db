/**
 * A graph as the tree of a NIR file, as the format's own library lays it out: `/version`, `/node/type`,
 * `/node/nodes/<name>/{type, fields}`, `/node/edges` (N x 2 strings), `metadata` groups as they were read. Shapes,
 * strides and paddings are 64-bit integers, parameters keep their precision; convolutions, Input, Output and Flatten
 * carry real shapes.
 */
import { hdf5Dataset, hdf5Group, hdf5Text } from '../../hdf5/tree.ts';
import type { Hdf5Dataset, Hdf5Group, Hdf5Node } from '../../hdf5/tree.ts';
import { NEURON_FIELDS, isAffine, isConv, isNeuron, isPool } from './graph.ts';
import type { NirGraph, NirNode, NirPrimitive, NirTensor } from './graph.ts';
import type { NodeShape } from './shapes.ts';

/** Of the NIR library whose layout is written. */
export const NIR_VERSION = '1.0.7';

export interface NirWriting {
  readonly version: string;
  readonly graph: NirGraph;
  /** By node path; '' is the graph itself. */
  readonly metadata: ReadonlyMap<string, Hdf5Group>;
  /** Shapes by flat node name, for fields that the graph leaves open. */
  readonly shapes: ReadonlyMap<string, NodeShape>;
}

export function nirTree(writing: NirWriting): Hdf5Group {
  return hdf5Group({
    version: hdf5Text(writing.version),
    node: graphGroup(writing.graph, '', writing),
  });
}

function graphGroup(graph: NirGraph, path: string, writing: NirWriting): Hdf5Group {
  const nodes: Record<string, Hdf5Node> = {};
  for (const [name, node] of graph.nodes) {
    const inner = path ? `${path}.${name}` : name;
    nodes[name] =
      node.type === 'NIRGraph' ? graphGroup(node, inner, writing) : nodeGroup(node, inner, writing);
  }
  return withMetadata(path, writing, {
    type: hdf5Text('NIRGraph'),
    nodes: hdf5Group(nodes),
    edges: hdf5Dataset(graph.edges.flat(), [graph.edges.length, 2]),
  });
}

function nodeGroup(node: NirPrimitive, path: string, writing: NirWriting): Hdf5Group {
  const type = node.type === 'unknown' ? node.typeName : node.type;
  return withMetadata(path, writing, { type: hdf5Text(type), ...fieldsOf(node, writing.shapes.get(path)) });
}

function withMetadata(path: string, { metadata }: NirWriting, children: Record<string, Hdf5Node>): Hdf5Group {
  const own = metadata.get(path);
  return hdf5Group(own ? { ...children, metadata: own } : children);
}

function fieldsOf(node: NirPrimitive, shape: NodeShape | undefined): Record<string, Hdf5Node> {
  if (isNeuron(node))
    return Object.fromEntries(
      NEURON_FIELDS[node.type].flatMap((field) => {
        const tensor = node.fields[field];
        return tensor ? [[field, numbers(tensor)]] : [];
      }),
    );
  if (isAffine(node)) return { weight: numbers(node.weight), ...bias(node) };
  if (isConv(node)) {
    const spatial = node.inputShape ?? shape?.input.slice(1) ?? null;
    return {
      ...(spatial ? { input_shape: perAxis(spatial) } : {}),
      weight: numbers(node.weight),
      stride: perAxis(node.stride),
      padding: typeof node.padding === 'string' ? hdf5Text(node.padding) : perAxis(node.padding),
      dilation: perAxis(node.dilation),
      groups: whole([node.groups], []),
      bias: bias(node).bias ?? hdf5Dataset(new Float32Array(node.weight.shape[0])),
    };
  }
  if (isPool(node))
    return { kernel_size: whole(node.kernel), stride: whole(node.stride), padding: whole(node.padding) };
  return otherFields(node, shape);
}

function otherFields(node: NirPrimitive, shape: NodeShape | undefined): Record<string, Hdf5Node> {
  switch (node.type) {
    case 'Input':
    case 'Output': {
      const own = node.shape ?? shape?.output;
      return own ? { shape: whole(own) } : {};
    }
    case 'Flatten': {
      const own = node.inputShape ?? shape?.input;
      return {
        ...(own ? { input_type: whole(own) } : {}),
        start_dim: whole([node.startDim], []),
        end_dim: whole([node.endDim], []),
      };
    }
    case 'Scale':
      return { scale: numbers(node.scale) };
    case 'Delay':
      return { delay: numbers(node.delay) };
    case 'Threshold':
      return { threshold: numbers(node.threshold) };
    default:
      return {};
  }
}

function bias({ type, bias, weight }: { type: NirNode['type']; bias: NirTensor | null; weight: NirTensor }): {
  bias?: Hdf5Dataset;
} {
  if (type === 'Linear') return {};
  return { bias: bias ? numbers(bias) : hdf5Dataset(new Float32Array(weight.shape[0])) };
}

const numbers = ({ shape, values }: NirTensor): Hdf5Dataset => hdf5Dataset(values, shape);

function whole(values: readonly number[], shape: readonly number[] = [values.length]): Hdf5Dataset {
  return hdf5Dataset(BigInt64Array.from(values, BigInt), shape);
}

/** Conv1d stores single numbers, Conv2d pairs. */
const perAxis = (values: readonly number[]): Hdf5Dataset =>
  whole(values, values.length === 1 ? [] : [values.length]);
