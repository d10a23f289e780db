/**
 * Accelerator descriptions: JSON text to a complete, checked `ArchConfig` (missing keys take the defaults of
 * `ARCH_FIELDS`), and `KEY=VALUE` overrides on top. All mistakes come at once, each with its dotted key.
 * Left out: whether a given network fits the buffers; that needs the network and is checked before a simulation.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { ArchConfig, ArchOverrides, Issue, LayerSpec, Outcome } from '../contract/index.ts';
import { isRecord, recordFrom, shown, unknownKeyFault } from '../math/field-reader.ts';
import type { JsonRecord } from '../math/field-reader.ts';
import { ARCH_FIELDS, ARCH_KEYS, archFault, archField, configFrom, flatValues } from './fields.ts';
import type { ArchValue } from './fields.ts';

const TEXT_KEYS = ['name', 'title', 'source'] as const;
const SCHEMA = 'spikex-arch/1';
const FILE_KEYS = ['schema', ...TEXT_KEYS, ...ARCH_KEYS];
const GROUPS = new Set(ARCH_KEYS.filter((key) => key.includes('.')).map((key) => key.split('.')[0]));

/** What every key is when nobody sets it. */
export const DEFAULT_ARCH_CONFIG: ArchConfig = configFrom(
  { name: 'defaults', title: 'Defaults', source: 'docs/model.md' },
  new Map(ARCH_FIELDS.map((field) => [field.key, field.fallback])),
);

/** source: JSON text or a parsed value; file: shown in front of every issue. */
export function parseArch(source: unknown, file: string): Outcome<ArchConfig> {
  const issues: Issue[] = [];
  const record = recordFrom(source, 'arch', file, issues);
  if (!record) return refuse(...issues);
  const values = flatValues(DEFAULT_ARCH_CONFIG);
  const texts = { name: baseName(file), title: baseName(file), source: 'not stated' };
  for (const [key, value] of leaves(record)) {
    const textKey = TEXT_KEYS.find((known) => known === key);
    if (textKey) {
      if (typeof value === 'string' && value.trim() !== '') texts[textKey] = value;
      else
        issues.push(
          errorAt(`${file}.${key}`, 'arch/text', `must be a text (got ${shown(value)}); write one line`),
        );
    } else if (key === 'schema') {
      if (value !== SCHEMA)
        issues.push(
          errorAt(`${file}.schema`, 'arch/schema', `must be ${SCHEMA} (got ${shown(value)}); correct it`),
        );
    } else setValue(values, key, value, `${file}.${key}`, issues, FILE_KEYS);
  }
  const config = configFrom(texts, values);
  if (issues.length === 0) issues.push(...checkBuffers(config, file));
  return issues.length ? refuse(...issues) : accept(config);
}

/** path: where the overrides were written, for example `--set`. Texts as the command line hands them are read too. */
export function applyArchOverrides(
  config: ArchConfig,
  overrides: ArchOverrides,
  path: string,
): Outcome<ArchConfig> {
  const issues: Issue[] = [];
  const values = flatValues(config);
  for (const [key, value] of Object.entries(overrides)) {
    setValue(values, key, fromText(key, value), `${path} ${key}`, issues, ARCH_KEYS);
  }
  const changed = configFrom(config, values);
  const result: ArchConfig = { ...changed, name: config.name, title: config.title, source: config.source };
  if (issues.length === 0) issues.push(...checkBuffers(result, path));
  return issues.length ? refuse(...issues) : accept(result);
}

/** Dotted keys with their values, one level of grouping deep. */
function* leaves(record: JsonRecord): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(record)) {
    if (GROUPS.has(key) && isRecord(value)) {
      for (const [inner, leaf] of Object.entries(value)) yield [`${key}.${inner}`, leaf];
    } else yield [key, value];
  }
}

function setValue(
  values: Map<string, ArchValue>,
  key: string,
  value: unknown,
  path: string,
  issues: Issue[],
  known: readonly string[],
): void {
  const field = archField(key);
  if (!field) {
    const whole = GROUPS.has(key)
      ? `must be an object (got ${shown(value)}); write { … }`
      : unknownKeyFault(key, known);
    issues.push(errorAt(path, GROUPS.has(key) ? 'arch/group' : 'arch/unknown-key', whole));
    return;
  }
  const fault = archFault(field, value);
  if (fault) issues.push(errorAt(path, 'arch/value', fault));
  else values.set(key, value as ArchValue);
}

/** The command line hands over texts: numbers, true, false and null are read as such. */
function fromText(key: string, value: string | number | boolean): unknown {
  const field = archField(key);
  if (field?.text && typeof value === 'number') return String(value);
  if (typeof value !== 'string' || !field) return value;
  if (field.number) return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
  return field.choices?.find((choice) => String(choice) === value) ?? value;
}

/** One weight per row must fit the weight half of the local buffer, and one byte the spike half of the global one. */
function checkBuffers(config: ArchConfig, path: string): Issue[] {
  const issues: Issue[] = [];
  const { weightBytes, lbufWeightBytes, glbWeightBytes, glbSpikeBytes } = capacities(config);
  const rowWeights = Math.ceil(config.array.rows * weightBytes);
  if (lbufWeightBytes < rowWeights)
    issues.push(
      errorAt(
        `${path}.lbuf.bytes`,
        'arch/lbuf-small',
        `must hold one weight per row in its double-buffered weight share, ${rowWeights} B (got ${lbufWeightBytes} B of ${config.lbuf.bytes} B); enlarge lbuf.bytes or buffers.weightFraction`,
      ),
    );
  if (glbWeightBytes < weightBytes || glbSpikeBytes < 1)
    issues.push(
      errorAt(
        `${path}.glb.bytes`,
        'arch/glb-small',
        `must hold one weight and one byte of spikes in its double-buffered shares (got ${glbWeightBytes} B and ${glbSpikeBytes} B); enlarge glb.bytes`,
      ),
    );
  return issues;
}

export interface Capacities {
  /** Bytes of one weight and of one partial sum; may be fractions. */
  readonly weightBytes: number;
  readonly psumBytes: number;
  /** Usable bytes of one of the two halves of each share (double buffering). */
  readonly glbWeightBytes: number;
  readonly glbSpikeBytes: number;
  readonly lbufWeightBytes: number;
  readonly lbufSpikeBytes: number;
}

/** layer: whose weights may have fewer bits than the accelerator's. */
export function capacities(config: ArchConfig, layer?: LayerSpec): Capacities {
  const { weightFraction } = config.buffers;
  return {
    weightBytes: Math.min(layer?.weightBits ?? Infinity, config.bits.weight) / 8,
    psumBytes: config.bits.psum / 8,
    glbWeightBytes: (config.glb.bytes * weightFraction) / 2,
    glbSpikeBytes: (config.glb.bytes * (1 - weightFraction)) / 2,
    lbufWeightBytes: (config.lbuf.bytes * weightFraction) / 2,
    lbufSpikeBytes: (config.lbuf.bytes * (1 - weightFraction)) / 2,
  };
}

function baseName(file: string): string {
  const last = file.split(/[\\/]/).pop() ?? file;
  return last.replace(/\.json$/i, '') || 'unnamed';
}
