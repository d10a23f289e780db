/**
 * The pixels of the event camera while a picture passes: low-pass, comparison with the reference, refractory time.
 * Each pixel holds the two levels at which it fires next, so a step costs two comparisons; resting pixels hold
 * infinite ones and stand in a list. A pixel fires at most once per step: the refractory time is at least one step.
 * Times in µs, levels in log light. Left out: noise that does not come from the picture (`event-camera.ts` adds it).
 */
import type { Random } from '../../math/random.ts';
import type { CameraSpec } from './event-camera.ts';
import type { EventLog } from './event-log.ts';

const SMALLEST_JITTERED = 0.3;

export class Pixels {
  private readonly spec: CameraSpec;
  /** Index in the sensor of each pixel followed here, and the sensor's thresholds. */
  private readonly sensorPixel: Uint32Array;
  private readonly on: Float64Array;
  private readonly off: Float64Array;
  private readonly level: Float64Array;
  private readonly firesAbove: Float64Array;
  private readonly firesBelow: Float64Array;
  private readonly readyUs: Float64Array;
  private readonly resting: Uint32Array;
  private restingCount = 0;

  constructor(
    spec: CameraSpec,
    sensorPixel: Uint32Array,
    on: Float64Array,
    off: Float64Array,
    light: Float64Array,
  ) {
    const count = light.length;
    this.spec = spec;
    this.sensorPixel = sensorPixel;
    this.on = on;
    this.off = off;
    this.level = light.slice();
    this.firesAbove = new Float64Array(count);
    this.firesBelow = new Float64Array(count);
    this.readyUs = new Float64Array(count);
    this.resting = new Uint32Array(count);
    for (let i = 0; i < count; i++) this.arm(i, light[i], 1);
  }

  /** One step that ends at `endUs` with the given light. */
  advance(light: Float64Array, endUs: number, stepUs: number, log: EventLog, random: Random): void {
    const { level, firesAbove, firesBelow } = this;
    const share = 1 - Math.exp(-stepUs / this.spec.lowPassUs);
    this.wake(light, share, endUs, stepUs, random);
    for (let i = 0; i < level.length; i++) {
      const before = level[i];
      const after = before + (light[i] - before) * share;
      level[i] = after;
      if (after < firesAbove[i] && after > firesBelow[i]) continue;
      this.fire(i, before, endUs, stepUs, log);
    }
  }

  /** The same for the given pixels; the light of the others has not changed, and their level has settled. */
  advanceSome(
    pixels: Uint32Array,
    light: Float64Array,
    endUs: number,
    stepUs: number,
    log: EventLog,
    random: Random,
  ): void {
    const { level, firesAbove, firesBelow } = this;
    const share = 1 - Math.exp(-stepUs / this.spec.lowPassUs);
    this.wake(light, share, endUs, stepUs, random);
    for (let k = 0; k < pixels.length; k++) {
      const i = pixels[k];
      const before = level[i];
      const after = before + (light[i] - before) * share;
      level[i] = after;
      if (after < firesAbove[i] && after > firesBelow[i]) continue;
      this.fire(i, before, endUs, stepUs, log);
    }
  }

  private fire(i: number, before: number, endUs: number, stepUs: number, log: EventLog): void {
    const after = this.level[i];
    const polarity = after >= this.firesAbove[i] ? 1 : 0;
    const crossed = polarity === 1 ? this.firesAbove[i] : this.firesBelow[i];
    const fraction = Math.min(1, Math.max(0, (crossed - before) / (after - before)));
    const timeUs = Math.max(endUs - stepUs + fraction * stepUs, this.readyUs[i]);
    log.add(this.sensorPixel[i], timeUs, polarity);
    this.rest(i, timeUs + this.spec.refractoryUs);
  }

  /** Ends the rest of pixels that become ready in this step; their reference is the level at that moment. */
  private wake(light: Float64Array, share: number, endUs: number, stepUs: number, random: Random): void {
    let stillResting = 0;
    for (let k = 0; k < this.restingCount; k++) {
      const i = this.resting[k];
      if (this.readyUs[i] > endUs) {
        this.resting[stillResting++] = i;
        continue;
      }
      const change = (light[i] - this.level[i]) * share;
      const reference = this.level[i] + (change * (this.readyUs[i] - endUs + stepUs)) / stepUs;
      this.arm(i, reference, Math.max(SMALLEST_JITTERED, 1 + this.spec.jitter * random.normal()));
    }
    this.restingCount = stillResting;
  }

  private arm(i: number, reference: number, factor: number): void {
    const pixel = this.sensorPixel[i];
    this.firesAbove[i] = reference + this.on[pixel] * factor;
    this.firesBelow[i] = reference - this.off[pixel] * factor;
  }

  private rest(i: number, untilUs: number): void {
    this.readyUs[i] = untilUs;
    this.firesAbove[i] = Number.POSITIVE_INFINITY;
    this.firesBelow[i] = Number.NEGATIVE_INFINITY;
    this.resting[this.restingCount++] = i;
  }
}
