// Every file of the manifest, through the door that all hosts use: event count, first time, duration, size, polarities,
// ranges and order, all as another program found them.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeRecording } from '../../../electron/data/decode-recording.ts';
import { closeDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { EVENT_FORMATS } from '../../../engine/contract/index.ts';
import type { EventFormat } from '../../../engine/contract/index.ts';
import { eventFileInfo } from '../../../engine/events/file-info.ts';
import { hasRealData, manifest, realDataTitle, realPath } from '../../support/real-data.ts';
import type { ManifestEntry } from '../../support/real-data.ts';
import { valueOf } from '../../support/outcomes.ts';

afterAll(closeDecoder);

const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(realPath(file)));
const decode = async (file: string) => valueOf(await decodeRecording(bytesOf(file), file));
const recordings = manifest().filter(({ events }) => events !== undefined);

const rangeOf = (values: Uint16Array): number[] => [
  values.reduce((least, value) => Math.min(least, value), Infinity),
  values.reduce((most, value) => Math.max(most, value), 0),
];

/** What the manifest says of a file, without what it leaves out. */
function stated(entry: ManifestEntry): Record<string, unknown> {
  const facts = {
    events: entry.events,
    width: entry.width,
    height: entry.height,
    firstUs: entry.t_first_us,
    durationUs: entry.duration_us,
    on: entry.on_events,
    off: entry.off_events,
    monotonic: entry.timestamps_monotonic,
    rangeX: entry.x_range,
    rangeY: entry.y_range ?? undefined,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

describe.skipIf(!hasRealData)(realDataTitle, () => {
  it('decode with exactly what the manifest says of each', async () => {
    const different: string[] = [];
    for (const entry of recordings) {
      const facts = { path: entry.file, bytes: entry.bytes, label: null, warnings: [] };
      const decoded = await decode(entry.file);
      const { x, y } = decoded.stream;
      const info: Record<string, unknown> = {
        ...eventFileInfo(decoded, facts),
        rangeX: rangeOf(x),
        rangeY: rangeOf(y),
      };
      const wanted = stated(entry);
      const found = Object.fromEntries(Object.keys(wanted).map((key) => [key, info[key]]));
      const [got, expected] = [JSON.stringify(found), JSON.stringify(wanted)];
      if (got !== expected) different.push(`${entry.file}: ${got} instead of ${expected}`);
    }
    expect(different).toEqual([]);
    expect(recordings.length).toBeGreaterThan(1200);
  });

  it('exist of every format that was recorded', async () => {
    const formats = new Set<EventFormat>();
    for (const { file } of recordings) formats.add((await decode(file)).format);
    // AEDAT 3.1, EVT 2.1 and the array formats are tested on files of other programs or of our own writers.
    const missing = EVENT_FORMATS.filter((format) => !formats.has(format));
    expect(missing).toEqual(['aedat3', 'evt21', 'npy', 'npz', 'mat']);
  });
});
