import { expect, it } from 'vitest';
import { mirroredBars } from '../../../renderer/src/views/data/mirrored-bars.ts';

const frame = { width: 140, height: 120, left: 20, right: 20, top: 10, bottom: 10 };

it('draws ON up and OFF down from the middle, in the unit of the axis', () => {
  const bars = mirroredBars([10, 0], [0, 5], 2, frame);
  // Plot 100 × 100: two slots of 50 px with 1 px of air, zero at y = 60 (half pixel), 20 units = 50 px.
  expect(bars.zeroY).toBe(60.5);
  expect(bars.up).toBe('M20.00 60.5V10.5h49.00V60.5z');
  expect(bars.down).toBe('M70.00 60.5V85.5h49.00V60.5z');
  expect(bars.ticks.map(({ value }) => value)).toEqual([20, 10, 0, 10, 20]);
});

it('has nothing to draw without events, but still an axis', () => {
  const bars = mirroredBars([0, 0], [0, 0], 1, frame);
  expect(bars.up + bars.down).toBe('');
  expect(bars.ticks[0].value).toBeGreaterThan(0);
});
