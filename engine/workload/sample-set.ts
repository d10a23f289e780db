/**
 * Many binned samples packed into few typed arrays on shared memory, so that worker threads read them
 * without copies. Sample i holds events[offsets[i] .. offsets[i + 1]); its position offsets are the
 * (height*width + 1) entries of `ptr` that start at i * (height*width + 1), relative to offsets[i].
 * Left out: compression; 1,000 N-MNIST samples take about 20 MB.
 */
import type { SpikeTensor } from '../contract/index.ts';

export interface SampleSet {
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly timesteps: number;
  readonly offsets: Uint32Array;
  readonly ptr: Uint32Array;
  readonly events: Uint32Array;
  readonly labels: Uint16Array;
}

/** Packs samples of one shape; throws on samples of different shapes (a caller's bug, not a user's). */
export function packSamples(samples: readonly SpikeTensor[], labels: ArrayLike<number>): SampleSet {
  const first = samples[0];
  if (!first) throw new Error('packSamples: at least one sample is needed');
  const { channels, height, width, timesteps } = first;
  const stride = height * width + 1;
  const total = samples.reduce((sum, sample) => sum + sample.events.length, 0);
  const offsets = sharedUint32(samples.length + 1);
  const ptr = sharedUint32(samples.length * stride);
  const events = sharedUint32(total);
  const packedLabels = new Uint16Array(new SharedArrayBuffer(samples.length * 2));
  samples.forEach((sample, i) => {
    const sameShape =
      sample.channels === channels &&
      sample.height === height &&
      sample.width === width &&
      sample.timesteps === timesteps;
    if (!sameShape) throw new Error(`packSamples: sample ${i} differs in shape from sample 0`);
    ptr.set(sample.ptr, i * stride);
    events.set(sample.events, offsets[i]);
    offsets[i + 1] = offsets[i] + sample.events.length;
    packedLabels[i] = labels[i];
  });
  return {
    count: samples.length,
    channels,
    height,
    width,
    timesteps,
    offsets,
    ptr,
    events,
    labels: packedLabels,
  };
}

/** Sample `index` as views into the set. */
export function sampleAt(set: SampleSet, index: number): SpikeTensor {
  const stride = set.height * set.width + 1;
  return {
    channels: set.channels,
    height: set.height,
    width: set.width,
    timesteps: set.timesteps,
    ptr: set.ptr.subarray(index * stride, (index + 1) * stride),
    events: set.events.subarray(set.offsets[index], set.offsets[index + 1]),
  };
}

function sharedUint32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}
