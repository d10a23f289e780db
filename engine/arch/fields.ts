/**
 * The configuration keys of an accelerator: one entry per key with its rule and default. Accelerator files,
 * `--set KEY=VALUE` and the window all go through this table, so a key means the same everywhere.
 * Defaults: SpikeX (arXiv:2505.12292) where it states them, else the choices listed in docs/model.md.
 */
import type { ArchConfig } from '../contract/index.ts';
import { numberFault, shown } from '../math/field-reader.ts';
import type { NumberRule } from '../math/field-reader.ts';
import { SYSTEM_FIELDS, flatSystemGroups, systemGroupsFrom } from './system-fields.ts';

export type ArchValue = number | string | boolean | null;

export interface ArchField {
  readonly key: string;
  readonly fallback: ArchValue;
  /** One line for help and tooltips, with the unit. */
  readonly meaning: string;
  readonly number?: NumberRule;
  readonly choices?: readonly ArchValue[];
  readonly text?: { readonly test: RegExp; readonly form: string };
}

const count = (most: number, advice: string): NumberRule => ({ integer: true, least: 1, most, advice });
const positive = (most: number, advice: string): NumberRule => ({ least: 0, above: true, most, advice });

const MOST_BYTES = 2 ** 32;

export const ARCH_FIELDS: readonly ArchField[] = [
  {
    key: 'array.rows',
    fallback: 8,
    meaning: 'rows of processing elements (output channels)',
    number: count(1024, 'SpikeX has 8'),
  },
  {
    key: 'array.cols',
    fallback: 8,
    meaning: 'columns of processing elements (work units)',
    number: count(1024, 'SpikeX has 8'),
  },
  {
    key: 'glb.bytes',
    fallback: 54 * 1024,
    meaning: 'capacity of the global buffer, bytes',
    number: count(MOST_BYTES, 'SpikeX has 55296'),
  },
  {
    key: 'glb.bytesPerCycle',
    fallback: 32,
    meaning: 'bytes per cycle from global to local buffer',
    number: positive(65_536, '32 is the default'),
  },
  {
    key: 'lbuf.bytes',
    fallback: 2 * 1024,
    meaning: 'capacity of the local buffer, bytes',
    number: count(MOST_BYTES, 'SpikeX has 2048'),
  },
  {
    key: 'buffers.weightFraction',
    fallback: 0.5,
    meaning: 'share of each buffer that holds weights',
    number: { least: 0.01, most: 0.99, advice: '0.5 halves each buffer' },
  },
  { key: 'clockMhz', fallback: 200, meaning: 'clock, MHz', number: positive(100_000, '200 is the default') },
  {
    key: 'dram.gbPerSecond',
    fallback: 30,
    meaning: 'DRAM bandwidth, GB/s',
    number: positive(100_000, 'SpikeX has 30'),
  },
  { key: 'bits.weight', fallback: 8, meaning: 'bits of a weight', number: count(64, 'SpikeX has 8') },
  {
    key: 'bits.psum',
    fallback: 16,
    meaning: 'bits of a partial sum or membrane potential',
    number: count(64, '16 is the default'),
  },
  {
    key: 'tbWindows',
    fallback: 8,
    meaning: 'time windows per time block',
    number: count(65_535, '8 is the default'),
  },
  {
    key: 'batch',
    fallback: 1,
    meaning: 'inferences that share one load of the weights',
    number: count(1_000_000, '1 is a single inference'),
  },
  {
    key: 'dispatch.unit',
    fallback: 'ic',
    meaning: 'work unit: one input channel of an NTWU, or the whole NTWU',
    choices: ['ic', 'ntwu'],
  },
  {
    key: 'dispatch.mode',
    fallback: 'paper',
    meaning: 'SpikeX dispatch: by the rule of the paper, or one mode always',
    choices: ['paper', 'temporal', 'spatial'],
  },
  {
    key: 'drain',
    fallback: 'stage',
    meaning: 'when fill and drain of the array are charged',
    choices: ['stage', 'rowtile', 'none'],
  },
  {
    key: 'stalls',
    fallback: 'averaged',
    meaning: 'memory time against compute: averaged over all stages, or row tile by row tile',
    choices: ['averaged', 'rowtile'],
  },
  {
    key: 'psum.overflow',
    fallback: 'lbuf',
    meaning: 'partial sums beyond the local buffer: charged to it all the same, or moved on to the GLB',
    choices: ['lbuf', 'glb'],
  },
  {
    key: 'tailoring',
    fallback: null,
    meaning: 'weight tailoring; unset: SpikeX on, others off',
    choices: [true, false, null],
  },
  {
    key: 'ptb.packing',
    fallback: 'none',
    meaning: 'packing of spatio-temporally non-overlapping rows in PTB',
    choices: ['none', 'adjacent', 'first-fit'],
  },
  {
    key: 'ptb.tws',
    fallback: 'net',
    meaning: 'PTB: one time window size for the net, or one per layer',
    choices: ['net', 'layer'],
  },
  ...SYSTEM_FIELDS,
];

export const ARCH_KEYS: readonly string[] = ARCH_FIELDS.map((field) => field.key);

const BY_KEY = new Map(ARCH_FIELDS.map((field) => [field.key, field]));

export const archField = (key: string): ArchField | undefined => BY_KEY.get(key);

/** What is wrong with a value, or null. */
export function archFault(field: ArchField, value: unknown): string | null {
  if (field.number) return numberFault(value, field.number);
  if (field.text) {
    if (typeof value === 'string' && field.text.test.test(value)) return null;
    return `must be ${field.text.form} (got ${shown(value)}); ${String(field.fallback)} is the default`;
  }
  const choices = field.choices ?? [];
  if (choices.some((choice) => choice === value)) return null;
  return `must be ${choices.map(String).join(' or ')} (got ${shown(value)}); choose one`;
}

/** Flat values, all checked, to the nested configuration. */
export function configFrom(
  texts: Pick<ArchConfig, 'name' | 'title' | 'source'>,
  values: ReadonlyMap<string, ArchValue>,
): ArchConfig {
  const number = (key: string): number => Number(values.get(key));
  const pick = <T extends string>(key: string, all: readonly T[]): T =>
    all.find((known) => known === values.get(key)) ?? all[0];
  const tailoring = values.get('tailoring');
  return {
    ...texts,
    array: { rows: number('array.rows'), cols: number('array.cols') },
    glb: { bytes: number('glb.bytes'), bytesPerCycle: number('glb.bytesPerCycle') },
    lbuf: { bytes: number('lbuf.bytes') },
    buffers: { weightFraction: number('buffers.weightFraction') },
    clockMhz: number('clockMhz'),
    dram: { gbPerSecond: number('dram.gbPerSecond') },
    bits: { weight: number('bits.weight'), psum: number('bits.psum') },
    tbWindows: number('tbWindows'),
    batch: number('batch'),
    dispatch: {
      unit: pick('dispatch.unit', ['ic', 'ntwu']),
      mode: pick('dispatch.mode', ['paper', 'temporal', 'spatial']),
    },
    drain: pick('drain', ['stage', 'rowtile', 'none']),
    stalls: pick('stalls', ['averaged', 'rowtile']),
    psum: { overflow: pick('psum.overflow', ['lbuf', 'glb']) },
    tailoring: typeof tailoring === 'boolean' ? tailoring : null,
    ptb: {
      packing: pick('ptb.packing', ['none', 'adjacent', 'first-fit']),
      tws: pick('ptb.tws', ['net', 'layer']),
    },
    ...systemGroupsFrom(values),
  };
}

/** The nested configuration as flat values, in the order of `ARCH_FIELDS`. */
export function flatValues(config: ArchConfig): Map<string, ArchValue> {
  return new Map<string, ArchValue>([
    ['array.rows', config.array.rows],
    ['array.cols', config.array.cols],
    ['glb.bytes', config.glb.bytes],
    ['glb.bytesPerCycle', config.glb.bytesPerCycle],
    ['lbuf.bytes', config.lbuf.bytes],
    ['buffers.weightFraction', config.buffers.weightFraction],
    ['clockMhz', config.clockMhz],
    ['dram.gbPerSecond', config.dram.gbPerSecond],
    ['bits.weight', config.bits.weight],
    ['bits.psum', config.bits.psum],
    ['tbWindows', config.tbWindows],
    ['batch', config.batch],
    ['dispatch.unit', config.dispatch.unit],
    ['dispatch.mode', config.dispatch.mode],
    ['drain', config.drain],
    ['stalls', config.stalls],
    ['psum.overflow', config.psum.overflow],
    ['tailoring', config.tailoring],
    ['ptb.packing', config.ptb.packing],
    ['ptb.tws', config.ptb.tws],
    ...flatSystemGroups(config),
  ]);
}
