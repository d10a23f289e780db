/** Values of datasets and attributes: sizes are checked before anything is read; tables are read as columns. */
import type { Attribute, Dataset, Group, Hdf5Library, Metadata } from './h5wasm.ts';
import { TYPE_CLASS } from './h5wasm.ts';
import { arrayOf, isHalf, isPlain, reverseEach } from './elements.ts';
import { readRows } from './read-rows.ts';
import type { Hdf5Attribute, Hdf5Attributes, Hdf5Node, Hdf5Values } from './tree.ts';

export interface Budget {
  bytesLeft: number;
  refuse(what: string): never;
}

/** What a string costs beside its characters. */
const STRING_BYTES = 64;
/** Filters that are compiled into the library: deflate, shuffle, fletcher32, szip, nbit, scale-offset. */
const KNOWN_FILTERS = new Set([1, 2, 3, 4, 5, 6]);
const SPACE_PADDED = 2;

export function readDataset(
  library: Hdf5Library,
  dataset: Dataset,
  wanted: boolean,
  budget: Budget,
): Hdf5Node {
  const { metadata } = dataset;
  const attributes = readAttributes(dataset, budget);
  const shape = metadata.shape ?? [];
  const missingFilters = dataset.filters
    .filter(({ id }) => !KNOWN_FILTERS.has(id))
    .map(({ id, name }) => `${name || 'unnamed'} (filter ${id})`);
  const reason = whyUnread(metadata, wanted, missingFilters);
  if (reason) return { kind: 'unread', attributes, shape, reason, missingFilters };
  if (metadata.vlen_type)
    return { kind: 'ragged', attributes, shape, ...readRows(library, dataset, metadata.vlen_type, budget) };
  spend(budget, metadata, dataset.path);
  if (metadata.type === TYPE_CLASS.compound)
    return { kind: 'table', attributes, shape, columns: readColumns(library, dataset) };
  return { kind: 'dataset', attributes, shape, values: valuesOf(dataset.value, metadata, budget) };
}

export function readAttributes(owner: Group | Dataset, budget: Budget): Hdf5Attributes {
  const attributes = new Map<string, Hdf5Attribute>();
  for (const [name, attribute] of Object.entries(owner.attrs)) {
    const values = readAttribute(attribute, budget);
    if (values) attributes.set(name, { shape: attribute.shape ?? [], values });
  }
  return attributes;
}

function readAttribute(attribute: Attribute, budget: Budget): Hdf5Values | null {
  const { metadata } = attribute;
  if (!metadata.shape || !isPlain(metadata)) return null;
  spend(budget, metadata, attribute.name);
  return valuesOf(attribute.value, metadata, budget);
}

function whyUnread(metadata: Metadata, wanted: boolean, missingFilters: readonly string[]): string | null {
  if (!wanted) return 'not asked for';
  if (missingFilters.length) return `compressed with ${missingFilters.join(', ')}`;
  if (!metadata.shape) return 'an empty dataspace';
  if (metadata.virtual_sources?.length) return 'a view of other files';
  if (metadata.vlen_type) {
    const isRows = metadata.shape.length === 1 && (isPlain(metadata.vlen_type) || isHalf(metadata.vlen_type));
    return isRows ? null : 'of a type that is not read here';
  }
  const members =
    metadata.type === TYPE_CLASS.compound ? (metadata.compound_type?.members ?? []) : [metadata];
  return members.length > 0 && members.every(isPlain) ? null : 'of a type that is not read here';
}

function spend(budget: Budget, { type, size, total_size }: Metadata, where: string): void {
  const bytes = total_size * (type === TYPE_CLASS.string ? size + STRING_BYTES : size);
  if (!(bytes <= budget.bytesLeft)) budget.refuse(`${bytes} bytes in ${where}`);
  budget.bytesLeft -= bytes;
}

function valuesOf(value: unknown, metadata: Metadata, budget: Budget): Hdf5Values {
  const many = Array.isArray(value) || ArrayBuffer.isView(value) ? value : [value];
  if (metadata.type === TYPE_CLASS.string) return stringsOf(many as unknown[], metadata, budget);
  if (ArrayBuffer.isView(many)) return many as Hdf5Values;
  return numbersFrom(many as (number | bigint)[], metadata);
}

function stringsOf(values: readonly unknown[], metadata: Metadata, budget: Budget): string[] {
  return values.map((value) => {
    const text = String(value ?? '');
    budget.bytesLeft -= 2 * text.length;
    if (budget.bytesLeft < 0) budget.refuse('longer strings');
    return metadata.strpad === SPACE_PADDED ? text.trimEnd() : text;
  });
}

/** Single values come without their array; this gives it back in the type of the file. */
function numbersFrom(values: readonly (number | bigint)[], metadata: Metadata): Hdf5Values {
  const array = arrayOf(metadata, new ArrayBuffer(metadata.size * values.length));
  values.forEach((value, i) => (array[i] = value));
  return array;
}

function readColumns(library: Hdf5Library, dataset: Dataset): ReadonlyMap<string, Hdf5Values> {
  const { metadata } = dataset;
  const rows = library.rawData(dataset);
  const columns = new Map<string, Hdf5Values>();
  for (const member of metadata.compound_type?.members ?? []) {
    if (member.type === TYPE_CLASS.string) continue; // pointers or characters: no column of numbers
    const bytes = new Uint8Array(member.size * metadata.total_size);
    for (let row = 0, to = 0, from = member.offset; row < metadata.total_size; row++, from += metadata.size) {
      for (let k = 0; k < member.size; k++) bytes[to++] = rows[from + k];
    }
    // The library turns single numbers into little-endian ones, but not the members of tables.
    if (!member.littleEndian) reverseEach(bytes, member.size);
    columns.set(member.name, arrayOf(member, bytes.buffer));
  }
  return columns;
}
