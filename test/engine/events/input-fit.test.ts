import { describe, expect, it } from 'vitest';
import type { BinSpec } from '../../../engine/contract/index.ts';
import { fitBins } from '../../../engine/events/input-fit.ts';

const bins: BinSpec = { timesteps: 300, mode: 'window', windowUs: 5000, factor: null };
const gesture = { width: 128, height: 128 };
const square = (side: number, channels = 2) => ({ width: side, height: side, channels });

describe('fitBins', () => {
  it('finds the factor that turns the sensor into the input', () => {
    const factor = (side: number) => fitBins(gesture, bins, square(side), 'data.source');
    expect(factor(128)).toMatchObject({ ok: true, value: { factor: 1, channels: 2 } });
    expect(factor(64)).toMatchObject({ ok: true, value: { factor: 2 } });
    expect(factor(32)).toMatchObject({ ok: true, value: { factor: 4 } });
    // 34 by 2 gives 17 rows; 35 by 2 gives 18, the last one of half the height.
    expect(fitBins({ width: 35, height: 35 }, bins, square(18), 'd')).toMatchObject({ value: { factor: 2 } });
  });

  it('keeps the factor that was given, and every pixel without a network', () => {
    expect(fitBins(gesture, { ...bins, factor: 4 }, null, 'd')).toMatchObject({ value: { factor: 4 } });
    expect(fitBins(gesture, bins, null, 'd')).toMatchObject({ value: { factor: 1, channels: 2 } });
  });

  it('merges the polarities for a network of one channel', () => {
    expect(fitBins(gesture, bins, square(64, 1), 'd')).toMatchObject({ value: { factor: 2, channels: 1 } });
  });

  it('refuses what does not fit, with the factor that would', () => {
    expect(fitBins(gesture, { ...bins, factor: 4 }, square(64), 'data.source')).toMatchObject({
      ok: false,
      issues: [
        {
          path: 'data.source',
          message:
            'must give pictures of 64×64, the input of the network (got 128×128, 32×32 by factor 4); factor 2 fits',
        },
      ],
    });
    const wide = fitBins({ width: 240, height: 180 }, bins, square(34), 'd');
    expect(wide).toMatchObject({
      issues: [{ message: expect.stringContaining('(got 240×180); choose another network') }],
    });
  });
});
