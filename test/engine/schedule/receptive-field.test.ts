// Receptive fields at the borders: clipped ranges, how many outputs an input reaches, windows past the map.
import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../../engine/contract/index.ts';
import { coverage, fieldRanges } from '../../../engine/schedule/receptive-field.ts';

const conv = (sizes: Partial<LayerSpec>): LayerSpec => ({
  name: 'L',
  kind: 'conv',
  H: 5,
  R: 3,
  E: 3,
  C: 1,
  M: 1,
  stride: 2,
  pad: 1,
  ...sizes,
});

const pairs = (layer: LayerSpec): number[][] => {
  const { from, to } = fieldRanges(layer);
  return [...from].map((start, i) => [start, to[i]]);
};

describe('fieldRanges', () => {
  it('clips at the padding', () => {
    // outputs start at -1, 1, 3 and are 3 wide on a map of 5
    expect(pairs(conv({}))).toEqual([
      [0, 2],
      [1, 4],
      [3, 5],
    ]);
  });

  it('gives an empty range past the map', () => {
    // outputs start at -1, 1, 3, 5, 7
    expect(pairs(conv({ R: 5 })).slice(3)).toEqual([
      [5, 5],
      [5, 5],
    ]);
  });
});

describe('coverage', () => {
  it('counts the outputs above each input', () => {
    // fields 0..1, 1..3, 3..4: input 1 and input 3 are seen twice
    expect([...coverage(conv({}))]).toEqual([1, 2, 1, 2, 1]);
    // stride 3 with kernel 1: every third input
    expect([...coverage(conv({ H: 7, R: 3, E: 1, stride: 3, pad: 0 }))]).toEqual([1, 0, 0, 1, 0, 0, 1]);
  });
});
