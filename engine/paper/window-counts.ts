/**
 * Counts over recorded spikes of one layer: the share of steps in which each neuron fires, and for several window sizes
 * the share of its time windows that hold a spike. The last window may be short. Shares 0..1, over all samples.
 */
import type { SpikeTensor } from '../contract/index.ts';

/** Upper ends of the classes of firing rate, % of steps; the first class is silence. */
export const RATE_ENDS_PERCENT = [0, 1, 2, 5, 10, 20, 50, 100] as const;

export interface LayerActivityFigures {
  readonly name: string;
  readonly neurons: number;
  readonly timesteps: number;
  readonly spikeDensity: number;
  /** Share of (neuron, sample) pairs in each class of `RATE_ENDS_PERCENT`. */
  readonly rates: readonly number[];
  /** Share of (neuron, sample) pairs that fire in more than half of the steps, and in less than a tenth. */
  readonly aboveHalf: number;
  readonly belowTenth: number;
  readonly windows: readonly {
    readonly tws: number;
    readonly density: number;
    readonly spikesPerWindow: number;
  }[];
}

export class WindowCounts {
  readonly name: string;
  readonly sizes: readonly number[];
  neurons = 0;
  timesteps = 0;
  samples = 0;
  spikes = 0;
  aboveHalf = 0;
  belowTenth = 0;
  readonly rates: number[] = RATE_ENDS_PERCENT.map(() => 0);
  readonly filled: number[];

  constructor(name: string, sizes: readonly number[]) {
    this.name = name;
    this.sizes = sizes;
    this.filled = sizes.map(() => 0);
  }

  figures(): LayerActivityFigures {
    const { name, neurons, timesteps, spikes, filled } = this;
    const pairs = neurons * this.samples;
    return {
      name,
      neurons,
      timesteps,
      spikeDensity: spikes / (pairs * timesteps),
      rates: this.rates.map((count) => count / pairs),
      aboveHalf: this.aboveHalf / pairs,
      belowTenth: this.belowTenth / pairs,
      windows: this.sizes.map((tws, k) => ({
        tws,
        density: filled[k] / (pairs * Math.ceil(timesteps / tws)),
        spikesPerWindow: filled[k] ? spikes / filled[k] : 0,
      })),
    };
  }
}

export function countActivity(counts: WindowCounts, spikes: SpikeTensor): void {
  const { channels, height, width, timesteps, ptr, events } = spikes;
  counts.neurons = channels * height * width;
  counts.timesteps = timesteps;
  counts.samples++;
  counts.spikes += events.length;
  const fired = new Uint32Array(channels);
  for (let p = 0; p + 1 < ptr.length; p++) {
    fired.fill(0);
    for (let i = ptr[p]; i < ptr[p + 1]; i++) fired[events[i] & 0xffff]++;
    for (const count of fired) addRate(counts, count, timesteps);
    counts.sizes.forEach((tws, k) => {
      const windows = new Set<number>();
      for (let i = ptr[p]; i < ptr[p + 1]; i++)
        windows.add(Math.floor((events[i] >>> 16) / tws) * channels + (events[i] & 0xffff));
      counts.filled[k] += windows.size;
    });
  }
}

function addRate(counts: WindowCounts, spikes: number, timesteps: number): void {
  const percent = (100 * spikes) / timesteps;
  counts.rates[RATE_ENDS_PERCENT.findIndex((end) => percent <= end)]++;
  if (percent > 50) counts.aboveHalf++;
  if (percent < 10) counts.belowTenth++;
}
