import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransformSpec } from '../../../../engine/contract/index.ts';
import { applyPipeline } from '../../../../engine/events/transforms/index.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import { after, anyStream } from './streams.ts';

const KINDS = ['RandomFlipLR', 'RandomFlipUD', 'RandomFlipPolarity'] as const;

describe('flips', () => {
  it('map as documented', () => {
    // 5 wide, 4 high: x 1 -> 5 - 1 - 1 = 3; y 0 -> 4 - 1 - 0 = 3; p 0 -> 1.
    const stream = streamOf([[1, 0, 0, 7]], 5, 4);
    expect(after(stream, { kind: 'RandomFlipLR', p: 1 })).toEqual([[3, 0, 0, 7]]);
    expect(after(stream, { kind: 'RandomFlipUD', p: 1 })).toEqual([[1, 3, 0, 7]]);
    expect(after(stream, { kind: 'RandomFlipPolarity', p: 1 })).toEqual([[1, 0, 1, 7]]);
  });

  it.each(KINDS)('%s twice is the recording again, and p = 0 never flips', (kind) => {
    const flip: TransformSpec = { kind, p: 1 };
    fc.assert(
      fc.property(anyStream, (stream) => {
        expect(rowsOf(applyPipeline(stream, [flip, flip], 3))).toEqual(rowsOf(stream));
        expect(after(stream, { kind, p: 0 })).toEqual(rowsOf(stream));
      }),
      { numRuns: 30 },
    );
  });

  it.each(KINDS)('%s concerns all events or none, at the given rate', (kind) => {
    const stream = streamOf(
      [
        [0, 0, 0, 1],
        [1, 1, 1, 2],
        [0, 1, 1, 3],
      ],
      2,
      2,
    );
    const flipped = JSON.stringify(after(stream, { kind, p: 1 }));
    let flips = 0;
    for (let seed = 0; seed < 400; seed++) {
      const result = JSON.stringify(after(stream, { kind, p: 0.25 }, seed));
      expect([flipped, JSON.stringify(rowsOf(stream))]).toContain(result);
      if (result === flipped) flips++;
    }
    // 100 expected, standard deviation sqrt(400 · 0.25 · 0.75) = 8.7.
    expect(Math.abs(flips - 100)).toBeLessThan(44);
  });
});

describe('MergePolarities', () => {
  it('makes every event OFF and nothing else', () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const merged = after(stream, { kind: 'MergePolarities' });
        expect(merged).toEqual(rowsOf(stream).map(([x, y, , t]) => [x, y, 0, t]));
      }),
      { numRuns: 20 },
    );
  });
});
