/** The fields of the simulation form in three groups; order is the order on the screen. */
import type { SpikeSource } from '../../../../engine/contract/index.ts';
import type { FieldLook } from '../../components/form-field.ts';
import { simulateTexts } from '../../texts/simulate.ts';
import type { SimulateField } from './form.ts';

/** Overrides are rows of their own. */
export interface SimulateFieldLook extends FieldLook<Exclude<SimulateField, 'overrides'>> {
  /** Shown for these kinds of activity only. */
  readonly of?: readonly SpikeSource['kind'][];
}

const ACTIVITIES: readonly SpikeSource['kind'][] = ['random', 'bursty', 'run', 'dataset', 'npy'];
export const activityOptions = (): { value: SpikeSource['kind']; label: string }[] =>
  ACTIVITIES.map((value) => ({ value, label: simulateTexts.activities[value] }));

export function sampleOptions(): { value: string; label: string }[] {
  const { one, several, all } = simulateTexts.samples;
  return [
    { value: '1', label: one },
    ...[16, 64, 256, 1000].map((count) => ({ value: String(count), label: several(count) })),
    { value: 'all', label: all },
  ];
}

const field = (
  key: keyof typeof simulateTexts.fields & SimulateFieldLook['key'],
  kind: SimulateFieldLook['kind'],
  more: Partial<Pick<SimulateFieldLook, 'min' | 'max' | 'step' | 'of' | 'endings'>> = {},
): SimulateFieldLook => ({
  key,
  get label() {
    return simulateTexts.fields[key].label;
  },
  get help() {
    return simulateTexts.fields[key].help;
  },
  kind,
  ...more,
});

export const FIELD_GROUPS: readonly {
  readonly id: keyof typeof simulateTexts.groups;
  readonly fields: readonly SimulateFieldLook[];
}[] = [
  {
    id: 'work',
    fields: [
      field('network', 'choice'),
      field('activity', 'choice'),
      field('rate', 'number', { min: 0, max: 1, step: 0.01, of: ['random', 'bursty'] }),
      field('seed', 'number', { min: 0, of: ['random', 'bursty'] }),
      field('runId', 'choice', { of: ['run'] }),
      field('source', 'source', { of: ['dataset'] }),
      field('samples', 'choice', { of: ['run', 'dataset'] }),
      field('file', 'file', { of: ['npy'], endings: ['.npy'] }),
    ],
  },
  { id: 'windows', fields: [field('systems', 'systems'), field('tws', 'text')] },
  { id: 'hardware', fields: [field('arch', 'choice'), field('energy', 'choice')] },
];
