/**
 * The little of FlatBuffers that AEDAT 4 needs: the root table of a buffer, its scalar, string and vector fields, every
 * offset checked against the buffer. A table begins with the distance back to its vtable: size of the vtable, size of
 * the table, then where each field lies in the table (0 = absent, the field has its default). Little-endian.
 * Source: FlatBuffers, "FlatBuffer Internals". Left out: nested tables, unions.
 */
export interface FlatVector {
  readonly count: number;
  /** Where the first element lies. */
  readonly start: number;
}

export class FlatTable {
  readonly #view: DataView;
  readonly #table: number;
  readonly #vtable: number;
  readonly #vtableBytes: number;

  private constructor(view: DataView, table: number, vtable: number, vtableBytes: number) {
    this.#view = view;
    this.#table = table;
    this.#vtable = vtable;
    this.#vtableBytes = vtableBytes;
  }

  /** Null where the bytes are no buffer with this four-letter identifier. */
  static open(view: DataView, identifier: string): FlatTable | null {
    if (view.byteLength < 12 || identifierOf(view) !== identifier) return null;
    const table = view.getUint32(0, true);
    if (table + 4 > view.byteLength) return null;
    const vtable = table - view.getInt32(table, true);
    if (vtable < 0 || vtable + 4 > view.byteLength) return null;
    const vtableBytes = view.getUint16(vtable, true);
    return vtable + vtableBytes <= view.byteLength ? new FlatTable(view, table, vtable, vtableBytes) : null;
  }

  int32(field: number, absent: number): number {
    const at = this.#at(field, 4);
    return at === null ? absent : this.#view.getInt32(at, true);
  }

  int64(field: number, absent: number): number {
    const at = this.#at(field, 8);
    return at === null ? absent : Number(this.#view.getBigInt64(at, true));
  }

  /** Null where it is absent or reaches beyond the buffer. */
  vector(field: number, elementBytes: number): FlatVector | null {
    const at = this.#at(field, 4);
    if (at === null) return null;
    const vector = at + this.#view.getUint32(at, true);
    if (vector + 4 > this.#view.byteLength) return null;
    const count = this.#view.getUint32(vector, true);
    return vector + 4 + count * elementBytes <= this.#view.byteLength ? { count, start: vector + 4 } : null;
  }

  /** True where the vector is left out, which stands for an empty one. */
  isAbsent(field: number): boolean {
    return this.#at(field, 4) === null;
  }

  #at(field: number, bytes: number): number | null {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.#vtableBytes) return null;
    const offset = this.#view.getUint16(this.#vtable + entry, true);
    const at = this.#table + offset;
    return offset === 0 || at + bytes > this.#view.byteLength ? null : at;
  }
}

/** The four letters that say what is in a buffer. */
export function identifierOf(view: DataView): string {
  if (view.byteLength < 8) return '';
  return String.fromCharCode(...[4, 5, 6, 7].map((at) => view.getUint8(at)));
}
