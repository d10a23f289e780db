/** Adam against its equations in float64, clipping, and the sum over shards. */
import { expect, it } from 'vitest';
import { Adam, clipFactor, sumShards } from '../../../engine/train/adam.ts';
import { SHARDS } from '../../../engine/train/board.ts';
import { Random } from '../../../engine/math/random.ts';

it('follows the equations for 50 updates', () => {
  const n = 20;
  const random = new Random(1);
  const weights = Float32Array.from({ length: n }, () => random.normal());
  const expected = Float64Array.from(weights);
  const m = new Float64Array(n);
  const v = new Float64Array(n);
  const adam = new Adam(n, null);
  for (let t = 1; t <= 50; t++) {
    const gradient = Float32Array.from({ length: n }, () => random.normal());
    adam.update(weights, gradient, 0.5, 0.01, 0.1);
    for (let i = 0; i < n; i++) {
      const g = gradient[i] * 0.5;
      m[i] = 0.9 * m[i] + 0.1 * g;
      v[i] = 0.999 * v[i] + 0.001 * g * g;
      const step = m[i] / (1 - 0.9 ** t) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
      expected[i] -= 0.01 * (step + 0.1 * expected[i]);
    }
  }
  expected.forEach((w, i) => expect(Math.abs(weights[i] - w)).toBeLessThan(1e-5));
  expect(adam.state.step).toBe(50);
});

it('moves by the learning rate on the first update', () => {
  // m / (1 - b1) = g, sqrt(v / (1 - b2)) = |g|: the step is rate * sign(g).
  const weights = Float32Array.of(1, 1);
  new Adam(2, null).update(weights, Float32Array.of(0.25, -4), 1, 0.5, 0);
  expect([...weights]).toEqual([0.5, 1.5]);
});

it('continues from a saved state without a difference', () => {
  const random = new Random(2);
  const gradients = Array.from({ length: 6 }, () => Float32Array.from({ length: 8 }, () => random.normal()));
  const through = new Float32Array(8);
  const whole = new Adam(8, null);
  for (const gradient of gradients) whole.update(through, gradient, 1, 0.1, 0);
  const stopped = new Float32Array(8);
  const first = new Adam(8, null);
  for (const gradient of gradients.slice(0, 3)) first.update(stopped, gradient, 1, 0.1, 0);
  const second = new Adam(8, first.state);
  for (const gradient of gradients.slice(3)) second.update(stopped, gradient, 1, 0.1, 0);
  expect(stopped).toEqual(through);
});

it('sums the shards and takes the norm', () => {
  // Shard k holds (k, 2k): sums 0+1+..+7 = 28 and 56; norm = 28 * sqrt(5).
  const shards = Float32Array.from({ length: SHARDS * 2 }, (_, i) => (i % 2 ? 2 : 1) * Math.floor(i / 2));
  const total = new Float32Array(2);
  expect(sumShards(shards, total)).toBeCloseTo(28 * Math.sqrt(5), 10);
  expect([...total]).toEqual([28, 56]);
});

it('clips only longer gradients', () => {
  expect(clipFactor(4, 1)).toBe(0.25);
  expect(clipFactor(0.5, 1)).toBe(1);
  expect(clipFactor(1e9, 0)).toBe(1);
});
