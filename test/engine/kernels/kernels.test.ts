/** Kernels against plain loops: spikes exactly (dyadic numbers, so sums have no rounding), gradients to 1e-4. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../engine/contract/index.ts';
import { geometryOf, unpackWeights } from '../../../engine/kernels/geometry.ts';
import { Random } from '../../../engine/math/random.ts';
import { denseOutput, pair, randomSample, randomWeights, sketchNetwork } from './networks.ts';

const SKETCHES: Record<string, NetworkSpec> = {
  'conv and fc': sketchNetwork({
    side: 9,
    channels: 2,
    timesteps: 12,
    leak: 0.5,
    layers: [[6, 3, 2, 0], [9, 3, 1, 1], 5],
  }),
  'fc alone, then fc': sketchNetwork({ side: 4, channels: 2, timesteps: 9, leak: 0.5, layers: [20, 3] }),
  'two chunks of 36': sketchNetwork({
    side: 6,
    channels: 1,
    timesteps: 8,
    leak: 0.75,
    layers: [[70, 3, 1, 0], [130, 2, 2, 0], 4],
  }),
  'threshold 2, no leak lost': sketchNetwork({
    side: 7,
    channels: 2,
    timesteps: 10,
    leak: 1,
    threshold: 2,
    layers: [[12, 3, 2, 1], 3],
  }),
};
const OPTIONS = { surrogateHalfWidth: 0.5, readoutHalfWidth: 4 };

function options(network: NetworkSpec, tws: number) {
  return { ...OPTIONS, tws: network.layers.map(() => tws) };
}

/** Largest difference relative to the largest value, per layer. */
function worstDifference(network: NetworkSpec, got: Float32Array, expected: Float32Array): number {
  return Math.max(
    ...geometryOf(network).layers.map(({ canonicalOffset: from, canonicalLength: length }) => {
      const theirs = expected.subarray(from, from + length);
      const scale = theirs.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      expect(scale).toBeGreaterThan(0);
      const difference = theirs.reduce((a, b, i) => Math.max(a, Math.abs(b - got[from + i])), 0);
      return difference / scale;
    }),
  );
}

describe.each(Object.entries(SKETCHES))('%s', (_name, network) => {
  it('fires exactly like the plain loops', () => {
    const random = new Random(1);
    const weights = randomWeights(network, 1.5, random, 1 / 64);
    const { kernels, dense } = pair(network, weights, options(network, 3));
    for (let i = 0; i < 5; i++) {
      const sample = randomSample(network, 0.15, random);
      kernels.load(sample);
      kernels.forward(i % 2 === 0);
      expect([...kernels.spikeCounts()]).toEqual([...dense.forward(sample)]);
      dense.layers.forEach((layer, l) => {
        expect(denseOutput(kernels, l)).toEqual(layer.spikes);
        expect(kernels.spikes(l)).toBe(layer.spikes.reduce((a, b) => a + b, 0));
        expect(kernels.filledWindows(l)).toBe(dense.filledWindows(l));
        expect(kernels.spikes(l)).toBeGreaterThan(0);
      });
    }
  });

  it.each([0, 0.3])('has the gradient of the plain loops, hardware loss %d', (occupancy) => {
    const random = new Random(2);
    const weights = randomWeights(network, 1.5, random);
    const { kernels, dense } = pair(network, weights, options(network, 4));
    const perLayer = network.layers.map((_, l) => (l < network.layers.length - 1 ? occupancy : 0));
    for (let i = 0; i < 4; i++) {
      const sample = randomSample(network, 0.2, random);
      const loss = network.classes.map(() => random.normal());
      kernels.load(sample);
      kernels.forward(true);
      kernels.backward(loss, perLayer);
      dense.forward(sample);
      dense.backward(loss, perLayer);
    }
    const got = unpackWeights(kernels.geometry, kernels.gradient);
    expect(worstDifference(network, got, dense.gradient)).toBeLessThan(1e-4);
  });

  it('counts the neuron-steps near the threshold, padding left out', () => {
    const random = new Random(3);
    const { kernels, dense } = pair(network, randomWeights(network, 1.5, random), options(network, 4));
    const sample = randomSample(network, 0.2, random);
    kernels.load(sample);
    kernels.forward(true);
    dense.forward(sample);
    dense.layers.forEach((layer, l) => {
      const { threshold } = network.neuron;
      const near = layer.potential.reduce(
        (n, x) => n + (Math.abs(x - threshold) < layer.halfWidth ? 1 : 0),
        0,
      );
      // A float32 potential may lie on either side of the support's edge, depending on the order of the sum.
      expect(Math.abs(kernels.actives(l) - near)).toBeLessThanOrEqual(1);
      expect(near).toBeGreaterThan(0);
    });
  });
});

it('agrees with the plain loops on random networks', () => {
  const shapes = fc.record({
    side: fc.integer({ min: 3, max: 8 }),
    channels: fc.integer({ min: 1, max: 3 }),
    timesteps: fc.integer({ min: 1, max: 14 }),
    M: fc.integer({ min: 1, max: 80 }),
    E: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
    pad: fc.integer({ min: 0, max: 1 }),
    classes: fc.integer({ min: 1, max: 6 }),
    tws: fc.integer({ min: 1, max: 15 }),
    // Sparse input leaves whole tiles at rest, which the kernels skip.
    density: fc.constantFrom(0, 0.01, 0.05, 0.3),
    seed: fc.nat(),
  });
  const check = fc.property(shapes, (s) => {
    const network = sketchNetwork({
      side: s.side,
      channels: s.channels,
      timesteps: s.timesteps,
      leak: 0.5,
      layers: [[s.M, s.E, s.stride, s.pad], s.classes],
    });
    const random = new Random(s.seed);
    const { kernels, dense } = pair(
      network,
      randomWeights(network, 2, random, 1 / 64),
      options(network, s.tws),
    );
    const sample = randomSample(network, s.density, random);
    const loss = network.classes.map(() => random.normal());
    kernels.load(sample);
    kernels.forward(true);
    kernels.backward(loss, [0.5, 0]);
    dense.forward(sample);
    dense.backward(loss, [0.5, 0]);
    dense.layers.forEach((layer, l) => expect(denseOutput(kernels, l)).toEqual(layer.spikes));
    const got = unpackWeights(kernels.geometry, kernels.gradient);
    const scale = dense.gradient.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-3);
    dense.gradient.forEach((value, i) => expect(Math.abs(got[i] - value)).toBeLessThan(1e-4 * scale));
  });
  fc.assert(check, { numRuns: 200, seed: 4 });
});

it('adds hand-computed gradients of one neuron', () => {
  // Two fc neurons in a row, 3 steps, leak 0.5, threshold 1, half widths 1 and 4; input spikes at t = 0, 1.
  // First: w = 0.75. x = 0.75; 0.375 + 0.75 = 1.125 fires, reset; 0. Surrogates (1 - |x - 1|): 0.75, 0.875, 0 (at 0: rest).
  // Second: v = 0.5, spike in at t = 1: x = 0, 0.5, 0.25; surrogates (1 - |x - 1| / 4) / 4: 0.1875, 0.21875, 0.203125.
  // dL/dcount = 1. Top delta: t2 0.203125; t1 0.21875 + 0.5 * 0.203125 = 0.3203125; t0 0.1875 + 0.5 * 0.3203125 = 0.34765625.
  // dv = delta at t1 = 0.3203125. dL/ds below = v * delta: t0 0.173828125, t1 0.16015625.
  // Bottom delta: t2 0; t1 0.875 * 0.16015625 = 0.14013671875; t0 0.75 * 0.173828125 + 0.5 * 0.14013671875 = 0.200439453125.
  // dw = delta at t0 + t1 = 0.340576171875. All dyadic, so exact in float32.
  const network = sketchNetwork({ side: 1, channels: 1, timesteps: 3, leak: 0.5, layers: [1, 1] });
  const weights = Float32Array.of(0.75, 0.5);
  const { kernels } = pair(network, weights, { surrogateHalfWidth: 1, readoutHalfWidth: 4, tws: [3, 3] });
  const events = Uint32Array.of(0 << 16, 1 << 16);
  const shape = { channels: 1, height: 1, width: 1, timesteps: 3 };
  kernels.load({ ...shape, ptr: Uint32Array.of(0, 2), events });
  kernels.forward(true);
  kernels.backward([1], null);
  expect([...unpackWeights(kernels.geometry, kernels.gradient)]).toEqual([0.340576171875, 0.3203125]);
});

it('refuses a sample of another shape', () => {
  const network = SKETCHES['conv and fc'];
  const { kernels } = pair(network, randomWeights(network, 1, new Random(1)), options(network, 2));
  const other = sketchNetwork({ side: 8, channels: 2, timesteps: 12, leak: 0.5, layers: [5] });
  expect(() => kernels.load(randomSample(other, 0.1, new Random(1)))).toThrow(/shape of the network input/);
});
