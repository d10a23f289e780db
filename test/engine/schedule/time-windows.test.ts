// Numbers of windows and how one size spreads over layers. Messages are tested with the simulation request.
import { describe, expect, it } from 'vitest';
import { twsPerLayer, windowCount } from '../../../engine/schedule/time-windows.ts';

describe('windowCount', () => {
  it.each([
    [30, 3, 10],
    [30, 4, 8], // 7 full windows and one of 2 steps
    [30, 30, 1],
    [30, 31, 1],
    [1, 1, 1],
  ])('%i steps in windows of %i: %i', (timesteps, tws, windows) => {
    expect(windowCount(timesteps, tws)).toBe(windows);
  });
});

describe('twsPerLayer', () => {
  it('repeats one value and keeps a list', () => {
    expect(twsPerLayer([4], 3)).toEqual([4, 4, 4]);
    expect(twsPerLayer([4, 2, 8], 3)).toEqual([4, 2, 8]);
  });
});
