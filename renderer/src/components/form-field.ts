/** How one field of a form looks: label, unit, help and limits. What it holds is the form's own business. */
export interface FieldLook<Key extends string = string> {
  readonly key: Key;
  readonly label: string;
  readonly help: string;
  /** The first four are drawn by FormField; the others by its slot. */
  readonly kind: 'number' | 'text' | 'choice' | 'switch' | 'source' | 'systems' | 'file';
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** What an empty number means; without it the field must be filled. */
  readonly empty?: string;
}
