// What keys do to a frame over a chart and to the order of parallel axes.
import { describe, expect, it } from 'vitest';
import { firstFrame, frameAfter } from '../../../renderer/src/charts/brush-frame.ts';
import { inOrder, movedField } from '../../../renderer/src/views/compare/axis-order.ts';

const plot = { left: 50, top: 30, width: 200, height: 100 };

describe('frameAfter', () => {
  const frame = firstFrame(plot);
  it('starts over the middle and moves by 10 px', () => {
    expect(frame).toEqual({ left: 100, top: 55, width: 100, height: 50 });
    expect(frameAfter(frame, 'ArrowLeft', false, plot)).toEqual({ ...frame, left: 90 });
    expect(frameAfter(frame, 'ArrowDown', false, plot)).toEqual({ ...frame, top: 65 });
    expect(frameAfter(frame, 'Enter', false, plot)).toBeNull();
  });

  it('stays in the plot and keeps a size', () => {
    const after = (key: string, resize: boolean) =>
      Array.from({ length: 50 }).reduce<typeof frame>(
        (one) => frameAfter(one, key, resize, plot) ?? one,
        frame,
      );
    // 50 + 200 - 100 wide
    expect(after('ArrowRight', false).left).toBe(150);
    expect(after('ArrowUp', false).top).toBe(30);
    expect(after('ArrowRight', true).width).toBe(150);
    expect(after('ArrowUp', true).height).toBe(10);
  });
});

describe('the order of axes', () => {
  it('moves one place and stops at the ends', () => {
    expect(movedField(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(movedField(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(movedField(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
  });

  it('puts parameters that were never moved behind, as they come', () => {
    const fields = ['new', 'b', 'a', 'other'].map((field) => ({ field }));
    expect(inOrder(fields, ['a', 'gone', 'b']).map(({ field }) => field)).toEqual(['a', 'b', 'new', 'other']);
  });
});
