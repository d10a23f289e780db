import { expect, it } from 'vitest';
import { accumulate, opacity, paintPolarity } from '../../../renderer/src/components/polarity.ts';

const stream = {
  width: 2,
  height: 1,
  x: Uint16Array.of(0, 0, 1, 7),
  y: Uint16Array.of(0, 0, 0, 0),
  p: Uint8Array.of(1, 0, 0, 1),
  tUs: Float64Array.of(0, 1, 2, 3),
};
const image = (width: number, height: number): ImageData =>
  ({ width, height, data: new Uint8ClampedArray(width * height * 4), colorSpace: 'srgb' }) as ImageData;

it('counts polarities per pixel and leaves out what lies outside the sensor', () => {
  const counts = accumulate(stream, 0, 4);
  expect([...counts.on]).toEqual([1, 0]);
  expect([...counts.off]).toEqual([1, 1]);
  expect(counts.events).toBe(3);
  expect(counts.onEvents).toBe(1);
  expect(accumulate(stream, 1, 2).events).toBe(1);
});

it('paints ON sky, OFF vermilion, nothing as the well; a tie is ON', () => {
  const { data } = paintPolarity(accumulate(stream, 0, 4), image);
  const share = opacity(1);
  const mix = (well: number, hue: number): number => Math.round(well + (hue - well) * share);
  // #0A0D11 towards #7DCBF7 and #F0843C
  expect(Array.from(data.slice(0, 4))).toEqual([mix(0x0a, 0x7d), mix(0x0d, 0xcb), mix(0x11, 0xf7), 255]);
  expect(Array.from(data.slice(4, 8))).toEqual([mix(0x0a, 0xf0), mix(0x0d, 0x84), mix(0x11, 0x3c), 255]);
  expect(Array.from(paintPolarity(accumulate(stream, 0, 0), image).data.slice(0, 4))).toEqual([
    0x0a, 0x0d, 0x11, 255,
  ]);
});

it('saturates', () => {
  expect(opacity(1)).toBeGreaterThan(0.5);
  expect(opacity(2)).toBeGreaterThan(opacity(1));
  expect(opacity(100)).toBe(1);
});
