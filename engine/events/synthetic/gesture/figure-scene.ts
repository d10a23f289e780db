/**
 * The figure in front of a still room, as log light on every pixel of the sensor, kept up to date from step to step.
 * Only bars that have moved visibly are drawn again, only in the rows and columns that they cover or have covered,
 * and only pixels whose light has changed are handed on: the cost follows the motion, not the sensor. Light is
 * relative to the wall's before the logarithm. Left out: shadows on the wall, flicker of lamps.
 */
import type { Random } from '../../../math/random.ts';
import type { Sensor } from '../../sensor.ts';
import type { Scene } from '../event-camera.ts';
import type { Capsule } from './capsule.ts';
import { spread } from './rhythm.ts';

/** Displacements and shares of light that stay well below a camera's threshold; they add up until they are drawn. */
const VISIBLE_PX = 0.1;
const VISIBLE_SHARE = 5e-3;

export interface Film {
  readonly steps: number;
  readonly stepUs: number;
  /** The figure's bars from back to front, always the same number. */
  readonly pose: (timeS: number) => Capsule[];
}

export class FigureScene implements Scene {
  readonly steps: number;
  readonly stepUs: number;
  readonly light: Float64Array;
  private readonly pose: Film['pose'];
  private readonly sensor: Sensor;
  private readonly room: Float64Array;
  private readonly linear: Float64Array;
  private readonly row: Float64Array;
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly changed: Uint32Array;
  private readonly bars: Capsule[];

  constructor(sensor: Sensor, room: Float64Array, film: Film) {
    this.sensor = sensor;
    this.steps = film.steps;
    this.stepUs = film.stepUs;
    this.pose = film.pose;
    this.room = room;
    this.linear = new Float64Array(room.length);
    this.light = new Float64Array(room.length);
    this.row = new Float64Array(sensor.width);
    this.from = new Int32Array(sensor.height).fill(0);
    this.to = new Int32Array(sensor.height).fill(sensor.width - 1);
    this.changed = new Uint32Array(room.length);
    this.bars = film.pose(0);
    this.redraw();
  }

  /** The pixels are valid until the next call. */
  advance(step: number): Uint32Array {
    this.pose((step * this.stepUs) / 1e6).forEach((bar, i) => {
      if (bar.movedBy(this.bars[i]) < VISIBLE_PX) return;
      this.cover(this.bars[i]);
      this.cover(bar);
      this.bars[i] = bar;
    });
    return this.redraw();
  }

  private cover(bar: Capsule): void {
    const { width, height } = this.sensor;
    for (let y = Math.max(0, bar.top); y <= Math.min(height - 1, bar.bottom); y++) {
      this.from[y] = Math.max(0, Math.min(this.from[y], bar.from(y)));
      this.to[y] = Math.min(width - 1, Math.max(this.to[y], bar.to(y)));
    }
  }

  /** Paints what is covered and forgets that it was. */
  private redraw(): Uint32Array {
    const { width, height } = this.sensor;
    const { row, room, linear } = this;
    let count = 0;
    for (let y = 0; y < height; y++) {
      const [from, to] = [this.from[y], this.to[y]];
      if (from > to) continue;
      this.from[y] = width;
      this.to[y] = -1;
      for (let x = from; x <= to; x++) row[x] = room[y * width + x];
      for (const bar of this.bars) {
        if (y >= bar.top && y <= bar.bottom) bar.paint(row, y, from, to);
      }
      for (let x = from, i = y * width + from; x <= to; x++, i++) {
        const light = row[x];
        if (Math.abs(light - linear[i]) < VISIBLE_SHARE * light) continue;
        linear[i] = light;
        this.light[i] = Math.log(light);
        this.changed[count++] = i;
      }
    }
    return this.changed.subarray(0, count);
  }
}

/** A wall that is brighter towards one side, with a few pieces of furniture or posters. */
export function roomBehind({ width, height }: Sensor, random: Random): Float64Array {
  const [slopeX, slopeY] = [spread(random, -0.25, 0.25), spread(random, -0.15, 0.15)];
  const room = Float64Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width) / width - 0.5, Math.floor(i / width) / height - 0.5];
    return 1 + slopeX * x + slopeY * y;
  });
  for (let piece = random.below(4); piece > 0; piece--) {
    const factor = spread(random, 0.55, 1.3);
    const [left, top] = [random.below(width), random.below(height)];
    const [right, bottom] = [left + 8 + random.below(40), top + 8 + random.below(60)];
    for (let y = top; y < Math.min(bottom, height); y++) {
      for (let x = left; x < Math.min(right, width); x++) room[y * width + x] *= factor;
    }
  }
  return room;
}
