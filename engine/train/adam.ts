/**
 * Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019) and clipping by the global norm,
 * over one flat weight vector. m and v are float32; each update is computed in float64 and rounded once.
 *   m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2
 *   w -= rate * (m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps) + decay * w)
 */
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

/** Sum of the shards' gradients into `total`, always by the same tree of pairs; returns its Euclidean norm. */
export function sumShards(shards: Float32Array, total: Float32Array): number {
  const n = total.length;
  const shard = (k: number) => shards.subarray(k * n, (k + 1) * n);
  const [a, b, c, d, e, f, g, h] = Array.from({ length: SHARDS }, (_, k) => shard(k));
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const sum = a[i] + b[i] + (c[i] + d[i]) + (e[i] + f[i] + (g[i] + h[i]));
    total[i] = sum;
    squares += sum * sum;
  }
  return Math.sqrt(squares);
}

/** Factor that brings a gradient of this norm down to clipNorm; 1 when it is shorter, or clipping is off (0). */
export function clipFactor(norm: number, clipNorm: number): number {
  return clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
}

export class Adam {
  private readonly m: Float32Array;
  private readonly v: Float32Array;
  private steps: number;

  constructor(length: number, state: OptimiserState | null) {
    this.m = state ? state.m.slice() : new Float32Array(length);
    this.v = state ? state.v.slice() : new Float32Array(length);
    this.steps = state ? state.step : 0;
  }

  /** One update in place. `scale` multiplies the gradient (clipping). */
  update(weights: Float32Array, gradient: Float32Array, scale: number, rate: number, decay: number): void {
    const { m, v } = this;
    this.steps++;
    const bias1 = 1 / (1 - BETA1 ** this.steps);
    const bias2 = 1 / (1 - BETA2 ** this.steps);
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i] * scale;
      const mean = BETA1 * m[i] + (1 - BETA1) * g;
      const square = BETA2 * v[i] + (1 - BETA2) * g * g;
      m[i] = mean;
      v[i] = square;
      weights[i] -= rate * ((mean * bias1) / (Math.sqrt(square * bias2) + EPSILON) + decay * weights[i]);
    }
  }

  get state(): OptimiserState {
    return { m: this.m, v: this.v, step: this.steps };
  }
}
