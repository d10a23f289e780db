/**
 * Columns of numbers of any type (HDF5, MATLAB) checked and turned into events: whole pixels, polarity 0/1 or -1/1,
 * times with fractions in the first rows are seconds, others µs; times are rounded to whole µs.
 */
import { guessedUnit, POWER_TO_US } from './column-roles.ts';
import { allocateColumns } from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';

type Numbers =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Columns of one length. */
export interface NumberColumns {
  readonly t: Numbers;
  readonly x: Numbers;
  readonly y: Numbers;
  readonly p: Numbers;
}

/** Subtracted from, or added to, the stored numbers. */
export interface NumberOffsets {
  readonly firstPixel: number;
  readonly offPolarity: number;
  readonly addedUs: number;
}

export const AS_STORED: NumberOffsets = { firstPixel: 0, offPolarity: 0, addedUs: 0 };
const SAMPLED = 1000;

/** A text where a row is none of an event. */
export function eventsFromNumbers(
  { t, x, y, p }: NumberColumns,
  offsets: NumberOffsets,
): EventColumns | string {
  const columns = allocateColumns(t.length);
  const toUs = 10 ** POWER_TO_US[guessedUnit(Array.from(t.subarray(0, SAMPLED)))];
  const { firstPixel, offPolarity, addedUs } = offsets;
  for (let i = 0; i < t.length; i++) {
    const [column, row, polarity] = [x[i] - firstPixel, y[i] - firstPixel, p[i] - offPolarity];
    const us = Math.round(t[i] * toUs) + addedUs + 0;
    if (!isPixel(column) || !isPixel(row)) return `x ${x[i]}, y ${y[i]} in event ${i}`;
    if (polarity !== 0 && polarity !== 1 && polarity !== -1) return `polarity ${p[i]} in event ${i}`;
    if (!Number.isSafeInteger(us)) return `time ${us} µs in event ${i}`;
    columns.x[i] = column;
    columns.y[i] = row;
    columns.p[i] = polarity > 0 ? 1 : 0;
    columns.tUs[i] = us;
  }
  return columns;
}

export const isPixel = (value: number): boolean => value >= 0 && value <= 0xffff && Number.isInteger(value);
