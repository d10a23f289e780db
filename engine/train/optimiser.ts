/**
 * Optimisers over one flat parameter vector, with clipping by the global norm. States are float32; each update is
 * computed in float64 and rounded once. g: gradient times `scale`; d: decay; t: updates so far.
 *   adam   g += d w;  m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2          (Kingma and Ba 2015)
 *          w -= rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps)
 *   adamw  the same without g += d w, then w -= rate d w                        (Loshchilov and Hutter 2019)
 *   sgd    m = momentum m + g + d w;  w -= rate m
 */
import type { OptimiserSpec } from '../contract/index.ts';
import { SHARDS } from './board.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

export interface OptimiserState {
  /** First and second moments, in the layout of the weights. */
  readonly m: Float32Array;
  readonly v: Float32Array;
  /** Updates done. */
  readonly step: number;
}

/** Part of the vector that is trained; decays: subject to weight decay. */
export interface Segment {
  readonly offset: number;
  readonly length: number;
  readonly decays: boolean;
}

/** Sum of the shards' gradients into `total`, always by the same tree of pairs; returns its Euclidean norm. */
export function sumShards(shards: Float32Array, total: Float32Array): number {
  const n = total.length;
  const shard = (k: number) => shards.subarray(k * n, (k + 1) * n);
  const [a, b, c, d, e, f, g, h] = Array.from({ length: SHARDS }, (_, k) => shard(k));
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const sum = Math.fround(a[i] + b[i] + (c[i] + d[i]) + (e[i] + f[i] + (g[i] + h[i])));
    total[i] = sum;
    squares += sum * sum;
  }
  return Math.sqrt(squares);
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
  readonly scale: number;
  readonly rate: number;
  readonly decay: number;
}

export class Optimiser {
  private readonly spec: OptimiserSpec;
  private readonly segments: readonly Segment[];
  private readonly m: Float32Array;
  private readonly v: Float32Array;
  private steps: number;

  constructor(
    spec: OptimiserSpec,
    segments: readonly Segment[],
    length: number,
    state: OptimiserState | null,
  ) {
    this.spec = spec;
    this.segments = segments;
    this.m = state ? state.m.slice() : new Float32Array(length);
    this.v = state ? state.v.slice() : new Float32Array(length);
    this.steps = state ? state.step : 0;
  }

  /** One update in place. */
  update(weights: Float32Array, gradient: Float32Array, { scale, rate, decay }: Update): void {
    this.steps++;
    for (const { offset, length, decays } of this.segments) {
      const range = [offset, offset + length, decays ? decay : 0] as const;
      if (this.spec.kind === 'sgd') this.descend(weights, gradient, scale, rate, ...range);
      else this.adapt(weights, gradient, scale, rate, ...range);
    }
  }

  private adapt(
    weights: Float32Array,
    gradient: Float32Array,
    scale: number,
    rate: number,
    first: number,
    end: number,
    decay: number,
  ): void {
    const { m, v } = this;
    const coupled = this.spec.kind === 'adam' ? decay : 0;
    const decoupled = decay - coupled;
    const bias1 = 1 / (1 - BETA1 ** this.steps);
    const bias2 = 1 / (1 - BETA2 ** this.steps);
    for (let i = first; i < end; i++) {
      const g = gradient[i] * scale + coupled * weights[i];
      const mean = BETA1 * m[i] + (1 - BETA1) * g;
      const square = BETA2 * v[i] + (1 - BETA2) * g * g;
      m[i] = mean;
      v[i] = square;
      weights[i] -= rate * ((mean * bias1) / (Math.sqrt(square * bias2) + EPSILON) + decoupled * weights[i]);
    }
  }

  private descend(
    weights: Float32Array,
    gradient: Float32Array,
    scale: number,
    rate: number,
    first: number,
    end: number,
    decay: number,
  ): void {
    const { m } = this;
    const { momentum } = this.spec;
    for (let i = first; i < end; i++) {
      const step = momentum * m[i] + gradient[i] * scale + decay * weights[i];
      m[i] = step;
      weights[i] -= rate * step;
    }
  }

  get state(): OptimiserState {
    return { m: this.m, v: this.v, step: this.steps };
  }
}
