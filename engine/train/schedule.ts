/**
 * What changes from step to step and epoch to epoch, as functions of (settings, position) alone, so that a resumed
 * training needs no further state: learning rate, beta, order of the samples.
 */
import { Random, streamSeed } from '../math/random.ts';
import type { TrainSettings } from './settings.ts';

/** Streams of one seed that must differ from the samples' own (which use the 1-based epoch as their second part). */
const ORDER_STREAM = 0;

/** Learning rate of update `step` (0-based) out of `steps`. Cosine falls from the full rate towards 0. */
export function learningRateAt(settings: TrainSettings, step: number, steps: number): number {
  if (settings.schedule === 'constant') return settings.learningRate;
  if (settings.schedule === 'step') {
    const tenths = step >= steps * 0.75 ? 2 : step >= steps * 0.5 ? 1 : 0;
    return settings.learningRate * 0.1 ** tenths;
  }
  return settings.learningRate * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
}

/** Beta of a 1-based epoch: 0 during the first pretrainEpochs. */
export function betaAt(settings: TrainSettings, epoch: number): number {
  const { mode, beta } = settings.hardwareLoss;
  return mode === 'off' || epoch <= settings.pretrainEpochs ? 0 : beta;
}

/** First and last epoch (1-based) of the architecture search in a training; the last lies before the first where there is none. */
export function searchEpochs(settings: TrainSettings): readonly [number, number] {
  const { has } = settings.hardwareLoss;
  const first = settings.pretrainEpochs + 1;
  return [first, has ? settings.epochs - has.settleEpochs : first - 1];
}

/** Seeded order of the training samples in a 1-based epoch. */
export function epochOrder(samples: number, seed: number, epoch: number): Uint32Array {
  const order = Uint32Array.from({ length: samples }, (_, i) => i);
  return new Random(streamSeed(seed, ORDER_STREAM, epoch)).shuffle(order);
}
