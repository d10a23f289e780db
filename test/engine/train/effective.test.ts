/** Folding of batch normalisation and quantisation, against their formulas and finite differences. */
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../engine/contract/index.ts';
import { geometryOf } from '../../../engine/kernels/geometry.ts';
import { Random } from '../../../engine/math/random.ts';
import { EffectiveParameters, part } from '../../../engine/train/effective.ts';
import { quantise, stepOf } from '../../../engine/train/quantise.ts';
import { sketchNetwork } from '../kernels/networks.ts';

const plain = sketchNetwork({ side: 5, channels: 2, timesteps: 6, leak: 0.5, layers: [[6, 3, 1, 0], 3] });
const normalised: NetworkSpec = {
  ...plain,
  layers: plain.layers.map((layer) => ({ ...layer, normalise: 'batch' as const })),
};

describe('quantise', () => {
  it('has the levels of its bits', () => {
    // mean |w| = 0.5, largest 1. 2 bits: top 1, step min(2 * 0.5 / 1, 1) = 1. 4 bits: min(1 / sqrt 7, 1/7) = 1/7.
    const values = Float32Array.of(1, -0.75, 0.25, 0, 0.25, -0.25);
    expect(stepOf(values, 2)).toBe(1);
    expect(stepOf(values, 4)).toBeCloseTo(1 / 7, 6);
    const two = values.slice();
    quantise(two, [{ bits: 2, share: 1, step: 1 }]);
    expect([...two]).toEqual([1, -1, 0, 0, 0, 0]);
    const four = values.slice();
    quantise(four, [{ bits: 4, share: 1, step: 1 / 7 }]);
    // 0.75 * 7 = 5.25 -> 5; 0.25 * 7 = 1.75 -> 2.
    expect([...four].map((w) => Math.round(w * 7))).toEqual([7, -5, 2, 0, 2, -2]);
  });
});

describe('batch normalisation', () => {
  const geometry = geometryOf(normalised);
  const random = new Random(2);
  const trained = new Float32Array(geometry.packedLength);
  for (const layer of geometry.layers) {
    const fill = (values: Float32Array, of: () => number) => values.forEach((_, i) => (values[i] = of()));
    fill(trained.subarray(layer.packedOffset, layer.packedOffset + layer.packedLength), () =>
      random.normal(),
    );
    fill(part(layer, trained, 'bias'), () => random.normal());
    fill(part(layer, trained, 'gain'), () => random.uniform() + 0.5);
    fill(part(layer, trained, 'mean'), () => random.normal());
    fill(part(layer, trained, 'variance'), () => random.uniform() + 0.5);
  }
  const effective = new EffectiveParameters(geometry, [32, 32]);
  const folded = new Float32Array(trained.length);
  effective.fold(trained, folded);

  it('folds into weights and bias', () => {
    const [conv] = geometry.layers;
    const factor = part(conv, trained, 'gain')[3] / Math.sqrt(part(conv, trained, 'variance')[3] + 1e-5);
    // Channel 3 of the first tap.
    expect(folded[3]).toBeCloseTo(trained[3] * factor, 5);
    const bias = part(conv, trained, 'bias')[3] - factor * part(conv, trained, 'mean')[3];
    expect(part(conv, folded, 'bias')[3]).toBeCloseTo(bias, 5);
  });

  it('pulls the gradient back like finite differences', () => {
    // L = sum of c_i * effective_i over weights and biases, so dL/d(effective) = c.
    const c = new Float32Array(trained.length);
    for (const layer of geometry.layers) {
      for (let i = 0; i < layer.packedLength; i++)
        if (i % layer.width < layer.outputs) c[layer.packedOffset + i] = random.normal();
      part(layer, c, 'bias').forEach((_, m, all) => (all[m] = m < layer.outputs ? random.normal() : 0));
    }
    const lossAt = (parameters: Float32Array): number => {
      const out = new Float32Array(parameters.length);
      new EffectiveParameters(geometry, [32, 32]).fold(parameters, out);
      return out.reduce((sum, value, i) => sum + value * c[i], 0);
    };
    const gradient = c.slice();
    effective.pull(gradient, trained.slice(), 4);
    for (const layer of geometry.layers)
      for (const kind of ['weights', 'bias', 'gain'] as const) {
        const offset = layer.groups.find((group) => group.kind === kind)!.packedOffset;
        for (const i of [0, 1, 2]) {
          const shifted = (change: number) => {
            const copy = trained.slice();
            copy[offset + i] += change;
            return lossAt(copy);
          };
          const slope = (shifted(0.01) - shifted(-0.01)) / 0.02;
          expect(gradient[offset + i]).toBeCloseTo(slope, 2);
        }
      }
  });

  it('moves the running statistics towards the batch, and hides them from the optimiser', () => {
    const gradient = new Float32Array(trained.length);
    const [conv] = geometry.layers;
    // 4 samples x 9 positions x 6 steps = 216 currents of channel 0 with sum 432 and square sum 1080: mean 2, spread 1.
    part(conv, gradient, 'mean')[0] = 432;
    part(conv, gradient, 'variance')[0] = 1080;
    const factor = part(conv, trained, 'gain')[0] / Math.sqrt(part(conv, trained, 'variance')[0] + 1e-5);
    const moved = trained.slice();
    effective.pull(gradient, moved, 4);
    const [mean, variance] = [part(conv, trained, 'mean')[0], part(conv, trained, 'variance')[0]];
    expect(part(conv, moved, 'mean')[0]).toBeCloseTo(mean + 0.05 * (2 / factor - mean), 4);
    expect(part(conv, moved, 'variance')[0]).toBeCloseTo(variance + 0.05 * (1 / factor ** 2 - variance), 4);
    expect(part(conv, gradient, 'mean')[0]).toBe(0);
  });
});

it('lets the gradient through inside the range only', () => {
  const geometry = geometryOf(plain);
  const effective = new EffectiveParameters(geometry, [2, 32]);
  const trained = new Float32Array(geometry.packedLength).fill(0.25);
  trained[0] = 4; // far beyond one step
  const out = new Float32Array(trained.length);
  effective.fold(trained, out);
  expect(new Set(out.subarray(0, geometry.layers[0].packedLength)).size).toBeLessThanOrEqual(2);
  expect(out[geometry.layers[1].packedOffset]).toBe(0.25);
  const gradient = new Float32Array(trained.length).fill(1);
  effective.pull(gradient, trained, 1);
  expect([gradient[0], gradient[1]]).toEqual([0, 1]);
});
