/**
 * Filled time windows of a spike tensor: (channel, position, window) triples that hold at least one spike. The density of
 * filled windows at a TWS is what a layer's cost depends on most. Several sizes are counted in one walk over the spikes.
 */
import type { SpikeTensor } from '../contract/index.ts';

/** One count per window size (in steps), in the order given. */
export function filledWindows(spikes: SpikeTensor, sizes: readonly number[]): number[] {
  const { channels, ptr, events } = spikes;
  const counts = sizes.map(() => 0);
  // Window of the channel's last spike at this position, counted on from position to position, so nothing is cleared.
  const last = sizes.map(() => new Int32Array(channels).fill(-1));
  const windows = sizes.map((size) => Math.ceil(spikes.timesteps / size));
  for (let p = 0; p + 1 < ptr.length; p++)
    for (let e = ptr[p]; e < ptr[p + 1]; e++) {
      const t = events[e] >>> 16;
      const channel = events[e] & 0xffff;
      for (let k = 0; k < sizes.length; k++) {
        const window = p * windows[k] + Math.floor(t / sizes[k]);
        if (last[k][channel] === window) continue;
        last[k][channel] = window;
        counts[k]++;
      }
    }
  return counts;
}

/** Filled windows over all windows, 0..1, one density per window size. */
export function windowDensities(spikes: SpikeTensor, sizes: readonly number[]): number[] {
  const neurons = spikes.channels * spikes.height * spikes.width;
  return filledWindows(spikes, sizes).map(
    (filled, k) => filled / (neurons * Math.ceil(spikes.timesteps / sizes[k])),
  );
}
