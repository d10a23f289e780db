/** The keys of an accelerator in the groups of the form; keys of systems that came later stand in a group of their own. */
import type { ArchKey } from '../../../../engine/contract/index.ts';
import type { FieldLook } from '../../components/form-field.ts';
import { hardwareTexts as texts } from '../../texts/hardware.ts';

export interface ArchGroup {
  readonly title: string;
  readonly keys: readonly ArchKey[];
}

const GROUPS: readonly (readonly [keyof typeof texts.groups, readonly string[]])[] = [
  ['array', ['array.rows', 'array.cols', 'dispatch.mode', 'dispatch.unit', 'drain', 'tailoring', 'clockMhz']],
  ['buffers', ['glb.bytes', 'lbuf.bytes', 'buffers.weightFraction', 'tbWindows']],
  ['precision', ['bits.weight', 'bits.psum']],
  ['memory', ['dram.gbPerSecond', 'glb.bytesPerCycle', 'batch']],
  ['ptb', ['ptb.packing', 'ptb.tws']],
];

const UNITS: Readonly<Record<string, string>> = {
  'array.rows': 'PE',
  'array.cols': 'PE',
  clockMhz: 'MHz',
  'glb.bytes': 'B',
  'lbuf.bytes': 'B',
  'bits.weight': 'bit',
  'bits.psum': 'bit',
  'dram.gbPerSecond': 'GB/s',
  'glb.bytesPerCycle': 'B/cycle',
};

export function archGroups(keys: readonly ArchKey[]): ArchGroup[] {
  const byKey = new Map(keys.map((key) => [key.key, key]));
  const known = new Set(GROUPS.flatMap(([, names]) => names));
  const groups = GROUPS.map(([group, names]) => ({
    title: texts.groups[group],
    keys: names.flatMap((name) => byKey.get(name) ?? []),
  }));
  const others = keys.filter(({ key }) => !known.has(key));
  return others.length ? [...groups, { title: texts.groups.more, keys: others }] : groups;
}

export function fieldLook(key: ArchKey): FieldLook {
  return {
    key: key.key,
    label: texts.labels[key.key] ?? key.key,
    help: key.meaning,
    kind: key.choices ? 'choice' : 'number',
    unit: UNITS[key.key],
    step: key.integer ? 1 : (key.most ?? 0) <= 1 ? 0.05 : 1,
  };
}

/** Choices may be true, false or nothing: a select knows texts only. */
export const choiceOptions = (key: ArchKey): { label: string; value: string }[] =>
  (key.choices ?? []).map((choice) => ({
    label: texts.choices[key.key]?.[String(choice)] ?? String(choice),
    value: String(choice),
  }));

export const choiceOf = (key: ArchKey, text: string): string | number | boolean | null =>
  (key.choices ?? []).find((choice) => String(choice) === text) ?? null;
