/** How a network learns, from the command line: rule, loss, optimiser, schedule, augmentation, weight bits. */
import {
  accept,
  DEFAULT_TRAIN,
  errorAt,
  LOSSES,
  OPTIMISERS,
  refuse,
  SCHEDULES,
  SURROGATES,
  TRAINING_RULES,
  type Outcome,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import type { Arguments, OptionTable } from './options.ts';

const { augment, loss, optimiser, rule } = DEFAULT_TRAIN;

export const LEARNING_OPTIONS = {
  rule: {
    kind: 'text',
    value: 'RULE',
    choices: TRAINING_RULES,
    help: `gradient rule (default ${rule.kind})`,
  },
  surrogate: {
    kind: 'text',
    value: 'SHAPE',
    choices: SURROGATES,
    help: `shape of the surrogate gradient (default ${rule.surrogate})`,
  },
  'half-width': {
    kind: 'number',
    min: 0,
    max: 1,
    help: `half width of the surrogate in thresholds (default ${DEFAULT_TRAIN.surrogateHalfWidth})`,
  },
  warmup: {
    kind: 'integer',
    min: 0,
    help: 'tsslbp: epochs at the start in which silent neurons learn, too (default 5)',
  },
  cutoff: { kind: 'integer', min: 0, help: 'errors go back at most this many steps (default 0 = all)' },
  loss: { kind: 'text', value: 'LOSS', choices: LOSSES, help: `loss (default ${loss.kind})` },
  'right-rate': {
    kind: 'number',
    min: 0,
    max: 1,
    help: `count, van-rossum: spikes per step asked of the right class (default ${loss.rightRate})`,
  },
  'wrong-rate': {
    kind: 'number',
    min: 0,
    max: 1,
    help: `the same of the wrong classes (default ${loss.wrongRate})`,
  },
  tau: {
    kind: 'number',
    min: 1,
    help: `van-rossum: time constant of the filter in steps (default ${loss.tauSteps})`,
  },
  optimiser: {
    kind: 'text',
    value: 'NAME',
    choices: OPTIMISERS,
    help: `optimiser (default ${optimiser.kind})`,
  },
  momentum: { kind: 'number', min: 0, max: 0.999, help: `momentum of sgd (default ${optimiser.momentum})` },
  schedule: {
    kind: 'text',
    value: 'NAME',
    choices: SCHEDULES,
    help: `learning rate over the epochs (default ${DEFAULT_TRAIN.schedule})`,
  },
  decay: { kind: 'number', min: 0, max: 1, help: `weight decay (default ${DEFAULT_TRAIN.weightDecay})` },
  clip: {
    kind: 'number',
    min: 0,
    help: `longest gradient, 0 = any (default ${DEFAULT_TRAIN.clipNorm})`,
  },
  dropout: {
    kind: 'number',
    min: 0,
    max: 0.95,
    help: `share of the inputs of fc layers silenced in training (default ${DEFAULT_TRAIN.dropout})`,
  },
  bits: {
    kind: 'text',
    value: 'B or B,B,…',
    help: 'weight bits while training, 2 to 8 or 32 = float, one or per layer (default 32)',
  },
  patience: {
    kind: 'integer',
    min: 0,
    help: 'stop after so many epochs without a new best (default 0 = never)',
  },
  shift: {
    kind: 'integer',
    min: 0,
    max: 64,
    help: `augmentation: shift in pixels (default ${augment.shiftPixels})`,
  },
  rotate: {
    kind: 'number',
    min: 0,
    max: 180,
    help: `augmentation: rotation in degrees (default ${augment.rotateDegrees})`,
  },
  resize: {
    kind: 'number',
    min: 0,
    max: 0.9,
    help: `augmentation: change of size, 0.1 = 0.9 to 1.1 times (default ${augment.scale})`,
  },
  drop: {
    kind: 'number',
    min: 0,
    max: 0.95,
    help: `augmentation: largest share of events dropped (default ${augment.dropEvents})`,
  },
} as const satisfies OptionTable;

/** Epochs that bring silent neurons to life under tsslbp. */
const WARMUP_EPOCHS = 5;

type Learning = Pick<
  TrainSpec,
  | 'rule'
  | 'surrogateHalfWidth'
  | 'loss'
  | 'optimiser'
  | 'schedule'
  | 'weightDecay'
  | 'clipNorm'
  | 'dropout'
  | 'bits'
  | 'patience'
  | 'augment'
>;

export function learningFrom(args: Arguments): Outcome<Learning> {
  const bits = bitsFrom(args);
  if (!bits.ok) return bits;
  const kind = chosen(args, 'rule', TRAINING_RULES) ?? rule.kind;
  return accept({
    rule: {
      kind,
      surrogate: chosen(args, 'surrogate', SURROGATES) ?? rule.surrogate,
      warmupEpochs: args.number('warmup') ?? (kind === 'tsslbp' ? WARMUP_EPOCHS : 0),
      cutoffSteps: args.number('cutoff') ?? rule.cutoffSteps,
    },
    surrogateHalfWidth: args.number('half-width') ?? DEFAULT_TRAIN.surrogateHalfWidth,
    loss: {
      ...loss,
      kind: chosen(args, 'loss', LOSSES) ?? loss.kind,
      rightRate: args.number('right-rate') ?? loss.rightRate,
      wrongRate: args.number('wrong-rate') ?? loss.wrongRate,
      tauSteps: args.number('tau') ?? loss.tauSteps,
    },
    optimiser: {
      kind: chosen(args, 'optimiser', OPTIMISERS) ?? optimiser.kind,
      momentum: args.number('momentum') ?? optimiser.momentum,
    },
    schedule: chosen(args, 'schedule', SCHEDULES) ?? DEFAULT_TRAIN.schedule,
    weightDecay: args.number('decay') ?? DEFAULT_TRAIN.weightDecay,
    clipNorm: args.number('clip') ?? DEFAULT_TRAIN.clipNorm,
    dropout: args.number('dropout') ?? DEFAULT_TRAIN.dropout,
    bits: bits.value,
    patience: args.number('patience') ?? DEFAULT_TRAIN.patience,
    augment: {
      shiftPixels: args.number('shift') ?? augment.shiftPixels,
      dropEvents: args.number('drop') ?? augment.dropEvents,
      rotateDegrees: args.number('rotate') ?? augment.rotateDegrees,
      scale: args.number('resize') ?? augment.scale,
    },
  });
}

/** The options' own check has refused everything that is not in the list. */
function chosen<T extends string>(args: Arguments, name: string, values: readonly T[]): T | undefined {
  return values.find((value) => value === args.text(name));
}

function bitsFrom(args: Arguments): Outcome<readonly number[]> {
  const list = args.list('bits');
  if (!list) return accept(DEFAULT_TRAIN.bits);
  const bits = list.map(Number);
  const good =
    bits.length > 0 &&
    bits.every((value) => value === 32 || (Number.isInteger(value) && value >= 2 && value <= 8));
  if (good) return accept(bits);
  return refuse(
    errorAt(
      '--bits',
      'cli/bits',
      `must be 32 (float) or whole numbers 2 to 8, one or per layer (got ${args.text('bits')}); 8 is what the accelerator reads`,
    ),
  );
}
