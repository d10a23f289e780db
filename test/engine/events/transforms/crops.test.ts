import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPipeline } from '../../../../engine/events/transforms/index.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { after, anySeed, anyStream } from './streams.ts';

describe('CropTime', () => {
  const rows: EventRow[] = [
    [0, 0, 1, 99],
    [1, 0, 1, 100],
    [2, 0, 1, 200],
    [3, 0, 1, 201],
  ];

  it('keeps both ends and the times as they are', () => {
    expect(after(streamOf(rows), { kind: 'CropTime', minUs: 100, maxUs: 200 })).toEqual([rows[1], rows[2]]);
    expect(after(streamOf(rows), { kind: 'CropTime', minUs: 100, maxUs: null })).toEqual(rows.slice(1));
  });
});

describe('CenterCrop', () => {
  it('moves the middle to the corner', () => {
    // 7 wide to 4: left = floor(3 / 2) = 1, columns 1..4; 6 high to 2: top = 2, rows 2..3.
    const rows: EventRow[] = [
      [0, 2, 1, 1],
      [1, 2, 0, 2],
      [4, 3, 1, 3],
      [5, 3, 1, 4],
      [3, 4, 1, 5],
    ];
    const stream = applyPipeline(
      streamOf(rows, 7, 6),
      [{ kind: 'CenterCrop', widthPixels: 4, heightPixels: 2 }],
      1,
    );
    expect(stream).toMatchObject({ width: 4, height: 2 });
    expect(rowsOf(stream)).toEqual([
      [0, 0, 0, 2],
      [3, 1, 1, 3],
    ]);
  });

  it('pads where the crop is larger', () => {
    // 7 wide to 10: left = floor(-3 / 2) = -2; 6 high to 8: top = -1.
    const stream = applyPipeline(
      streamOf([[6, 5, 1, 1]], 7, 6),
      [{ kind: 'CenterCrop', widthPixels: 10, heightPixels: 8 }],
      1,
    );
    expect(stream).toMatchObject({ width: 10, height: 8 });
    expect(rowsOf(stream)).toEqual([[8, 6, 1, 1]]);
  });
});

describe('RandomCrop', () => {
  it('is a box of the sensor at one place', () => {
    fc.assert(
      fc.property(anyStream, anySeed, (stream, seed) => {
        const result = after(stream, { kind: 'RandomCrop', widthPixels: 4, heightPixels: 3 }, seed);
        const candidates: string[] = [];
        for (let left = 0; left <= 2; left++) {
          for (let top = 0; top <= 3; top++) {
            candidates.push(
              JSON.stringify(
                rowsOf(stream)
                  .filter(([x, y]) => x >= left && x < left + 4 && y >= top && y < top + 3)
                  .map(([x, y, p, t]) => [x - left, y - top, p, t]),
              ),
            );
          }
        }
        expect(candidates).toContain(JSON.stringify(result));
      }),
      { numRuns: 60 },
    );
  });

  it('takes every place about as often, the last one too', () => {
    // One event per column of 4, crop of 2: offsets 0, 1, 2; the first kept column is the offset.
    const columns = streamOf(
      Array.from({ length: 4 }, (_, x): EventRow => [x, 0, 1, x]),
      4,
      1,
    );
    const offsets = [0, 0, 0];
    for (let seed = 0; seed < 300; seed++) {
      const first = after(columns, { kind: 'RandomCrop', widthPixels: 2, heightPixels: 1 }, seed)[0];
      offsets[first[3]]++;
    }
    // 100 expected each, standard deviation sqrt(300 · 1/3 · 2/3) = 8.2.
    for (const count of offsets) expect(Math.abs(count - 100)).toBeLessThan(40);
  });
});
