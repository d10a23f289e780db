// A network with every kind of layer and neuron: its NIR graph fires like the training kernels, spike for spike.
import { describe, expect, it } from 'vitest';
import { DEFAULT_NIR_RUN, type NetworkSpec } from '../../../../engine/contract/index.ts';
import { nirFromNetwork } from '../../../../engine/exchange/nir/from-network.ts';
import { integerWeights } from '../../../../engine/exchange/nir/integer-weights.ts';
import type { NeuronField } from '../../../../engine/exchange/nir/graph.ts';
import { geometryOf } from '../../../../engine/kernels/geometry.ts';
import { NetworkKernels } from '../../../../engine/kernels/kernels.ts';
import { groupOf, type ParameterKind } from '../../../../engine/kernels/parameters.ts';
import { Random } from '../../../../engine/math/random.ts';
import { checkpointWeights } from '../../../../engine/train/effective.ts';
import { deployedLayers } from '../../../../engine/train/index.ts';
import { denseFromSpikes } from '../../../../engine/workload/spikes.ts';
import { runEvents } from '../../../support/nir/compare.ts';
import { shaped } from '../../../support/nir/graphs.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { denseOutput, randomSample, sketchNetwork, wasm } from '../../kernels/networks.ts';
import { settings } from '../../train/fixtures.ts';

const DT_S = 1 / 128;
/** Leaks of 1/2 and weights on a grid of 1/16 stay exact in single precision over 10 steps. */
const NETWORK: NetworkSpec = {
  schema: 'spikex-network/1',
  name: 'kinds',
  title: 'Kinds',
  description: 'every kind of layer',
  source: 'test',
  timesteps: 10,
  input: { width: 8, height: 8, channels: 2 },
  neuron: { model: 'lif', leak: 0.5, threshold: 1, reset: 'zero' },
  classes: ['a', 'b', 'c'],
  layers: [
    { name: 'conv', kind: 'conv', H: 8, R: 8, E: 3, C: 2, M: 4, stride: 1, pad: 1 },
    {
      name: 'pool',
      kind: 'pool',
      pool: 'average',
      H: 8,
      R: 4,
      E: 2,
      C: 4,
      M: 4,
      stride: 2,
      pad: 0,
      neuron: { threshold: 0.25 },
    },
    { name: 'again', kind: 'conv', H: 4, R: 4, E: 3, C: 4, M: 4, stride: 1, pad: 1, add: 'pool' },
    { name: 'any', kind: 'pool', pool: 'or', H: 4, R: 2, E: 2, C: 4, M: 4, stride: 2, pad: 0 },
    {
      name: 'rec',
      kind: 'fc',
      H: 1,
      R: 1,
      E: 1,
      C: 16,
      M: 6,
      stride: 1,
      pad: 0,
      recurrent: true,
      neuron: { model: 'cuba-lif', synapseLeak: 0.5 },
    },
    {
      name: 'last',
      kind: 'fc',
      H: 1,
      R: 1,
      E: 1,
      C: 6,
      M: 3,
      stride: 1,
      pad: 0,
      neuron: { model: 'if', leak: 1, reset: 'subtract' },
    },
  ],
};

/** Runs a checkpoint on the training kernels and as a NIR graph; every neuron of every layer and step must agree. */
function expectAlike(network: NetworkSpec, weights: Float32Array, bits: readonly number[], random: Random) {
  const geometry = geometryOf(network);
  const checkpoint = {
    network,
    settings: settings({ bits }),
    epoch: 1,
    best: { epoch: 1, accuracy: 0 },
    weights,
    optimiser: null,
    hardware: null,
  };
  const layers = deployedLayers(checkpoint);
  const outcome = nirFromNetwork(network, layers, DT_S);
  expect(messagesOf(outcome)).toEqual([]);
  const graph = shaped(valueOf(outcome));

  const kernels = new NetworkKernels(wasm, network, {
    surrogateHalfWidth: 0.5,
    readoutHalfWidth: 4,
    tws: network.layers.map(() => 2),
  });
  kernels.weights.set(checkpointWeights(geometry, checkpoint));
  kernels.refresh();
  const sample = randomSample(network, 0.1, random);
  kernels.load(sample);
  kernels.forward(false);

  const dense = denseFromSpikes(sample);
  const size = dense.length / network.timesteps;
  const input = Array.from({ length: network.timesteps }, (_, t) =>
    Float64Array.from(dense.subarray(t * size, (t + 1) * size)),
  );
  const options = { ...DEFAULT_NIR_RUN, dtS: DT_S, firing: 'reached' as const };
  const outputs = runEvents(graph, options, input);
  network.layers.forEach(({ name }, l) => {
    const expected = [...denseOutput(kernels, l)];
    expect([name, expected.some((value) => value > 0)]).toEqual([name, true]);
    expect([name, outputs.get(name)?.flat()]).toEqual([name, expected]);
  });
  return { graph, layers };
}

describe('a network as a NIR graph', () => {
  it('fires like the training kernels, in every layer and step', () => {
    const random = new Random(3);
    const weights = Float32Array.from(
      { length: geometryOf(NETWORK).canonicalLength },
      () => (random.below(25) - 8) / 16,
    );
    const { graph } = expectAlike(NETWORK, weights, [32], random);
    expect(graph.nodes.get('any')?.type).toBe('Threshold');
  });

  it('also with folded batch normalisation, few bits, and a leak and threshold that were learned', () => {
    const plain = sketchNetwork({
      side: 8,
      channels: 2,
      timesteps: 12,
      leak: 0.5,
      layers: [[6, 3, 1, 1], [8, 3, 2, 1], 12, 4],
    });
    const [conv, second, hidden, last] = plain.layers;
    const network: NetworkSpec = {
      ...plain,
      layers: [
        { ...conv, normalise: 'batch' },
        { ...second, normalise: 'batch', neuron: { learn: ['leak', 'threshold'] } },
        { ...hidden, neuron: { learn: ['leak'] } },
        last,
      ],
    };
    const random = new Random(5);
    const geometry = geometryOf(network);
    const weights = Float32Array.from(
      { length: geometry.canonicalLength },
      () => 0.6 * random.uniform() - 0.2,
    );
    const set = (l: number, kind: ParameterKind, value: (i: number) => number): void => {
      const group = groupOf(geometry.layers[l], kind);
      for (let i = 0; i < (group?.canonicalLength ?? 0); i++)
        weights[(group?.canonicalOffset ?? 0) + i] = value(i);
    };
    for (const l of [0, 1]) {
      set(l, 'gain', () => 0.5 + random.uniform());
      set(l, 'variance', () => 0.2 + random.uniform());
    }
    // leak, threshold
    set(1, 'neuron', (i) => [0.625, 1.25][i]);
    set(2, 'neuron', (i) => [0.75, 1][i]);
    const { graph, layers } = expectAlike(network, weights, [8, 4, 3, 32], random);

    const field = (name: string, key: NeuronField): number | undefined => {
      const node = graph.nodes.get(name);
      return node && 'fields' in node ? node.fields[key]?.values[0] : undefined;
    };
    // tau = dt / (1 - 0.625) = 8/3 dt; dt / (1 - 0.75) = 4 dt
    expect(field('conv1', 'tau')).toBeCloseTo((8 / 3) * DT_S, 12);
    expect(field('conv1', 'v_threshold')).toBe(1.25);
    expect(field('fc2', 'tau')).toBeCloseTo(4 * DT_S, 12);
    expect(graph.nodes.get('conv0_conv')).toMatchObject({ bias: { shape: [6] } });

    const scales = new Map([
      ['conv1_conv', { bits: 4, scale: layers[1].step ?? 0 }],
      ['fc2_weight', { bits: 3, scale: layers[2].step ?? 0 }],
    ]);
    const integers = integerWeights(
      { type: 'NIRGraph', nodes: graph.nodes, edges: graph.edges },
      8,
      DT_S,
      scales,
    );
    // 4 bits: whole numbers within -7..7, and 3: -3..3; times the scale they are the weights that run.
    for (const [name, l, most] of [
      ['conv1_conv', 1, 7],
      ['fc2_weight', 2, 3],
    ] as const) {
      const { scale, values } = integers.nodes[name];
      expect(Math.max(...values.map(Math.abs))).toBe(most);
      values.forEach((value, i) => expect(value * scale).toBeCloseTo(layers[l].weights[i], 6));
    }
  });
});
