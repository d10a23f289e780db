// Each decoder on its own, without the identification in front: no throw, bounded memory, a valid stream or reasons.
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../../../engine/events/formats/registry.ts';
import { identifyFormat } from '../../../../engine/events/identify.ts';
import { Random } from '../../../../engine/math/random.ts';
import { mutated } from '../../../support/mutate.ts';
import { seedFiles } from '../../../support/seed-recordings.ts';
import { valueOf } from '../../../support/outcomes.ts';
import { times } from '../../../support/soak.ts';

/** EVT 3.0 packs 12 events into 2 bytes, the most of all formats. */
const MOST_EVENTS_PER_BYTE = 6;

describe.each(seedFiles())('5,000 mutations of $name', ({ name, bytes }) => {
  const format = valueOf(identifyFormat(bytes, name));
  const entry = FORMATS.find((candidate) => candidate.format === format);

  it(`leave the decoder of ${format} sound`, () => {
    const random = new Random(23);
    const wrong: string[] = [];
    let refused = 0;
    let decoded = 0;
    for (let i = 0; i < times(5000, 200_000); i++) {
      const input = mutated(bytes, random);
      const outcome = entry?.decode?.(input, name, null);
      if (!outcome) throw new Error(`no decoder of ${format}`);
      if (!outcome.ok) {
        refused++;
        if (!outcome.issues.every(({ code, message }) => code && /must|should/.test(message)))
          wrong.push(`${i}: no reason`);
        continue;
      }
      decoded++;
      const { width, height, x, y, p, tUs } = outcome.value;
      if (y.length !== x.length || p.length !== x.length || tUs.length !== x.length)
        wrong.push(`${i}: lengths`);
      if (x.length > MOST_EVENTS_PER_BYTE * input.length) wrong.push(`${i}: ${x.length} events`);
      if (width > 65_536 || height > 4096) wrong.push(`${i}: ${width}x${height}`);
      if (x.some((v) => v >= width) || y.some((v) => v >= height) || p.some((v) => v > 1))
        wrong.push(`${i}: values`);
      if (tUs.some((t) => !Number.isSafeInteger(t))) wrong.push(`${i}: times`);
    }
    expect(wrong).toEqual([]);
    expect(decoded).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });
});

it('every format has a recording to mutate', () => {
  const seeded = new Set(seedFiles().map(({ name, bytes }) => valueOf(identifyFormat(bytes, name))));
  // .bs2 has the bytes of N-MNIST .bin. Containers are mutated in the thread of their libraries.
  const own = FORMATS.filter(({ decode }) => decode !== null).map(({ format }) => format);
  expect(own.filter((format) => !seeded.has(format))).toEqual(['slayer-bs2']);
});
