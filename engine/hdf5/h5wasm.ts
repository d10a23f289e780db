/**
 * The HDF5 library: h5wasm (NIST), the HDF Group's C library compiled to WebAssembly. The only file that names the
 * package. It works on files in memory only, so that nothing in a file can reach the disk. It is loaded when first
 * asked for, because it weighs 4 MB. Run it where it can be ended from outside: a damaged file may keep it busy.
 */
import type { Attribute, Dataset, File, Group, Metadata } from 'h5wasm';

export type { Attribute, Dataset, File, Group, Metadata };

export interface Hdf5Library {
  readonly Dataset: typeof Dataset;
  readonly Group: typeof Group;
  /** Opens the bytes for as long as `work` runs. */
  reading<T>(bytes: Uint8Array, work: (file: File) => T): T;
  /** The bytes of the file that `work` fills. */
  writing(work: (file: File) => void): Uint8Array;
  /** The bytes of each of `count` rows of a variable-length dataset of one dimension, copied. */
  rawRows(dataset: Dataset, first: number, count: number, elementBytes: number): Uint8Array[];
  /** The elements of a dataset as they lie in memory; the library itself would make an object of every table row. */
  rawData(dataset: Dataset): Uint8Array;
}

/** Classes of types, as HDF5 numbers them (H5T_class_t). */
export const TYPE_CLASS = {
  integer: 0,
  float: 1,
  string: 3,
  bitfield: 4,
  compound: 6,
  enumeration: 8,
  variableLength: 9,
} as const;

const WORK_FILE = '/work.h5';
/** Of the struct hvl_t in WebAssembly: length and address, 32 bits each. */
const ROW_POINTER_BYTES = 8;

export async function loadHdf5Library(): Promise<Hdf5Library> {
  const h5wasm = await import('h5wasm');
  const module = await h5wasm.ready;
  const onFile = <T>(mode: 'r' | 'w', work: (file: File) => T): T => {
    const file = new h5wasm.File(WORK_FILE, mode);
    try {
      return work(file);
    } finally {
      file.close();
    }
  };
  const remove = (): void => {
    if (module.FS.analyzePath(WORK_FILE).exists) module.FS.unlink(WORK_FILE);
  };
  const { _malloc: allocate, _free: release } = module;
  return {
    Dataset: h5wasm.Dataset,
    Group: h5wasm.Group,
    reading(bytes, work) {
      try {
        module.FS.writeFile(WORK_FILE, bytes);
        return onFile('r', work);
      } finally {
        remove();
      }
    },
    writing(work) {
      try {
        onFile('w', work);
        return module.FS.readFile(WORK_FILE);
      } finally {
        remove();
      }
    },
    rawRows({ file_id, path }, first, count, elementBytes) {
      const address = allocate(count * ROW_POINTER_BYTES);
      if (address === 0) throw new Error('no memory for the rows');
      const counts = [BigInt(count)];
      try {
        const status = module.get_dataset_data(file_id, path, counts, [BigInt(first)], [1n], BigInt(address));
        if (status < 0) throw new Error('rows that cannot be read');
        const pointers = new Uint32Array(
          module.HEAPU8.slice(address, address + count * ROW_POINTER_BYTES).buffer,
        );
        let bytesLeft = module.HEAPU8.length;
        const rows = Array.from({ length: count }, (_, row) => {
          const [bytes, start] = [pointers[2 * row] * elementBytes, pointers[2 * row + 1]];
          bytesLeft -= bytes;
          if (bytesLeft < 0 || start + bytes > module.HEAPU8.length)
            throw new Error('rows of impossible length');
          return module.HEAPU8.slice(start, start + bytes);
        });
        module.reclaim_vlen_memory_count(file_id, path, '', BigInt(address), counts);
        return rows;
      } finally {
        release(address);
      }
    },
    rawData({ file_id, path, metadata }) {
      const bytes = metadata.size * metadata.total_size;
      const address = allocate(bytes);
      if (address === 0) throw new Error('no memory for the values');
      try {
        module.get_dataset_data(file_id, path, null, null, null, BigInt(address));
        return module.HEAPU8.slice(address, address + bytes);
      } finally {
        release(address);
      }
    },
  };
}

/** True where the compiled library itself broke down: it must not be used again. */
export function isBreakdown(error: unknown): boolean {
  return error instanceof Error && error.name === 'RuntimeError';
}
