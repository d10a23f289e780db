/**
 * The samples that a layer's cost model is fitted to: its recorded input activity as it is, thinned down to almost
 * nothing (training makes layers sparser), and laid over that of other samples (it may also make them denser).
 */
import type { SpikeTensor } from '../contract/index.ts';
import { streamSeed } from '../math/random.ts';
import { overlaid, thinned, type Thinning } from './thin.ts';

const KEPT_SHARES = [0.7, 0.45, 0.25, 0.12, 0.05, 0.02];
const HOW: readonly Thinning[] = ['spikes', 'neurons'];
const OVERLAYS = [2, 4];

export interface LayerSample {
  readonly spikes: SpikeTensor;
  /** The recording that it was made from. */
  readonly recording: number;
  readonly isRecorded: boolean;
}

/** recordings: the layer's input, one tensor per sample. Variants without a spike are left out. */
export function layerSamples(recordings: readonly SpikeTensor[], seed: number): LayerSample[] {
  const samples: LayerSample[] = [];
  recordings.forEach((spikes, recording) => {
    samples.push({ spikes, recording, isRecorded: true });
    HOW.forEach((how, h) =>
      KEPT_SHARES.forEach((keep, k) =>
        samples.push({
          spikes: thinned(spikes, keep, how, streamSeed(seed, recording, h, k)),
          recording,
          isRecorded: false,
        }),
      ),
    );
    for (const count of OVERLAYS) {
      const others = Array.from({ length: count }, (_, i) => recordings[(recording + i) % recordings.length]);
      samples.push({ spikes: overlaid(others), recording, isRecorded: false });
    }
  });
  return samples.filter(({ spikes }) => spikes.events.length > 0);
}
