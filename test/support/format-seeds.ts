// Small valid recordings of the formats with headers, packets or words, with something of everything they can hold.
import { encodeAedat3 } from '../../engine/events/formats/aedat3-encode.ts';
import { encodeDat } from '../../engine/events/formats/dat.ts';
import { encodeEventText } from '../../engine/events/formats/event-text-encode.ts';
import { encodeEvt2, encodeEvt3 } from '../../engine/events/formats/evt-encode.ts';
import { encodeSlayerBs3 } from '../../engine/events/formats/slayer-bs3.ts';
import { ascii, bytesOf, u16le, u32be, u32le } from './event-bytes.ts';
import { streamOf } from './event-streams.ts';
import type { EventRow } from './event-streams.ts';
import { npyFile } from './npy-file.ts';
import { valueOf } from './outcomes.ts';
import type { SeedFile } from './seed-recordings.ts';

const indices = Array.from({ length: 40 }, (_, i) => i);
const stream = streamOf(
  indices.map((i): EventRow => [(i * 5) % 34, i % 20, i & 1, 1000 * (i >> 1)]),
  34,
  34,
);

export function formatSeeds(): SeedFile[] {
  return [
    { name: 'seed-v2.dat', bytes: valueOf(encodeDat(stream, 'a')) },
    {
      name: 'seed_td.dat',
      bytes: bytesOf(...indices.map((i) => u32le(i * 100, ((i & 1) << 17) | (i << 9) | 30))),
    },
    { name: 'seed-1.dat', bytes: aedat1() },
    { name: 'seed-2.aedat', bytes: aedat2Davis() },
    { name: 'seed-3.aedat', bytes: valueOf(encodeAedat3(stream, 'a', 'DVS128')) },
    { name: 'seed-2.raw', bytes: valueOf(encodeEvt2(stream, 'a')) },
    { name: 'seed-21.raw', bytes: evt21() },
    { name: 'seed-3.raw', bytes: valueOf(encodeEvt3(vectors(), 'a')) },
    { name: 'seed.bs1', bytes: bytesOf(...indices.map((i) => [0, i, 0, i, 7])) },
    { name: 'seed.bs3', bytes: valueOf(encodeSlayerBs3(stream, 'a')) },
    { name: 'seed.csv', bytes: valueOf(encodeEventText(stream, 'a')) },
    { name: 'seed.npy', bytes: npy() },
  ];
}

/** Rows of neighbours, which EVT 3.0 packs into vectors, and a wrap of its clock. */
function vectors() {
  return streamOf(indices.map((i): EventRow => [(3 * i) % 33, i >> 2, 1, (i >> 3) * 7_000_000]));
}

function aedat1(): Uint8Array {
  const records = indices.map((i) => [i, (i << 1) | (i & 1), ...u32be(4_294_967_000 + i * 20)]);
  return bytesOf(ascii('#!AER-DAT1.0\r\n# created 2007\r\n'), ...records);
}

/** Every fourth record is an inertial one. */
function aedat2Davis(): Uint8Array {
  const records = indices.map((i) =>
    u32be(i % 4 ? (i << 22) | (i << 12) | ((i & 1) << 11) : 0x80000c00, i * 10),
  );
  return bytesOf(ascii('#!AER-DAT2.0\r\n# AEChip: DAVIS240C\r\n#End Of ASCII Header\r\n'), ...records);
}

function evt21(): Uint8Array {
  const words = indices.map((i) =>
    i % 8 ? u32le(0x11 * i, (1 << 28) | (i << 22) | (32 << 11) | i) : u32le(0, 0x80000000 | i),
  );
  return bytesOf(ascii('% format EVT21;endianness=little;height=320;width=320\n% end\n'), ...words);
}

function npy(): Uint8Array {
  const rows = indices.flatMap((i) => [...u32le(i * 50), ...u16le(i, 2 * i), i & 1]);
  return npyFile("[('t', '<u4'), ('x', '<u2'), ('y', '<u2'), ('p', '|u1')]", '(40,)', rows);
}
