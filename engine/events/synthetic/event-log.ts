/** Collects the events of one simulated recording in any order and puts them in order of time (whole µs). */
import type { EventStream } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';

export class EventLog {
  private readonly sensor: Sensor;
  /** time * places + 2 * pixel + polarity: sorting these numbers sorts the events. */
  private readonly keys: number[] = [];
  private readonly places: number;

  constructor(sensor: Sensor) {
    this.sensor = sensor;
    this.places = 2 * sensor.width * sensor.height;
  }

  add(pixel: number, timeUs: number, polarity: 0 | 1): void {
    this.keys.push(Math.floor(timeUs) * this.places + 2 * pixel + polarity);
  }

  stream(): EventStream {
    const { width, height } = this.sensor;
    const keys = new Float64Array(this.keys).sort();
    const x = new Uint16Array(keys.length);
    const y = new Uint16Array(keys.length);
    const p = new Uint8Array(keys.length);
    const tUs = new Float64Array(keys.length);
    for (let i = 0; i < keys.length; i++) {
      const time = Math.floor(keys[i] / this.places);
      const place = keys[i] - time * this.places;
      const pixel = place >>> 1;
      tUs[i] = time;
      p[i] = place & 1;
      y[i] = Math.floor(pixel / width);
      x[i] = pixel - y[i] * width;
    }
    return { width, height, x, y, p, tUs };
  }
}
