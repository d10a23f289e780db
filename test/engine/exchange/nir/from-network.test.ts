// A network with every kind of layer and neuron: its NIR graph fires like the training kernels, spike for spike.
import { describe, expect, it } from 'vitest';
import { DEFAULT_NIR_RUN, type NetworkSpec } from '../../../../engine/contract/index.ts';
import { nirFromNetwork } from '../../../../engine/exchange/nir/from-network.ts';
import { geometryOf, packWeights } from '../../../../engine/kernels/geometry.ts';
import { NetworkKernels } from '../../../../engine/kernels/kernels.ts';
import { Random } from '../../../../engine/math/random.ts';
import { deployedLayers } from '../../../../engine/train/index.ts';
import { denseFromSpikes } from '../../../../engine/workload/spikes.ts';
import { runEvents } from '../../../support/nir/compare.ts';
import { shaped } from '../../../support/nir/graphs.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { denseOutput, randomSample, wasm } from '../../kernels/networks.ts';
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

describe('a network as a NIR graph', () => {
  it('fires like the training kernels, in every layer and step', () => {
    const random = new Random(3);
    const geometry = geometryOf(NETWORK);
    const weights = Float32Array.from(
      { length: geometry.canonicalLength },
      () => (random.below(25) - 8) / 16,
    );
    const checkpoint = {
      network: NETWORK,
      settings: settings(),
      epoch: 1,
      best: { epoch: 1, accuracy: 0 },
      weights,
      optimiser: null,
      hardware: null,
    };
    const outcome = nirFromNetwork(NETWORK, deployedLayers(checkpoint), DT_S);
    expect(messagesOf(outcome)).toEqual([]);
    const graph = shaped(valueOf(outcome));

    const kernels = new NetworkKernels(wasm, NETWORK, {
      surrogateHalfWidth: 0.5,
      readoutHalfWidth: 4,
      tws: NETWORK.layers.map(() => 2),
    });
    kernels.weights.set(packWeights(geometry, weights));
    const sample = randomSample(NETWORK, 0.1, random);
    kernels.load(sample);
    kernels.forward(false);

    const dense = denseFromSpikes(sample);
    const size = dense.length / NETWORK.timesteps;
    const input = Array.from({ length: NETWORK.timesteps }, (_, t) =>
      Float64Array.from(dense.subarray(t * size, (t + 1) * size)),
    );
    const options = { ...DEFAULT_NIR_RUN, dtS: DT_S, firing: 'reached' as const };
    const outputs = runEvents(graph, options, input);
    NETWORK.layers.forEach(({ name }, l) => {
      const expected = [...denseOutput(kernels, l)];
      expect(expected.some((value) => value > 0)).toBe(true);
      expect([name, outputs.get(name)?.flat()]).toEqual([name, expected]);
    });
  });
});
