// Dense to compressed and back, flattening for an fc layer, and shapes that do not fit.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issueText } from '../../../engine/contract/index.ts';
import type { LayerSpec } from '../../../engine/contract/index.ts';
import {
  checkSpikesFit,
  denseFromSpikes,
  flattenSpikes,
  spikeDensity,
  spikesFromDense,
} from '../../../engine/workload/spikes.ts';

const shapes = fc.record({
  timesteps: fc.integer({ min: 1, max: 6 }),
  channels: fc.integer({ min: 1, max: 4 }),
  height: fc.integer({ min: 1, max: 4 }),
  width: fc.integer({ min: 1, max: 4 }),
});
const dense = shapes.chain((shape) => {
  const length = shape.timesteps * shape.channels * shape.height * shape.width;
  const values = fc.uint8Array({ min: 0, max: 1, minLength: length, maxLength: length });
  return fc.record({ shape: fc.constant(shape), values });
});

describe('spikesFromDense', () => {
  it('places events by position, ordered by step and channel', () => {
    // (T, C, H, W) = (2, 2, 1, 2); spikes at t=0 c=1 x=0, t=1 c=0 x=0, t=1 c=1 x=0, t=0 c=0 x=1
    const values = [0, 1, 1, 0, 1, 0, 1, 0];
    const spikes = spikesFromDense(values, { timesteps: 2, channels: 2, height: 1, width: 2 });
    expect([...spikes.ptr]).toEqual([0, 3, 4]);
    expect([...spikes.events]).toEqual([1, 1 << 16, (1 << 16) | 1, 0]);
    expect(spikeDensity(spikes)).toBe(0.5); // 4 of 8
  });

  it('comes back from compressed form', () => {
    fc.assert(
      fc.property(dense, ({ shape, values }) => {
        const spikes = spikesFromDense(values, shape);
        expect(denseFromSpikes(spikes)).toEqual(values);
        expect(spikes.events.length).toBe(values.reduce((sum, value) => sum + value, 0));
      }),
    );
  });

  it('refuses another number of values', () => {
    expect(() => spikesFromDense([0], { timesteps: 2, channels: 1, height: 1, width: 1 })).toThrow(
      '1 values for 2 x 1',
    );
  });
});

describe('flattenSpikes', () => {
  it('gives input (c * height + y) * width + x, the order of the dense array', () => {
    fc.assert(
      fc.property(dense, ({ shape, values }) => {
        const flat = flattenSpikes(spikesFromDense(values, shape));
        const { channels, height, width, timesteps } = shape;
        expect(flat).toMatchObject({ channels: channels * height * width, height: 1, width: 1, timesteps });
        expect(denseFromSpikes(flat)).toEqual(values);
        expect([...flat.events].every((event, i) => i === 0 || flat.events[i - 1] < event)).toBe(true);
      }),
    );
  });

  it('orders late steps as unsigned numbers', () => {
    const values = new Uint8Array(40_000 * 2);
    values[39_999 * 2 + 1] = 1;
    values[1] = 1;
    const flat = flattenSpikes(
      spikesFromDense(values, { timesteps: 40_000, channels: 1, height: 1, width: 2 }),
    );
    expect([...flat.events]).toEqual([1, 39_999 * 65_536 + 1]);
  });
});

describe('checkSpikesFit', () => {
  const spikes = spikesFromDense(new Uint8Array(8), { timesteps: 1, channels: 2, height: 2, width: 2 });
  const layer: LayerSpec = { name: 'L', kind: 'conv', H: 2, R: 1, E: 2, C: 2, M: 1, stride: 1, pad: 0 };
  it('accepts the map of a conv layer and any map with C values for fc', () => {
    expect(checkSpikesFit(layer, spikes, 'spikes')).toEqual([]);
    expect(checkSpikesFit({ ...layer, kind: 'fc', H: 1, E: 1, C: 8 }, spikes, 'spikes')).toEqual([]);
  });
  it('says what was wanted', () => {
    expect(checkSpikesFit({ ...layer, H: 3 }, spikes, 'spikes').map(issueText)).toEqual([
      'spikes: must have 2 channels of 3 x 3 for L (got 2 channels of 2 x 2); give the array as (T, C, H, W)',
    ]);
    expect(checkSpikesFit({ ...layer, kind: 'fc', C: 9 }, spikes, 'spikes').map(issueText)).toEqual([
      'spikes: must have 9 inputs for L (got 2 channels of 2 x 2); give the array as (T, C, H, W)',
    ]);
  });
});
