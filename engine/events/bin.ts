/**
 * Events to binary spikes: a position and channel spikes in a step if at least one event falls into it. Channel 0 =
 * OFF, 1 = ON, rows = y (the convention of N-MNIST networks). `window`: step = floor(t / windowUs) from time 0,
 * later events are cropped; `span`: step = floor((t - first) * T / (last - first + 1)), T equal bins over the sample.
 * The order of events in the file plays no part. A pixel of the tensor is the OR over factor x factor pixels of the
 * sensor; with one channel it is the OR over both polarities, too. The other modes are those of ToFrame (bin-frames.ts).
 * Left out: event counts per bin.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { BinSpec, EventStream, FrameSpec, Issue, Outcome, SpikeTensor } from '../contract/index.ts';
import { frameFieldIssues, frameSpecOf, stepSlices } from './bin-frames.ts';
import type { EventColumns } from './formats/event-columns.ts';
import { timeRange } from './file-info.ts';
import type { SampleShape } from './sample-set-builder.ts';
import type { Sensor } from './sensor.ts';
import { sortedByTime } from './transforms/time-order.ts';

export const EVENT_CHANNELS = 2;
export const MOST_FACTOR = 64;

export function checkBinSpec(spec: BinSpec, path: string): Outcome<BinSpec> {
  const issues: Issue[] = [];
  if (!Number.isInteger(spec.timesteps) || spec.timesteps < 1 || spec.timesteps > 65_535) {
    issues.push(
      errorAt(
        `${path}.timesteps`,
        'bins/timesteps',
        `must be a whole number of 1..65535 (got ${spec.timesteps}); N-MNIST is usually binned to 30`,
      ),
    );
  }
  const isTimed = spec.mode === 'window' || spec.mode === 'time_window';
  if (isTimed && !(spec.windowUs > 0 && Number.isFinite(spec.windowUs))) {
    issues.push(
      errorAt(
        `${path}.windowUs`,
        'bins/window-positive',
        `must be a positive time in µs (got ${spec.windowUs}); N-MNIST at 30 steps uses 10000`,
      ),
    );
  }
  issues.push(...frameFieldIssues(spec, path));
  const { factor } = spec;
  if (factor !== null && !(Number.isInteger(factor) && factor >= 1 && factor <= MOST_FACTOR)) {
    const message = `must be a whole number of 1..${MOST_FACTOR}, or empty to suit the network (got ${factor}); 2 halves both sides`;
    issues.push(errorAt(`${path}.factor`, 'bins/factor', message));
  }
  return issues.length ? refuse(...issues) : accept(spec);
}

/** Bins with the factor decided, and the channels of the tensor: 2 = OFF and ON, 1 = merged. */
export interface FittedBins extends BinSpec {
  readonly factor: number;
  readonly channels: 1 | 2;
}

/** Bins many samples of one sensor in one way; the working memory is reused between samples. */
export class Binner {
  readonly sensor: Sensor;
  readonly bins: FittedBins;
  readonly shape: SampleShape;
  /** One bit per (position, step, channel), positions padded to whole words, so that scanning it yields sorted spikes. */
  private readonly bits: Uint32Array;
  private readonly wordsPerPosition: number;
  /** Bit offset of each polarity within a step. */
  private readonly channelOf: readonly [number, number];

  constructor(sensor: Sensor, bins: FittedBins) {
    const { factor, channels, timesteps } = bins;
    this.sensor = sensor;
    this.bins = bins;
    const width = Math.ceil(sensor.width / factor);
    const height = Math.ceil(sensor.height / factor);
    this.shape = { channels, height, width, timesteps };
    this.wordsPerPosition = Math.ceil((timesteps * channels) / 32);
    this.bits = new Uint32Array(width * height * this.wordsPerPosition);
    this.channelOf = channels === 1 ? [0, 0] : [0, 1];
  }

  /** The stream's sensor must fit into the binner's; events beyond it are a caller's bug. */
  bin(stream: EventStream): SpikeTensor {
    if (stream.width > this.sensor.width || stream.height > this.sensor.height) {
      throw new Error(`Binner: stream of ${stream.width}x${stream.height} does not fit`);
    }
    const frames = frameSpecOf(this.bins);
    if (frames) this.markFrames(sortedByTime(stream), frames);
    else this.mark(stream, this.bins.mode === 'span' ? timeRange(stream.tUs) : null);
    return this.collect();
  }

  /** Part of a recording whose first and last time are `range`; only for `window` (without a range) and `span`. */
  mark(
    { x, y, p, tUs }: EventColumns,
    range: { readonly firstUs: number; readonly lastUs: number } | null,
  ): void {
    const { timesteps, windowUs, factor, channels } = this.bins;
    const { width } = this.shape;
    const { bits, wordsPerPosition, channelOf } = this;
    const columnOf = blockOf(this.sensor.width, factor);
    const rowOf = blockOf(this.sensor.height, factor);
    const startUs = range ? range.firstUs : 0;
    const scale = range ? timesteps : 1;
    const divisor = range ? range.lastUs - range.firstUs + 1 : windowUs;
    // One correctly rounded division of whole numbers below 2^53 cannot round up across a bin's edge.
    for (let i = 0; i < x.length; i++) {
      const step = Math.floor(((tUs[i] - startUs) * scale) / divisor);
      if (step < 0 || step >= timesteps) continue;
      const bit = step * channels + channelOf[p[i]];
      bits[(rowOf[y[i]] * width + columnOf[x[i]]) * wordsPerPosition + (bit >>> 5)] |= 1 << (bit & 31);
    }
  }

  /** `stream`: in order of time. */
  private markFrames({ x, y, p, tUs }: EventStream, frames: FrameSpec): void {
    const { timesteps, factor, channels } = this.bins;
    const { width } = this.shape;
    const { bits, wordsPerPosition, channelOf } = this;
    const columnOf = blockOf(this.sensor.width, factor);
    const rowOf = blockOf(this.sensor.height, factor);
    const { starts, ends } = stepSlices(tUs, frames, timesteps);
    for (let step = 0; step < starts.length; step++) {
      for (let i = starts[step]; i < ends[step]; i++) {
        const bit = step * channels + channelOf[p[i]];
        bits[(rowOf[y[i]] * width + columnOf[x[i]]) * wordsPerPosition + (bit >>> 5)] |= 1 << (bit & 31);
      }
    }
  }

  /** The spikes of what was marked; reads the bits in order and clears them on the way. */
  collect(): SpikeTensor {
    const { width, height } = this.shape;
    const { bits, wordsPerPosition } = this;
    const ptr = new Uint32Array(width * height + 1);
    for (let position = 0, word = 0; position < width * height; position++) {
      let count = 0;
      for (const end = word + wordsPerPosition; word < end; word++) count += popCount(bits[word]);
      ptr[position + 1] = ptr[position] + count;
    }
    const events = new Uint32Array(ptr[width * height]);
    const shift = this.bins.channels - 1;
    let at = 0;
    for (let word = 0; word < bits.length; word++) {
      let left = bits[word];
      if (left === 0) continue;
      bits[word] = 0;
      const firstBit = (word % wordsPerPosition) * 32;
      for (; left !== 0; left &= left - 1) {
        const bit = firstBit + 31 - Math.clz32(left & -left);
        events[at++] = ((bit >>> shift) << 16) | (bit & shift);
      }
    }
    return { ...this.shape, ptr, events };
  }
}

/** Which block of `factor` pixels each pixel lies in. */
const blockOf = (side: number, factor: number): Uint16Array =>
  Uint16Array.from({ length: side }, (_, pixel) => Math.floor(pixel / factor));

function popCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
