/**
 * Published values as data: JSON text to a checked `PublishedPaper`, every mistake as an issue. A value is a number
 * with its unit, a statement in words, or a range. Nothing in this folder that measures is given one of these.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { Issue, Outcome, PublishedNumber } from '../contract/index.ts';
import { FieldReader, isRecord, recordFrom, shown } from '../math/field-reader.ts';

export interface PublishedValue {
  /** Stable name, for example `fig9.energy.tws2`. */
  readonly key: string;
  readonly figure: string;
  readonly quantity: string;
  readonly value: PublishedNumber;
  readonly unit: string;
  /** Section of the paper. */
  readonly where: string;
  readonly note: string;
}

export interface PublishedPaper {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly licence: string;
  readonly values: readonly PublishedValue[];
}

/** source: JSON text or a parsed value; file: shown in front of every issue. */
export function parsePublished(source: unknown, file: string): Outcome<PublishedPaper> {
  const issues: Issue[] = [];
  const record = recordFrom(source, 'paper', file, issues);
  if (!record) return refuse(...issues);
  const read = new FieldReader(record, 'paper', file, issues);
  read.choice('schema', ['spikex-paper/1'], 'spikex-paper/1');
  const paper: PublishedPaper = {
    name: read.text('name', 'unnamed'),
    title: read.text('title', 'Unnamed'),
    source: read.text('source', 'not stated'),
    licence: read.text('licence', 'not stated'),
    values: readValues(read.raw('values'), read.at('values'), issues),
  };
  read.refuseUnknown();
  return issues.length ? refuse(...issues) : accept(paper);
}

function readValues(source: unknown, path: string, issues: Issue[]): PublishedValue[] {
  if (!Array.isArray(source)) {
    issues.push(errorAt(path, 'paper/values', `must be a list (got ${shown(source)}); write [ … ]`));
    return [];
  }
  const seen = new Set<string>();
  return source.map((entry: unknown, i) => {
    const value = readValue(entry, `${path}[${i}]`, issues);
    if (seen.has(value.key)) {
      const message = `must be unique (got "${value.key}" twice); rename one`;
      issues.push(errorAt(`${path}[${i}].key`, 'paper/key', message));
    }
    seen.add(value.key);
    return value;
  });
}

function readValue(entry: unknown, path: string, issues: Issue[]): PublishedValue {
  if (!isRecord(entry))
    issues.push(errorAt(path, 'paper/value', `must be an object (got ${shown(entry)}); write { … }`));
  const read = new FieldReader(isRecord(entry) ? entry : {}, 'paper', path, issues);
  const value: PublishedValue = {
    key: read.text('key', path),
    figure: read.text('figure', 'none'),
    quantity: read.text('quantity', 'none'),
    value: readNumber(read, issues),
    unit: textOrEmpty(read, 'unit'),
    where: read.text('where', 'not stated'),
    note: textOrEmpty(read, 'note'),
  };
  read.refuseUnknown();
  return value;
}

function readNumber(read: FieldReader, issues: Issue[]): PublishedNumber {
  const value = read.raw('value');
  if (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))) return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  const message = `must be a number, a list of numbers or a text (got ${shown(value)}); copy what the paper prints`;
  issues.push(errorAt(read.at('value'), 'paper/number', message));
  return 0;
}

function textOrEmpty(read: FieldReader, key: string): string {
  return read.raw(key) === '' ? '' : read.text(key, '', true);
}
