/** What can be changed of a figure, from what is typed to what is asked. */
import {
  DEFAULT_ENERGY_TABLE,
  type PaperFigure,
  type PaperSettings,
} from '../../../../engine/contract/index.ts';

export interface LiveForm {
  readonly energy: string;
  readonly tws: string;
  readonly rows: number | null;
  readonly cols: number | null;
  readonly beta: number | null;
}
export type LiveField = keyof LiveForm;

export const OWN_FORM: LiveForm = {
  energy: DEFAULT_ENERGY_TABLE,
  tws: '',
  rows: null,
  cols: null,
  beta: null,
};

const ARRAY: readonly LiveField[] = ['rows', 'cols'];
export const FIELDS: Readonly<Record<PaperFigure, readonly LiveField[]>> = {
  '5': ['beta', 'tws'],
  '7': ['tws'],
  '9': ['energy', 'tws', ...ARRAY],
  '10': ['tws', ...ARRAY],
  '11': ['energy', 'tws', ...ARRAY],
  '12': ['energy', ...ARRAY],
  '13': ['beta', 'energy', 'tws', ...ARRAY],
  edp: ['beta', 'energy', 'tws', ...ARRAY],
  bits: ['energy'],
  coding: ['energy'],
};

/** Null while the window sizes are not whole numbers of at least 1. Fields that a figure does not have are left out. */
export function settingsOf(form: LiveForm, figure: PaperFigure): PaperSettings | null {
  const has = (field: LiveField): boolean => FIELDS[figure].includes(field);
  const typed = has('tws') ? form.tws.split(/[\s,]+/).filter(Boolean) : [];
  const tws = [...new Set(typed.map(Number))].sort((a, b) => a - b);
  if (tws.some((size) => !Number.isInteger(size) || size < 1 || size > 300)) return null;
  const overrides = [
    ...(has('rows') && form.rows !== null ? [['array.rows', form.rows] as const] : []),
    ...(has('cols') && form.cols !== null ? [['array.cols', form.cols] as const] : []),
  ];
  return {
    energy: has('energy') ? form.energy : DEFAULT_ENERGY_TABLE,
    archOverrides: Object.fromEntries(overrides),
    tws,
    beta: has('beta') ? form.beta : null,
  };
}

export const isOwn = ({ energy, archOverrides, tws, beta }: PaperSettings): boolean =>
  energy === DEFAULT_ENERGY_TABLE &&
  Object.keys(archOverrides).length === 0 &&
  tws.length === 0 &&
  beta === null;
