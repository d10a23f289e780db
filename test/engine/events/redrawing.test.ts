// Transforms that draw: anew in every epoch of the training part, never on held-out recordings.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventStream, TransformSpec } from '../../../engine/contract/index.ts';
import { Binner } from '../../../engine/events/bin.ts';
import type { FittedBins } from '../../../engine/events/bin.ts';
import { draws, withoutDrawing } from '../../../engine/events/drawing.ts';
import { KeptRecordingsBuilder, Redrawing } from '../../../engine/events/redrawing.ts';
import { applyPipeline, pipelineSensor } from '../../../engine/events/transforms/index.ts';
import { valueOf } from '../../support/outcomes.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';

const sensor = { width: 8, height: 6 };
const bins: FittedBins = { timesteps: 10, mode: 'window', windowUs: 10, factor: 1, channels: 2 };
const seed = 3;

/** Sixty events, each in a place and step of its own. */
const recording = (shift: number, originUs = 0): EventStream =>
  streamOf(
    Array.from({ length: 40 }, (_, i): EventRow => [(i + shift) % 8, i % 6, i & 1, originUs + 2 * i]),
    8,
    6,
  );

function redrawing(transforms: readonly TransformSpec[], streams: readonly EventStream[]): Redrawing {
  const builder = new KeptRecordingsBuilder({ sensor, transforms, bins, seed });
  streams.forEach((stream, i) => expect(builder.add(stream, 1000 + i)).toBe(true));
  return new Redrawing(builder.finish());
}

describe('Redrawing', () => {
  it('gives what binning gives where nothing draws', () => {
    const steady: TransformSpec[] = [
      { kind: 'CropTime', minUs: 20, maxUs: null },
      { kind: 'CenterCrop', widthPixels: 4, heightPixels: 4 },
    ];
    const stream = recording(1);
    const plain = new Binner({ width: 4, height: 4 }, bins).bin(applyPipeline(stream, steady, 9));
    expect(redrawing(steady, [recording(0), stream]).draw(1, 5)).toEqual(plain);
  });

  it('draws another subset of a recording in every epoch, exactly as many as DropEvent leaves', () => {
    const drawn = redrawing([{ kind: 'DropEvent', p: 0.25 }], [recording(0), recording(1)]);
    const seen = new Set<string>();
    for (let epoch = 1; epoch <= 20; epoch++) {
      const { events, ptr } = drawn.draw(1, epoch);
      expect(events).toHaveLength(30); // 40 - floor(0.25 * 40 + 0.5)
      seen.add(`${ptr.join()} ${events.join()}`);
    }
    expect(seen.size).toBe(20);
  });

  it('repeats for recording and epoch, whatever was asked before and by whom', () => {
    const pipeline: TransformSpec[] = [
      { kind: 'Denoise', filterTimeUs: 1000 },
      { kind: 'RandomCrop', widthPixels: 5, heightPixels: 4 },
      { kind: 'RandomFlipLR', p: 0.5 },
      { kind: 'TimeJitter', stdUs: 5, clipNegative: true, sortTimestamps: false },
      { kind: 'UniformNoise', n: [0, 20] },
    ];
    const streams = [recording(0), recording(3), recording(5)];
    const one = redrawing(pipeline, streams);
    const other = redrawing(pipeline, streams);
    for (const epoch of [4, 1, 3]) for (const i of [2, 0, 1]) one.draw(i, epoch);
    for (const epoch of [1, 3, 4])
      for (const i of [0, 1, 2]) expect(other.draw(i, epoch)).toEqual(one.draw(i, epoch));
  });

  it('keeps absolute times of any epoch of the clock', () => {
    const originUs = 1_600_000_000_000_000;
    const span: FittedBins = { ...bins, mode: 'span' };
    const builder = new KeptRecordingsBuilder({
      sensor,
      transforms: [{ kind: 'RandomFlipUD', p: 0.5 }],
      bins: span,
      seed,
    });
    builder.add(recording(0, originUs), 7);
    builder.add(recording(0), 7);
    const drawn = new Redrawing(builder.finish());
    expect(drawn.draw(0, 1)).toEqual(drawn.draw(1, 1));
  });

  it('takes no times that it would change', () => {
    const builder = new KeptRecordingsBuilder({ sensor, transforms: [], bins, seed });
    expect(builder.add(streamOf([[0, 0, 1, 0.5]], 8, 6), 1)).toBe(false);
    expect(
      builder.add(
        streamOf(
          [
            [0, 0, 1, 0],
            [0, 0, 1, 2 ** 32],
          ],
          8,
          6,
        ),
        1,
      ),
    ).toBe(false);
    expect(
      builder.add(
        streamOf(
          [
            [0, 0, 1, 0],
            [0, 0, 1, 2 ** 32 - 1],
          ],
          8,
          6,
        ),
        1,
      ),
    ).toBe(true);
    expect(builder.bytes).toBe(18);
  });
});

const anyTransform: fc.Arbitrary<TransformSpec> = fc.oneof(
  fc.constant({ kind: 'RandomCrop', widthPixels: 5, heightPixels: 4 } as const),
  fc.double({ min: 0, max: 1, noNaN: true }).map((p) => ({ kind: 'RandomFlipLR', p }) as const),
  fc.constant({ kind: 'RefractoryPeriod', deltaUs: [10, 30] } as const),
  fc
    .nat(9)
    .map((stdUs) => ({ kind: 'TimeJitter', stdUs, clipNegative: true, sortTimestamps: true }) as const),
  fc.constant({ kind: 'UniformNoise', n: 5 } as const),
  fc.constant({ kind: 'DropEvent', p: [0, 0.3] } as const),
  fc.constant({ kind: 'Denoise', filterTimeUs: 50 } as const),
);

describe('withoutDrawing', () => {
  it('leaves the sensor as the network sees it, and nothing that draws', () => {
    fc.assert(
      fc.property(fc.array(anyTransform, { maxLength: 6 }), fc.nat(), fc.nat(), (pipeline, a, b) => {
        const steady = withoutDrawing(pipeline);
        expect(draws(steady)).toBe(false);
        expect(valueOf(pipelineSensor(steady, sensor, ''))).toEqual(
          valueOf(pipelineSensor(pipeline, sensor, '')),
        );
        expect(applyPipeline(recording(0), steady, a)).toEqual(applyPipeline(recording(0), steady, b));
      }),
    );
  });

  it('takes the middle where there is one', () => {
    expect(
      withoutDrawing([
        { kind: 'RandomCrop', widthPixels: 5, heightPixels: 4 },
        { kind: 'RefractoryPeriod', deltaUs: [10, 30] },
        { kind: 'RefractoryPeriod', deltaUs: 7 },
        { kind: 'RandomFlipLR', p: 1 },
        { kind: 'RandomFlipUD', p: 0.5 },
        { kind: 'DropEvent', p: 0.1 },
        { kind: 'MergePolarities' },
      ]),
    ).toEqual([
      { kind: 'CenterCrop', widthPixels: 5, heightPixels: 4 },
      { kind: 'RefractoryPeriod', deltaUs: 20 },
      { kind: 'RefractoryPeriod', deltaUs: 7 },
      { kind: 'RandomFlipLR', p: 1 },
      { kind: 'MergePolarities' },
    ]);
  });
});
