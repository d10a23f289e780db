// A small file with every type of node.
import { nirTree } from '../../../engine/exchange/nir/write-graph.ts';
import type { Hdf5Group } from '../../../engine/hdf5/tree.ts';
import { Random } from '../../../engine/math/random.ts';
import { conv2d, graphOf, gridTensor, neuron, shaped, single, tensor } from './graphs.ts';
import type { NirEdge, NirPrimitive } from '../../../engine/exchange/nir/graph.ts';

export function everyNodeGraph() {
  const random = new Random(5);
  const one = { v_threshold: single(1), v_reset: single(0) };
  const leaky = { tau: single(0.01), r: single(1), v_leak: single(0) };
  const based = {
    tau_syn: single(0.002),
    tau_mem: single(0.01),
    r: single(1),
    v_leak: single(0),
    w_in: single(1),
  };
  const nodes: [string, NirPrimitive][] = [
    ['input', { type: 'Input', shape: [2, 6] }],
    [
      'conv1d',
      { ...conv2d(gridTensor(random, [4, 2, 3])), type: 'Conv1d', stride: [1], padding: [1], dilation: [1] },
    ],
    ['lif', neuron('LIF', { ...leaky, ...one })],
    ['flat1', { type: 'Flatten', inputShape: null, startDim: 0, endDim: -1 }],
    ['affine', { type: 'Affine', weight: gridTensor(random, [32, 24]), bias: gridTensor(random, [32]) }],
    ['if', neuron('IF', { r: single(1), ...one })],
    [
      'shape',
      {
        type: 'Scale',
        scale: tensor(
          [2, 4, 4],
          Array.from({ length: 32 }, () => 0.5),
        ),
      },
    ],
    ['conv2d', conv2d(gridTensor(random, [2, 2, 3, 3]), { padding: 'same' })],
    ['cubalif', neuron('CubaLIF', { ...based, ...one })],
    ['sum', { type: 'SumPool2d', kernel: [2, 2], stride: [2, 2], padding: [0, 0] }],
    ['avg', { type: 'AvgPool2d', kernel: [2, 2], stride: [2, 2], padding: [0, 0] }],
    ['flat2', { type: 'Flatten', inputShape: null, startDim: 0, endDim: -1 }],
    ['linear', { type: 'Linear', weight: gridTensor(random, [3, 2]), bias: null }],
    ['delay', { type: 'Delay', delay: single(0.002) }],
    ['threshold', { type: 'Threshold', threshold: single(0.5) }],
    ['i', neuron('I', { r: single(1) })],
    ['li', neuron('LI', leaky)],
    ['cubali', neuron('CubaLI', based)],
    ['output', { type: 'Output', shape: [3] }],
  ];
  const edges = nodes.slice(1).map(([name], i): NirEdge => [nodes[i][0], name]);
  return graphOf(Object.fromEntries(nodes), edges);
}

export function everyNode(): Hdf5Group {
  const graph = everyNodeGraph();
  return nirTree({ version: '1.0.7', graph, metadata: new Map(), shapes: shaped(graph).shapes });
}
