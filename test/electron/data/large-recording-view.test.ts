// A recording that is looked at in pieces shows what it shows when it is held as a whole, and takes the memory of pieces.
import { execFileSync } from 'node:child_process';
import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { closeDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { LargeRecording } from '../../../electron/data/large-recording.ts';
import { LargeRecordings } from '../../../electron/data/large-recordings.ts';
import { heldEvents, largeTensor } from '../../../electron/data/large-view.ts';
import { RecordingReader } from '../../../electron/data/recording-reader.ts';
import { SLICE_EVENTS } from '../../../engine/contract/index.ts';
import type { EventStream, Outcome } from '../../../engine/contract/index.ts';
import { Binner } from '../../../engine/events/bin.ts';
import { binnedView } from '../../../engine/events/binned-view.ts';
import { encodeAedat3 } from '../../../engine/events/formats/aedat3-encode.ts';
import { encodeAedat4 } from '../../../engine/events/formats/aedat4-encode.ts';
import { encodeDat } from '../../../engine/events/formats/dat.ts';
import { encodeEvt2, encodeEvt3 } from '../../../engine/events/formats/evt-encode.ts';
import { encodeNmnistBin } from '../../../engine/events/formats/nmnist-bin.ts';
import {
  polarityFrame,
  recordingView,
  sliceOf,
  wholePicture,
} from '../../../engine/events/recording-view.ts';
import { Random } from '../../../engine/math/random.ts';
import { isSoak } from '../../support/soak.ts';
import { valueOf } from '../../support/outcomes.ts';
import { temporaryFolders } from '../../support/temp-folder.ts';

afterAll(closeDecoder);
const folder = temporaryFolders();
const EVENTS = SLICE_EVENTS + 20_000;

/** In order of time, several events at one time, pauses. */
const stream = ((): EventStream => {
  const random = new Random(4);
  const [x, y, p] = [new Uint16Array(EVENTS), new Uint16Array(EVENTS), new Uint8Array(EVENTS)];
  const tUs = new Float64Array(EVENTS);
  for (let i = 0; i < EVENTS; i++) {
    x[i] = random.below(240);
    y[i] = random.below(180);
    p[i] = random.below(2);
    tUs[i] = i === 0 ? 5000 : tUs[i - 1] + (random.below(1000) === 0 ? 3000 : random.below(40));
  }
  x[0] = 239;
  y[0] = 179;
  return { width: 240, height: 180, x, y, p, tUs };
})();

const FILES: readonly (readonly [string, Outcome<Uint8Array>])[] = [
  ['a.bin', encodeNmnistBin(stream, 'a')],
  ['a.dat', encodeDat(stream, 'a')],
  ['a.aedat', encodeAedat3(stream, 'a', 'DAVIS240C')],
  ['a2.raw', encodeEvt2(stream, 'a')],
  ['a3.raw', encodeEvt3(stream, 'a')],
  ['a.aedat4', encodeAedat4(stream, 'a')],
];

async function opened(name: string, bytes: Uint8Array): Promise<LargeRecording> {
  const path = join(folder(), name);
  writeFileSync(path, bytes);
  const large = valueOf(await LargeRecording.open(path, undefined, 200_000));
  if (!large) throw new Error('not opened in pieces');
  return large;
}

describe.each(FILES)('LargeRecording of %s', (name, encoded) => {
  it('shows the same view, slices, frames and tensors as the whole', async () => {
    const large = await opened(name, valueOf(encoded));
    expect(large.view(7)).toEqual(recordingView(stream, 7));
    expect(large.picture()).toEqual(wholePicture(stream));
    // Backwards, so that pieces are decoded out of their order.
    for (const slice of [1, 0, 1]) expect(valueOf(await large.slice(slice))).toEqual(sliceOf(stream, slice));
    const random = new Random(2);
    const durationUs = stream.tUs[EVENTS - 1] - stream.tUs[0];
    for (let i = 0; i < 12; i++) {
      const [startUs, lengthUs] = [random.below(durationUs), [0, 1, 20_000, durationUs][i % 4]];
      expect(valueOf(await large.frame(startUs, lengthUs))).toEqual(polarityFrame(stream, startUs, lengthUs));
    }
    for (const mode of ['window', 'span'] as const) {
      const bins = { timesteps: 20, mode, windowUs: 50_000, factor: 2, channels: 2 } as const;
      const whole = new Binner(stream, bins);
      const { cropped, ...view } = binnedView(whole.bin(stream), stream, bins);
      const { cropped: share, ...inPieces } = valueOf(await largeTensor(large, new Binner(stream, bins)));
      expect(inPieces).toEqual(view);
      expect(share).toBeCloseTo(cropped, 12);
    }
  });
});

describe('a large recording', () => {
  const bytes = valueOf(encodeDat(stream, 'a'));

  it('hands out the stretch that a CropTime at the head of a chain leaves', async () => {
    const large = await opened('a.dat', bytes);
    const crop = { kind: 'CropTime', minUs: 100_000, maxUs: 200_000 } as const;
    const held = valueOf(await heldEvents(large, [crop, { kind: 'MergePolarities' }]));
    expect([...held.tUs]).toEqual([...stream.tUs].filter((t) => t >= 100_000 && t <= 200_000));
    expect(valueOf(await heldEvents(large, [{ kind: 'MergePolarities' }]))).toEqual(stream);
    expect(await large.between(-Infinity, Infinity, 1000)).toMatchObject({
      ok: false,
      issues: [{ code: 'events/too-many', message: expect.stringContaining('CropTime') }],
    });
  });

  it('says so where its file changes under it', async () => {
    const path = join(folder(), 'a.dat');
    writeFileSync(path, bytes);
    const large = valueOf(await LargeRecording.open(path, undefined, 200_000));
    writeFileSync(path, bytes.subarray(0, 100_000));
    expect(await large?.slice(1)).toMatchObject({ ok: false, issues: [{ code: 'file/changed' }] });
  });

  it('is read whole where its times go back or its format cannot be cut', async () => {
    const path = join(folder(), 'a.dat');
    const tUs = stream.tUs.slice();
    [tUs[5], tUs[6]] = [tUs[6] + 9, tUs[5]];
    writeFileSync(path, valueOf(encodeDat({ ...stream, tUs }, path)));
    expect(valueOf(await LargeRecording.open(path))).toBeNull();
    const csv = join(folder(), 'a.csv');
    writeFileSync(csv, 't_us,x,y,p\n1,2,3,1\n');
    expect(valueOf(await LargeRecording.open(csv))).toBeNull();
  });

  it('gives its trials without being held', async () => {
    const path = join(folder(), 'a.dat');
    writeFileSync(path, bytes);
    const read = async (fromBytes: number, trial?: { startUs: number; endUs: number }) => {
      const reader = new RecordingReader(stream, 'dat', new LargeRecordings(undefined, fromBytes));
      const content = valueOf(await reader.read({ path, label: 0, part: 'train', trial }));
      return {
        digest: content.digest,
        isLarge: content.large !== undefined,
        ...valueOf(await content.events()),
      };
    };
    const trial = { startUs: 150_000, endUs: 250_000 };
    const { isLarge: held, ...whole } = await read(Infinity, trial);
    const { isLarge: cut, ...inPieces } = await read(1, trial);
    expect([held, cut]).toEqual([false, false]);
    expect(inPieces).toEqual(whole);
    expect(await read(1)).toEqual({ ...(await read(Infinity)), isLarge: true });
  });
});

it.skipIf(!isSoak)('300 MB are opened, shown and scrubbed in the memory of pieces (only in the soak)', () => {
  const path = join(folder(), 'large.dat');
  const head = '% Version 2\n% Width 640\n% Height 480\n\u000c\b';
  writeFileSync(path, head, 'latin1');
  const block = new DataView(new ArrayBuffer(2 ** 23));
  for (let part = 0; part < 37; part++) {
    for (let i = 0; i < 2 ** 20; i++) {
      block.setUint32(8 * i, (part * 2 ** 20 + i) * 2, true);
      block.setUint32(8 * i + 4, (i % 640) | (((i >> 4) % 480) << 14) | ((i & 1) << 28), true);
    }
    appendFileSync(path, new Uint8Array(block.buffer));
  }
  expect(statSync(path).size).toBeGreaterThan(300e6);
  const child = join(import.meta.dirname, 'large-view-child.ts');
  const output = execFileSync(process.execPath, [child, path], { encoding: 'utf8' });
  const answer: { events: number; frame: number; slice: number; memoryMb: number } = JSON.parse(output);
  // 37 * 2^20 events, one every 2 µs: 10,000 in 20 ms.
  expect(answer).toMatchObject({ events: 37 * 2 ** 20, frame: 10_000, slice: SLICE_EVENTS });
  expect(answer.memoryMb).toBeLessThan(300);
});
