import { expect, it } from 'vitest';
import { FrameCounter, opacity, paintPolarity } from '../../../renderer/src/components/polarity.ts';

const slice = {
  width: 2,
  height: 1,
  x: Uint16Array.of(0, 0, 1),
  y: Uint16Array.of(0, 0, 0),
  p: Uint8Array.of(1, 0, 0),
  tUs: Float64Array.of(0, 1, 2),
};
const size = { width: 2, height: 1 };
const image = (width: number, height: number): ImageData =>
  ({ width, height, data: new Uint8ClampedArray(width * height * 4), colorSpace: 'srgb' }) as ImageData;

it('counts polarities per pixel between two times, over slices', () => {
  const counter = new FrameCounter();
  const both = counter.count(size, [slice, { ...slice, tUs: Float64Array.of(2, 3, 9) }], 1, 9);
  // First slice: OFF at 1 and 2; second: ON at 2, OFF at 3, the event at 9 is behind the end.
  expect([...both.on]).toEqual([1, 0]);
  expect([...both.off]).toEqual([2, 1]);
  expect(both).toMatchObject({ events: 4, onEvents: 1, width: 2, height: 1 });
  // The memory is used again: nothing of the picture before is left.
  expect([...counter.count(size, [slice], 2, 3).off]).toEqual([0, 1]);
});

it('paints ON sky, OFF vermilion, nothing as the well; a tie is ON', () => {
  const { data } = paintPolarity({ on: Uint16Array.of(1, 0), off: Uint16Array.of(1, 1) }, image(2, 1));
  const share = opacity(1);
  const mix = (well: number, hue: number): number => Math.round(well + (hue - well) * share);
  // #0A0D11 towards #7DCBF7 and #F0843C
  expect(Array.from(data.slice(0, 4))).toEqual([mix(0x0a, 0x7d), mix(0x0d, 0xcb), mix(0x11, 0xf7), 255]);
  expect(Array.from(data.slice(4, 8))).toEqual([mix(0x0a, 0xf0), mix(0x0d, 0x84), mix(0x11, 0x3c), 255]);
  const silent = paintPolarity({ on: new Uint16Array(1), off: new Uint16Array(1) }, image(1, 1));
  expect(Array.from(silent.data)).toEqual([0x0a, 0x0d, 0x11, 255]);
  const many = paintPolarity({ on: Uint16Array.of(999), off: new Uint16Array(1) }, image(1, 1));
  expect(Array.from(many.data)).toEqual([0x7d, 0xcb, 0xf7, 255]);
});

it('saturates', () => {
  expect(opacity(1)).toBeGreaterThan(0.5);
  expect(opacity(2)).toBeGreaterThan(opacity(1));
  expect(opacity(100)).toBe(1);
});
