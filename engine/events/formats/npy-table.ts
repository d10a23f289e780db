/**
 * A .npy file seen as a table of events: a one-dimensional structured array (Tonic, expelliarmus), one field per column,
 * or an (N, 4) array of one number type, in C or Fortran order. Format versions 1 to 3 (numpy.lib.format). Each column is
 * where its first value lies, how far the next one is, and how a value is read. Left out: nested and array fields,
 * object, complex, text and date types.
 */
import { startsWith, textOf } from './header-lines.ts';
import { parsePythonLiteral } from './python-literal.ts';
import type { PythonValue } from './python-literal.ts';
import { viewFrom } from './words.ts';

export interface NpyColumn {
  /** Null in arrays without fields. */
  readonly name: string | null;
  readonly firstByte: number;
  readonly strideBytes: number;
  readonly view: DataView;
  readonly read: (view: DataView, at: number) => number;
}

export interface NpyTable {
  readonly rows: number;
  readonly columns: readonly NpyColumn[];
}

type Reader = NpyColumn['read'];

const MAGIC = '\u0093NUMPY';
const MOST_HEADER_BYTES = 65_536;

const READERS: Record<string, (little: boolean) => Reader> = {
  b1: () => (view, at) => view.getUint8(at),
  u1: () => (view, at) => view.getUint8(at),
  i1: () => (view, at) => view.getInt8(at),
  u2: (little) => (view, at) => view.getUint16(at, little),
  i2: (little) => (view, at) => view.getInt16(at, little),
  u4: (little) => (view, at) => view.getUint32(at, little),
  i4: (little) => (view, at) => view.getInt32(at, little),
  u8: (little) => (view, at) => Number(view.getBigUint64(at, little)),
  i8: (little) => (view, at) => Number(view.getBigInt64(at, little)),
  f4: (little) => (view, at) => view.getFloat32(at, little),
  f8: (little) => (view, at) => view.getFloat64(at, little),
};

export const isNpy = (bytes: Uint8Array): boolean => startsWith(bytes, 0, MAGIC);

export interface NpyFault {
  /** What is there instead, for messages. */
  readonly got: string;
  /** The header describes records or rows of four: a table that is damaged or of other types. */
  readonly tabular: boolean;
}

export function readNpyTable(bytes: Uint8Array): NpyTable | NpyFault {
  const header = headerOf(bytes);
  if (typeof header === 'string') return { got: header, tabular: false };
  const { descr, fortran, shape, dataStart } = header;
  const tabular = Array.isArray(descr) || (shape.length === 2 && shape[1] === 4);
  const table = typeof descr === 'string' ? plainTable(descr, fortran, shape) : recordTable(descr, shape);
  if (typeof table === 'string') return { got: table, tabular };
  const view = viewFrom(bytes, dataStart);
  const needed = table.rows * table.rowBytes;
  if (view.byteLength < needed) return { got: `${view.byteLength} of ${needed} bytes of data`, tabular };
  return { rows: table.rows, columns: table.columns.map((column) => ({ ...column, view })) };
}

/** Arrays of one dimension and the same length, one per column, as .npz archives hold them. */
export function joinNpyVectors(files: ReadonlyMap<string, Uint8Array>): NpyTable | NpyFault {
  const columns: NpyColumn[] = [];
  let rows: number | null = null;
  for (const [name, bytes] of files) {
    const vector = vectorOf(name, bytes);
    if (typeof vector === 'string') return { got: `${vector} in ${name}`, tabular: true };
    if (rows !== null && rows !== vector.rows)
      return { got: `arrays of ${rows} and ${vector.rows} values`, tabular: true };
    rows = vector.rows;
    columns.push(vector.column);
  }
  return { rows: rows ?? 0, columns };
}

function vectorOf(name: string, bytes: Uint8Array): { rows: number; column: NpyColumn } | string {
  const header = headerOf(bytes);
  if (typeof header === 'string') return header;
  const { descr, shape, dataStart } = header;
  const flat = shape.length === 1 || (shape.length === 2 && shape.includes(1));
  const type = typeof descr === 'string' ? typeOf(descr) : null;
  if (!flat || !type) return `an array of shape (${shape.join(', ')}) and type ${String(descr)}`;
  const rows = shape.reduce((product, side) => product * side, 1);
  const view = viewFrom(bytes, dataStart);
  if (view.byteLength < rows * type.bytes) return 'an array that is cut off';
  return { rows, column: { name, firstByte: 0, strideBytes: type.bytes, view, read: type.read } };
}

interface Header {
  readonly descr: PythonValue;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  readonly dataStart: number;
}

function headerOf(bytes: Uint8Array): Header | string {
  const start = bytes[6] === 1 ? 10 : 12;
  if (!isNpy(bytes) || bytes.length < start || bytes[6] < 1 || bytes[6] > 3) return 'no .npy header';
  const view = viewFrom(bytes, 8);
  const length = bytes[6] === 1 ? view.getUint16(0, true) : view.getUint32(0, true);
  if (length > MOST_HEADER_BYTES || bytes.length < start + length) return 'a header that is cut off';
  const literal = parsePythonLiteral(textOf(bytes, start, start + length));
  if (!(literal instanceof Map)) return 'a header that cannot be read';
  const [descr, fortran, shape] = ['descr', 'fortran_order', 'shape'].map((key) => literal.get(key));
  if (descr === undefined || typeof fortran !== 'boolean' || !isShape(shape))
    return 'a header that cannot be read';
  return { descr, fortran, shape, dataStart: start + length };
}

const isShape = (value: PythonValue | undefined): value is readonly number[] =>
  Array.isArray(value) && value.every((axis) => Number.isSafeInteger(axis) && axis >= 0);

interface Layout {
  readonly rows: number;
  readonly rowBytes: number;
  readonly columns: readonly Omit<NpyColumn, 'view'>[];
}

function plainTable(descr: string, fortran: boolean, shape: readonly number[]): Layout | string {
  const [rows, width] = shape;
  if (shape.length !== 2 || width !== 4) return `an array of shape (${shape.join(', ')})`;
  const type = typeOf(descr);
  if (!type) return `values of type ${descr}`;
  const strideBytes = fortran ? type.bytes : 4 * type.bytes;
  const columns = [0, 1, 2, 3].map((column) => ({
    name: null,
    firstByte: column * type.bytes * (fortran ? rows : 1),
    strideBytes,
    read: type.read,
  }));
  return { rows, rowBytes: 4 * type.bytes, columns };
}

function recordTable(descr: PythonValue, shape: readonly number[]): Layout | string {
  if (shape.length !== 1) return `records in shape (${shape.join(', ')})`;
  if (!Array.isArray(descr)) return 'records whose fields cannot be read';
  const fields: (Pick<NpyColumn, 'name' | 'firstByte'> & { read: Reader | null })[] = [];
  let rowBytes = 0;
  for (const field of descr) {
    const [name, type, ...more] = Array.isArray(field) ? field : [];
    if (typeof name !== 'string' || typeof type !== 'string' || more.length > 0)
      return 'nested or array fields';
    const padding = /^[|<>=]?V(\d{1,6})$/.exec(type);
    const known = typeOf(type);
    if (!padding && !known) return `a field ${name} of type ${type}`;
    fields.push({ name, firstByte: rowBytes, read: known?.read ?? null });
    rowBytes += known?.bytes ?? Number(padding?.[1]);
  }
  const columns = fields.flatMap(({ read, ...field }) =>
    read ? [{ ...field, read, strideBytes: rowBytes }] : [],
  );
  return { rows: shape[0], rowBytes, columns };
}

function typeOf(descr: string): { read: Reader; bytes: number } | null {
  const [, order, type] = /^([|<>=]?)([biuf][1248])$/.exec(descr) ?? [];
  const reader = type === undefined ? undefined : READERS[type];
  return reader ? { read: reader(order !== '>'), bytes: Number(type[1]) } : null;
}
