/**
 * What a network sees of a binned sample: spikes per step and polarity, and the share of (position, channel, step)
 * places that hold a spike (0..1).
 */
import type { BinnedView, SpikeTensor } from '../contract/index.ts';

export function stepCounts({
  events,
  channels,
  height,
  width,
  timesteps,
}: SpikeTensor): Pick<BinnedView, 'off' | 'on' | 'density'> {
  const off = new Uint32Array(timesteps);
  const on = new Uint32Array(timesteps);
  for (const event of events) {
    if ((event & 0xffff) === 0) off[event >>> 16]++;
    else on[event >>> 16]++;
  }
  return { off, on, density: events.length / (channels * height * width * timesteps) };
}
