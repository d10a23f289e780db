/**
 * Messages as binary frames: u32 magic | u32 length of the JSON part | JSON (UTF-8) | zeros to a multiple of 8 |
 * bytes of the typed arrays, each from a multiple of 8. Little endian. In the JSON an object with the key `$` is
 * a mark: a typed array ($: its type, at, bytes), a number that JSON has not ($: 'number'), or an object that
 * itself has a key `$` ($: 'object', pairs).
 * Decoding refuses whatever does not fit, never throws, and copies at most as many bytes as the frame has.
 * Left out: Map, Set, Date, bigint, functions (encoding throws: a bug of ours); undefined fields vanish as in JSON.
 */
import { accept, errorAt, refuse, type Outcome } from './issues.ts';
import { readUtf8, utf8Length, writeUtf8 } from './utf8.ts';

const MAGIC = 0x31585753; // "SWX1"
const HEAD_BYTES = 8;
const MAX_DEPTH = 64;

const ARRAY_TYPES = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayName = keyof typeof ARRAY_TYPES;
type Bytes = { readonly buffer: ArrayBufferLike; readonly byteOffset: number; readonly byteLength: number };
type Plain = { [key: string]: unknown };

const padded = (length: number): number => Math.ceil(length / 8) * 8;

/** Throws on what cannot be sent (function, symbol, bigint, Map, Set, cycle): that is a bug of the caller. */
export function encodeFrame(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: Bytes[] = [];
  let arrayBytes = 0;
  const json = JSON.stringify(value, function (this: Plain, key: string, item: unknown) {
    if (typeof item === 'number') return markedNumber(item);
    if (typeof item === 'function' || typeof item === 'symbol')
      throw new TypeError(`cannot send a ${typeof item}`);
    if (typeof item !== 'object' || item === null) return item;
    const given = this[key]; // before toJSON, which Node's Buffer has
    if (ArrayBuffer.isView(given)) {
      const at = arrayBytes;
      arrays.push(given);
      arrayBytes += padded(given.byteLength);
      return { $: nameOf(given), at, bytes: given.byteLength };
    }
    if (item instanceof Map || item instanceof Set) throw new TypeError('cannot send a Map or a Set');
    return Object.hasOwn(item, '$') ? { $: 'object', pairs: Object.entries(item) } : item;
  });
  if (json === undefined) throw new TypeError('cannot send undefined');
  const start = padded(HEAD_BYTES + utf8Length(json));
  const frame = new Uint8Array(start + arrayBytes);
  const end = writeUtf8(json, frame, HEAD_BYTES);
  const head = new DataView(frame.buffer);
  head.setUint32(0, MAGIC, true);
  head.setUint32(4, end - HEAD_BYTES, true);
  let at = start;
  for (const array of arrays) {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return frame;
}

export function decodeFrame(frame: Uint8Array): Outcome<unknown> {
  if (frame.byteLength < HEAD_BYTES)
    return malformed(`be at least ${HEAD_BYTES} bytes (got ${frame.byteLength})`);
  const head = new DataView(frame.buffer, frame.byteOffset, HEAD_BYTES);
  if (head.getUint32(0, true) !== MAGIC) return malformed('begin with its magic number');
  const end = HEAD_BYTES + head.getUint32(4, true);
  if (end > frame.byteLength) return malformed(`hold its JSON part (${end} of ${frame.byteLength} bytes)`);
  const json = readUtf8(frame, HEAD_BYTES, end);
  if (json === null) return malformed('hold UTF-8');
  const start = Math.min(padded(end), frame.byteLength);
  // A plain Uint8Array: `slice` of Node's Buffer would not copy.
  const payload = new Uint8Array(frame.buffer, frame.byteOffset + start, frame.byteLength - start);
  const reader = new MarkReader(payload);
  try {
    return accept(reader.read(JSON.parse(json), 0));
  } catch (error) {
    if (error instanceof SyntaxError) return malformed('hold JSON');
    if (error instanceof BadMark) return malformed(error.message);
    throw error;
  }
}

function malformed(rule: string): Outcome<never> {
  return refuse(
    errorAt('frame', 'wire/malformed', `must ${rule}; window and host may be of different versions`),
  );
}

class BadMark extends Error {}

/** Puts typed arrays and marked numbers back, in place. */
class MarkReader {
  readonly #payload: Uint8Array;
  /** Bytes that may still be copied out: a frame cannot unfold to more than it brought. */
  #bytesLeft: number;

  constructor(payload: Uint8Array) {
    this.#payload = payload;
    this.#bytesLeft = payload.byteLength;
  }

  read(value: unknown, depth: number): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) throw new BadMark(`be nested at most ${MAX_DEPTH} deep`);
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) value[i] = this.read(value[i], depth + 1);
      return value;
    }
    const object = value as Plain;
    if (Object.hasOwn(object, '$')) return this.#marked(object, depth);
    for (const key of Object.keys(object)) {
      if (key === '__proto__') throw new BadMark('have no field __proto__');
      const item = object[key];
      if (typeof item === 'object') object[key] = this.read(item, depth + 1);
    }
    return object;
  }

  #marked(mark: Plain, depth: number): unknown {
    const kind = mark.$;
    if (kind === 'number') return numberOf(mark.value);
    if (kind === 'object') return this.#escaped(pairsOf(mark.pairs), depth);
    if (typeof kind === 'string' && isArrayName(kind)) return this.#array(kind, mark.at, mark.bytes);
    throw new BadMark('use known marks only');
  }

  /** An object that has a field `$` itself. */
  #escaped(pairs: readonly (readonly [string, unknown])[], depth: number): Plain {
    const object: Plain = {};
    for (const [key, item] of pairs) {
      if (key === '__proto__') throw new BadMark('have no field __proto__');
      object[key] = this.read(item, depth + 1);
    }
    return object;
  }

  #array(name: ArrayName, at: unknown, bytes: unknown): unknown {
    const type = ARRAY_TYPES[name];
    if (!isCount(at) || !isCount(bytes) || at % 8 !== 0 || bytes % type.BYTES_PER_ELEMENT !== 0) {
      throw new BadMark('place its typed arrays at whole elements');
    }
    if (at + bytes > this.#payload.byteLength) throw new BadMark('hold the bytes of its typed arrays');
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft < 0) throw new BadMark('hold each typed array once');
    return new type(this.#payload.slice(at, at + bytes).buffer);
  }
}

function markedNumber(value: number): unknown {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { $: 'number', value: Object.is(value, -0) ? '-0' : String(value) };
}

function numberOf(text: unknown): number {
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity' || text === '-0') return Number(text);
  throw new BadMark('mark only numbers that JSON has not');
}

function pairsOf(pairs: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(pairs)) throw new BadMark('list the fields of a marked object');
  return pairs.map((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw new BadMark('list fields as pairs');
    const [key, item]: readonly unknown[] = pair;
    if (typeof key !== 'string') throw new BadMark('name each field');
    return [key, item] as const;
  });
}

function nameOf(view: ArrayBufferView): ArrayName {
  const name: unknown = Reflect.get(view, Symbol.toStringTag);
  if (typeof name === 'string' && isArrayName(name)) return name;
  throw new TypeError(`cannot send a ${String(name)}`);
}

function isArrayName(name: string): name is ArrayName {
  return Object.hasOwn(ARRAY_TYPES, name);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
