/** Bernoulli samples as a set to train on, labels in turn. */
import type { NetworkSpec } from '../engine/contract/index.ts';
import { randomSpikes } from '../engine/workload/generators.ts';
import { packSamples, type SampleSet } from '../engine/workload/sample-set.ts';

export function randomSet(network: NetworkSpec, samples: number, density: number): SampleSet {
  const { width, height, channels } = network.input;
  const shape = { width, height, channels, timesteps: network.timesteps };
  const drawn = Array.from({ length: samples }, (_, i) => randomSpikes('random', shape, density, i + 1));
  return packSamples(
    drawn,
    drawn.map((_, i) => i % network.classes.length),
  );
}
