// The synthetic digits are no toy: what a linear classifier makes of summed frames stays well below what a network reaches.
import { describe, expect, it } from 'vitest';
import { SyntheticNmnist, SYNTHETIC_SEED } from '../../engine/events/synthetic/synthetic-nmnist.ts';
import { Random } from '../../engine/math/random.ts';
import { isSoak } from '../support/soak.ts';

const [TRAIN, TEST, CLASSES] = [2000, 500, 10];
const FEATURES = 34 * 34 * 2;

interface Sample {
  readonly frame: Float32Array;
  readonly label: number;
}

/** Events per pixel and polarity; `squash` tames the busiest pixels. */
function frames(squash: (count: number) => number): Sample[] {
  const set = new SyntheticNmnist(SYNTHETIC_SEED);
  return Array.from({ length: TRAIN + TEST }, (_, index) => {
    const { stream, label } = set.sample(index);
    const frame = new Float32Array(FEATURES);
    for (let i = 0; i < stream.x.length; i++) frame[(stream.y[i] * 34 + stream.x[i]) * 2 + stream.p[i]]++;
    return { frame: frame.map(squash), label };
  });
}

/** Multinomial logistic regression by stochastic gradients: held-out accuracy, the best of all epochs. */
function linearAccuracy(samples: readonly Sample[], rate: number, decay: number): number {
  const weights = new Float32Array(CLASSES * (FEATURES + 1));
  const random = new Random(1);
  const scores = (frame: Float32Array): Float64Array =>
    Float64Array.from({ length: CLASSES }, (_, c) => {
      let sum = weights[c * (FEATURES + 1) + FEATURES];
      for (let k = 0, w = c * (FEATURES + 1); k < FEATURES; k++, w++) sum += weights[w] * frame[k];
      return sum;
    });
  let best = 0;
  for (let epoch = 0; epoch < 25; epoch++) {
    const step = rate / (1 + epoch / 5);
    for (let n = 0; n < TRAIN; n++) {
      const { frame, label } = samples[random.below(TRAIN)];
      const raw = scores(frame);
      const top = Math.max(...raw);
      const exps = raw.map((score) => Math.exp(score - top));
      const sum = exps.reduce((a, b) => a + b);
      for (let c = 0; c < CLASSES; c++) {
        const error = exps[c] / sum - (c === label ? 1 : 0);
        const at = c * (FEATURES + 1);
        for (let k = 0; k < FEATURES; k++)
          weights[at + k] -= step * (error * frame[k] + decay * weights[at + k]);
        weights[at + FEATURES] -= step * error;
      }
    }
    const right = samples.slice(TRAIN).filter(({ frame, label }) => {
      const raw = scores(frame);
      return raw.indexOf(Math.max(...raw)) === label;
    });
    best = Math.max(best, right.length / TEST);
  }
  return best;
}

describe.skipIf(!isSoak)('synthetic-nmnist (npm run soak)', () => {
  it('is read from summed frames by a linear classifier below 93 %, whatever its settings', () => {
    const results: (readonly [string, number])[] = [];
    for (const [name, squash] of [
      ['counts', (n: number) => n / 4],
      ['roots', Math.sqrt],
    ] as const) {
      const samples = frames(squash);
      for (const rate of [0.003, 0.02])
        for (const decay of [0, 1e-3])
          results.push([`${name} ${rate} ${decay}`, linearAccuracy(samples, rate, decay)]);
    }
    process.stdout.write(`${JSON.stringify(results)}\n`);
    expect(Math.max(...results.map(([, accuracy]) => accuracy))).toBeLessThan(0.93);
    expect(Math.max(...results.map(([, accuracy]) => accuracy))).toBeGreaterThan(0.6);
  });
});
