/** Fields that say how the network learns, in the order on the screen. */
import { field, percent, whole, type FieldInfo } from './field-of.ts';
import type { TrainForm } from './form.ts';

const isSurrogate = ({ rule }: TrainForm): boolean => rule === 'surrogate';
const isTsslbp = ({ rule }: TrainForm): boolean => rule === 'tsslbp';
const hasRates = ({ loss }: TrainForm): boolean => loss !== 'softmax';

export const TRAINING_FIELDS: readonly FieldInfo[] = [
  field('network', { kind: 'choice' }),
  field('epochs', { ...whole, min: 1 }),
  field('patience', whole),
  field('batch', { ...whole, min: 1 }),
  field('optimiser', { kind: 'choice' }),
  field('momentum', {
    kind: 'number',
    min: 0,
    max: 0.999,
    step: 0.05,
    shown: ({ optimiser }) => optimiser === 'sgd',
  }),
  field('learningRate', { kind: 'number', min: 0, step: 1e-4 }),
  field('rampEpochs', { kind: 'number', min: 0, step: 1 }),
  field('schedule', { kind: 'choice' }),
  field('weightDecay', { kind: 'number', min: 0, step: 1e-4 }),
  field('clipNorm', { kind: 'number', min: 0, step: 0.1 }),
  field('bits', { kind: 'text' }),
];

export const GRADIENT_FIELDS: readonly FieldInfo[] = [
  field('rule', { kind: 'choice' }),
  field('surrogate', { kind: 'choice', shown: isSurrogate }),
  field('halfWidth', { kind: 'number', min: 0, max: 1, step: 0.05, shown: isSurrogate }),
  field('warmupEpochs', { ...whole, shown: isTsslbp }),
  field('cutoffSteps', whole),
  field('loss', { kind: 'choice' }),
  field('rightPercent', { ...percent, max: 100, shown: hasRates }),
  field('wrongPercent', { ...percent, max: 100, shown: hasRates }),
  field('tauSteps', { kind: 'number', min: 1, step: 1, shown: ({ loss }) => loss === 'van-rossum' }),
];

export const AUGMENTATION_FIELDS: readonly FieldInfo[] = [
  field('shiftPixels', whole),
  field('rotateDegrees', { kind: 'number', unit: '°', min: 0, max: 180, step: 5 }),
  field('scalePercent', percent),
  field('dropPercent', percent),
  field('dropoutPercent', percent),
];
