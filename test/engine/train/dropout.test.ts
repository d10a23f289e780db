/** Dropout: a network whose dropped neurons' weights are zero, and whose other weights count 1 / (1 - share) times. */
import { expect, it } from 'vitest';
import { unpackWeights } from '../../../engine/kernels/geometry.ts';
import { Random } from '../../../engine/math/random.ts';
import { Dropout } from '../../../engine/train/dropout.ts';
import { pair, randomSample, randomWeights, sketchNetwork } from '../kernels/networks.ts';

const network = sketchNetwork({
  side: 7,
  channels: 2,
  timesteps: 8,
  leak: 0.5,
  layers: [[70, 3, 2, 0], 20, 4],
});
const options = { surrogateHalfWidth: 0.5, readoutHalfWidth: 4, tws: [2, 2, 2] };

it('passes forward and backward like the network without the dropped neurons', () => {
  const random = new Random(1);
  const weights = randomWeights(network, 1.5, random, 1 / 64);
  const { kernels } = pair(network, weights, options);
  const dropout = new Dropout(kernels.geometry, 0.5);
  const sample = randomSample(network, 0.2, random);
  dropout.scale(kernels.weights);
  kernels.load(sample);
  // The draws of the pass, repeated: one byte per position and padded channel, layer after layer.
  dropout.forward(kernels, new Random(9));
  kernels.backward([1, -1, 0.5, 0.25], null);
  dropout.scale(kernels.gradient);
  const got = unpackWeights(kernels.geometry, kernels.gradient);

  const draws = new Random(9);
  const keep = [0, 1].map((l) => {
    const { positions, width, chunks } = kernels.geometry.layers[l];
    return Array.from({ length: positions * width * chunks }, () => draws.uint32() >= 2 ** 31);
  });
  const masked = weights.slice();
  forEachInput((weight, kept) => (masked[weight] = kept ? masked[weight] * 2 : 0));
  const { dense } = pair(network, masked, options);
  dense.forward(sample);
  dense.backward([1, -1, 0.5, 0.25], null);
  const expected = dense.gradient;
  forEachInput((weight, kept) => (expected[weight] = kept ? expected[weight] * 2 : 0));
  const scale = expected.reduce((top, g) => Math.max(top, Math.abs(g)), 0);
  expect(scale).toBeGreaterThan(0.01);
  expected.forEach((g, i) => expect(Math.abs(got[i] - g)).toBeLessThan(1e-4 * scale));

  /** Weights of both fc layers with the neuron below them. */
  function forEachInput(visit: (weight: number, kept: boolean) => void): void {
    for (const l of [1, 2]) {
      const layer = kernels.geometry.layers[l];
      const below = kernels.geometry.layers[l - 1];
      const inputs = layer.canonicalLength / layer.outputs;
      for (let i = 0; i < layer.canonicalLength; i++) {
        const input = i % inputs;
        const channel = Math.floor(input / below.positions);
        const row = (input % below.positions) * below.width * below.chunks;
        visit(layer.canonicalOffset + i, keep[l - 1][row + channel]);
      }
    }
  }
});

it('is off in other layers and at share 0', () => {
  const { kernels } = pair(network, randomWeights(network, 1.5, new Random(1)), options);
  const before = kernels.weights.slice();
  new Dropout(kernels.geometry, 0).scale(kernels.weights);
  expect(kernels.weights).toEqual(before);
  new Dropout(kernels.geometry, 0.5).scale(kernels.weights);
  const conv = kernels.geometry.layers[0].packedLength;
  expect(kernels.weights.subarray(0, conv)).toEqual(before.subarray(0, conv));
  expect(kernels.weights[conv]).toBe(2 * before[conv]);
});
