/**
 * Collects the events that a transform keeps or makes, in order, into fresh arrays; the transform's input is never
 * changed. The capacity is the most events that may come; what stays unused is cut off at the end.
 */
import type { EventStream } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';

export class StreamWriter {
  private readonly x: Uint16Array;
  private readonly y: Uint16Array;
  private readonly p: Uint8Array;
  private readonly tUs: Float64Array;
  private length = 0;

  constructor(capacity: number) {
    this.x = new Uint16Array(capacity);
    this.y = new Uint16Array(capacity);
    this.p = new Uint8Array(capacity);
    this.tUs = new Float64Array(capacity);
  }

  push(x: number, y: number, p: number, tUs: number): void {
    const at = this.length++;
    this.x[at] = x;
    this.y[at] = y;
    this.p[at] = p;
    this.tUs[at] = tUs;
  }

  /** Copies event i of a stream. */
  copy(stream: EventStream, i: number): void {
    this.push(stream.x[i], stream.y[i], stream.p[i], stream.tUs[i]);
  }

  finish({ width, height }: Sensor): EventStream {
    const { length, x, y, p, tUs } = this;
    if (length === x.length) return { width, height, x, y, p, tUs };
    return {
      width,
      height,
      x: x.slice(0, length),
      y: y.slice(0, length),
      p: p.slice(0, length),
      tUs: tUs.slice(0, length),
    };
  }
}
