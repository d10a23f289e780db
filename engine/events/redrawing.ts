/**
 * Recordings that are transformed anew in every epoch of a training: what comes before the first transform that draws is
 * done once and kept as events, the rest is drawn from (seed, recording, epoch) for each epoch, so the result does not
 * depend on which thread asks, or on a stop in between. Plain data on shared memory, 9 bytes per event, for the threads
 * of a team. Left out: recordings of more than 71 minutes, times with fractions.
 */
import type { EventStream, SpikeTensor, TransformSpec } from '../contract/index.ts';
import { streamSeed } from '../math/random.ts';
import { Binner } from './bin.ts';
import type { FittedBins } from './bin.ts';
import { isDrawn } from './drawing.ts';
import type { Sensor } from './sensor.ts';
import { applyPipeline, sensorAfterAll } from './transforms/index.ts';

export interface RedrawPlan {
  /** Of the recordings. */
  readonly sensor: Sensor;
  readonly transforms: readonly TransformSpec[];
  readonly bins: FittedBins;
  readonly seed: number;
}

export interface KeptRecordings extends RedrawPlan {
  /** Per recording: 32 bits that stand for it, its first event, and the time from which its times count. */
  readonly keys: Uint32Array;
  readonly offsets: Float64Array;
  readonly originsUs: Float64Array;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly p: Uint8Array;
  /** From the recording's origin. */
  readonly afterUs: Uint32Array;
}

const EVENT_BYTES = 9;
const MOST_US = 2 ** 32;

/** Transforms that are the same in every epoch. */
const steadyCount = (transforms: readonly TransformSpec[]): number => {
  const first = transforms.findIndex(isDrawn);
  return first < 0 ? transforms.length : first;
};

/** Collects recordings in the order of the training part. */
export class KeptRecordingsBuilder {
  bytes = 0;
  private readonly plan: RedrawPlan;
  private readonly streams: EventStream[] = [];
  private readonly keys: number[] = [];

  constructor(plan: RedrawPlan) {
    this.plan = plan;
  }

  /** False where the times of a recording do not fit. */
  add(stream: EventStream, key: number): boolean {
    const { sensor, transforms, seed } = this.plan;
    const steady = transforms.slice(0, steadyCount(transforms));
    const kept = applyPipeline({ ...stream, ...sizeOf(sensor) }, steady, streamSeed(seed, key));
    const originUs = originOf(kept.tUs);
    if (!kept.tUs.every((t) => Number.isInteger(t) && t - originUs < MOST_US)) return false;
    this.streams.push(kept);
    this.keys.push(key);
    this.bytes += EVENT_BYTES * kept.tUs.length;
    return true;
  }

  finish(): KeptRecordings {
    const offsets = shared(Float64Array, this.streams.length + 1);
    this.streams.forEach(({ x }, i) => (offsets[i + 1] = offsets[i] + x.length));
    const events = offsets[this.streams.length];
    const kept = {
      x: shared(Uint16Array, events),
      y: shared(Uint16Array, events),
      p: shared(Uint8Array, events),
      afterUs: shared(Uint32Array, events),
    };
    const originsUs = shared(Float64Array, this.streams.length);
    this.streams.forEach(({ x, y, p, tUs }, i) => {
      const at = offsets[i];
      kept.x.set(x, at);
      kept.y.set(y, at);
      kept.p.set(p, at);
      originsUs[i] = originOf(tUs);
      for (let e = 0; e < tUs.length; e++) kept.afterUs[at + e] = tUs[e] - originsUs[i];
    });
    const keys = shared(Uint32Array, this.keys.length);
    keys.set(this.keys);
    return { ...this.plan, keys, offsets, originsUs, ...kept };
  }
}

/** In the thread that asks: one working memory for all its recordings. */
export class Redrawing {
  private readonly kept: KeptRecordings;
  private readonly binner: Binner;
  private readonly steady: number;
  private readonly steadySensor: Sensor;

  constructor(kept: KeptRecordings) {
    const { transforms, sensor, bins } = kept;
    this.kept = kept;
    this.steady = steadyCount(transforms);
    this.steadySensor = sensorAfterAll(transforms.slice(0, this.steady), sensor);
    this.binner = new Binner(sensorAfterAll(transforms, sensor), bins);
  }

  /** Epochs count from 1. */
  draw(recording: number, epoch: number): SpikeTensor {
    const { transforms, seed, keys } = this.kept;
    const drawn = transforms.slice(this.steady);
    const own = streamSeed(streamSeed(seed, keys[recording]), epoch);
    return this.binner.bin(applyPipeline(this.stream(recording), drawn, own));
  }

  private stream(recording: number): EventStream {
    const { x, y, p, afterUs, offsets, originsUs } = this.kept;
    const range = [offsets[recording], offsets[recording + 1]] as const;
    return {
      ...sizeOf(this.steadySensor),
      x: x.subarray(...range),
      y: y.subarray(...range),
      p: p.subarray(...range),
      tUs: Float64Array.from(afterUs.subarray(...range), (after) => originsUs[recording] + after),
    };
  }
}

const sizeOf = ({ width, height }: Sensor): Sensor => ({ width, height });
const originOf = (tUs: Float64Array): number => tUs.reduce((least, t) => Math.min(least, t), tUs[0] ?? 0);

interface Typed<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): T;
}
const shared = <T>(type: Typed<T>, length: number): T =>
  new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT));
