import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRANSFORM_DEFAULTS } from '../../../../engine/contract/index.ts';
import type { TransformSpec } from '../../../../engine/contract/index.ts';
import { applyPipeline } from '../../../../engine/events/transforms/index.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { after, anyStream } from './streams.ts';

const downsample = (changes: Partial<TransformSpec<'Downsample'>>): TransformSpec<'Downsample'> => ({
  kind: 'Downsample',
  ...TRANSFORM_DEFAULTS.Downsample,
  ...changes,
});

describe('Downsample', () => {
  it('cuts coordinates and times to whole numbers and keeps every event', () => {
    // x: 5 · 0.5 = 2.5 -> 2; y: 3 · 0.25 = 0.75 -> 0; t: 1001 · 0.001 = 1.001 -> 1.
    // Sensor: floor(5 · 0.5) + 1 = 3 wide, floor(3 · 0.25) + 1 = 1 high.
    const rows: EventRow[] = [
      [5, 3, 1, 1001],
      [4, 0, 1, 1999],
    ];
    const spec = downsample({ xFactor: 0.5, yFactor: 0.25, timeFactor: 0.001 });
    const stream = applyPipeline(streamOf(rows, 6, 4), [spec], 1);
    expect(stream).toMatchObject({ width: 3, height: 1 });
    expect(rowsOf(stream)).toEqual([
      [2, 0, 1, 1],
      [2, 0, 1, 1],
    ]);
  });

  it('with or: one event per block, polarity and window', () => {
    const rows: EventRow[] = [
      [0, 0, 1, 0], // window 0: kept
      [1, 1, 1, 9], // same block, polarity and window
      [1, 0, 0, 9], // other polarity: kept
      [2, 0, 1, 9], // other block: kept
      [0, 1, 1, 10], // window 1: kept
    ];
    const spec = downsample({ xFactor: 0.5, yFactor: 0.5, combine: 'or', orWindowUs: 10 });
    expect(after(streamOf(rows, 4, 4), spec)).toEqual([
      [0, 0, 1, 0],
      [0, 0, 0, 9],
      [1, 0, 1, 9],
      [0, 0, 1, 10],
    ]);
  });

  it('with integrate: every third event of a block and polarity', () => {
    const rows: EventRow[] = [
      [0, 0, 1, 1],
      [1, 0, 1, 2],
      [0, 0, 0, 3],
      [0, 1, 1, 4], // third ON
      [1, 1, 0, 5],
      [0, 0, 1, 6],
      [0, 0, 0, 7], // third OFF
    ];
    const spec = downsample({ xFactor: 0.5, yFactor: 0.5, combine: 'integrate', integrateEvents: 3 });
    expect(after(streamOf(rows, 2, 2), spec)).toEqual([
      [0, 0, 1, 4],
      [0, 0, 0, 7],
    ]);
  });

  it('stays inside the sensor, and emits floor(events / n) per place when it integrates', () => {
    const factor = fc.double({ min: 0.05, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        anyStream,
        factor,
        factor,
        fc.integer({ min: 1, max: 4 }),
        (stream, xFactor, yFactor, n) => {
          const all = applyPipeline(stream, [downsample({ xFactor, yFactor })], 1);
          expect(all.x.length).toBe(stream.x.length);
          const places = new Map<string, number>();
          for (const [x, y, p] of rowsOf(all)) {
            expect(x < all.width && y < all.height).toBe(true);
            places.set(`${x},${y},${p}`, (places.get(`${x},${y},${p}`) ?? 0) + 1);
          }
          const expected = [...places.values()].reduce((sum, count) => sum + Math.floor(count / n), 0);
          const spec = downsample({ xFactor, yFactor, combine: 'integrate', integrateEvents: n });
          expect(after(stream, spec)).toHaveLength(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives exactly the target for target / size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1280 }), fc.integer({ min: 1, max: 1280 }), (a, b) => {
        const [target, size] = [Math.min(a, b), Math.max(a, b)];
        const spec = downsample({ xFactor: target / size });
        expect(applyPipeline(streamOf([], size, 1), [spec], 1).width).toBe(target);
      }),
      { numRuns: 300 },
    );
  });
});
