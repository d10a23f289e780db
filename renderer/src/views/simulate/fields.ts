/** The fields of the simulation form in three groups; order is the order on the screen. */
import type { SpikeSource } from '../../../../engine/contract/index.ts';
import type { FieldLook } from '../../components/form-field.ts';
import { simulateTexts } from '../../texts/simulate.ts';
import type { SimulateField } from './form.ts';

export interface SimulateFieldLook extends FieldLook<SimulateField> {
  /** Shown for these kinds of activity only. */
  readonly of?: readonly SpikeSource['kind'][];
}

export const ACTIVITY_OPTIONS: readonly { value: SpikeSource['kind']; label: string }[] = [
  { value: 'random', label: 'Random spikes' },
  { value: 'bursty', label: 'Bursty spikes' },
  { value: 'run', label: 'A finished training' },
  { value: 'dataset', label: 'A dataset' },
  { value: 'npy', label: 'A NumPy file' },
];

const { samples: SAMPLE_WORDS } = simulateTexts;
export const SAMPLE_OPTIONS: readonly { value: string; label: string }[] = [
  { value: '1', label: SAMPLE_WORDS.one },
  ...[16, 64, 256, 1000].map((count) => ({ value: String(count), label: SAMPLE_WORDS.several(count) })),
  { value: 'all', label: SAMPLE_WORDS.all },
];

export const FIELD_GROUPS: readonly {
  readonly title: string;
  readonly fields: readonly SimulateFieldLook[];
}[] = [
  {
    title: 'Work',
    fields: [
      { key: 'network', label: 'Network', kind: 'choice', help: 'Whose layers are simulated' },
      {
        key: 'activity',
        label: 'Activity',
        kind: 'choice',
        help: 'Where the spikes come from',
      },
      {
        key: 'rate',
        label: 'Rate',
        kind: 'number',
        min: 0,
        max: 1,
        step: 0.01,
        of: ['random', 'bursty'],
        help: 'Spikes per neuron and step',
      },
      {
        key: 'seed',
        label: 'Seed',
        kind: 'number',
        min: 0,
        of: ['random', 'bursty'],
        help: 'Same seed, same spikes',
      },
      {
        key: 'runId',
        label: 'Training',
        kind: 'choice',
        of: ['run'],
        help: 'Its trained weights on its held-out samples',
      },
      {
        key: 'source',
        label: 'Dataset',
        kind: 'source',
        of: ['dataset'],
        help: 'Through fresh, untrained weights',
      },
      {
        key: 'samples',
        label: simulateTexts.samples.label,
        kind: 'choice',
        of: ['run', 'dataset'],
        help: simulateTexts.samples.help,
      },
      {
        key: 'file',
        label: 'File',
        kind: 'file',
        of: ['npy'],
        help: 'Input spikes of one sample: (T, C, H, W), zeros and ones',
      },
    ],
  },
  {
    title: 'Systems and windows',
    fields: [
      { key: 'systems', label: 'Systems', kind: 'systems', help: 'All get the same activity' },
      { key: 'tws', label: 'TWS', kind: 'text', help: 'One, or one per layer: 2, 3, 2, 5' },
    ],
  },
  {
    title: 'Hardware',
    fields: [
      { key: 'arch', label: 'Accelerator', kind: 'choice', help: 'Array, buffers, clock' },
      { key: 'energy', label: 'Energy table', kind: 'choice', help: 'Energy per counted action' },
    ],
  },
];
