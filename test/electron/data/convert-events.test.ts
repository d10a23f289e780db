// Round trips through every format that is written; what cannot be held is refused; nothing is left behind.
import { readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { convertEvents, WRITTEN_FORMATS } from '../../../electron/data/convert-events.ts';
import { openDataset } from '../../../electron/data/dataset.ts';
import { decodeRecording } from '../../../electron/data/decode-recording.ts';
import { closeDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { encodeAedat4 } from '../../../engine/events/formats/aedat4-encode.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { temporaryFolders } from '../../support/temp-folder.ts';

afterAll(closeDecoder);
const folder = temporaryFolders();
const START_US = 1_605_537_493_718_345;
/** A DAVIS240 with events at its far corner, so that formats without a size find the same. */
const rows = Array.from({ length: 3000 }, (_, i): EventRow => [
  239 - (i % 240),
  179 - (i % 180),
  i & 1,
  START_US + 700 * (i >> 1),
]);
const stream = streamOf(rows, 240, 180);
const EXTENSIONS = {
  'nmnist-bin': 'bin',
  'slayer-bs3': 'bs3',
  dat: 'dat',
  aedat3: 'aedat',
  aedat4: 'aedat4',
  evt2: 'raw',
  evt3: 'raw',
  text: 'csv',
  npz: 'npz',
} as const;

function recordingIn(place: string): string {
  const path = join(place, 'in.aedat4');
  writeFileSync(path, valueOf(encodeAedat4(stream, path)));
  return path;
}

const decodedAt = async (path: string) =>
  valueOf(await decodeRecording(new Uint8Array(await readFile(path)), path));

describe('convertEvents', () => {
  it.each(WRITTEN_FORMATS)('writes %s that reads as the same events', async (format) => {
    const place = folder();
    const out = join(place, `out.${EXTENSIONS[format]}`);
    const converted = valueOf(await convertEvents(recordingIn(place), out, { to: format, fromZero: true }));
    expect(converted).toMatchObject({ format, from: 'aedat4', events: 3000 });
    const { format: found, stream: read } = await decodedAt(out);
    expect(found).toBe(format);
    expect(read).toEqual({ ...stream, tUs: stream.tUs.map((t) => t - START_US) });
    expect((await readFile(out)).length).toBe(converted.bytes);
    expect(readdirSync(place).sort()).toEqual(['in.aedat4', `out.${EXTENSIONS[format]}`].sort());
  });

  it('keeps absolute times where the format can', async () => {
    const place = folder();
    const out = join(place, 'a.csv');
    valueOf(await convertEvents(recordingIn(place), out));
    expect((await decodedAt(out)).stream).toEqual(stream);
  });

  it.each(['lz4', 'zstd'] as const)(
    'packs AEDAT 4 by %s, smaller and with the same events',
    async (compress) => {
      const place = folder();
      const [plain, out] = [join(place, 'plain.aedat4'), join(place, 'packed.aedat4')];
      const { bytes } = valueOf(await convertEvents(recordingIn(place), plain));
      const packed = valueOf(await convertEvents(plain, out, { compress }));
      expect(packed.bytes).toBeLessThan(bytes / 2);
      expect((await decodedAt(out)).stream).toEqual(stream);
    },
  );

  it('refuses what the format cannot hold, with the way out, and leaves nothing behind', async () => {
    const place = folder();
    const refusal = await convertEvents(recordingIn(place), join(place, 'a.bin'));
    expect(messagesOf(refusal).join()).toMatch(/times of 0\.\.8388607 .* start its times at 0/);
    expect(readdirSync(place)).toEqual(['in.aedat4']);
  });

  it('names the extensions it knows', async () => {
    const place = folder();
    expect(messagesOf(await convertEvents(recordingIn(place), join(place, 'a.xyz'))).join()).toContain(
      '.aedat4',
    );
  });

  it('reads tables whose columns are given', async () => {
    const place = folder();
    const input = join(place, 'in.txt');
    writeFileSync(input, '7 1 3 4 0\n7 2 5 6 1\n');
    const out = join(place, 'a.csv');
    const text = { roles: { t: 1, x: 2, y: 3, p: 4 }, unit: 'ms' } as const;
    valueOf(await convertEvents(input, out, { text, sensor: { width: 346, height: 260 } }));
    expect(await readFile(out, 'latin1')).toBe('t_us,x,y,p\n1000,3,4,0\n2000,5,6,1\n');
  });

  it('takes the labels of a gesture recording along, with its times, and reads them as trials again', async () => {
    const place = folder();
    const input = recordingIn(place);
    const times = [0, 500_000, 1_049_300].map((t) => START_US + t);
    const table = (shiftUs: number): string =>
      `class,startTime_usec,endTime_usec\n3,${times[0] - shiftUs},${times[1] - shiftUs}\n8,${times[1] - shiftUs},${times[2] - shiftUs}\n`;
    writeFileSync(join(place, 'in_labels.csv'), table(0));
    const gestures = folder();
    const out = join(gestures, 'user01_led.aedat');
    const converted = valueOf(await convertEvents(input, out, { fromZero: true }));
    expect(converted.labels).toBe(join(gestures, 'user01_led_labels.csv'));
    expect(await readFile(converted.labels ?? '', 'latin1')).toBe(table(START_US));
    const { summary, source, samples } = valueOf(await openDataset(gestures));
    expect(summary.classes[summary.labels[0]]).toBe('left hand wave');
    const trials = await Promise.all(
      samples.map(async (sample) => valueOf(await valueOf(await source.read(sample)).events())),
    );
    // 3000 events, two every 700 µs: 1430 before 500 ms (715 pairs), the others until 1049.3 ms, the last pair of which is at 1049.3.
    expect(trials.map(({ stream: { x } }) => x.length)).toEqual([1430, 1568]);
  });

  it('labels a clip by one class, and only beside AEDAT 3.1', async () => {
    const place = folder();
    const input = recordingIn(place);
    const out = join(place, 'user02_led.aedat');
    const { labels } = valueOf(await convertEvents(input, out, { fromZero: true, class: 11 }));
    expect(await readFile(labels ?? '', 'latin1')).toBe('class,startTime_usec,endTime_usec\n11,0,1049301\n');
    expect(messagesOf(await convertEvents(input, join(place, 'a.csv'), { class: 1 })).join()).toMatch(
      /AEDAT 3\.1/,
    );
    expect(messagesOf(await convertEvents(input, out, { labels: join(place, 'none.csv') })).join()).toMatch(
      /must/,
    );
  });
});
