/**
 * Optimisers over one flat parameter vector, with clipping by the global norm. States are float32; each update is
 * computed in float64 and rounded once. g: gradient times `scale`; d: decay; t: updates so far.
 *   adam   g += d w;  m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2          (Kingma and Ba 2015)
 *          w -= rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps)
 *   adamw  the same without g += d w, then w -= rate d w                        (Loshchilov and Hutter 2019)
 *   sgd    m = momentum m + g + d w;  w -= rate m
 */
import type { OptimiserSpec } from '../contract/index.ts';
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** In the layout of the weights; sgd uses the first only. */
export interface OptimiserMoments {
  readonly m: Float32Array;
  readonly v: Float32Array;
}

export interface OptimiserState extends OptimiserMoments {
  /** Updates done. */
  readonly step: number;
}

/** Part of the vector that is trained; decays: subject to weight decay. */
export interface Segment {
  readonly offset: number;
  readonly length: number;
  readonly decays: boolean;
}

/**
 * Sum of the first `count` (1, 2, 4 or 8) shards' gradients, one after another in `shards`, into `total` from first to
 * end, always by the same tree of pairs; returns the sum of the squares there.
 */
export function sumShards(
  shards: Float32Array,
  count: number,
  total: Float32Array,
  first: number,
  end: number,
): number {
  const n = total.length;
  const parts = Array.from({ length: count }, (_, k) => shards.subarray(k * n, (k + 1) * n));
  if (count === 8) return sumEight(parts, total, first, end);
  if (count === 4) return sumFour(parts, total, first, end);
  const [a, b] = parts;
  let squares = 0;
  for (let i = first; i < end; i++) {
    total[i] = b ? a[i] + b[i] : a[i];
    squares += total[i] * total[i];
  }
  return squares;
}

/** Loops of their own: with the choice inside, they take 2.5 times as long. */
function sumEight(parts: readonly Float32Array[], total: Float32Array, first: number, end: number): number {
  const [a, b, c, d, e, f, g, h] = parts;
  let squares = 0;
  for (let i = first; i < end; i++) {
    const sum = Math.fround(a[i] + b[i] + (c[i] + d[i]) + (e[i] + f[i] + (g[i] + h[i])));
    total[i] = sum;
    squares += sum * sum;
  }
  return squares;
}

function sumFour(parts: readonly Float32Array[], total: Float32Array, first: number, end: number): number {
  const [a, b, c, d] = parts;
  let squares = 0;
  for (let i = first; i < end; i++) {
    const sum = Math.fround(a[i] + b[i] + (c[i] + d[i]));
    total[i] = sum;
    squares += sum * sum;
  }
  return squares;
}

/** Euclidean norm. */
export function normOf(vector: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += vector[i] * vector[i];
  return Math.sqrt(squares);
}

/** Factor that brings a gradient of this norm down to clipNorm; 1 when it is shorter, or clipping is off (0). */
export function clipFactor(norm: number, clipNorm: number): number {
  return clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
}

export interface Update {
  /** Factor of the gradient. */
  readonly scale: number;
  readonly rate: number;
  readonly decay: number;
  /** 1-based number of the update. */
  readonly step: number;
}

/** What an update reads and changes; vectors of one layout. */
export interface Optimised {
  readonly spec: OptimiserSpec;
  readonly segments: readonly Segment[];
  readonly moments: OptimiserMoments;
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
}

/** One update in place of the parameters from first to end. */
export function applyUpdate(optimised: Optimised, update: Update, first: number, end: number): void {
  const step = optimised.spec.kind === 'sgd' ? descend : adapt;
  for (const { offset, length, decays } of optimised.segments) {
    const [from, to] = [Math.max(first, offset), Math.min(end, offset + length)];
    if (from < to) step(optimised, decays ? update : { ...update, decay: 0 }, from, to);
  }
}

function adapt(
  { spec, moments: { m, v }, weights, gradient }: Optimised,
  { scale, rate, decay, step }: Update,
  first: number,
  end: number,
): void {
  const coupled = spec.kind === 'adam' ? decay : 0;
  const decoupled = decay - coupled;
  const bias1 = 1 / (1 - BETA1 ** step);
  const bias2 = 1 / (1 - BETA2 ** step);
  for (let i = first; i < end; i++) {
    const g = gradient[i] * scale + coupled * weights[i];
    const mean = BETA1 * m[i] + (1 - BETA1) * g;
    const square = BETA2 * v[i] + (1 - BETA2) * g * g;
    m[i] = mean;
    v[i] = square;
    weights[i] -= rate * ((mean * bias1) / (Math.sqrt(square * bias2) + EPSILON) + decoupled * weights[i]);
  }
}

function descend(
  { spec, moments: { m }, weights, gradient }: Optimised,
  { scale, rate, decay }: Update,
  first: number,
  end: number,
): void {
  const { momentum } = spec;
  for (let i = first; i < end; i++) {
    const step = momentum * m[i] + gradient[i] * scale + decay * weights[i];
    m[i] = step;
    weights[i] -= rate * step;
  }
}
