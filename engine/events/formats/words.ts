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

const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

const BLOCK_BYTES = 65_536;

/**
 * Whole little-endian words of 32 bits, block by block: four times as fast to read as through a view. Bytes that do not
 * start on a word are copied, in blocks so that the copies stay in the cache.
 */
export function* blocks32(view: DataView): Generator<Uint32Array> {
  for (const block of blocksOf(view)) {
    const count = block.byteLength >>> 2;
    if (!LITTLE_ENDIAN) yield Uint32Array.from({ length: count }, (_, i) => block.getUint32(4 * i, true));
    else if (block.byteOffset % 4 === 0) yield new Uint32Array(block.buffer, block.byteOffset, count);
    else yield new Uint32Array(block.buffer.slice(block.byteOffset, block.byteOffset + 4 * count));
  }
}

/** The same for words of 16 bits. */
export function* blocks16(view: DataView): Generator<Uint16Array> {
  for (const block of blocksOf(view)) {
    const count = block.byteLength >>> 1;
    if (!LITTLE_ENDIAN) yield Uint16Array.from({ length: count }, (_, i) => block.getUint16(2 * i, true));
    else if (block.byteOffset % 2 === 0) yield new Uint16Array(block.buffer, block.byteOffset, count);
    else yield new Uint16Array(block.buffer.slice(block.byteOffset, block.byteOffset + 2 * count));
  }
}

function* blocksOf(view: DataView): Generator<DataView> {
  for (let at = 0; at < view.byteLength; at += BLOCK_BYTES) {
    const length = Math.min(BLOCK_BYTES, view.byteLength - at);
    yield new DataView(view.buffer, view.byteOffset + at, length);
  }
}

/** State of a 32-bit clock between pieces of a recording. */
export interface Clock {
  previous: number;
  epochUs: number;
}

export const clockAtStart = (): Clock => ({ previous: 0, epochUs: 0 });

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
