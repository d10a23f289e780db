/** A sample in the kernels as the network's input coding wants it, drawn the same each time it is looked at. */
import type { SpikeTensor } from '../contract/index.ts';
import { Random, streamSeed } from '../math/random.ts';
import type { NetworkKernels } from '../kernels/kernels.ts';
import { drawRates } from './rate-coding.ts';

const RATE_STREAM = 0x72617465;

export function loadCoded(kernels: NetworkKernels, sample: SpikeTensor): void {
  const { network } = kernels;
  kernels.load(sample);
  if (network.input.coding !== 'rate') return;
  const random = new Random(streamSeed(RATE_STREAM, sample.events.length, checkOf(sample)));
  drawRates(kernels.input, network.input.channels, network.timesteps, random);
}

/** A number that depends on the sample's events alone, so that no index is needed. */
function checkOf({ events }: SpikeTensor): number {
  let hash = 0;
  for (const code of events) hash = (Math.imul(hash, 31) + code) >>> 0;
  return hash;
}
