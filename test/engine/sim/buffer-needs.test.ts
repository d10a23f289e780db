import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { bufferNeeds } from '../../../engine/sim/index.ts';
import type { LayerSpec } from '../../../engine/contract/index.ts';

const conv: LayerSpec = { name: 'C', kind: 'conv', H: 16, R: 14, E: 3, C: 12, M: 20, stride: 1, pad: 0 };
const fc: LayerSpec = { name: 'F', kind: 'fc', H: 1, R: 1, E: 1, C: 2304, M: 10, stride: 1, pad: 0 };

describe('buffer needs on 8 x 8, 8-bit weights', () => {
  it('of a convolution, by hand', () => {
    expect(bufferNeeds(conv, 30, 3, DEFAULT_ARCH_CONFIG)).toEqual({
      name: 'C',
      glbWeightBytes: 2160, // 9 * 12 * 20
      glbSpikeBytes: 11_520, // 12 * 16 * 16 * 30 / 8
      lbufWeightBytes: 72, // 9 slots * 8 rows
      lbufSpikeBytes: 27, // 8 columns * 9 slots * 3 points / 8
      rowTiles: 3, // 20 over 8
      lastRows: 4, // 20 - 16
    });
  });

  it('of a fully connected layer, by hand', () => {
    expect(bufferNeeds(fc, 30, 2, DEFAULT_ARCH_CONFIG)).toEqual({
      name: 'F',
      glbWeightBytes: 23_040,
      glbSpikeBytes: 8640,
      lbufWeightBytes: 8,
      lbufSpikeBytes: 2,
      rowTiles: 2,
      lastRows: 2,
    });
  });
});
