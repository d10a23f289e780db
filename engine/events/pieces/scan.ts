/**
 * Facts about a recording that is seen piece by piece: the same as of a whole one. Events outside of the sensor do not
 * count, as they are left out of streams; more than one in a hundred outside, and the file is refused. The size that a
 * file does not declare is known only at the end, from the largest coordinates.
 */
import type { EventColumns } from '../formats/event-columns.ts';
import { chosenSize, LARGEST_SIDE } from '../formats/event-stream.ts';
import type { Sensor } from '../sensor.ts';

export interface ScanFacts {
  readonly size: Sensor;
  readonly events: number;
  readonly outside: number;
  readonly on: number;
  readonly firstUs: number;
  readonly lastUs: number;
  /** Events that are earlier than the one before them. */
  readonly backwards: number;
}

export class Scan {
  readonly #limit: Sensor;
  readonly #declared: Sensor | null;
  readonly #usual: readonly Sensor[];
  #events = 0;
  #outside = 0;
  #on = 0;
  #maxX = 0;
  #maxY = 0;
  #firstUs = Infinity;
  #lastUs = -Infinity;
  #previousUs = -Infinity;
  #backwards = 0;

  constructor(declared: Sensor | null, usual: readonly Sensor[]) {
    this.#declared = declared;
    this.#usual = usual;
    this.#limit = declared ?? { width: LARGEST_SIDE, height: LARGEST_SIDE };
  }

  add({ x, y, p, tUs }: EventColumns): void {
    const { width, height } = this.#limit;
    let [maxX, maxY, on, outside] = [this.#maxX, this.#maxY, 0, 0];
    let [firstUs, lastUs, previousUs, backwards] = [this.#firstUs, this.#lastUs, this.#previousUs, 0];
    for (let i = 0; i < x.length; i++) {
      if (x[i] >= width || y[i] >= height) {
        outside++;
        continue;
      }
      if (x[i] > maxX) maxX = x[i];
      if (y[i] > maxY) maxY = y[i];
      on += p[i];
      const t = tUs[i];
      if (t < previousUs) backwards++;
      if (t < firstUs) firstUs = t;
      if (t > lastUs) lastUs = t;
      previousUs = t;
    }
    this.#events += x.length - outside;
    this.#outside += outside;
    this.#on += on;
    this.#backwards += backwards;
    [this.#maxX, this.#maxY] = [maxX, maxY];
    [this.#firstUs, this.#lastUs, this.#previousUs] = [firstUs, lastUs, previousUs];
  }

  facts(): ScanFacts {
    const some = this.#events > 0;
    return {
      size: chosenSize(this.#maxX, this.#maxY, {
        sensor: null,
        declared: this.#declared,
        usual: this.#usual,
      }),
      events: this.#events,
      outside: this.#outside,
      on: this.#on,
      firstUs: some ? this.#firstUs : 0,
      lastUs: some ? this.#lastUs : 0,
      backwards: this.#backwards,
    };
  }
}
