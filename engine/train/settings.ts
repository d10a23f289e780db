/** Checks of the training settings: every rule is one row, so that all mistakes are reported at once. */
import { errorAt, type HasSpec, type Issue, type TrainSpec } from '../contract/index.ts';

/** The part of a TrainSpec that decides the weights: what a resumed training must agree on. */
export type TrainSettings = Pick<
  TrainSpec,
  | 'epochs'
  | 'pretrainEpochs'
  | 'batch'
  | 'learningRate'
  | 'schedule'
  | 'rampEpochs'
  | 'weightDecay'
  | 'clipNorm'
  | 'surrogateHalfWidth'
  | 'augment'
  | 'dropout'
  | 'rule'
  | 'loss'
  | 'optimiser'
  | 'bits'
  | 'patience'
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
    ...(spec.rampEpochs === undefined ? {} : { rampEpochs: spec.rampEpochs }),
    weightDecay: spec.weightDecay,
    clipNorm: spec.clipNorm,
    surrogateHalfWidth: spec.surrogateHalfWidth,
    augment: spec.augment,
    dropout: spec.dropout,
    rule: spec.rule,
    loss: spec.loss,
    optimiser: spec.optimiser,
    bits: spec.bits,
    patience: spec.patience,
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
  const { dropout, rule, loss, optimiser, bits, patience } = settings;
  const { exponent = 1, has, restartRate = 1 } = hardwareLoss;
  const { rampEpochs = 0 } = settings;
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
    [
      'rampEpochs',
      rampEpochs,
      rampEpochs === 0 || between(rampEpochs, 0, epochs),
      `0 to ${epochs}, the epochs`,
      '1 is usual',
    ],
    [
      'hardwareLoss.restartRate',
      restartRate,
      restartRate > 0 && restartRate <= 1,
      'above 0 and at most 1',
      'twice the learning rate is a start; leave it out and the schedule goes on',
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
    [
      'augment.rotateDegrees',
      augment.rotateDegrees,
      between(augment.rotateDegrees, 0, 180),
      '0 to 180',
      '15 is usual for digits',
    ],
    [
      'augment.scale',
      augment.scale,
      augment.scale >= 0 && augment.scale < 1,
      'at least 0 and below 1',
      '0.15 is usual',
    ],
    ['dropout', dropout, dropout >= 0 && dropout < 1, 'at least 0 and below 1', '0.2 is usual'],
    [
      'rule.warmupEpochs',
      rule.warmupEpochs,
      whole(rule.warmupEpochs, 0),
      'a whole number, at least 0',
      '0 is off',
    ],
    [
      'rule.cutoffSteps',
      rule.cutoffSteps,
      whole(rule.cutoffSteps, 0) && rule.cutoffSteps <= 65_535,
      'a whole number, 0 to 65535',
      '0 does not cut',
    ],
    ['loss.rightRate', loss.rightRate, between(loss.rightRate, 0, 1), '0 to 1', '0.3 is usual'],
    ['loss.wrongRate', loss.wrongRate, between(loss.wrongRate, 0, 1), '0 to 1', '0 is usual'],
    ['loss.tauSteps', loss.tauSteps, between(loss.tauSteps, 1, 65_535), '1 to 65535', '5 is usual'],
    [
      'optimiser.momentum',
      optimiser.momentum,
      optimiser.momentum >= 0 && optimiser.momentum < 1,
      'at least 0 and below 1',
      '0.9 is usual',
    ],
    ...bits.map((value, i): Rule => [
      `bits[${i}]`,
      value,
      value === 32 || (whole(value, 2) && value <= 8),
      '32 (float) or a whole number, 2 to 8',
      '8 is what the accelerator reads',
    ]),
    ['patience', patience, whole(patience, 0), 'a whole number, at least 0', '0 is off'],
    ['hardwareLoss.beta', hardwareLoss.beta, between(hardwareLoss.beta, 0, 1e6), '0 to 1000000', '0 is off'],
    ['hardwareLoss.exponent', exponent, between(exponent, 0, 2), '0 to 2', '1 is EDP, 2 energy, 0 latency'],
    ...(has ? hasRules(settings, has) : []),
    ['seed', seed, whole(seed, 0) && seed <= 0xffffffff, 'a whole number, 0 to 4294967295', '1 is usual'],
  ];
  return rules
    .filter(([, , holds]) => !holds)
    .map(([path, value, , must, advice]) =>
      errorAt(path, 'train/setting-range', `must be ${must} (got ${value}); ${advice}`),
    );
}

function bitsRules(bits: readonly number[] | undefined): Rule[] {
  if (!bits) return [];
  return [
    [
      'hardwareLoss.has.bits.length',
      bits.length,
      bits.length >= 2 && new Set(bits).size === bits.length,
      'at least 2 different numbers of weight bits',
      '8,4,2 is usual; for one, train with --bits',
    ],
    ...bits.map((value, i): Rule => [
      `hardwareLoss.has.bits[${i}]`,
      value,
      whole(value, 2) && value <= 8,
      'a whole number of weight bits, 2 to 8',
      '8, 4 or 2 are usual',
    ]),
  ];
}

/** Window sizes of one search at most (the kernels count at so many, and at the plan's own). */
const MOST_SIZES = 12;

function hasRules({ epochs, pretrainEpochs, hardwareLoss }: TrainSettings, has: HasSpec): Rule[] {
  const { tws, bits, settleEpochs } = has;
  const leastSizes = bits ? 1 : 2;
  const searching = epochs - pretrainEpochs - settleEpochs;
  const distinct = (values: readonly number[]) => new Set(values).size === values.length;
  return [
    [
      'hardwareLoss.has.tws.length',
      tws.length,
      tws.length >= leastSizes && tws.length <= MOST_SIZES && distinct(tws),
      `${leastSizes} to ${MOST_SIZES} different sizes`,
      '2,3,5,10 is usual',
    ],
    ...tws.map((value, i): Rule => [
      `hardwareLoss.has.tws[${i}]`,
      value,
      whole(value, 1) && value <= 65_535,
      'a whole number of time steps, at least 1',
      '2, 3, 5 or 10 are usual',
    ]),
    ...bitsRules(bits),
    [
      'hardwareLoss.has.settleEpochs',
      settleEpochs,
      whole(settleEpochs, 0) && searching >= 1,
      `a whole number that leaves an epoch for the search between ${pretrainEpochs} of pre-training and ${epochs} in all`,
      'add epochs, or settle for fewer',
    ],
    [
      'hardwareLoss.beta',
      hardwareLoss.beta,
      hardwareLoss.mode !== 'off' && hardwareLoss.beta > 0,
      'above 0 with the hardware loss on, for a search inside the training',
      '0.01 is usual',
    ],
  ];
}
