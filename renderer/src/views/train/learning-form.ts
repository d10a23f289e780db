/** The part of the training form that says how the network learns: rule, loss, optimiser, weight bits, augmentation. */
import type {
  LossKind,
  OptimiserKind,
  Surrogate,
  TrainingRule,
  TrainSpec,
} from '../../../../engine/contract/index.ts';

/** Numbers are null while their field is empty. */
export interface LearningForm {
  rule: TrainingRule;
  surrogate: Surrogate;
  halfWidth: number | null;
  warmupEpochs: number | null;
  cutoffSteps: number | null;
  loss: LossKind;
  rightPercent: number | null;
  wrongPercent: number | null;
  tauSteps: number | null;
  optimiser: OptimiserKind;
  momentum: number | null;
  clipNorm: number | null;
  /** One number, or one per layer, separated by commas; 32 = float. */
  bits: string;
  patience: number | null;
  dropoutPercent: number | null;
  shiftPixels: number | null;
  rotateDegrees: number | null;
  scalePercent: number | null;
  dropPercent: number | null;
}

type Learning = Pick<
  TrainSpec,
  | 'rule'
  | 'surrogateHalfWidth'
  | 'loss'
  | 'optimiser'
  | 'clipNorm'
  | 'bits'
  | 'patience'
  | 'dropout'
  | 'augment'
>;

/** Epochs that bring silent neurons to life under TSSL-BP. */
const WARMUP_EPOCHS = 5;

export const tidy = (value: number): number => Number(value.toPrecision(12));

/** Numbers of a list field; what is no number becomes NaN, which the host refuses by name. */
export const numbersOf = (text: string): number[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);

export function learningFormOf(spec: Learning): LearningForm {
  const { rule, loss, optimiser, augment } = spec;
  return {
    rule: rule.kind,
    surrogate: rule.surrogate,
    halfWidth: spec.surrogateHalfWidth,
    warmupEpochs: rule.warmupEpochs,
    cutoffSteps: rule.cutoffSteps,
    loss: loss.kind,
    rightPercent: tidy(loss.rightRate * 100),
    wrongPercent: tidy(loss.wrongRate * 100),
    tauSteps: loss.tauSteps,
    optimiser: optimiser.kind,
    momentum: optimiser.momentum,
    clipNorm: spec.clipNorm,
    bits: spec.bits.join(', '),
    patience: spec.patience,
    dropoutPercent: tidy(spec.dropout * 100),
    shiftPixels: augment.shiftPixels,
    rotateDegrees: augment.rotateDegrees,
    scalePercent: tidy(augment.scale * 100),
    dropPercent: tidy(augment.dropEvents * 100),
  };
}

/** Empty number fields become NaN: the host names the field and the range in its answer. */
export function learningOf(form: LearningForm): Learning {
  const number = (value: number | null): number => value ?? NaN;
  const share = (percent: number | null): number => tidy(number(percent) / 100);
  return {
    rule: {
      kind: form.rule,
      surrogate: form.surrogate,
      warmupEpochs: number(form.warmupEpochs),
      cutoffSteps: number(form.cutoffSteps),
    },
    surrogateHalfWidth: number(form.halfWidth),
    loss: {
      kind: form.loss,
      rightRate: share(form.rightPercent),
      wrongRate: share(form.wrongPercent),
      tauSteps: number(form.tauSteps),
    },
    optimiser: { kind: form.optimiser, momentum: number(form.momentum) },
    clipNorm: number(form.clipNorm),
    bits: numbersOf(form.bits),
    patience: number(form.patience),
    dropout: share(form.dropoutPercent),
    augment: {
      shiftPixels: number(form.shiftPixels),
      rotateDegrees: number(form.rotateDegrees),
      scale: share(form.scalePercent),
      dropEvents: share(form.dropPercent),
    },
  };
}

/** TSSL-BP starts with a warm-up; the surrogate has none. */
export const withRule = <Form extends LearningForm>(form: Form, rule: TrainingRule): Form => ({
  ...form,
  rule,
  warmupEpochs: rule === 'tsslbp' ? form.warmupEpochs || WARMUP_EPOCHS : 0,
});

/** Places of these fields in a TrainSpec. */
export const LEARNING_PLACES: readonly (readonly [string, keyof LearningForm])[] = [
  ['rule.warmupEpochs', 'warmupEpochs'],
  ['rule.cutoffSteps', 'cutoffSteps'],
  ['rule.surrogate', 'surrogate'],
  ['rule', 'rule'],
  ['surrogateHalfWidth', 'halfWidth'],
  ['loss.rightRate', 'rightPercent'],
  ['loss.wrongRate', 'wrongPercent'],
  ['loss.tauSteps', 'tauSteps'],
  ['loss', 'loss'],
  ['optimiser.momentum', 'momentum'],
  ['optimiser', 'optimiser'],
  ['clipNorm', 'clipNorm'],
  ['bits', 'bits'],
  ['patience', 'patience'],
  ['dropout', 'dropoutPercent'],
  ['augment.shiftPixels', 'shiftPixels'],
  ['augment.rotateDegrees', 'rotateDegrees'],
  ['augment.scale', 'scalePercent'],
  ['augment.dropEvents', 'dropPercent'],
];
