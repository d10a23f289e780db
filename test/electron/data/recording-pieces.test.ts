// Recordings read in pieces give the same events, facts and warnings as read whole, however they are cut; and the pieces
// stay small.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeRecording } from '../../../electron/data/decode-recording.ts';
import { closeDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { openRecording } from '../../../electron/data/recording-pieces.ts';
import { scanRecording } from '../../../electron/data/scan-recording.ts';
import { accept, issueText } from '../../../engine/contract/index.ts';
import { eventFileInfo, scannedFileInfo } from '../../../engine/events/file-info.ts';
import type { EventColumns } from '../../../engine/events/formats/event-columns.ts';
import { joined } from '../../../engine/events/formats/aedat4-packets.ts';
import { encodeAedat3 } from '../../../engine/events/formats/aedat3-encode.ts';
import { encodeAedat4 } from '../../../engine/events/formats/aedat4-encode.ts';
import { encodeDat } from '../../../engine/events/formats/dat.ts';
import { encodeEvt2, encodeEvt3 } from '../../../engine/events/formats/evt-encode.ts';
import { encodeNmnistBin } from '../../../engine/events/formats/nmnist-bin.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';
import { ascii, bytesOf, u32be } from '../../support/event-bytes.ts';
import { valueOf } from '../../support/outcomes.ts';
import { hasRealData, manifest, realDataTitle, realPath } from '../../support/real-data.ts';
import { temporaryFolders } from '../../support/temp-folder.ts';

afterAll(closeDecoder);
const folder = temporaryFolders();

/** Times that wrap every clock of 24, 31 and 32 bits, rows of neighbours, 20,000 events. */
const stream = streamOf(
  Array.from({ length: 20_000 }, (_, i): EventRow => [
    (i * 3) % 200,
    (i >> 4) % 150,
    (i >> 3) & 1,
    i * 250_000,
  ]),
  240,
  180,
);
const short = streamOf(
  Array.from({ length: 20_000 }, (_, i): EventRow => [(i * 3) % 200, (i >> 4) % 150, i & 1, i * 400]),
  240,
  180,
);

const SEEDS: readonly (readonly [string, Uint8Array])[] = [
  ['a.bin', valueOf(encodeNmnistBin(short, 'a'))],
  ['a.dat', wrapped(valueOf(encodeDat(short, 'a')))],
  ['a.aedat', valueOf(encodeAedat3(stream, 'a', 'DAVIS240C'))],
  ['b.aedat', aedat2()],
  ['a2.raw', valueOf(encodeEvt2(stream, 'a'))],
  ['a3.raw', valueOf(encodeEvt3(stream, 'a'))],
  ['a.aedat4', valueOf(encodeAedat4(stream, 'a'))],
  ['cut.raw', valueOf(encodeEvt3(stream, 'a')).slice(0, -1)],
  ['cut.dat', valueOf(encodeDat(short, 'a')).slice(0, -3)],
];

describe('openRecording', () => {
  it.each(SEEDS)('reads %s in pieces as whole', async (name, bytes) => {
    const path = join(folder(), name);
    writeFileSync(path, bytes);
    // AEDAT 4 packets take 131,072 bytes here; other pieces end anywhere.
    for (const pieceBytes of name.endsWith('.aedat4') ? [140_001] : [1001, 65_537]) {
      const { pieces, whole } = await bothWays(path, bytes, pieceBytes);
      expect(pieces).toEqual(whole);
    }
  });

  it('gives small pieces, however long the file is', async () => {
    const path = join(folder(), 'a.bin');
    writeFileSync(path, SEEDS[0][1]);
    const sizes: number[] = [];
    const recording = valueOf(await openRecording(path, {}, 5000));
    valueOf(
      await recording.each((columns) => {
        sizes.push(columns.x.length);
        return accept(null);
      }),
    );
    expect(Math.max(...sizes)).toBe(1000);
    expect(sizes.length).toBe(20);
  });
});

describe.skipIf(!hasRealData)(realDataTitle, () => {
  it('read in pieces as whole', async () => {
    const many = /^(nmnist|poker_dvs)\//;
    const files = manifest().filter(({ events, file }) => events !== undefined && !many.test(file));
    for (const { file } of files) {
      const bytes = new Uint8Array(readFileSync(realPath(file)));
      const { pieces, whole } = await bothWays(realPath(file), bytes, 200_003);
      expect([file, pieces]).toEqual([file, whole]);
    }
    expect(files.length).toBeGreaterThan(20);
  });
});

/** Events and facts read in pieces, and the same read whole. */
async function bothWays(
  path: string,
  bytes: Uint8Array,
  pieceBytes: number,
): Promise<{ pieces: object; whole: object }> {
  const whole = await decodeRecording(bytes, path);
  const recording = valueOf(await openRecording(path, {}, pieceBytes));
  const parts: EventColumns[] = [];
  const read = await recording.each((columns) => {
    parts.push(columns);
    return accept(null);
  });
  valueOf(read);
  const { format, stream: expected } = valueOf(whole);
  const columnsOf = ({ x, y, p, tUs }: EventColumns): EventColumns => ({ x, y, p, tUs });
  const scanned = await scanRecording(recording, path);
  const facts = { path, bytes: bytes.length, label: null };
  const info = scannedFileInfo(format, valueOf(scanned), {
    ...facts,
    warnings: scanned.ok ? scanned.warnings : [],
  });
  const wanted = eventFileInfo(valueOf(whole), { ...facts, warnings: whole.ok ? whole.warnings : [] });
  return {
    pieces: { ...columnsOf(joined(parts)), info: { ...info, warnings: info.warnings.map(issueText) } },
    whole: { ...columnsOf(expected), info: { ...wanted, warnings: wanted.warnings.map(issueText) } },
  };
}

/** The clock of 32 bits falls in the middle. */
function wrapped(dat: Uint8Array): Uint8Array {
  const start = dat.length - 8 * 20_000;
  const view = new DataView(dat.buffer, dat.byteOffset + start);
  for (let i = 0; i < 20_000; i++) view.setUint32(8 * i, (4_290_967_296 + i * 400) % 2 ** 32, true);
  return dat;
}

function aedat2(): Uint8Array {
  const records = Array.from({ length: 5000 }, (_, i) =>
    u32be(
      i % 5 ? ((i % 180) << 22) | ((i % 240) << 12) | ((i & 1) << 11) : 0x80000c00,
      (4_294_000_000 + i * 500) % 2 ** 32,
    ),
  );
  return bytesOf(ascii('#!AER-DAT2.0\r\n# AEChip: DAVIS240C\r\n#End Of ASCII Header\r\n'), ...records);
}
