/**
 * From an opened container to its events. What opens it (decompression, HDF5) comes as arguments, because libraries do
 * that, in a thread that can be ended. The formats themselves are in formats/.
 */
import type { EventStream, Outcome } from '../contract/index.ts';
import { errorAt, refuse } from '../contract/index.ts';
import type { Hdf5Group } from '../hdf5/tree.ts';
import { decodeAedat4 } from './formats/aedat4.ts';
import type { Unpack } from './formats/aedat4-packets.ts';
import { decodeHdf5Events, HDF5_EVENT_PATHS } from './formats/hdf5-events.ts';
import { decodeMatEvents } from './formats/mat-events.ts';
import type { Inflate } from './formats/mat5.ts';
import { decodeNpzEvents } from './formats/npz-events.ts';
import type { Sensor } from './sensor.ts';

export const PACKED_FORMATS = ['aedat4', 'hdf5', 'npz', 'mat'] as const;
export type PackedFormat = (typeof PACKED_FORMATS)[number];

export interface Libraries {
  readonly unpack: Unpack;
  readonly inflate: Inflate;
  /** Members by name, or why the archive could not be opened. */
  readonly unzip: (bytes: Uint8Array) => ReadonlyMap<string, Uint8Array> | string;
  readonly readHdf5: (bytes: Uint8Array, wanted: readonly string[]) => Promise<Outcome<Hdf5Group>>;
}

export async function decodePacked(
  format: PackedFormat,
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null,
  libraries: Libraries,
): Promise<Outcome<EventStream>> {
  if (format === 'aedat4') return decodeAedat4(bytes, path, sensor, libraries.unpack);
  if (format === 'mat') return decodeMatEvents(bytes, path, sensor, libraries.inflate);
  if (format === 'npz') {
    const files = libraries.unzip(bytes);
    if (typeof files !== 'string') return decodeNpzEvents(files, path, sensor);
    return refuse(
      errorAt(path, 'npz/damaged', `must be a sound .npz archive (got ${files}); copy or download it again`),
    );
  }
  const root = await libraries.readHdf5(bytes, HDF5_EVENT_PATHS);
  return root.ok ? decodeHdf5Events(root.value, path, sensor) : root;
}
