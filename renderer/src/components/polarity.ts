/** Events to pixels: counts of ON and OFF per pixel, and their colours. */
import type { EventStream, PolarityFrame } from '../../../engine/contract/index.ts';
import { PICTURE } from '../design/tokens.ts';

/** A picture whose memory is used again for every frame of one recording. */
export class FrameCounter {
  private frame: PolarityFrame | null = null;

  /** All events of the slices with fromUs <= t < toUs (absolute times); each slice is in order of time. */
  count(
    size: { readonly width: number; readonly height: number },
    slices: readonly EventStream[],
    fromUs: number,
    toUs: number,
  ): PolarityFrame {
    const { on, off } = this.cleared(size);
    const { width } = size;
    let events = 0;
    let onEvents = 0;
    for (const { x, y, p, tUs } of slices) {
      const from = firstAt(tUs, fromUs);
      const to = firstAt(tUs, toUs);
      for (let i = from; i < to; i++) {
        const at = y[i] * width + x[i];
        if (p[i] === 1) {
          on[at]++;
          onEvents++;
        } else off[at]++;
      }
      events += to - from;
    }
    return { width, height: size.height, on, off, events, onEvents };
  }

  private cleared({ width, height }: { readonly width: number; readonly height: number }): PolarityFrame {
    if (this.frame?.width === width && this.frame.height === height) {
      this.frame.on.fill(0);
      this.frame.off.fill(0);
    } else {
      const [on, off] = [new Uint16Array(width * height), new Uint16Array(width * height)];
      this.frame = { width, height, on, off, events: 0, onEvents: 0 };
    }
    return this.frame;
  }
}

/** Index of the first event at or after `atUs`, in a stream in order of time. */
export function firstAt(tUs: Float64Array, atUs: number): number {
  let low = 0;
  let high = tUs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (tUs[middle] < atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One event is already clear to see; five reach the full colour. The larger polarity gives the hue. */
export const opacity = (count: number): number => Math.min(1, 0.68 + 0.08 * (count - 1));
const FULL_AT = 5;

const ON = Array.from({ length: FULL_AT + 1 }, (_, count) => towards(PICTURE.on, count));
const OFF = Array.from({ length: FULL_AT + 1 }, (_, count) => towards(PICTURE.off, count));

/** Colours as the bytes of an ImageData read as little-endian words. */
function towards(hue: string, count: number): number {
  const share = count === 0 ? 0 : opacity(count);
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const well = parseInt(PICTURE.well.slice(at, at + 2), 16);
    return Math.round(well + (parseInt(hue.slice(at, at + 2), 16) - well) * share);
  });
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Fills an image of the frame's size. `full`: events of a pixel that give the full colour; fewer than a tenth, none. */
export function paintPolarity(
  { on, off }: Pick<PolarityFrame, 'on' | 'off'>,
  image: ImageData,
  full = FULL_AT,
): ImageData {
  const words = new Uint32Array(image.data.buffer, image.data.byteOffset, on.length);
  const scale = FULL_AT / full;
  for (let at = 0; at < on.length; at++) {
    const most = on[at] >= off[at] ? on[at] : off[at];
    const shade = scale === 1 ? most : Math.round(most * scale);
    words[at] = (on[at] >= off[at] ? ON : OFF)[shade < FULL_AT ? shade : FULL_AT];
  }
  return image;
}

/** Full colour of a whole recording: twice what its pixels have on average, so that noise stays dark. */
export function fullOf({ on, off, events }: PolarityFrame): number {
  let hit = 0;
  for (let at = 0; at < on.length; at++) if (on[at] + off[at] > 0) hit++;
  return Math.max(FULL_AT, (2 * events) / Math.max(1, hit));
}
