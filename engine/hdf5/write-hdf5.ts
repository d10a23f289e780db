/**
 * From a tree to the bytes of an HDF5 file that every HDF5 reader opens: groups, numeric datasets in the type of their
 * array, optionally compressed with gzip, and strings of variable length (UTF-8), both also as attributes. Tables and
 * unread datasets cannot be written.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { Outcome } from '../contract/index.ts';
import { loadHdf5Library } from './h5wasm.ts';
import type { Group } from './h5wasm.ts';
import type { Hdf5Attributes, Hdf5Dataset, Hdf5Group, Hdf5Node, Hdf5Values } from './tree.ts';

export interface Hdf5WriteOptions {
  /** 1 (fast) to 9 (small) for numeric datasets; default: not compressed. */
  readonly gzip?: number;
}

const CHUNK_BYTES = 1 << 20;

export async function writeHdf5(
  root: Hdf5Group,
  path: string,
  options: Hdf5WriteOptions = {},
): Promise<Outcome<Uint8Array>> {
  const unwritable = firstUnwritable(root, '');
  if (unwritable !== null) return refuse(errorAt(path, 'hdf5/unwritable', unwritable));
  const library = await loadHdf5Library();
  return accept(library.writing((file) => writeGroup(file, root, options)));
}

function writeGroup(target: Group, group: Hdf5Group, options: Hdf5WriteOptions): void {
  writeAttributes(target, group.attributes);
  for (const [name, node] of group.children) {
    if (node.kind === 'group') writeGroup(target.create_group(name), node, options);
    else if (node.kind === 'dataset') writeDataset(target, name, node, options);
  }
}

function writeDataset(target: Group, name: string, node: Hdf5Dataset, { gzip }: Hdf5WriteOptions): void {
  const { values, shape } = node;
  const chunks = gzip && !Array.isArray(values) ? chunkShape(shape, values as ArrayBufferView) : null;
  const dataset = target.create_dataset({
    name,
    data: dataOf(values),
    shape: [...shape],
    ...(Array.isArray(values) ? { dtype: 'S' } : {}),
    ...(chunks ? { chunks, compression: 'gzip', compression_opts: gzip } : {}),
  });
  writeAttributes(dataset, node.attributes);
}

function writeAttributes(target: Pick<Group, 'create_attribute'>, attributes: Hdf5Attributes): void {
  for (const [name, { shape, values }] of attributes) {
    target.create_attribute(name, dataOf(values), [...shape], Array.isArray(values) ? 'S' : null);
  }
}

type WritableData = Parameters<Group['create_dataset']>[0]['data'];
const dataOf = (values: Hdf5Values): WritableData =>
  Array.isArray(values) ? [...values] : (values as WritableData);

/** Whole rows of the first dimension up to about 1 MiB; null where there is nothing to cut. */
function chunkShape(shape: readonly number[], values: ArrayBufferView): number[] | null {
  if (shape.length === 0 || values.byteLength === 0) return null;
  const rows = Math.floor((CHUNK_BYTES * shape[0]) / values.byteLength);
  return [Math.min(shape[0], Math.max(1, rows)), ...shape.slice(1)];
}

function firstUnwritable(node: Hdf5Node, at: string): string | null {
  if (node.kind !== 'group' && node.kind !== 'dataset')
    return `${at}: must be a group or a dataset (got ${node.kind}); leave it out`;
  if (node.kind === 'dataset') {
    const size = node.shape.reduce((product, side) => product * side, 1);
    return size === node.values.length
      ? null
      : `${at}: must hold as many values as its shape says, ${size} (got ${node.values.length}); correct the shape`;
  }
  for (const [name, child] of node.children) {
    if (!name || name.includes('/') || name === '.')
      return `${at}: must have names without "/" (got "${name}"); rename it`;
    const found = firstUnwritable(child, at ? `${at}/${name}` : name);
    if (found) return found;
  }
  return null;
}
