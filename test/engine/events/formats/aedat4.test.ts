// AEDAT 4 by hand: what the writer writes, every compression, other streams, damage. Real files: real-recordings.test.ts.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { compress } from 'lz4js';
import { describe, expect, it } from 'vitest';
import { boundedUnpack } from '../../../../electron/data/decoders/unpack.ts';
import { decodeAedat4 } from '../../../../engine/events/formats/aedat4.ts';
import { encodeAedat4, NOT_PACKED } from '../../../../engine/events/formats/aedat4-encode.ts';
import { Random } from '../../../../engine/math/random.ts';
import { ascii, bytesOf, u32le } from '../../../support/event-bytes.ts';
import { streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { mutated } from '../../../support/mutate.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { times } from '../../../support/soak.ts';

/** Unix times in µs, beyond 32 bits, more than one packet of 8192 events. */
const rows = Array.from({ length: 9000 }, (_, i): EventRow => [
  i % 346,
  i % 260,
  i & 1,
  1_605_537_493_718_345 + i,
]);
const stream = streamOf(rows, 346, 260);
const PACKINGS = [
  ['none', NOT_PACKED],
  ['LZ4', { compression: 1, pack: (bytes: Uint8Array) => compress(bytes) }],
  ['ZSTD', { compression: 3, pack: (bytes: Uint8Array) => new Uint8Array(zstdCompressSync(bytes)) }],
] as const;
const decoded = (bytes: Uint8Array) => decodeAedat4(bytes, 'a.aedat4', null, boundedUnpack(2 ** 24));

describe('AEDAT 4', () => {
  it.each(PACKINGS)('comes back as it was written, packed with %s', (_name, packing) => {
    const outcome = decoded(valueOf(encodeAedat4(stream, 'a.aedat4', packing)));
    expect(valueOf(outcome)).toEqual(stream);
    expect(messagesOf(outcome)).toEqual([]);
  });

  it('counts what it leaves out and reads a file that ends early', () => {
    const bytes = valueOf(encodeAedat4(stream, 'a.aedat4'));
    // Root 12, identifier, vtable of 4 bytes at 8, table that points back 4 bytes.
    const frame = [...u32le(7, 20), ...u32le(16, 12), ...ascii('FRME'), 4, 0, 4, 0, ...u32le(4)];
    const outcome = decoded(bytesOf([...bytes], frame, u32le(0, 1000)));
    expect(valueOf(outcome).x.length).toBe(9000);
    expect(messagesOf(outcome).join()).toContain('1 frames, 0 inertial samples, 0 triggers');
    expect(messagesOf(outcome).join()).toContain('8 bytes that are none');
  });

  it('leaves out packets that cannot be unpacked, and refuses a file of only such', () => {
    const [, lz4] = PACKINGS[1];
    const bytes = valueOf(encodeAedat4(stream, 'a.aedat4', lz4));
    const secondHead = bytes.length - 8 - compressedLength(8192, 9000);
    bytes[secondHead + 8] ^= 0xff;
    const outcome = decoded(bytes);
    expect(valueOf(outcome).x.length).toBe(8192);
    expect(messagesOf(outcome).join()).toContain('1 of 2 packets that cannot be');
    const wrong = valueOf(encodeAedat4(stream, 'a.aedat4', { ...lz4, compression: 3 }));
    expect(messagesOf(decoded(wrong)).join()).toContain('2 that cannot');
  });

  it('bounds what comes out of compressed packets', () => {
    const bomb = { compression: 3, pack: () => new Uint8Array(zstdCompressSync(new Uint8Array(2 ** 25))) };
    expect(messagesOf(decoded(valueOf(encodeAedat4(stream, 'a', bomb)))).join()).toMatch(/cannot be|larger/);
    expect(zstdDecompressSync(bomb.pack()).length).toBe(2 ** 25);
  });

  it.each(PACKINGS)('gives a stream or a reason for mutations, packed with %s', (_name, packing) => {
    const random = new Random(5);
    const small = streamOf(rows.slice(0, 60), 346, 260);
    const bytes = valueOf(encodeAedat4(small, 'a', packing));
    const ends = { read: 0, refused: 0 };
    for (let i = 0; i < times(5000, 200_000); i++) {
      const outcome = decoded(mutated(bytes, random));
      ends[outcome.ok ? 'read' : 'refused']++;
      if (!outcome.ok) continue;
      const { x, y, width, height, tUs } = outcome.value;
      if (
        x.some((v) => v >= width) ||
        y.some((v) => v >= height) ||
        tUs.some((t) => !Number.isSafeInteger(t))
      )
        throw new Error(`mutation ${i} gave an invalid stream`);
    }
    expect(ends.read).toBeGreaterThan(100);
    expect(ends.refused).toBeGreaterThan(100);
  });
});

function compressedLength(first: number, end: number): number {
  const head = valueOf(encodeAedat4(streamOf([], 346, 260), 'a', PACKINGS[1][1])).length;
  const tail = streamOf(rows.slice(first, end), 346, 260);
  return valueOf(encodeAedat4(tail, 'a', PACKINGS[1][1])).length - head - 8;
}
