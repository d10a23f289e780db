/** Events to pixels: counts of ON and OFF per pixel, and their colours. */
import type { EventStream } from '../../../engine/contract/index.ts';
import { PICTURE } from '../design/tokens.ts';

export interface PolarityCounts {
  readonly width: number;
  readonly height: number;
  readonly on: Uint16Array;
  readonly off: Uint16Array;
  readonly events: number;
  readonly onEvents: number;
}

/** Events [from, to) of the stream; events outside the sensor are left out. */
export function accumulate(stream: EventStream, from: number, to: number): PolarityCounts {
  const { width, height, x, y, p } = stream;
  const on = new Uint16Array(width * height);
  const off = new Uint16Array(width * height);
  let events = 0;
  let onEvents = 0;
  for (let i = from; i < to; i++) {
    if (x[i] >= width || y[i] >= height) continue;
    events++;
    const at = y[i] * width + x[i];
    if (p[i] === 1) {
      on[at]++;
      onEvents++;
    } else off[at]++;
  }
  return { width, height, on, off, events, onEvents };
}

type Rgb = readonly [number, number, number];
const channel = (hex: string, at: number): number => parseInt(hex.slice(at, at + 2), 16);
const rgb = (hex: string): Rgb => [channel(hex, 1), channel(hex, 3), channel(hex, 5)];
const WELL = rgb(PICTURE.well);
const ON = rgb(PICTURE.on);
const OFF = rgb(PICTURE.off);

/** One event is already clear to see; five reach the full colour. The larger polarity gives the hue. */
export const opacity = (count: number): number => Math.min(1, 0.68 + 0.08 * (count - 1));

export function paintPolarity(
  counts: PolarityCounts,
  create: (width: number, height: number) => ImageData,
): ImageData {
  const { width, height, on, off } = counts;
  const image = create(width, height);
  for (let at = 0; at < on.length; at++) {
    const most = Math.max(on[at], off[at]);
    const hue = most === 0 ? WELL : on[at] >= off[at] ? ON : OFF;
    const share = most === 0 ? 1 : opacity(most);
    for (let c = 0; c < 3; c++) {
      image.data[at * 4 + c] = Math.round(WELL[c] + (hue[c] - WELL[c]) * share);
    }
    image.data[at * 4 + 3] = 255;
  }
  return image;
}
