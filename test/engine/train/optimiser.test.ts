/** Optimisers against their equations in float64, clipping, and the sum over shards. */
import { expect, it } from 'vitest';
import {
  applyUpdate,
  clipFactor,
  normOf,
  sumShards,
  type OptimiserState,
  type Segment,
  type Update,
} from '../../../engine/train/optimiser.ts';
import { SHARDS } from '../../../engine/train/board.ts';
import { Random } from '../../../engine/math/random.ts';

type Kind = 'adam' | 'adamw' | 'sgd';
type Step = Omit<Update, 'step'>;

/** Counts its updates and keeps its moments, as a training does. */
class Optimiser {
  private step: number;
  private readonly spec: { readonly kind: Kind; readonly momentum: number };
  private readonly segments: readonly Segment[];
  private readonly moments: { m: Float32Array; v: Float32Array };

  constructor(
    spec: Optimiser['spec'],
    segments: readonly Segment[],
    n: number,
    state: OptimiserState | null,
  ) {
    this.spec = spec;
    this.segments = segments;
    this.step = state?.step ?? 0;
    this.moments = {
      m: state?.m.slice() ?? new Float32Array(n),
      v: state?.v.slice() ?? new Float32Array(n),
    };
  }

  /** In two parts, as two members of a team would. */
  update(weights: Float32Array, gradient: Float32Array, update: Step): void {
    const { spec, segments, moments } = this;
    this.step++;
    const middle = Math.floor(weights.length / 3);
    for (const [first, end] of [
      [middle, weights.length],
      [0, middle],
    ] as const)
      // prettier-ignore
      applyUpdate({ spec, segments, moments, weights, gradient }, { ...update, step: this.step }, first, end);
  }

  get state(): OptimiserState {
    return { ...this.moments, step: this.step };
  }
}

const optimiser = (kind: Kind, n: number, state: OptimiserState | null = null): Optimiser =>
  new Optimiser({ kind, momentum: 0.9 }, [{ offset: 0, length: n, decays: true }], n, state);

it.each<Kind>(['adam', 'adamw', 'sgd'])('follows the equations of %s for 50 updates', (kind) => {
  const n = 20;
  const random = new Random(1);
  const weights = Float32Array.from({ length: n }, () => random.normal());
  const expected = Float64Array.from(weights);
  const m = new Float64Array(n);
  const v = new Float64Array(n);
  const ours = optimiser(kind, n);
  for (let t = 1; t <= 50; t++) {
    const gradient = Float32Array.from({ length: n }, () => random.normal());
    ours.update(weights, gradient, { scale: 0.5, rate: 0.01, decay: 0.1 });
    for (let i = 0; i < n; i++) {
      if (kind === 'sgd') {
        m[i] = 0.9 * m[i] + gradient[i] * 0.5 + 0.1 * expected[i];
        expected[i] -= 0.01 * m[i];
        continue;
      }
      const g = gradient[i] * 0.5 + (kind === 'adam' ? 0.1 * expected[i] : 0);
      m[i] = 0.9 * m[i] + 0.1 * g;
      v[i] = 0.999 * v[i] + 0.001 * g * g;
      const step = m[i] / (1 - 0.9 ** t) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
      expected[i] -= 0.01 * (step + (kind === 'adamw' ? 0.1 * expected[i] : 0));
    }
  }
  expected.forEach((w, i) => expect(Math.abs(weights[i] - w)).toBeLessThan(1e-5));
  expect(ours.state.step).toBe(50);
});

it('moves by the learning rate on the first update', () => {
  // m / (1 - b1) = g, sqrt(v / (1 - b2)) = |g|: the step is rate * sign(g).
  const weights = Float32Array.of(1, 1);
  optimiser('adamw', 2).update(weights, Float32Array.of(0.25, -4), { scale: 1, rate: 0.5, decay: 0 });
  expect([...weights]).toEqual([0.5, 1.5]);
});

it('continues from a saved state without a difference', () => {
  const random = new Random(2);
  const gradients = Array.from({ length: 6 }, () => Float32Array.from({ length: 8 }, () => random.normal()));
  const through = new Float32Array(8);
  const whole = optimiser('adamw', 8);
  for (const gradient of gradients) whole.update(through, gradient, { scale: 1, rate: 0.1, decay: 0 });
  const stopped = new Float32Array(8);
  const first = optimiser('adamw', 8);
  for (const gradient of gradients.slice(0, 3))
    first.update(stopped, gradient, { scale: 1, rate: 0.1, decay: 0 });
  const second = optimiser('adamw', 8, first.state);
  for (const gradient of gradients.slice(3))
    second.update(stopped, gradient, { scale: 1, rate: 0.1, decay: 0 });
  expect(stopped).toEqual(through);
});

it('sums the shards and takes the norm', () => {
  // Shard k holds (k, 2k): sums 0+1+..+7 = 28 and 56; norm = 28 * sqrt(5).
  const shards = Float32Array.from({ length: SHARDS * 2 }, (_, i) => (i % 2 ? 2 : 1) * Math.floor(i / 2));
  const total = new Float32Array(2);
  const squares = sumShards(shards, SHARDS, total, 0, 1) + sumShards(shards, SHARDS, total, 1, 2);
  expect(Math.sqrt(squares)).toBe(normOf(total));
  expect(normOf(total)).toBeCloseTo(28 * Math.sqrt(5), 10);
  expect([...total]).toEqual([28, 56]);
});

it.each([1, 2, 4])('sums %d shards as if the others were zero, in the same tree of pairs', (count) => {
  const n = 100;
  const random = new Random(count);
  const few = Float32Array.from({ length: count * n }, () => random.normal());
  // Unit u of eight holds items floor(u * count / 8) up to that of u + 1: the last of each group of 8 / count.
  const eight = new Float32Array(SHARDS * n);
  for (let k = 0; k < count; k++)
    eight.set(few.subarray(k * n, (k + 1) * n), ((k + 1) * (SHARDS / count) - 1) * n);
  const totals = [new Float32Array(n), new Float32Array(n)];
  sumShards(few, count, totals[0], 0, n);
  sumShards(eight, SHARDS, totals[1], 0, n);
  expect(totals[0]).toEqual(totals[1]);
});

it('clips only longer gradients', () => {
  expect(clipFactor(4, 1)).toBe(0.25);
  expect(clipFactor(0.5, 1)).toBe(1);
  expect(clipFactor(1e9, 0)).toBe(1);
});

it('leaves what is not trained alone, and decays only where it may', () => {
  const weights = Float32Array.of(1, 1, 1);
  const segments = [
    { offset: 0, length: 1, decays: true },
    { offset: 2, length: 1, decays: false },
  ];
  const ours = new Optimiser({ kind: 'sgd', momentum: 0 }, segments, 3, null);
  // w -= 0.5 (g + 0.25 w) where it decays, w -= 0.5 g elsewhere.
  ours.update(weights, Float32Array.of(1, 1, 1), { scale: 1, rate: 0.5, decay: 0.25 });
  expect([...weights]).toEqual([0.375, 1, 0.5]);
});
