/** The fields of the training form: label, unit, help and limits. Order is the order on the screen. */
import type { BinMode } from '../../../../engine/contract/index.ts';
import { dataTexts } from '../../texts/data.ts';
import type { trainFormTexts } from '../../texts/train-form.ts';
import { field, whole, type FieldInfo } from './field-of.ts';
import type { TrainField, TrainForm } from './form.ts';
import { AUGMENTATION_FIELDS, GRADIENT_FIELDS, TRAINING_FIELDS } from './learning-fields.ts';

/** Of trainings, and of networks that were made or taken over. */
export const CHECKPOINT_ENDINGS = ['.spikexckpt', '.spkx'] as const;

export interface FieldGroup {
  readonly id: keyof typeof trainFormTexts.groups;
  readonly fields: readonly FieldInfo[];
}

const isSearched = ({ hardwareLoss, has }: TrainForm): boolean => hardwareLoss !== 'off' && has !== 'off';

/** What a step shares with the next one, in the unit of its mode. */
const overlapField = (
  key: TrainField,
  unit: string,
  modes: readonly BinMode[],
  most?: number,
): FieldInfo => ({
  ...whole,
  key,
  get label() {
    return dataTexts.overlap;
  },
  unit,
  max: most,
  get empty() {
    return dataTexts.none;
  },
  shown: ({ binMode }) => modes.includes(binMode),
  get help() {
    return dataTexts.overlapHelp;
  },
});
const OVERLAPS: readonly FieldInfo[] = [
  overlapField('overlapUs', 'µs', ['time_window']),
  overlapField('overlapEvents', '', ['event_count']),
  overlapField('overlapPercent', '%', ['n_time_bins', 'n_event_bins'], 99),
];

export const FIELD_GROUPS: readonly FieldGroup[] = [
  {
    id: 'data',
    fields: [
      field('source', { kind: 'source' }),
      field('trainPercent', { kind: 'number', min: 1, max: 99 }),
      field('maxTrain', { ...whole, min: 1 }),
      field('maxTest', { ...whole, min: 1 }),
      field('binMode', { kind: 'choice' }),
      field('timesteps', { ...whole, min: 1 }),
      field('windowUs', {
        ...whole,
        unit: 'µs',
        min: 1,
        step: 1000,
        shown: ({ binMode }) => binMode === 'window' || binMode === 'time_window',
      }),
      {
        ...whole,
        key: 'stepEvents',
        get label() {
          return dataTexts.stepEvents;
        },
        min: 1,
        shown: ({ binMode }) => binMode === 'event_count',
        get help() {
          return dataTexts.croppedHelp;
        },
      },
      ...OVERLAPS,
    ],
  },
  {
    id: 'training',
    fields: TRAINING_FIELDS,
  },
  { id: 'gradient', fields: GRADIENT_FIELDS },
  { id: 'augmentation', fields: AUGMENTATION_FIELDS },
  {
    id: 'hardwareLoss',
    fields: [
      field('hardwareLoss', { kind: 'choice' }),
      field('beta', { kind: 'number', min: 0, step: 1e-3, shown: (form) => form.hardwareLoss !== 'off' }),
      field('objective', { kind: 'choice', shown: (form) => form.hardwareLoss !== 'off' }),
      field('exponent', {
        kind: 'number',
        min: 0,
        max: 2,
        step: 0.1,
        shown: (form) => form.hardwareLoss !== 'off',
      }),
      field('pretrainEpochs', { ...whole, shown: (form) => form.hardwareLoss !== 'off' }),
      field('restartRate', {
        kind: 'number',
        min: 0,
        step: 1e-4,
        shown: (form) => form.hardwareLoss !== 'off',
      }),
      field('has', { kind: 'choice', shown: (form) => form.hardwareLoss !== 'off' }),
      field('hasTws', { kind: 'text', shown: isSearched }),
      field('hasBits', { kind: 'text', shown: isSearched }),
    ],
  },
  {
    id: 'cost',
    fields: [
      field('systems', { kind: 'systems' }),
      field('tws', { kind: 'text' }),
      field('arch', { kind: 'choice' }),
      field('energy', { kind: 'choice' }),
      field('samplesPerEpoch', whole),
      field('samplesAtEnd', whole),
    ],
  },
  {
    id: 'sweep',
    fields: [field('sweepBetas', { kind: 'text' }), field('sweepSeeds', { kind: 'text' })],
  },
  {
    id: 'run',
    fields: [
      field('name', { kind: 'text' }),
      field('experiment', { kind: 'text' }),
      field('project', { kind: 'text' }),
      field('init', { kind: 'file', endings: CHECKPOINT_ENDINGS }),
      field('seed', whole),
      field('workers', { ...whole, min: 1 }),
    ],
  },
];
