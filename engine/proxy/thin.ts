/**
 * Activity like a recorded one, but sparser or denser: spikes dropped one by one, or neuron by neuron, and recordings of
 * several samples laid over each other. Training moves a layer's statistics away from where the cost model was fitted;
 * these variants are where it may go. Left out: shifts in time.
 */
import type { SpikeTensor } from '../contract/index.ts';
import { Random } from '../math/random.ts';

export type Thinning = 'spikes' | 'neurons';

/** Every spike, or every neuron with all its spikes, is kept with probability `keep`. */
export function thinned(spikes: SpikeTensor, keep: number, how: Thinning, seed: number): SpikeTensor {
  const random = new Random(seed);
  const { channels, ptr, events } = spikes;
  const keptPtr = new Uint32Array(ptr.length);
  const kept = new Uint32Array(events.length);
  const isKept = new Uint8Array(channels);
  let at = 0;
  for (let p = 0; p + 1 < ptr.length; p++) {
    if (how === 'neurons' && ptr[p] < ptr[p + 1])
      for (let c = 0; c < channels; c++) isKept[c] = random.uniform() < keep ? 1 : 0;
    for (let e = ptr[p]; e < ptr[p + 1]; e++)
      if (how === 'neurons' ? isKept[events[e] & 0xffff] : random.uniform() < keep) kept[at++] = events[e];
    keptPtr[p + 1] = at;
  }
  return { ...spikes, ptr: keptPtr, events: kept.slice(0, at) };
}

/** A spike wherever one of the recordings has one. All of one shape. */
export function overlaid(recordings: readonly SpikeTensor[]): SpikeTensor {
  const [first] = recordings;
  const ptr = new Uint32Array(first.ptr.length);
  const events: number[] = [];
  for (let p = 0; p + 1 < ptr.length; p++) {
    const here = new Set<number>();
    for (const one of recordings) for (let e = one.ptr[p]; e < one.ptr[p + 1]; e++) here.add(one.events[e]);
    // Codes order by time, then channel.
    events.push(...[...here].sort((a, b) => a - b));
    ptr[p + 1] = events.length;
  }
  return { ...first, ptr, events: Uint32Array.from(events) };
}

/** The same shape without a spike. */
export const silent = (spikes: SpikeTensor): SpikeTensor => ({
  ...spikes,
  ptr: new Uint32Array(spikes.ptr.length),
  events: new Uint32Array(0),
});
