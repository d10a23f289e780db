/** How the packets of a written AEDAT 4 file are packed: LZ4 frames (lz4js), ZSTD (of Node), or not at all. */
import { zstdCompressSync } from 'node:zlib';
import { compress } from 'lz4js';
import { NOT_PACKED } from '../../engine/events/formats/aedat4-encode.ts';
import type { Packing } from '../../engine/events/formats/aedat4-encode.ts';
import { COMPRESSION } from '../../engine/events/formats/aedat4-header.ts';

export const PACKINGS = ['none', 'lz4', 'zstd'] as const;
export type PackingName = (typeof PACKINGS)[number];

export const PACKING: Readonly<Record<PackingName, Packing>> = {
  none: NOT_PACKED,
  lz4: { compression: COMPRESSION.lz4, pack: (bytes) => Uint8Array.from(compress(bytes)) },
  zstd: { compression: COMPRESSION.zstd, pack: (bytes) => new Uint8Array(zstdCompressSync(bytes)) },
};
