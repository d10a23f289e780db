/**
 * What an HDF5 file holds, as plain data that can travel between threads: groups, datasets and attributes. Numbers
 * keep the type of the file (64-bit integers are big ones; `numbersOf` makes ordinary numbers of them), byte order is
 * little-endian, booleans (enumerations) are 0 and 1, strings are variable-length or fixed. Tables (compound types)
 * come as columns; rows of different lengths (variable-length types) one behind the other. Values lie in C order, `shape`
 * [] is a single value. Left out: references, nested compound types, links that lead nowhere or into other files; they
 * appear as `unread` with the reason.
 */
export type Hdf5Values =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array
  | readonly string[];

export interface Hdf5Attribute {
  readonly shape: readonly number[];
  readonly values: Hdf5Values;
}
export type Hdf5Attributes = ReadonlyMap<string, Hdf5Attribute>;

export interface Hdf5Group {
  readonly kind: 'group';
  readonly attributes: Hdf5Attributes;
  readonly children: ReadonlyMap<string, Hdf5Node>;
}

export interface Hdf5Dataset {
  readonly kind: 'dataset';
  readonly attributes: Hdf5Attributes;
  readonly shape: readonly number[];
  readonly values: Hdf5Values;
}

export interface Hdf5Table {
  readonly kind: 'table';
  readonly attributes: Hdf5Attributes;
  readonly shape: readonly number[];
  readonly columns: ReadonlyMap<string, Hdf5Values>;
}

/** Rows of different lengths: row i holds the values from starts[i] to starts[i + 1]. Half floats come as 32 bits. */
export interface Hdf5Ragged {
  readonly kind: 'ragged';
  readonly attributes: Hdf5Attributes;
  readonly shape: readonly number[];
  readonly starts: Float64Array;
  readonly values: Exclude<Hdf5Values, readonly string[]>;
}

/** A dataset whose values were not read. */
export interface Hdf5Unread {
  readonly kind: 'unread';
  readonly attributes: Hdf5Attributes;
  readonly shape: readonly number[];
  /** Why: `not asked for`, or what of HDF5 is not understood. */
  readonly reason: string;
  /** Compression and other filters on the data that this reader lacks, for example `ecf (filter 36559)`. */
  readonly missingFilters: readonly string[];
}

export type Hdf5Node = Hdf5Group | Hdf5Dataset | Hdf5Table | Hdf5Ragged | Hdf5Unread;

const NO_ATTRIBUTES: Hdf5Attributes = new Map();

export function hdf5Group(
  children: Readonly<Record<string, Hdf5Node>>,
  attributes: Readonly<Record<string, Hdf5Attribute>> = {},
): Hdf5Group {
  return {
    kind: 'group',
    attributes: new Map(Object.entries(attributes)),
    children: new Map(Object.entries(children)),
  };
}

/** `shape` defaults to one dimension. */
export function hdf5Dataset(values: Hdf5Values, shape: readonly number[] = [values.length]): Hdf5Dataset {
  return { kind: 'dataset', attributes: NO_ATTRIBUTES, shape, values };
}

export const hdf5Text = (text: string): Hdf5Dataset => hdf5Dataset([text], []);

/** The node at a path such as `node/nodes/lif/tau`, or null. */
export function hdf5At(root: Hdf5Group, path: string): Hdf5Node | null {
  let node: Hdf5Node | undefined = root;
  for (const name of path.split('/').filter(Boolean)) {
    if (node?.kind !== 'group') return null;
    node = node.children.get(name);
  }
  return node ?? null;
}

/** As ordinary numbers; null for strings, and where a 64-bit integer is beyond 2^53 and would change. */
export function numbersOf(
  values: Hdf5Values,
): Exclude<Hdf5Values, readonly string[] | BigInt64Array | BigUint64Array> | null {
  if (Array.isArray(values)) return null;
  if (!(values instanceof BigInt64Array || values instanceof BigUint64Array)) {
    return values as Exclude<Hdf5Values, readonly string[] | BigInt64Array | BigUint64Array>;
  }
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    numbers[i] = Number(values[i]);
    if (!Number.isSafeInteger(numbers[i])) return null;
  }
  return numbers;
}

/** The text of a single string, or null. */
export function textOf(node: Hdf5Node | Hdf5Attribute | null): string | null {
  if (!node || ('kind' in node && node.kind !== 'dataset')) return null;
  const value: unknown = node.values.length === 1 ? node.values[0] : null;
  return typeof value === 'string' ? value : null;
}
