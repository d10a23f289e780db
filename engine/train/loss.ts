/**
 * Losses of the last layer's spikes, each with dL/d(spike). n_j = spikes of class j in T steps; natural units (nat).
 *   softmax      L = log(sum exp n_j) - n_label;             dL/ds_j[t] = softmax_j - [j = label]
 *   count        L = 1/(2 T) sum (n_j - T r_j)^2;            dL/ds_j[t] = (n_j - T r_j) / T
 *   van Rossum   L = 1/2 sum_j sum_t (a_j[t] - d_j[t])^2;    dL/ds_j[t] = 1/tau sum_{t' >= t} k^(t'-t) (a_j - d_j)[t']
 * r_j: rate asked of the class. a_j: the spikes filtered, a[t] = k a[t-1] + s[t]/tau, k = 1 - 1/tau; d_j: the same of
 * evenly spaced spikes at that rate (van Rossum 2001, discrete).
 */
import type { LossSpec } from '../contract/index.ts';

export interface LossInput {
  readonly counts: ArrayLike<number>;
  readonly label: number;
  readonly timesteps: number;
  /** Spikes of the last layer, codes t << 16 | class. */
  readonly events: Uint32Array;
}

/** Values that `gradient` needs: one per class, or [step][class] for van Rossum. */
export function lossGradientLength(loss: LossSpec, classes: number, timesteps: number): number {
  return loss.kind === 'van-rossum' ? classes * timesteps : classes;
}

/** Loss in nat or without unit; fills `gradient`. */
export function lossOf(spec: LossSpec, input: LossInput, gradient: Float32Array): number {
  switch (spec.kind) {
    case 'softmax':
      return crossEntropy(input.counts, input.label, gradient);
    case 'count':
      return countLoss(spec, input, gradient);
    case 'van-rossum':
      return vanRossum(spec, input, gradient);
  }
}

export function crossEntropy(counts: ArrayLike<number>, label: number, gradient: Float32Array): number {
  let top = 0;
  for (let j = 0; j < counts.length; j++) top = Math.max(top, counts[j]);
  let sum = 0;
  for (let j = 0; j < counts.length; j++) sum += Math.exp(counts[j] - top);
  for (let j = 0; j < counts.length; j++)
    gradient[j] = Math.exp(counts[j] - top) / sum - (j === label ? 1 : 0);
  return Math.log(sum) + top - counts[label];
}

function countLoss(spec: LossSpec, { counts, label, timesteps }: LossInput, gradient: Float32Array): number {
  let loss = 0;
  for (let j = 0; j < counts.length; j++) {
    const wanted = timesteps * (j === label ? spec.rightRate : spec.wrongRate);
    gradient[j] = (counts[j] - wanted) / timesteps;
    loss += (gradient[j] * (counts[j] - wanted)) / 2;
  }
  return loss;
}

function vanRossum(spec: LossSpec, input: LossInput, gradient: Float32Array): number {
  const { counts, label, timesteps, events } = input;
  const classes = counts.length;
  const gain = 1 / spec.tauSteps;
  const kept = 1 - gain;
  gradient.fill(0);
  for (const code of events) gradient[(code >>> 16) * classes + (code & 0xffff)] = 1;
  let loss = 0;
  for (let j = 0; j < classes; j++) {
    const rate = j === label ? spec.rightRate : spec.wrongRate;
    let difference = 0;
    for (let t = 0; t < timesteps; t++) {
      const at = t * classes + j;
      difference = kept * difference + gain * (gradient[at] - evenSpike(rate, t));
      gradient[at] = difference;
      loss += (difference * difference) / 2;
    }
    let later = 0;
    for (let at = (timesteps - 1) * classes + j; at >= 0; at -= classes) {
      later = gradient[at] + kept * later;
      gradient[at] = gain * later;
    }
  }
  return loss;
}

/** 1 at the steps where a neuron of constant rate (spikes per step) would fire. */
function evenSpike(rate: number, t: number): number {
  return Math.floor(rate * (t + 1)) - Math.floor(rate * t);
}
