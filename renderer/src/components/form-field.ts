import type { SystemName } from '../../../engine/contract/index.ts';

/** Systems are a list; a source or file is its path. */
export type FieldValue = string | number | boolean | readonly SystemName[] | null;

export const isSystemList = (value: FieldValue): value is readonly SystemName[] => Array.isArray(value);

/** How one field of a form looks: label, unit, help and limits. What it holds is the form's own business. */
export interface FieldLook<Key extends string = string> {
  readonly key: Key;
  readonly label: string;
  readonly help: string;
  readonly kind: 'number' | 'text' | 'choice' | 'switch' | 'source' | 'systems' | 'file';
  /** Of `file`: which ones are offered, in lower case with their dots. */
  readonly endings?: readonly string[];
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** What an empty number means; without it the field must be filled. */
  readonly empty?: string;
}
