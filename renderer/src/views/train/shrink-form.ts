/** What the pane that takes units out asks for: fields, the specification they stand for, issues to fields. */
import {
  DEFAULT_SHRINK,
  type Issue,
  type ShrinkSpec,
  type SystemName,
  type TrainSpec,
} from '../../../../engine/contract/index.ts';
import type { FieldLook } from '../../components/form-field.ts';
import { shrinkTexts } from '../../texts/shrink.ts';
import { CHECKPOINT_ENDINGS } from './fields.ts';
import { numbersOf } from './learning-form.ts';

export interface ShrinkForm {
  readonly checkpoint: string;
  readonly systems: readonly SystemName[];
  /** One number, or one per layer, separated by commas. */
  readonly tws: string;
  /** Percentage points; null while the field is empty. */
  readonly drop: number | null;
  readonly samples: number | null;
  /** Separated by commas; empty = searched for. */
  readonly units: string;
}

export type ShrinkField = keyof ShrinkForm;

export const FIRST_SHRINK: ShrinkForm = {
  checkpoint: '',
  systems: [],
  tws: '',
  ...DEFAULT_SHRINK,
  units: '',
};

const field = (
  key: ShrinkField,
  look: Omit<FieldLook, 'key' | 'label' | 'help'>,
): FieldLook<ShrinkField> => ({
  key,
  get label() {
    return shrinkTexts.fields[key].label;
  },
  get help() {
    return shrinkTexts.fields[key].help;
  },
  ...look,
});

export const SHRINK_FIELDS: readonly FieldLook<ShrinkField>[] = [
  field('checkpoint', { kind: 'file', endings: CHECKPOINT_ENDINGS }),
  field('systems', { kind: 'systems' }),
  field('tws', { kind: 'text' }),
  field('drop', {
    kind: 'number',
    min: 0,
    max: 100,
    get unit() {
      return shrinkTexts.points;
    },
  }),
  field('samples', {
    kind: 'number',
    min: 1,
    get unit() {
      return shrinkTexts.samples;
    },
  }),
  field('units', { kind: 'text' }),
];

/** training: says on which data and which hardware. */
export function shrinkSpecOf(form: ShrinkForm, { data, seed, cost }: TrainSpec): ShrinkSpec {
  const { arch, archOverrides, energy } = cost;
  const units = numbersOf(form.units);
  return {
    checkpoint: form.checkpoint.trim(),
    data,
    seed,
    hardware: { systems: form.systems, tws: numbersOf(form.tws), arch, archOverrides, energy },
    drop: form.drop ?? NaN,
    samples: form.samples ?? NaN,
    units: units.length ? units : null,
    name: null,
  };
}

/** `spec.hardware.tws[1]`, `units[0]`, the checkpoint's file → field; null: of none. */
export function shrinkFieldOf({ path }: Issue, form: ShrinkForm): ShrinkField | null {
  if (path !== '' && path === form.checkpoint.trim()) return 'checkpoint';
  const place = path.replace(/^spec\./, '').replace(/^hardware\./, '').replace(/\[.*$/, ''); // prettier-ignore
  if (place === 'system') return 'systems';
  return SHRINK_FIELDS.find(({ key }) => key === place)?.key ?? null;
}
