import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Binner } from '../../../engine/events/bin.ts';
import { decodeEvents } from '../../../engine/events/decode.ts';
import { eventFileInfo } from '../../../engine/events/file-info.ts';
import { encodeNmnistBin } from '../../../engine/events/formats/nmnist-bin.ts';
import { hasRealData, manifest, realDataTitle, realPath } from '../../support/real-data.ts';

describe.skipIf(!hasRealData)(`N-MNIST, ${realDataTitle}`, () => {
  const entries = manifest().filter(({ file }) => file.startsWith('nmnist/'));
  const read = (file: string): Uint8Array => new Uint8Array(readFileSync(realPath(file)));

  it('decodes every N-MNIST sample to the facts of the manifest', () => {
    expect(entries.length).toBe(1000);
    for (const entry of entries) {
      const bytes = read(entry.file);
      const decoded = decodeEvents(bytes, entry.file);
      if (!decoded.ok) throw new Error(`${entry.file}: ${decoded.issues[0].message}`);
      const label = String(entry.label);
      const info = eventFileInfo(decoded.value, {
        path: entry.file,
        bytes: bytes.length,
        label,
        warnings: [],
      });
      expect(info).toEqual({
        path: entry.file,
        format: 'nmnist-bin',
        bytes: entry.bytes,
        width: 34,
        height: 34,
        events: entry.events,
        on: entry.on_events,
        off: entry.off_events,
        firstUs: entry.t_first_us,
        durationUs: entry.duration_us,
        monotonic: entry.timestamps_monotonic,
        label,
        warnings: [],
      });
    }
  });

  it('encodes back to the same bytes', () => {
    for (const { file } of entries.slice(0, 50)) {
      const bytes = read(file);
      const decoded = decodeEvents(bytes, file);
      const encoded = decoded.ok ? encodeNmnistBin(decoded.value.stream, file) : decoded;
      expect(encoded).toMatchObject({ ok: true, value: bytes });
    }
  });

  it('bins to 3.9 % spike density at 30 steps of 10 ms', () => {
    const binner = new Binner(
      { width: 34, height: 34 },
      { timesteps: 30, mode: 'window', windowUs: 10_000, factor: 1, channels: 2 },
    );
    const spikes = entries.map(({ file }) => {
      const decoded = decodeEvents(read(file), file);
      return decoded.ok ? binner.bin(decoded.value.stream).events.length : Number.NaN;
    });
    // 34 x 34 x 2 x 30 = 69,360 places.
    const density = spikes.reduce((a, b) => a + b, 0) / spikes.length / 69_360;
    expect(density).toBeCloseTo(0.039, 3);
  });
});
