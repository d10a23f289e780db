/**
 * What changes from step to step and epoch to epoch, as functions of (settings, position) alone, so that a resumed
 * training needs no further state: learning rate, beta, order of the samples.
 */
import type { LearningRateSchedule } from '../contract/index.ts';
import { Random, streamSeed } from '../math/random.ts';
import type { TrainSettings } from './settings.ts';

/** Streams of one seed that must differ from the samples' own (which use the 1-based epoch as their second part). */
const ORDER_STREAM = 0;

/**
 * Learning rate of update `step` (0-based) out of `steps`. With a restart rate the schedule begins anew behind the
 * pre-training, as if the training did; a ramp at the start lets the first updates, whose gradients are the largest, not
 * silence the network.
 */
export function learningRateAt(settings: TrainSettings, step: number, steps: number): number {
  const { schedule, learningRate, rampEpochs = 0, pretrainEpochs, epochs } = settings;
  const { restartRate } = settings.hardwareLoss;
  const before = (steps * pretrainEpochs) / epochs;
  return restartRate !== undefined && step >= before
    ? restartRate * shareAt(schedule, (step - before) / (steps - before))
    : learningRate *
        shareAt(schedule, step / steps) *
        Math.min(1, ((step + 1) * epochs) / (rampEpochs * steps));
}

/** Share of the full rate once so much (0..1) is done. Cosine falls towards 0. */
function shareAt(schedule: LearningRateSchedule, done: number): number {
  if (schedule === 'constant') return 1;
  if (schedule === 'step') return done >= 0.75 ? 0.01 : done >= 0.5 ? 0.1 : 1;
  return 0.5 * (1 + Math.cos(Math.PI * done));
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
