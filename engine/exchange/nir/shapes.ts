/**
 * Shapes on every edge of a flat graph, spread from what the nodes themselves say (weights, parameters, Input) to
 * those that do not (pools, Flatten, convolutions without input_shape, ports without shape, parameters of one
 * value). Two ends of an edge must have the same number of elements; where only the shapes differ, elements are
 * taken in C order and it is said. Shapes have no batch axis.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { Issue, Outcome } from '../../contract/index.ts';
import { convAxis, poolAxis } from './extents.ts';
import type { FlatGraph } from './flat-graph.ts';
import { isNeuron, sameShape, shapeText, sizeOf, typeName } from './graph.ts';
import type { NirFlatten, NirPrimitive, NirTensor } from './graph.ts';

export type Shape = readonly number[];

export interface NodeShape {
  readonly input: Shape;
  readonly output: Shape;
}

export interface ShapedGraph extends FlatGraph {
  readonly shapes: ReadonlyMap<string, NodeShape>;
}

/** Elements on one edge. */
const MOST_ELEMENTS = 1 << 24;

export function inferShapes(graph: FlatGraph, file: string): Outcome<ShapedGraph> {
  const inputs = new Map<string, Shape>();
  const outputs = new Map<string, Shape>();
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  for (const [name, node] of graph.nodes) {
    const own = ownInput(node);
    if (own) inputs.set(name, own);
  }
  spread(graph, inputs, outputs);
  for (const [name, node] of graph.nodes) {
    if (node.type === 'unknown') continue;
    const input = inputs.get(name);
    const at = `${file}:${name}`;
    if (!input)
      issues.push(
        errorAt(
          at,
          'nir/no-shape',
          `${typeName(node)} must have a shape, its own or from the nodes before it (got none)`,
        ),
      );
    else if (!outputs.has(name)) issues.push(errorAt(at, 'nir/shape', misfit(node, input)));
  }
  const seen = new Set<string>();
  for (const [source, target] of graph.edges) {
    const [from, to] = [outputs.get(source), inputs.get(target)];
    if (!from || !to || sameShape(from, to) || seen.has(`${source}\n${target}`)) continue;
    seen.add(`${source}\n${target}`);
    const both = `"${source}" gives ${shapeText(from)}, "${target}" takes ${shapeText(to)}`;
    if (sizeOf(from) !== sizeOf(to))
      issues.push(
        errorAt(
          `${file}:${target}`,
          'nir/edge-shape',
          `must take what comes in: ${both}; correct one of them`,
        ),
      );
    else warnings.push(warningAt(`${file}:${target}`, 'nir/reshaped', `${both}; read in C order`));
  }
  if (issues.length) return refuse(...issues, ...warnings);
  const shapes = new Map<string, NodeShape>();
  for (const [name, input] of inputs) shapes.set(name, { input, output: outputs.get(name) ?? input });
  return accept({ ...graph, shapes }, warnings);
}

/** Forward along the edges until nothing changes; a port without any shape then takes that of the node behind it. */
function spread(graph: FlatGraph, inputs: Map<string, Shape>, outputs: Map<string, Shape>): void {
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const [name, node] of graph.nodes) {
      const input = inputs.get(name);
      const output = input && !outputs.has(name) ? outputShape(node, input) : null;
      if (!output) continue;
      outputs.set(name, output);
      isChanged = true;
    }
    for (const [source, target] of graph.edges) {
      const from = outputs.get(source);
      if (!from || inputs.has(target)) continue;
      inputs.set(target, from);
      isChanged = true;
    }
    if (isChanged) continue;
    for (const [source, target] of graph.edges) {
      const to = inputs.get(target);
      if (!to || inputs.has(source) || !passesOn(graph.nodes.get(source))) continue;
      inputs.set(source, to);
      isChanged = true;
    }
  }
}

const passesOn = (node: NirPrimitive | undefined): boolean =>
  node !== undefined &&
  (node.type === 'Input' || node.type === 'Output' || isNeuron(node) || node.type === 'Scale');

function ownInput(node: NirPrimitive): Shape | null {
  switch (node.type) {
    case 'Input':
    case 'Output':
      return node.shape;
    case 'Affine':
    case 'Linear':
      return [node.weight.shape[1]];
    case 'Conv1d':
    case 'Conv2d':
      return node.inputShape && [node.weight.shape[1] * node.groups, ...node.inputShape];
    case 'Flatten':
      return node.inputShape;
    case 'Scale':
      return tensorShape(node.scale);
    case 'Delay':
      return tensorShape(node.delay);
    case 'Threshold':
      return tensorShape(node.threshold);
    case 'SumPool2d':
    case 'AvgPool2d':
    case 'unknown':
      return null;
    default:
      return widest(Object.values(node.fields));
  }
}

/** A single value says nothing about the shape; a vector of one does, where nothing larger stands beside it. */
const tensorShape = (tensor: NirTensor): Shape | null => (sizeOf(tensor.shape) > 1 ? tensor.shape : null);

function widest(tensors: readonly (NirTensor | undefined)[]): Shape | null {
  for (const tensor of tensors) if (tensor && sizeOf(tensor.shape) > 1) return tensor.shape;
  return null;
}

function outputShape(node: NirPrimitive, input: Shape): Shape | null {
  if (sizeOf(input) > MOST_ELEMENTS) return null;
  const output = rawOutput(node, input);
  return output && output.every((n) => n >= 1) && sizeOf(output) <= MOST_ELEMENTS ? output : null;
}

function rawOutput(node: NirPrimitive, input: Shape): Shape | null {
  switch (node.type) {
    case 'Affine':
    case 'Linear':
      return [node.weight.shape[0]];
    case 'Conv1d':
    case 'Conv2d': {
      const isFit =
        input.length === node.weight.shape.length - 1 && input[0] === node.weight.shape[1] * node.groups;
      if (!isFit || (node.padding === 'same' && node.stride.some((n) => n !== 1))) return null;
      return [node.weight.shape[0], ...input.slice(1).map((n, axis) => convAxis(node, axis, n).output)];
    }
    case 'SumPool2d':
    case 'AvgPool2d':
      if (input.length !== 3) return null;
      return [input[0], poolAxis(node, 0, input[1]).output, poolAxis(node, 1, input[2]).output];
    case 'Flatten':
      return flattened(node, input);
    default:
      return input;
  }
}

/** Axes startDim..endDim become one; negative numbers count from the end. */
function flattened({ startDim, endDim }: NirFlatten, input: Shape): Shape | null {
  const axis = (n: number): number => (n < 0 ? n + input.length : n);
  const [start, end] = [axis(startDim), Math.min(axis(endDim), input.length - 1)];
  if (start < 0 || end < 0) return null;
  if (start >= end) return input;
  return [...input.slice(0, start), sizeOf(input.slice(start, end + 1)), ...input.slice(end + 1)];
}

function misfit(node: NirPrimitive, input: Shape): string {
  const got = `(got ${shapeText(input)})`;
  if (node.type === 'Conv1d' || node.type === 'Conv2d') {
    if (node.padding === 'same' && node.stride.some((n) => n !== 1))
      return 'padding "same" needs stride 1; write the padding as numbers';
    const axes = node.type === 'Conv1d' ? '(channels, x)' : '(channels, y, x)';
    return `must take ${axes} with ${node.weight.shape[1] * node.groups} channels and at least the kernel's size ${got}`;
  }
  if (node.type === 'SumPool2d' || node.type === 'AvgPool2d')
    return `must take (channels, y, x) of at least the kernel's size ${got}`;
  return `must give 1 to ${MOST_ELEMENTS} elements ${got}`;
}
