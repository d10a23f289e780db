/** A field of the training form by its key: its words stand under the key in the texts; units that are words, too. */
import type { FieldLook } from '../../components/form-field.ts';
import { trainFormTexts } from '../../texts/train-form.ts';
import type { TrainField, TrainForm } from './form.ts';

export interface FieldInfo extends FieldLook<TrainField> {
  readonly shown?: (form: TrainForm) => boolean;
}

export const whole = { kind: 'number', min: 0, step: 1 } as const;
export const percent = { kind: 'number', unit: '%', min: 0, max: 99, step: 5 } as const;

const word = (words: Readonly<Record<string, string>>, key: string): string | undefined => words[key];

export const field = (
  key: keyof typeof trainFormTexts.fields & TrainField,
  { unit, ...more }: Omit<FieldInfo, 'key' | 'label' | 'help' | 'empty'>,
): FieldInfo => ({
  key,
  get label() {
    return trainFormTexts.fields[key].label;
  },
  get help() {
    return trainFormTexts.fields[key].help;
  },
  get unit() {
    return unit ?? word(trainFormTexts.units, key);
  },
  get empty() {
    return word(trainFormTexts.empties, key);
  },
  ...more,
});
