/**
 * Reading the binary part of a file: a view from an offset without a copy, and the rule for 32-bit clocks in µs.
 * A clock has wrapped where it falls by more than half its range (2^32 µs are 71.6 minutes); smaller falls are
 * events out of order and stay as they are. Left out: clocks that were set back to 0 after more than 35.8 minutes,
 * which look the same as a wrap.
 */
import { warningAt } from '../../contract/index.ts';
import type { Issue } from '../../contract/index.ts';

export const CLOCK_RANGE_US = 2 ** 32;
export const LEAST_WRAP_US = CLOCK_RANGE_US / 2;

export function viewFrom(bytes: Uint8Array, start: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
}

/** `epochUs`: what wraps added to the last time. */
export function wrapWarnings(epochUs: number, path: string): Issue[] {
  const wraps = epochUs / CLOCK_RANGE_US;
  if (wraps === 0) return [];
  return [
    warningAt(
      path,
      'events/time-wrapped',
      `should hold times without a wrap of the 32-bit clock (got ${wraps}); later times were put on top`,
    ),
  ];
}
