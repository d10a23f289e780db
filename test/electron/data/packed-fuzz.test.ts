// Mutated containers in the thread of their libraries: each gives a valid stream or a reason within its limits, and the
// thread serves the next one. AEDAT 4 is mutated in its own test.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeRecording } from '../../../electron/data/decode-recording.ts';
import { closeDecoder, runDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { Random } from '../../../engine/math/random.ts';
import { mutated } from '../../support/mutate.ts';
import { times } from '../../support/soak.ts';

afterAll(closeDecoder);

describe('mutations of containers', () => {
  it.each(['structured.npz', 'asl.mat', 'v2e.h5'])('of %s', async (name) => {
    const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)));
    const random = new Random(29);
    const ends = { read: 0, refused: 0 };
    const wrong: string[] = [];
    for (let i = 0; i < times(5000, 200_000); i++) {
      const outcome = await decodeRecording(mutated(bytes, random), name);
      ends[outcome.ok ? 'read' : 'refused']++;
      if (!outcome.ok) {
        if (!outcome.issues.every(({ code, message }) => code && message)) wrong.push(`${i}: no reason`);
        continue;
      }
      const { width, height, x, y, p, tUs } = outcome.value.stream;
      const valid =
        [y, p, tUs].every(({ length }) => length === x.length) &&
        x.every((v) => v < width) &&
        y.every((v) => v < height) &&
        p.every((v) => v <= 1) &&
        tUs.every((t) => Number.isSafeInteger(t));
      if (!valid) wrong.push(`${i}: invalid stream`);
    }
    expect(wrong).toEqual([]);
    expect(ends.read).toBeGreaterThan(20);
    expect(ends.refused).toBeGreaterThan(20);
  });
});

describe('mutations of a spike set', () => {
  it('give a set that holds together, or a reason', async () => {
    const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', 'shd_test.h5')));
    const random = new Random(31);
    const ends = { read: 0, refused: 0, other: 0 };
    const wrong: string[] = [];
    for (let i = 0; i < times(2500, 200_000); i++) {
      const outcome = await runDecoder('spike-set', { bytes: mutated(bytes, random) }, 'shd_test.h5');
      ends[!outcome.ok ? 'refused' : outcome.value ? 'read' : 'other']++;
      if (!outcome.ok || !outcome.value) continue;
      const { starts, units, tUs, labels, sensor } = outcome.value;
      const last = starts[starts.length - 1];
      const valid =
        starts.length === labels.length + 1 &&
        starts.every((start, sample) => sample === 0 || start >= starts[sample - 1]) &&
        units.length === last &&
        tUs.length === last &&
        units.every((unit) => unit < sensor.width);
      if (!valid) wrong.push(`${i}: invalid set`);
    }
    expect(wrong).toEqual([]);
    expect(ends.read).toBeGreaterThan(20);
    expect(ends.refused).toBeGreaterThan(20);
  });
});
