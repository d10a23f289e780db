// Mutated containers in the thread of their libraries: each gives a valid stream or a reason within its limits, and the
// thread serves the next one. AEDAT 4 is mutated in its own test.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeRecording } from '../../../electron/data/decode-recording.ts';
import { closeDecoder } from '../../../electron/data/decoders/run-decoder.ts';
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
