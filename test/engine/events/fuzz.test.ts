// Mutated recordings of every format: each gives a valid stream or issues, and nothing is thrown.
import { describe, expect, it } from 'vitest';
import { decodeEvents } from '../../../engine/events/decode.ts';
import { eventFileInfo } from '../../../engine/events/file-info.ts';
import { Random } from '../../../engine/math/random.ts';
import { mutated } from '../../support/mutate.ts';
import { seedFiles } from '../../support/seed-recordings.ts';
import { times } from '../../support/soak.ts';

const RUNS = times(5000, 200_000);

describe('decodeEvents', () => {
  it.each(seedFiles())('gives a valid stream or issues for mutations of $name', ({ name, bytes }) => {
    const random = new Random(17);
    let decoded = 0;
    const wrong: string[] = [];
    for (let i = 0; i < RUNS; i++) {
      const input = mutated(bytes, random);
      const outcome = decodeEvents(input, name);
      if (!outcome.ok) {
        const reasoned = outcome.issues.length > 0 && outcome.issues.every(({ message }) => message !== '');
        if (!reasoned) wrong.push(`mutation ${i} was refused without a reason`);
        continue;
      }
      decoded++;
      const { stream } = outcome.value;
      const n = stream.x.length;
      const valid =
        stream.y.length === n &&
        stream.p.length === n &&
        stream.tUs.length === n &&
        stream.x.every((x) => x < stream.width) &&
        stream.y.every((y) => y < stream.height) &&
        stream.p.every((p) => p <= 1) &&
        stream.tUs.every((t) => Number.isFinite(t));
      if (!valid) wrong.push(`mutation ${i} gave an invalid stream`);
      eventFileInfo(outcome.value, { path: name, bytes: n, label: null, warnings: outcome.warnings });
    }
    expect(wrong).toEqual([]);
    // Both ways must have been taken, or the mutations test nothing.
    expect(decoded).toBeGreaterThan(50);
    expect(decoded).toBeLessThan(RUNS - 10);
  });
});
