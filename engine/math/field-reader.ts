/**
 * Reads the fields of an untrusted JSON record and collects every mistake as an issue: missing fields, wrong types,
 * values out of range, unknown keys with the nearest known one. Used by all descriptions (networks, accelerators,
 * energy tables). A field that is refused reads as its fallback, so that one pass finds all mistakes.
 * Left out: nested records and lists; the caller opens a reader for each.
 */
import { errorAt } from '../contract/index.ts';
import type { Issue } from '../contract/index.ts';
import { nearestWord } from './nearest-word.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

export interface NumberRule {
  readonly integer?: boolean;
  readonly least?: number;
  /** `least` itself is refused. */
  readonly above?: boolean;
  readonly most?: number;
  /** What to do, after the semicolon. */
  readonly advice: string;
}

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as the user should recognise it in `(got …)`. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isRecord(value)) return 'an object';
  return String(value);
}

/** "must be a whole number of at least 1, at most 8 (got 0); advice", or null when the value is good. */
export function numberFault(value: unknown, rule: NumberRule): string | null {
  const good =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!rule.integer || Number.isSafeInteger(value)) &&
    (rule.least === undefined || (rule.above ? value > rule.least : value >= rule.least)) &&
    (rule.most === undefined || value <= rule.most);
  if (good) return null;
  const kind = rule.integer ? 'a whole number' : 'a number';
  const low =
    rule.least === undefined ? '' : rule.above ? ` above ${rule.least}` : ` of at least ${rule.least}`;
  const high = rule.most === undefined ? '' : `${low ? ' and' : ' of'} at most ${rule.most}`;
  return `must be ${kind}${low}${high} (got ${shown(value)}); ${rule.advice}`;
}

export function unknownKeyFault(key: string, known: readonly string[]): string {
  const nearest = nearestWord(key, known);
  return nearest
    ? `must be a known key (got "${key}"); did you mean "${nearest}"?`
    : `must be a known key (got "${key}"); known are ${known.join(', ')}`;
}

export class FieldReader {
  readonly path: string;
  private readonly record: JsonRecord;
  private readonly area: string;
  private readonly issues: Issue[];
  private readonly seen = new Set<string>();

  /** area: first part of the issue codes; path: where the record stands. */
  constructor(record: JsonRecord, area: string, path: string, issues: Issue[]) {
    this.record = record;
    this.area = area;
    this.path = path;
    this.issues = issues;
  }

  at(key: string): string {
    return this.path ? `${this.path}.${key}` : key;
  }

  raw(key: string): unknown {
    this.seen.add(key);
    return this.record[key];
  }

  fault(key: string, code: string, message: string): void {
    this.issues.push(errorAt(this.at(key), `${this.area}/${code}`, message));
  }

  number(key: string, rule: NumberRule, fallback: number, optional = false): number {
    const value = this.raw(key);
    if (optional && value === undefined) return fallback;
    const fault = numberFault(value, rule);
    if (fault === null) return value as number;
    this.fault(key, 'number', fault);
    return fallback;
  }

  text(key: string, fallback: string, optional = false): string {
    const value = this.raw(key);
    if (optional && value === undefined) return fallback;
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.fault(key, 'text', `must be a text that is not empty (got ${shown(value)}); write one line`);
    return fallback;
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.raw(key);
    if (typeof value === 'boolean') return value;
    this.fault(key, 'flag', `must be true or false (got ${shown(value)}); choose one`);
    return fallback;
  }

  choice<T extends string>(key: string, values: readonly T[], fallback: T, optional = false): T {
    const value = this.raw(key);
    if (optional && value === undefined) return fallback;
    const found = values.find((known) => known === value);
    if (found !== undefined) return found;
    this.fault(key, 'choice', `must be ${values.join(' or ')} (got ${shown(value)}); choose one`);
    return fallback;
  }

  /** Call last: every key that nothing asked for is a mistake. */
  refuseUnknown(): void {
    for (const key of Object.keys(this.record)) {
      if (!this.seen.has(key)) this.fault(key, 'unknown-key', unknownKeyFault(key, [...this.seen]));
    }
  }
}

/** Text or an already parsed value to a record. */
export function recordFrom(source: unknown, area: string, file: string, issues: Issue[]): JsonRecord | null {
  let value = source;
  if (typeof source === 'string') {
    try {
      value = JSON.parse(source);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'not JSON';
      issues.push(errorAt(file, `${area}/json`, `must be JSON (${why}); correct the file at that place`));
      return null;
    }
  }
  if (isRecord(value)) return value;
  issues.push(errorAt(file, `${area}/record`, `must be a JSON object (got ${shown(value)}); start with {`));
  return null;
}
