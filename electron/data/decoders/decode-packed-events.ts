/** Containers of events opened with the libraries of this thread, all within one bound. Decoder thread only. */
import { inflateSync } from 'node:zlib';
import type { EventStream, Outcome } from '../../../engine/contract/index.ts';
import { decodePacked } from '../../../engine/events/decode-packed.ts';
import type { PackedFormat } from '../../../engine/events/decode-packed.ts';
import type { Sensor } from '../../../engine/events/sensor.ts';
import { readHdf5 } from '../../../engine/hdf5/read-hdf5.ts';
import { boundedUnpack, reasoned } from './unpack.ts';
import { unzipBounded } from './unzip.ts';

export interface PackedAsk {
  readonly format: PackedFormat;
  readonly bytes: Uint8Array;
  readonly sensor: Sensor | null;
}

export function decodePackedEvents(
  { format, bytes, sensor }: PackedAsk,
  path: string,
  mostBytes: number,
): Promise<Outcome<EventStream>> {
  let left = mostBytes;
  return decodePacked(format, bytes, path, sensor, {
    unpack: boundedUnpack(mostBytes),
    inflate: (packed) => {
      const inflated = reasoned(() => inflateSync(packed, { maxOutputLength: Math.max(1, left) }));
      if (typeof inflated !== 'string') left -= inflated.length;
      return inflated;
    },
    unzip: (archive) => unzipBounded(archive, mostBytes),
    readHdf5: (file, wanted) => readHdf5(file, path, { mostBytes, wanted }),
  });
}
