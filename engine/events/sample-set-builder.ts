/**
 * Fills a SampleSet sample by sample on shared memory, so that a large dataset never exists twice for long.
 * Room for spikes is estimated from the samples so far and grown when it runs out; memory that was reserved and
 * not written to is not taken from the machine. Layout: engine/workload/sample-set.ts.
 * Left out: more than 2^32 - 1 spikes, about 1.5 million N-MNIST samples.
 */
import type { SpikeTensor } from '../contract/index.ts';
import type { SampleSet } from '../workload/sample-set.ts';

export interface SampleShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly timesteps: number;
}

const SPARE = 1.1;

export class SampleSetBuilder {
  private readonly shape: SampleShape;
  private readonly maxSamples: number;
  private readonly offsets: Uint32Array;
  private readonly ptr: Uint32Array;
  private readonly labels: Uint16Array;
  private events = sharedUint32(0);
  private count = 0;

  constructor(shape: SampleShape, maxSamples: number) {
    this.shape = shape;
    this.maxSamples = maxSamples;
    this.offsets = sharedUint32(maxSamples + 1);
    this.ptr = sharedUint32(maxSamples * this.stride);
    this.labels = new Uint16Array(new SharedArrayBuffer(maxSamples * 2));
  }

  private get stride(): number {
    return this.shape.width * this.shape.height + 1;
  }

  add(sample: SpikeTensor, label: number): void {
    if (this.count === this.maxSamples) throw new Error('SampleSetBuilder: more samples than announced');
    const start = this.offsets[this.count];
    const end = start + sample.events.length;
    this.reserve(end);
    this.ptr.set(sample.ptr, this.count * this.stride);
    this.events.set(sample.events, start);
    this.labels[this.count] = label;
    this.count++;
    this.offsets[this.count] = end;
  }

  finish(): SampleSet {
    return {
      ...this.shape,
      count: this.count,
      offsets: this.offsets.subarray(0, this.count + 1),
      ptr: this.ptr.subarray(0, this.count * this.stride),
      events: this.events.subarray(0, this.offsets[this.count]),
      labels: this.labels.subarray(0, this.count),
    };
  }

  private reserve(needed: number): void {
    if (needed <= this.events.length) return;
    const mean = needed / (this.count + 1);
    const larger = sharedUint32(Math.ceil(mean * this.maxSamples * SPARE));
    larger.set(this.events.subarray(0, this.offsets[this.count]));
    this.events = larger;
  }
}

function sharedUint32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}
