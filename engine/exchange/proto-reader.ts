/** Protocol buffers, field by field (protobuf encoding guide): varint, 64-bit, bytes, 32-bit. Bad input ends the walk. */
import { readUtf8 } from '../contract/utf8.ts';

export interface ProtoField {
  readonly number: number;
  readonly wire: number;
  integer(): number;
  float(): number;
  double(): number;
  bytes(): Uint8Array;
  text(): string;
}

export class ProtoReader implements Iterable<ProtoField> {
  /** True once the walk met bytes that are no fields. */
  failed = false;
  readonly #data: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  *[Symbol.iterator](): Iterator<ProtoField> {
    while (this.#at < this.#data.length) {
      const field = this.#next();
      if (!field) {
        this.failed = true;
        return;
      }
      yield field;
    }
  }

  #next(): ProtoField | null {
    const key = this.#varint();
    if (key === null) return null;
    const number = Number(key >> 3n);
    const wire = Number(key & 7n);
    const start = this.#at;
    if (wire === 0) {
      const value = this.#varint();
      // int64: negative numbers are two's complement of 64 bits.
      return value === null ? null : this.#field(number, wire, start, 0, Number(BigInt.asIntN(64, value)));
    }
    const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? this.#length() : -1;
    const from = this.#at;
    if (length < 0 || from + length > this.#data.length) return null;
    this.#at = from + length;
    return this.#field(number, wire, from, length, 0);
  }

  #field(number: number, wire: number, from: number, length: number, integer: number): ProtoField {
    const bytes = (): Uint8Array => this.#data.subarray(from, from + length);
    return {
      number,
      wire,
      integer: () => integer,
      float: () => this.#view.getFloat32(from, true),
      double: () => this.#view.getFloat64(from, true),
      bytes,
      text: () => readUtf8(bytes(), 0, length) ?? '',
    };
  }

  #length(): number {
    const value = this.#varint();
    return value === null || value > BigInt(this.#data.length) ? -1 : Number(value);
  }

  /** At most ten bytes of seven bits. */
  #varint(): bigint | null {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.#at >= this.#data.length) return null;
      const byte = this.#data[this.#at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    return null;
  }
}
