/** Decompression with a bound on what comes out: LZ4 frames (lz4js), ZSTD and gzip (of Node). Decoder thread only. */
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { decompress, decompressBound } from 'lz4js';
import { COMPRESSION } from '../../../engine/events/formats/aedat4-header.ts';
import type { Unpack } from '../../../engine/events/formats/aedat4-packets.ts';

/** Packets of AEDAT 4; `mostBytes` counts for all of them together. */
export function boundedUnpack(mostBytes: number): Unpack {
  let left = mostBytes;
  return (packed, compression) => {
    const unpacked = reasoned(() => unpackOne(packed, compression, left));
    if (typeof unpacked !== 'string') left -= unpacked.length;
    return unpacked;
  };
}

function unpackOne(packed: Uint8Array, compression: number, most: number): Uint8Array | string {
  if (compression === COMPRESSION.lz4 || compression === COMPRESSION.lz4High) return unpackLz4(packed, most);
  if (compression === COMPRESSION.zstd || compression === COMPRESSION.zstdHigh)
    return zstdDecompressSync(packed, { maxOutputLength: Math.max(1, most) });
  return `an unknown compression, number ${compression}`;
}

/** The library trusts the sizes that a frame states; these are checked here. */
function unpackLz4(packed: Uint8Array, most: number): Uint8Array | string {
  if (!lz4BlocksFit(packed)) return 'an LZ4 frame that is cut off';
  const bound = Math.min(Number(decompressBound(packed)), LZ4_MOST_RATIO * packed.length);
  if (!(bound <= most)) return `an LZ4 frame of up to ${bound} bytes, more than the ${most} allowed`;
  return decompress(packed, bound);
}

/** One byte stands for at most so many. */
const LZ4_MOST_RATIO = 255;
const LZ4_MAGIC = 0x184d2204;
const [BLOCK_CHECKSUM, CONTENT_SIZE] = [0x10, 0x08];

/** True where every block ends within the frame, so that the library reads nothing beyond it. */
function lz4BlocksFit(packed: Uint8Array): boolean {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < 11 || view.getUint32(0, true) !== LZ4_MAGIC) return false;
  const flags = packed[4];
  let at = flags & CONTENT_SIZE ? 15 : 7;
  for (;;) {
    if (at + 4 > packed.length) return false;
    const size = view.getUint32(at, true) & 0x7fffffff;
    if (size === 0) return true;
    at += 4 + size + (flags & BLOCK_CHECKSUM ? 4 : 0);
  }
}

export function gunzip(packed: Uint8Array, mostBytes: number): Uint8Array | string {
  return reasoned(() => gunzipSync(packed, { maxOutputLength: mostBytes }));
}

/** The result, or in words why there is none: libraries throw for damaged data. */
export function reasoned(work: () => Uint8Array | string): Uint8Array | string {
  try {
    return work();
  } catch (error) {
    return `damaged compressed data (${error instanceof Error ? error.message : String(error)})`;
  }
}
