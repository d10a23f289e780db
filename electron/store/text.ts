/**
 * Contract values as stored text. JSON has no NaN and no infinities: they are written as {"$number": "NaN"}.
 * Hashes are SHA-256 over the same text with sorted keys, so that equal content has one hash.
 */
import { createHash } from 'node:crypto';
import { DamagedText } from './failure.ts';

const MARK = '$number';
const NOT_FINITE = new Map([NaN, Infinity, -Infinity].map((number) => [String(number), number]));

export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? { [MARK]: String(item) } : item,
  );
}

/** The caller names the type that was encoded. */
export function decode<T>(text: string): T {
  try {
    return text.includes(MARK) ? JSON.parse(text, revive) : JSON.parse(text);
  } catch {
    throw new DamagedText(`a stored entry is not JSON: ${text.slice(0, 40)}`);
  }
}

function revive(_key: string, item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !(MARK in item)) return item;
  return typeof item[MARK] === 'string' ? (NOT_FINITE.get(item[MARK]) ?? item) : item;
}

/** SHA-256 of the content as hexadecimal text, whatever the order of keys. */
export function contentHash(value: unknown): string {
  return createHash('sha256')
    .update(encode(sortedKeys(value)))
    .digest('hex');
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortedKeys(item)]));
}
