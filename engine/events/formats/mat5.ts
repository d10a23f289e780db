/**
 * MATLAB level 5 files as far as events need them: numeric vectors and structs of such, by path (`TD.x`). A head of 128
 * bytes (bytes 126-127 "IM": little-endian, "MI": big-endian), then elements: type and size (32 bits each, or 16 + 16
 * bits with up to 4 bytes of data in place), data, padding to 8 bytes. A compressed element (type 15) is inflated by the
 * caller. A matrix (14) holds flags, dimensions, name, then numbers in any type, or for a struct its field names and
 * one matrix per field. Source: MathWorks, "MAT-File Format". Left out: cells, characters, sparse and complex parts.
 */
import { textOf } from './header-lines.ts';

/** The inflated bytes, or why they could not be inflated. */
export type Inflate = (packed: Uint8Array) => Uint8Array | string;
export type MatVectors = ReadonlyMap<string, Float64Array>;

interface Element {
  readonly type: number;
  readonly start: number;
  readonly bytes: number;
  /** Where the next element begins. */
  readonly next: number;
}

const HEAD_BYTES = 128;
const [MATRIX, COMPRESSED] = [14, 15];
const STRUCT_CLASS = 2;
const [FIRST_NUMERIC_CLASS, LAST_NUMERIC_CLASS] = [6, 15];
const MOST_DEPTH = 4;
const MOST_VECTORS = 1000;

type Reader = (view: DataView, at: number, little: boolean) => number;
/** By element type: bytes of a number and how it is read. */
const NUMBERS: Readonly<Record<number, readonly [number, Reader]>> = {
  1: [1, (view, at) => view.getInt8(at)],
  2: [1, (view, at) => view.getUint8(at)],
  3: [2, (view, at, little) => view.getInt16(at, little)],
  4: [2, (view, at, little) => view.getUint16(at, little)],
  5: [4, (view, at, little) => view.getInt32(at, little)],
  6: [4, (view, at, little) => view.getUint32(at, little)],
  7: [4, (view, at, little) => view.getFloat32(at, little)],
  9: [8, (view, at, little) => view.getFloat64(at, little)],
  12: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  13: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
};

/** A text where the file is damaged. */
export function readMatVectors(bytes: Uint8Array, inflate: Inflate): MatVectors | string {
  if (bytes.length < HEAD_BYTES) return 'a head that is cut off';
  const mark = textOf(bytes, 126, 128);
  if (mark !== 'IM' && mark !== 'MI') return 'a head without a byte order';
  const vectors = new Map<string, Float64Array>();
  const fault = new MatReader(bytes, mark === 'IM', inflate, vectors).readAll(HEAD_BYTES, '', 0);
  return fault ?? vectors;
}

class MatReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;
  readonly #inflate: Inflate;
  readonly #vectors: Map<string, Float64Array>;

  constructor(bytes: Uint8Array, little: boolean, inflate: Inflate, vectors: Map<string, Float64Array>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = little;
    this.#inflate = inflate;
    this.#vectors = vectors;
  }

  readAll(start: number, prefix: string, depth: number): string | null {
    for (let at = start; at < this.#bytes.length;) {
      const element = this.#element(at, this.#bytes.length);
      if (!element) return 'an element that is cut off';
      const fault = this.#top(element, prefix, depth);
      if (fault) return fault;
      at = element.next;
    }
    return null;
  }

  #top({ type, start, bytes }: Element, prefix: string, depth: number): string | null {
    if (type === MATRIX) return this.#matrix(start, start + bytes, prefix, depth);
    if (type !== COMPRESSED) return null;
    const inflated = this.#inflate(this.#bytes.subarray(start, start + bytes));
    if (typeof inflated === 'string') return inflated;
    if (depth > 0) return 'compressed data within compressed data';
    return new MatReader(inflated, this.#little, this.#inflate, this.#vectors).readAll(0, prefix, depth + 1);
  }

  #matrix(start: number, end: number, prefix: string, depth: number): string | null {
    const flags = this.#element(start, end);
    const dimensions = flags && this.#element(flags.next, end);
    const name = dimensions && this.#element(dimensions.next, end);
    if (!name || flags.bytes < 4) return start === end ? null : 'a matrix without flags, dimensions or name';
    const kind = this.#view.getUint32(flags.start, this.#little) & 0xff;
    const own = textOf(this.#bytes, name.start, name.start + name.bytes);
    const path = [prefix, own].filter(Boolean).join('.');
    if (kind === STRUCT_CLASS) return this.#struct(name.next, end, path, depth);
    if (kind < FIRST_NUMERIC_CLASS || kind > LAST_NUMERIC_CLASS) return null;
    const data = this.#element(name.next, end);
    if (!data) return `numbers of ${path} that are cut off`;
    const reader = NUMBERS[data.type];
    if (!reader || this.#vectors.size >= MOST_VECTORS) return null;
    this.#vectors.set(path, this.#numbers(data, reader));
    return null;
  }

  #struct(start: number, end: number, path: string, depth: number): string | null {
    if (depth >= MOST_DEPTH) return null;
    const length = this.#element(start, end);
    const names = length && this.#element(length.next, end);
    if (!names || length.bytes < 4) return `fields of ${path} that are cut off`;
    const width = this.#view.getInt32(length.start, this.#little);
    if (width < 1) return `fields of ${path} without names`;
    let at = names.next;
    for (let from = names.start; from + width <= names.start + names.bytes && at < end; from += width) {
      const field = this.#element(at, end);
      if (field?.type !== MATRIX) return `fields of ${path} that are cut off`;
      const name = textOf(this.#bytes, from, from + width).split('\0', 1)[0];
      const fault = this.#matrix(field.start, field.start + field.bytes, `${path}.${name}`, depth + 1);
      if (fault) return fault;
      at = field.next;
    }
    return null;
  }

  #numbers({ start, bytes }: Element, [size, read]: readonly [number, Reader]): Float64Array {
    const numbers = new Float64Array(Math.floor(bytes / size));
    for (let i = 0; i < numbers.length; i++) numbers[i] = read(this.#view, start + i * size, this.#little);
    return numbers;
  }

  #element(at: number, end: number): Element | null {
    if (at + 8 > end) return null;
    const first = this.#view.getUint32(at, this.#little);
    const small = first >>> 16;
    if (small > 0)
      return small <= 4 ? { type: first & 0xffff, start: at + 4, bytes: small, next: at + 8 } : null;
    const bytes = this.#view.getUint32(at + 4, this.#little);
    const start = at + 8;
    if (start + bytes > end) return null;
    const padded = first === COMPRESSED ? bytes : Math.ceil(bytes / 8) * 8;
    return { type: first, start, bytes, next: Math.min(start + padded, Math.max(end, start + bytes)) };
  }
}
