/**
 * A network of ours as a NIR graph. A layer becomes Conv2d or (behind a Flatten) Linear, then a neuron: leak < 1 as LIF
 * with tau = dt / (1 - leak) and r = tau / dt, so that an Euler step of dt is u = leak u + C; leak 1 as IF with r = 1.
 * Weights stay as trained; v_reset is written. Our neurons fire at u >= threshold, NIR's above it: run it with firing
 * `reached` for the same rule. Refused by name: what NIR has no node for.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { Issue, LayerSpec, NetworkSpec, Outcome } from '../../contract/index.ts';
import type { NirConv, NirEdge, NirGraph, NirNeuron, NirNode, NirTensor } from './graph.ts';

/** weights: canonical, [output][channel][ky][kx] layer after layer. dtS: seconds per time step. */
export function nirFromNetwork(network: NetworkSpec, weights: Float32Array, dtS: number): Outcome<NirGraph> {
  const issues = network.layers.flatMap((layer, i) => unsayable(layer, `${network.name}.layers[${i}]`));
  if (issues.length) return refuse(...issues);
  const nodes = new Map<string, NirNode>();
  const edges: NirEdge[] = [];
  let last = 'input';
  const append = (name: string, node: NirNode): void => {
    nodes.set(name, node);
    edges.push([last, name]);
    last = name;
  };
  const { channels, height, width } = network.input;
  let shape: readonly number[] = [channels, height, width];
  nodes.set('input', { type: 'Input', shape });
  let at = 0;
  for (const layer of network.layers) {
    const count = layer.M * layer.C * layer.E * layer.E;
    const own = weights.slice(at, at + count);
    at += count;
    const isFlat = layer.kind === 'fc';
    if (isFlat && shape.length > 1)
      append(`${layer.name}_flatten`, { type: 'Flatten', inputShape: shape, startDim: 0, endDim: -1 });
    append(
      isFlat ? `${layer.name}_weight` : `${layer.name}_conv`,
      isFlat
        ? { type: 'Linear', weight: { shape: [layer.M, layer.C], values: own }, bias: null }
        : convOf(layer, shape, own),
    );
    shape = isFlat ? [layer.M] : [layer.M, layer.R, layer.R];
    append(layer.name, neuronOf(network, shape, dtS));
  }
  append('output', { type: 'Output', shape });
  return accept({ type: 'NIRGraph', nodes, edges });
}

function unsayable(layer: LayerSpec, path: string): Issue[] {
  if (layer.kind === 'fc') return [];
  const natural = Math.floor((layer.H + 2 * layer.pad - layer.E) / layer.stride) + 1;
  if (layer.R === natural) return [];
  const message = `must be ${natural}, as H, E, stride and pad give (got ${layer.R}); NIR has no windows past the map`;
  return [errorAt(`${path}.R`, 'nir/past-the-map', message)];
}

function convOf(layer: LayerSpec, shape: readonly number[], values: Float32Array): NirConv {
  return {
    type: 'Conv2d',
    weight: { shape: [layer.M, layer.C, layer.E, layer.E], values },
    bias: null,
    inputShape: shape.slice(1),
    stride: [layer.stride, layer.stride],
    padding: [layer.pad, layer.pad],
    dilation: [1, 1],
    groups: 1,
  };
}

function neuronOf(network: NetworkSpec, shape: readonly number[], dtS: number): NirNeuron {
  const { leak, threshold } = network.neuron;
  const size = shape.reduce((product, n) => product * n, 1);
  const all = (value: number): NirTensor => ({ shape, values: new Float64Array(size).fill(value) });
  const [v_threshold, v_reset] = [all(threshold), all(0)];
  if (leak === 1) return { type: 'IF', fields: { r: all(1), v_threshold, v_reset } };
  const tau = dtS / (1 - leak);
  return { type: 'LIF', fields: { tau: all(tau), r: all(tau / dtS), v_leak: all(0), v_threshold, v_reset } };
}
