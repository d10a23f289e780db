/** The fields of the training form: label, unit, help and limits. Order is the order on the screen. */
import type { BinMode } from '../../../../engine/contract/index.ts';
import type { FieldLook } from '../../components/form-field.ts';
import { dataTexts } from '../../texts/data.ts';
import type { TrainField, TrainForm } from './form.ts';

export interface FieldInfo extends FieldLook<TrainField> {
  readonly shown?: (form: TrainForm) => boolean;
}

export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly FieldInfo[];
}

const whole = { kind: 'number', min: 0, step: 1 } as const;

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
    title: 'Dataset',
    fields: [
      {
        key: 'source',
        label: 'Dataset',
        kind: 'source',
        help: 'The embedded set, or a folder with one folder per class',
      },
      {
        key: 'trainPercent',
        label: 'Train on',
        kind: 'number',
        unit: '% of Train',
        min: 1,
        max: 99,
        empty: 'all of Train',
        help: 'The rest is held out. Empty: train on Train, hold out Test',
      },
      {
        ...whole,
        key: 'maxTrain',
        label: 'Train samples',
        unit: 'at most',
        min: 1,
        empty: 'all',
        help: 'A seeded choice; empty takes all',
      },
      {
        ...whole,
        key: 'maxTest',
        label: 'Held-out samples',
        unit: 'at most',
        min: 1,
        empty: 'all',
        help: 'A seeded choice; empty takes all',
      },
      { key: 'binMode', label: 'Binning', kind: 'choice', help: 'How events become binary time steps' },
      {
        ...whole,
        key: 'timesteps',
        label: 'Time steps T',
        unit: 'steps',
        min: 1,
        help: 'As many as the network expects',
      },
      {
        ...whole,
        key: 'windowUs',
        label: 'Step length',
        unit: 'µs',
        min: 1,
        step: 1000,
        shown: ({ binMode }) => binMode === 'window' || binMode === 'time_window',
        help: 'Events after T steps are cropped',
      },
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
    title: 'Network and training',
    fields: [
      {
        key: 'network',
        label: 'Network',
        kind: 'choice',
        help: 'Choosing one fills in the values that suit it',
      },
      { ...whole, key: 'epochs', label: 'Epochs', min: 1, help: 'Passes over the training part' },
      { ...whole, key: 'batch', label: 'Batch', unit: 'samples', min: 1, help: 'Samples per weight update' },
      {
        key: 'learningRate',
        label: 'Learning rate',
        kind: 'number',
        min: 0,
        step: 1e-4,
        help: 'Adam; 4e-3 suits the presets',
      },
      { key: 'schedule', label: 'Schedule', kind: 'choice', help: 'Cosine falls to zero at the last epoch' },
      {
        key: 'weightDecay',
        label: 'Weight decay',
        kind: 'number',
        min: 0,
        step: 1e-4,
        help: '0 switches it off',
      },
      {
        ...whole,
        key: 'shiftPixels',
        label: 'Random shift',
        unit: 'pixels',
        help: 'Largest shift of a training sample, each axis',
      },
      {
        key: 'dropPercent',
        label: 'Drop events',
        kind: 'number',
        unit: '%',
        min: 0,
        max: 99,
        step: 5,
        help: 'Largest share of events dropped from a training sample',
      },
    ],
  },
  {
    title: 'Hardware loss',
    fields: [
      {
        key: 'hardwareLoss',
        label: 'Hardware loss',
        kind: 'choice',
        help: 'Adds β × the EDP of the layers behind the first, as activity drives it',
      },
      {
        key: 'beta',
        label: 'β',
        kind: 'number',
        min: 0,
        step: 1e-3,
        shown: (form) => form.hardwareLoss !== 'off',
        help: 'Per percent of the EDP before hardware training; larger is sparser and less accurate',
      },
      {
        key: 'objective',
        label: 'Objective',
        kind: 'choice',
        shown: (form) => form.hardwareLoss !== 'off',
        help: 'Whose EDP on the first system: every layer’s own, or that of the whole network',
      },
      {
        ...whole,
        key: 'pretrainEpochs',
        label: 'Pre-training',
        unit: 'epochs',
        shown: (form) => form.hardwareLoss !== 'off',
        help: 'Epochs at the start without the hardware loss',
      },
    ],
  },
  {
    title: 'Cost on the accelerator',
    fields: [
      {
        key: 'systems',
        label: 'Systems',
        kind: 'systems',
        help: 'Simulated with the spikes of held-out samples',
      },
      {
        key: 'tws',
        label: 'TWS',
        kind: 'text',
        help: 'Time window size: one for all layers, or one per layer: 2, 3, 2, 5',
      },
      { key: 'arch', label: 'Accelerator', kind: 'choice', help: 'Array, buffers, clock and bandwidth' },
      { key: 'energy', label: 'Energy table', kind: 'choice', help: 'Energy per counted action' },
      {
        ...whole,
        key: 'samplesPerEpoch',
        label: 'Each epoch',
        unit: 'samples',
        help: '0 leaves the EDP curve out',
      },
      {
        ...whole,
        key: 'samplesAtEnd',
        label: 'At the end',
        unit: 'samples',
        help: 'Figures of the finished run',
      },
    ],
  },
  {
    title: 'Sweep over β',
    fields: [
      {
        key: 'sweepBetas',
        label: 'β values',
        kind: 'text',
        help: '“Start sweep” trains once per value; 0 is the baseline. Pre-training is shared',
      },
      { key: 'sweepSeeds', label: 'Seeds', kind: 'text', help: 'Each β is trained with each seed' },
    ],
  },
  {
    title: 'Run',
    fields: [
      { key: 'name', label: 'Name', kind: 'text', help: 'Empty: a name is made from network, β and seed' },
      {
        key: 'experiment',
        label: 'Experiment',
        kind: 'text',
        help: 'Runs of one experiment can be shown alone',
      },
      { ...whole, key: 'seed', label: 'Seed', help: 'The same seed gives the same run, bit for bit' },
      {
        ...whole,
        key: 'workers',
        label: 'Workers',
        unit: 'threads',
        min: 1,
        help: 'Speed only; the result does not depend on it',
      },
    ],
  },
];
