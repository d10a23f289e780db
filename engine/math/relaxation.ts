/**
 * HAS: a relaxed categorical choice per layer (SpikeX section IV-B; DARTS-like). Logits alpha, p = softmax(alpha / tau), tau falls
 * geometrically; the loss of a layer is sum_k p_k L_k, its gradient dL/dalpha_k = p_k (L_k - sum_j p_j L_j) / tau, taken by
 * Adam. Losses are divided by the layer's mean, so that one step size suits every layer. The final choice is the argmax.
 * `network` couples the layers: L_k there is the layer's share of the first-order network cost.
 */
export interface RelaxationOptions {
  readonly steps: number;
  readonly rate: number;
  readonly tauStart: number;
  readonly tauEnd: number;
}

export const RELAXATION: RelaxationOptions = { steps: 200, rate: 0.1, tauStart: 5, tauEnd: 0.5 };

/** Temperature of step 0 .. steps - 1. */
export const temperatureAt = ({ steps, tauStart, tauEnd }: RelaxationOptions, step: number): number =>
  steps <= 1 ? tauEnd : tauStart * (tauEnd / tauStart) ** (step / (steps - 1));

export function softmax(logits: readonly number[], tau: number): number[] {
  const top = Math.max(...logits);
  const powers = logits.map((alpha) => Math.exp((alpha - top) / tau));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Logits of one or more layers with the optimiser's state; plain data, so that it goes into checkpoints. */
export interface AlphaState {
  readonly alphas: readonly (readonly number[])[];
  readonly m: readonly (readonly number[])[];
  readonly v: readonly (readonly number[])[];
  readonly step: number;
}

export const freshAlphas = (choices: readonly number[]): AlphaState => {
  const zeros = choices.map((count) => Array.from({ length: count }, () => 0));
  return { alphas: zeros, m: zeros, v: zeros, step: 0 };
};

/** relative: a layer's losses, each above 0, count in units of their mean. absolute: as they are. */
export type Weighing = 'relative' | 'absolute';

/** dL/dalpha_k = p_k (L_k - sum_j p_j L_j) / tau of the expected loss sum_k p_k L_k. */
export function alphaGradient(losses: readonly number[], p: readonly number[], tau: number): number[] {
  const expected = p.reduce((sum, share, k) => sum + share * losses[k], 0);
  return p.map((share, k) => (share * (losses[k] - expected)) / tau);
}

/** One step on losses[layer][choice]. */
export function alphaStep(
  state: AlphaState,
  losses: readonly (readonly number[])[],
  tau: number,
  rate: number,
  weighing: Weighing = 'relative',
): AlphaState {
  const step = state.step + 1;
  const moved = state.alphas.map((alphas, l) => {
    const p = softmax(alphas, tau);
    const mean = losses[l].reduce((sum, loss) => sum + loss, 0) / losses[l].length;
    const gradient = alphaGradient(losses[l], p, weighing === 'relative' ? tau * mean : tau);
    const m = state.m[l].map((value, k) => BETA1 * value + (1 - BETA1) * gradient[k]);
    const v = state.v[l].map((value, k) => BETA2 * value + (1 - BETA2) * gradient[k] ** 2);
    const next = alphas.map(
      (alpha, k) =>
        alpha - (rate * (m[k] / (1 - BETA1 ** step))) / (Math.sqrt(v[k] / (1 - BETA2 ** step)) + EPSILON),
    );
    return { next, m, v };
  });
  return {
    alphas: moved.map(({ next }) => next),
    m: moved.map(({ m }) => m),
    v: moved.map(({ v }) => v),
    step,
  };
}

export const argmax = (values: readonly number[]): number =>
  values.reduce((best, value, k) => (value > values[best] ? k : best), 0);

export interface Relaxed {
  /** Choice per layer. */
  readonly choice: readonly number[];
  /** [step][layer][choice] */
  readonly track: readonly (readonly (readonly number[])[])[];
}

/** lossesAt: losses[layer][choice] at these probabilities; constant for the per-layer objective. */
export function relax(
  choices: readonly number[],
  lossesAt: (probabilities: readonly (readonly number[])[]) => readonly (readonly number[])[],
  options: RelaxationOptions = RELAXATION,
): Relaxed {
  let state = freshAlphas(choices);
  const track: number[][][] = [];
  for (let step = 0; step < options.steps; step++) {
    const tau = temperatureAt(options, step);
    const probabilities = state.alphas.map((alphas) => softmax(alphas, tau));
    track.push(probabilities);
    state = alphaStep(state, lossesAt(probabilities), tau, options.rate);
  }
  track.push(state.alphas.map((alphas) => softmax(alphas, options.tauEnd)));
  return { choice: state.alphas.map(argmax), track };
}
