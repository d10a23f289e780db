import { describe, expect, it } from 'vitest';
import { Binner } from '../../../engine/events/bin.ts';
import { SampleSetBuilder } from '../../../engine/events/sample-set-builder.ts';
import { packSamples, sampleAt } from '../../../engine/workload/sample-set.ts';
import { streamOf } from '../../support/event-streams.ts';

const binner = new Binner(
  { width: 3, height: 2 },
  { timesteps: 4, mode: 'window', windowUs: 10, factor: 1, channels: 2 },
);
const samples = [
  binner.bin(streamOf([[0, 0, 1, 5]], 3, 2)),
  binner.bin(
    streamOf(
      Array.from({ length: 24 }, (_, i) => [i % 3, (i >> 1) % 2, i & 1, (i * 7) % 40] as const),
      3,
      2,
    ),
  ),
  binner.bin(streamOf([[2, 1, 0, 35]], 3, 2)),
];
const shape = { channels: 2, width: 3, height: 2, timesteps: 4 };

describe('SampleSetBuilder', () => {
  it('packs like packSamples, growing when later samples are larger than the first', () => {
    const builder = new SampleSetBuilder(shape, 3);
    samples.forEach((sample, i) => builder.add(sample, 7 - i));
    expect(builder.finish()).toEqual(packSamples(samples, [7, 6, 5]));
  });

  it('ends with the samples that came, on shared memory', () => {
    const builder = new SampleSetBuilder(shape, 10);
    builder.add(samples[1], 1);
    const set = builder.finish();
    expect(set.count).toBe(1);
    expect(sampleAt(set, 0)).toEqual(samples[1]);
    expect(set.events.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('throws on more samples than announced', () => {
    const builder = new SampleSetBuilder(shape, 1);
    builder.add(samples[0], 0);
    expect(() => builder.add(samples[0], 0)).toThrow('more samples');
  });
});
