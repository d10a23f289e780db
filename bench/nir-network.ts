/** A network with the layers of cnn_sinabs.nir (34x34x2 to 10 classes) and drawn weights, where the file is not there. */
import type { NirConv, NirEdge, NirGraph, NirNeuron, NirNode } from '../engine/exchange/nir/graph.ts';
import { Random } from '../engine/math/random.ts';

export function sinabsLike(seed: number): NirGraph {
  const random = new Random(seed);
  const weight = (...shape: number[]) => {
    const size = shape.reduce((product, n) => product * n, 1);
    const fanIn = size / shape[0];
    const values = Float32Array.from(
      { length: size },
      () => (random.uniform() - 0.4) * (2 / Math.sqrt(fanIn)),
    );
    return { shape, values };
  };
  const one = { shape: [], values: Float32Array.of(1) };
  const neuron: NirNeuron = { type: 'IF', fields: { r: one, v_threshold: one } };
  const conv = (own: NirConv['weight'], stride: number): NirConv => ({
    type: 'Conv2d',
    weight: own,
    bias: null,
    inputShape: null,
    stride: [stride, stride],
    padding: [1, 1],
    dilation: [1, 1],
    groups: 1,
  });
  const pool: NirNode = { type: 'SumPool2d', kernel: [2, 2], stride: [2, 2], padding: [0, 0] };
  const nodes: [string, NirNode][] = [
    ['input', { type: 'Input', shape: [2, 34, 34] }],
    ['0', conv(weight(16, 2, 5, 5), 2)],
    ['1', neuron],
    ['2', conv(weight(16, 16, 3, 3), 1)],
    ['3', neuron],
    ['4', pool],
    ['5', conv(weight(8, 16, 3, 3), 1)],
    ['6', neuron],
    ['7', pool],
    ['8', { type: 'Flatten', inputShape: null, startDim: 0, endDim: -1 }],
    ['9', { type: 'Linear', weight: weight(256, 128), bias: null }],
    ['10', neuron],
    ['11', { type: 'Linear', weight: weight(10, 256), bias: null }],
    ['12', neuron],
    ['output', { type: 'Output', shape: [10] }],
  ];
  const edges = nodes.slice(1).map(([name], i): NirEdge => [nodes[i][0], name]);
  return { type: 'NIRGraph', nodes: new Map(nodes), edges };
}
