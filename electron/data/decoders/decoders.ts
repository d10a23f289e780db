/**
 * What third-party libraries decode, each under its name: question -> answer. Everything here runs in the decoder
 * thread only; `runDecoder` is the way to it. Answers are plain data that travel between threads.
 */
import { accept, errorAt, refuse } from '../../../engine/contract/index.ts';
import type { EventStream, Outcome } from '../../../engine/contract/index.ts';
import { decodeAedat4Packets, noCounts } from '../../../engine/events/formats/aedat4-packets.ts';
import type { Aedat4Counts } from '../../../engine/events/formats/aedat4-packets.ts';
import type { EventColumns } from '../../../engine/events/formats/event-columns.ts';
import { decodeSpikeSet, isSpikeSet, SPIKE_SET_PATHS } from '../../../engine/events/formats/spike-set.ts';
import type { SpikeSet } from '../../../engine/events/formats/spike-set.ts';
import { readHdf5 } from '../../../engine/hdf5/read-hdf5.ts';
import type { Hdf5Group } from '../../../engine/hdf5/tree.ts';
import { writeHdf5 } from '../../../engine/hdf5/write-hdf5.ts';
import type { DecoderLimits } from './decoder-limits.ts';
import { decodePackedEvents } from './decode-packed-events.ts';
import type { PackedAsk } from './decode-packed-events.ts';
import { decodePng } from './png.ts';
import type { GreyBytes } from './png.ts';
import { boundedUnpack, gunzip } from './unpack.ts';

export interface Decoders {
  /** An HDF5 file as a tree; `wanted`: paths whose datasets are read (default: all). */
  'hdf5-read': {
    ask: { readonly bytes: Uint8Array; readonly wanted?: readonly string[] };
    answer: Hdf5Group;
  };
  /** A tree as an HDF5 file. `gzip`: 1 to 9, default: not compressed. */
  'hdf5-write': { ask: { readonly root: Hdf5Group; readonly gzip?: number }; answer: Uint8Array };
  /** Events of a container: AEDAT 4, HDF5, NPZ, MATLAB. */
  'packed-events': { ask: PackedAsk; answer: EventStream };
  /** Events of whole packets of an AEDAT 4 file, of one stream (null: of the first with events), and counts of the rest. */
  'aedat4-packets': {
    ask: { readonly bytes: Uint8Array; readonly compression: number; readonly eventStream: number | null };
    answer: { readonly columns: EventColumns; readonly counts: Aedat4Counts };
  };
  /** The samples of a spike set; null: the file is none. */
  'spike-set': { ask: { readonly bytes: Uint8Array }; answer: SpikeSet | null };
  /** A PNG picture in grey. */
  png: { ask: { readonly bytes: Uint8Array }; answer: GreyBytes };
  /** The content of a .gz file. */
  gunzip: { ask: { readonly bytes: Uint8Array }; answer: Uint8Array };
}
export type DecoderName = keyof Decoders;

/** `path` names the file in issues. */
export type Decode<Name extends DecoderName> = (
  ask: Decoders[Name]['ask'],
  path: string,
  limits: DecoderLimits,
) => Promise<Outcome<Decoders[Name]['answer']>>;

export const DECODERS: { readonly [Name in DecoderName]: Decode<Name> } = {
  'hdf5-read': ({ bytes, wanted }, path, { mostBytes }) => readHdf5(bytes, path, { mostBytes, wanted }),
  'hdf5-write': ({ root, gzip }, path) => writeHdf5(root, path, { gzip }),
  'packed-events': (ask, path, { mostBytes }) => decodePackedEvents(ask, path, mostBytes),
  'aedat4-packets': async ({ bytes, compression, eventStream }, _path, { mostBytes }) => {
    const counts = { ...noCounts(), eventStream };
    const columns = decodeAedat4Packets(bytes, compression, counts, boundedUnpack(mostBytes));
    return accept({ columns, counts });
  },
  'spike-set': async ({ bytes }, path, { mostBytes }) => {
    const root = await readHdf5(bytes, path, { mostBytes, wanted: SPIKE_SET_PATHS });
    if (!root.ok) return root;
    return isSpikeSet(root.value) ? decodeSpikeSet(root.value, path) : accept(null);
  },
  png: async ({ bytes }, path) => decodePng(bytes, path),
  gunzip: async ({ bytes }, path, { mostBytes }) => {
    const content = gunzip(bytes, mostBytes);
    if (typeof content !== 'string') return accept(content);
    return refuse(errorAt(path, 'gzip/damaged', `must be a sound .gz file (got ${content}); copy it again`));
  },
};
