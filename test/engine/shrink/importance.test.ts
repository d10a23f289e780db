// Importance of units, by hand.
import { describe, expect, it } from 'vitest';
import type { NetworkSpec, SpikeTensor } from '../../../engine/contract/index.ts';
import { importanceOfUnits } from '../../../engine/shrink/index.ts';
import { mostImportant } from '../../../engine/shrink/importance.ts';
import { nextSize, stepsDown } from '../../../engine/shrink/unit-sizes.ts';
import { sketchNetwork } from '../kernels/networks.ts';

const spikes = (channels: number, side: number, codes: readonly (readonly [t: number, channel: number])[]): SpikeTensor => ({
  channels,
  height: side,
  width: side,
  timesteps: 4,
  // All at the first position: units are counted over positions alike.
  ptr: Uint32Array.from({ length: side * side + 1 }, (_, p) => (p === 0 ? 0 : codes.length)),
  events: Uint32Array.from(codes, ([t, channel]) => t * 65_536 + channel),
}); // prettier-ignore

describe('importance', () => {
  it('is spikes x norm of the outgoing weights', () => {
    // 1 channel of 2 x 2 -> 2 channels of 1 x 1 (kernel 2) -> 3 neurons -> 2 neurons.
    const network = sketchNetwork({
      side: 2,
      channels: 1,
      timesteps: 4,
      leak: 0.5,
      layers: [[2, 2, 1, 0], 3, 2],
    });
    const weights = Float32Array.from(
      [
        [9, 9, 9, 9, 9, 9, 9, 9], // not outgoing of any unit
        [3, 1, 4, 2, 0, 2], // [neuron][channel]
        [1, 0, 2, 1, 0, 2], // [class][neuron]
      ].flat(),
    );
    const input = spikes(1, 2, [[0, 0]]);
    const recorded = [
      [input, spikes(2, 1, [[0, 0], [1, 0], [2, 1]]), spikes(3, 1, [[0, 1], [0, 2]])],
      [input, spikes(2, 1, [[3, 0], [3, 1]]), spikes(3, 1, [[1, 2], [2, 2], [3, 0]])],
    ]; // prettier-ignore
    const [conv, hidden, last] = importanceOfUnits(network, weights, recorded);
    // Channel 0: 3 spikes x sqrt(9 + 16 + 0) = 15; channel 1: 2 x sqrt(1 + 4 + 4) = 6.
    expect([...(conv ?? [])]).toEqual([15, 6]);
    // Neuron 0: 1 x sqrt(1 + 1); 1: 1 x 0; 2: 3 x sqrt(4 + 4).
    expect([...(hidden ?? [])]).toEqual([Math.sqrt(2), 0, 3 * Math.sqrt(8)]);
    expect(last).toBeNull();
  });

  it('sees through pooling and over a whole map, and counts what a recurrent unit sends to others', () => {
    const base = sketchNetwork({
      side: 2,
      channels: 1,
      timesteps: 4,
      leak: 0.5,
      layers: [[2, 1, 1, 0], 2, 1],
    });
    const [conv, hidden, last] = base.layers;
    const network: NetworkSpec = {
      ...base,
      layers: [
        conv,
        { name: 'pool', kind: 'pool', H: 2, R: 1, E: 2, C: 2, M: 2, stride: 2, pad: 0, pool: 'sum' },
        { ...hidden, C: 2, recurrent: true },
        last,
      ],
    };
    const weights = Float32Array.from(
      [
        [9, 9], // conv
        [3, 0, 4, 1], // [neuron][channel]
        [7, 12, 5, 7], // recurrent [to][from]; 7 feeds itself
        [5, 0], // [class][neuron]
      ].flat(),
    );
    const recorded = [
      [spikes(1, 2, []), spikes(2, 2, [[0, 0], [1, 1]]), spikes(2, 1, [[0, 0]]), spikes(2, 1, [[0, 0], [0, 1]])],
    ]; // prettier-ignore
    const [first, pool, second] = importanceOfUnits(network, weights, recorded);
    // sqrt(9 + 16) = 5; sqrt(0 + 1) = 1.
    expect([...(first ?? [])]).toEqual([5, 1]);
    expect(pool).toBeNull();
    // Neuron 0: sqrt(5^2 + 5^2 to neuron 1); neuron 1: sqrt(0 + 12^2 to neuron 0).
    expect([...(second ?? [])]).toEqual([Math.sqrt(50), 12]);
    // Without the pooling the neurons read a map of 2 x 2: four weights each channel.
    const flat: NetworkSpec = { ...base, layers: [conv, hidden, last] };
    const plain = Float32Array.from(
      [
        [9, 9],
        [1, 1, 1, 1, 0, 0, 0, 2],
        [1, 1, 1, 1, 0, 0, 0, 0],
        [5, 0],
      ].flat(),
    );
    const [map] = importanceOfUnits(flat, plain, [[spikes(1, 2, []), spikes(2, 2, [[0, 0], [1, 1]]), spikes(2, 1, [])]]); // prettier-ignore
    // Channel 0: sqrt(8 ones); channel 1: sqrt(4).
    expect([...(map ?? [])]).toEqual([Math.sqrt(8), 2]);
  });

  it('chooses the largest, of equals the first, in their order', () => {
    expect(mostImportant(Float64Array.of(1, 5, 0, 5, 2), 3)).toEqual([1, 3, 4]);
    expect(mostImportant(Float64Array.of(1, 1, 1), 2)).toEqual([0, 1]);
  });
});

describe('sizes', () => {
  it.each([
    [512, 8, 384],
    [160, 8, 120], // 3/4 is 120 = 15 x 8
    [120, 8, 88], // 3/4 is 90
    [16, 8, 8], // 3/4 is 12
    [10, 8, 8], // 3/4 is below one column count
    [8, 8, null],
    [5, 8, null],
    [40, 16, 16], // 3/4 is 30
    [3, 1, 2],
  ])('%i units on %i columns go down to %s', (units, columns, next) => {
    expect(nextSize(units, columns)).toBe(next);
  });

  it('are so many', () => {
    // 512 384 288 216 160 120 88 64 48 32 24 16 8
    expect(stepsDown(512, 8)).toBe(12);
    expect(stepsDown(8, 8)).toBe(0);
  });
});
