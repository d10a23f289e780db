import { describe, expect, it } from 'vitest';
import type { TransformSpec } from '../../../../engine/contract/index.ts';
import { applyPipeline } from '../../../../engine/events/transforms/index.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { after } from './streams.ts';

const spec: TransformSpec<'EventDownsampling'> = {
  kind: 'EventDownsampling',
  method: 'integrator',
  widthPixels: 2,
  heightPixels: 1,
  stepUs: 10,
  noiseThreshold: 2,
  differentiatorTimeBins: 2,
};

describe('EventDownsampling, integrator', () => {
  it('fires a pixel at the threshold, ON against OFF, once per step', () => {
    // 4x2 to 2x1: columns 0, 1 -> pixel 0; 2, 3 -> pixel 1. Steps start at 100.
    const rows: EventRow[] = [
      [0, 0, 1, 100], // step 0, pixel 0: +1
      [1, 1, 0, 104], //         pixel 0: 0
      [2, 0, 0, 105], //         pixel 1: -1
      [1, 0, 1, 110], // step 1, pixel 0: +1
      [0, 1, 1, 115], //         pixel 0: +2 -> fires ON at 110
      [3, 1, 0, 119], //         pixel 1: -2 -> fires OFF at 110
      [0, 0, 1, 131], // step 3, pixel 0: 0 + 1
      [0, 0, 1, 132], //         pixel 0: +2
      [0, 0, 1, 133], //         pixel 0: +3 -> one ON at 130, back to 0
      [0, 0, 1, 145], // step 4: +1, silent
    ];
    expect(after(streamOf(rows, 4, 2), spec)).toEqual([
      [0, 0, 1, 110],
      [1, 0, 0, 110],
      [0, 0, 1, 130],
    ]);
  });

  it('does not mind the order of the file', () => {
    const rows: EventRow[] = [
      [0, 0, 1, 115],
      [0, 0, 1, 100],
      [0, 0, 1, 112],
    ];
    // Step 0: +1; step 1: +3 -> fires at 110.
    expect(after(streamOf(rows, 4, 2), spec)).toEqual([[0, 0, 1, 110]]);
  });

  it('leaves an empty stream empty, on the smaller sensor', () => {
    const stream = applyPipeline(streamOf([], 4, 2), [spec], 1);
    expect(stream).toMatchObject({ width: 2, height: 1 });
    expect(rowsOf(stream)).toEqual([]);
  });
});

describe('EventDownsampling, differentiator', () => {
  it('emits where a step has more firing parts than the step before', () => {
    // Threshold 1, parts of 5 µs. Pixel 0 fires ON in: step 0 part 0; step 1 parts 2, 3; step 2 parts 4, 5; step 4 part 8.
    // Counts 1, 2, 2, 0, 1: rises into step 1 (time 0) and step 4 (time 30). Pixel 1 fires OFF in step 2: time 10.
    const rows: EventRow[] = [
      [0, 0, 1, 0],
      [0, 0, 1, 10],
      [0, 0, 1, 15],
      [0, 0, 1, 20],
      [2, 0, 0, 21],
      [0, 0, 1, 25],
      [0, 0, 1, 40],
    ];
    const result = after(streamOf(rows, 4, 2), { ...spec, method: 'differentiator', noiseThreshold: 1 });
    expect(result).toEqual([
      [0, 0, 1, 0],
      [1, 0, 0, 10],
      [0, 0, 1, 30],
    ]);
  });
});
