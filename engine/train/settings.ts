/** Checks of the training settings: every rule is one row, so that all mistakes are reported at once. */
import { errorAt, type Issue, type TrainSpec } from '../contract/index.ts';

/** The part of a TrainSpec that decides the weights: what a resumed training must agree on. */
export type TrainSettings = Pick<
  TrainSpec,
  | 'epochs'
  | 'pretrainEpochs'
  | 'batch'
  | 'learningRate'
  | 'schedule'
  | 'weightDecay'
  | 'clipNorm'
  | 'surrogateHalfWidth'
  | 'augment'
  | 'hardwareLoss'
  | 'seed'
>;

/** Drops the rest of a TrainSpec. */
export function settingsOf(spec: TrainSettings): TrainSettings {
  return {
    epochs: spec.epochs,
    pretrainEpochs: spec.pretrainEpochs,
    batch: spec.batch,
    learningRate: spec.learningRate,
    schedule: spec.schedule,
    weightDecay: spec.weightDecay,
    clipNorm: spec.clipNorm,
    surrogateHalfWidth: spec.surrogateHalfWidth,
    augment: spec.augment,
    hardwareLoss: spec.hardwareLoss,
    seed: spec.seed,
  };
}

type Rule = readonly [path: string, value: number, holds: boolean, must: string, advice: string];

const whole = (value: number, least: number) => Number.isInteger(value) && value >= least;
const between = (value: number, least: number, most: number) => value >= least && value <= most;

export function checkSettings(settings: TrainSettings): Issue[] {
  const { epochs, pretrainEpochs, batch, learningRate, weightDecay, clipNorm, augment, hardwareLoss, seed } =
    settings;
  const rules: readonly Rule[] = [
    ['epochs', epochs, whole(epochs, 1) && epochs <= 100_000, 'a whole number, 1 to 100000', '20 is usual'],
    [
      'pretrainEpochs',
      pretrainEpochs,
      whole(pretrainEpochs, 0),
      'a whole number, at least 0',
      '0 starts the hardware loss at once',
    ],
    ['batch', batch, whole(batch, 1) && batch <= 4096, 'a whole number, 1 to 4096', '16 is usual'],
    [
      'learningRate',
      learningRate,
      learningRate > 0 && learningRate <= 1,
      'above 0 and at most 1',
      '0.003 is usual',
    ],
    ['weightDecay', weightDecay, between(weightDecay, 0, 1), '0 to 1', '0 is off'],
    ['clipNorm', clipNorm, clipNorm >= 0 && Number.isFinite(clipNorm), 'at least 0', '0 is off'],
    [
      'augment.shiftPixels',
      augment.shiftPixels,
      whole(augment.shiftPixels, 0) && augment.shiftPixels <= 1024,
      'a whole number, 0 to 1024',
      '2 is usual',
    ],
    [
      'augment.dropEvents',
      augment.dropEvents,
      augment.dropEvents >= 0 && augment.dropEvents < 1,
      'at least 0 and below 1',
      '0.1 is usual',
    ],
    ['hardwareLoss.beta', hardwareLoss.beta, between(hardwareLoss.beta, 0, 1e6), '0 to 1000000', '0 is off'],
    ['seed', seed, whole(seed, 0) && seed <= 0xffffffff, 'a whole number, 0 to 4294967295', '1 is usual'],
  ];
  return rules
    .filter(([, , holds]) => !holds)
    .map(([path, value, , must, advice]) =>
      errorAt(path, 'train/setting-range', `must be ${must} (got ${value}); ${advice}`),
    );
}
