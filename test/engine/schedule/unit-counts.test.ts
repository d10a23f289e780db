// Tags, units, NTWUs, passes and batches of one small layer, counted by hand.
import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../../engine/contract/index.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { measureUnits } from '../../../engine/schedule/unit-counts.ts';
import type { MeasureOptions } from '../../../engine/schedule/unit-counts.ts';
import { spikesFromDense } from '../../../engine/workload/spikes.ts';

/** 2 x 2 input with 2 channels, 1 x 1 kernel: every output position sees its own input. 10 steps. */
const layer: LayerSpec = { name: 'L', kind: 'conv', H: 2, R: 2, E: 1, C: 2, M: 1, stride: 1, pad: 0 };
const options: MeasureOptions = {
  tws: 2,
  cols: 3,
  tbWindows: 2,
  rasterPixels: 2,
  batches: true,
  packing: null,
};

function measure(spikesAt: readonly (readonly [t: number, c: number, p: number])[], change = {}) {
  const dense = new Uint8Array(10 * 2 * 4);
  for (const [t, c, p] of spikesAt) dense[(t * 2 + c) * 4 + p] = 1;
  const spikes = spikesFromDense(dense, { timesteps: 10, channels: 2, height: 2, width: 2 });
  return measureUnits(layer, spikes, { ...options, ...change }, new Scratch());
}

/** Channel 0, position 0: windows 0 (two spikes), 1 and 4; channel 1, position 0: window 4; channel 1, position 3: window 2. */
const example = [
  [0, 0, 0],
  [1, 0, 0],
  [3, 0, 0],
  [9, 0, 0],
  [8, 1, 0],
  [5, 1, 3],
] as const;

describe('measureUnits', () => {
  const counts = measure(example);

  it('counts windows, time blocks and the raster that moves', () => {
    // N = 10 / 2 = 5 windows, ceil(5 / 2) = 3 blocks; the last batch of 3 holds windows 3 and 4
    expect(counts).toMatchObject({ windows: 5, blocks: 3, lastBatchWindows: 2, spikes: 6, gatedAdds: 6 });
    // windows {0,1,4}, {4}, {2}; blocks {0,2}, {2}, {1}
    expect(counts).toMatchObject({ windowTags: 5, blockTags: 4 });
    // blocks of 2 pixels: channel 0 first, channel 1 both: 3 * 2 pixels * 10 steps
    expect(counts.rasterBits).toBe(60);
  });

  it('counts units, NTWUs and their temporal passes', () => {
    expect([...counts.units]).toEqual([3, 2]);
    // channel 0: ceil(3/3); channel 1: one pass for each of two positions
    expect([...counts.temporalPasses]).toEqual([1, 2]);
    // position 0 has windows {0,1,4}, position 3 {2}
    expect(counts).toMatchObject({ ntwu: 4, ntwuTemporalPasses: 2 });
    expect(counts).toMatchObject({ activeChannels: 2, activePositions: 2, activePairs: 3 });
  });

  it('counts batches of three consecutive windows', () => {
    // channel 0: batches 0 and 1; channel 1: position 0 batch 1, position 3 batch 0; batch 1 is the last
    expect(counts.batches).not.toBeNull();
    expect(counts.batches).toMatchObject({ tags: 4, ntwu: 3, lastNtwu: 1 });
    expect([...(counts.batches?.byChannel ?? [])]).toEqual([2, 2]);
    expect([...(counts.batches?.lastByChannel ?? [])]).toEqual([1, 1]);
  });

  it('leaves batches out unless asked', () => {
    expect(measure(example, { batches: false }).batches).toBeNull();
  });

  it('is all zero without spikes', () => {
    expect(measure([])).toMatchObject({
      windowTags: 0,
      blockTags: 0,
      rasterBits: 0,
      ntwu: 0,
      activeChannels: 0,
    });
  });

  it('does not depend on what the scratch held before', () => {
    const scratch = new Scratch();
    const dense = new Uint8Array(80).fill(1);
    const full = spikesFromDense(dense, { timesteps: 10, channels: 2, height: 2, width: 2 });
    measureUnits(layer, full, { ...options, tws: 1 }, scratch);
    const silent = spikesFromDense(new Uint8Array(80), { timesteps: 10, channels: 2, height: 2, width: 2 });
    expect(measureUnits(layer, silent, options, scratch)).toEqual(measure([]));
  });
});
