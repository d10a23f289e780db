/**
 * What the camera looks at: a square picture in log light, 0 on its border and beyond, sampled finer than the
 * camera's pixels, and moved over the sensor by fractions of a pixel. Units: pixels of the sensor; log light.
 * Left out: change of size and turning while it moves.
 */
import type { Sensor } from '../sensor.ts';
import type { Raster } from './rasterise.ts';
import type { Path } from './saccades.ts';

/** Part of the sensor. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export class Picture {
  private readonly light: Float32Array;
  private readonly side: number;
  private readonly scale: number;

  private constructor(light: Float32Array, side: number, scale: number) {
    this.light = light;
    this.side = side;
    this.scale = scale;
  }

  /** `light`: log light relative to what lies beyond the picture, `scale` samples per pixel in rows of `side`. */
  static ofLight(light: Float32Array, side: number, scale: number): Picture {
    return new Picture(light, side, scale);
  }

  /** Dark ink on a bright ground; `contrast` = log of ground light over ink light. */
  static ofInk({ coverage, side, scale }: Raster, contrast: number): Picture {
    const absorbed = 1 - Math.exp(-contrast);
    return new Picture(
      coverage.map((share) => (share > 0 ? Math.log(1 - absorbed * share) : 0)),
      side,
      scale,
    );
  }

  /**
   * Log light of the area's pixels with the picture's centre on (cx, cy). Every pixel lies at the same fraction
   * between samples, so one set of bilinear weights serves them all.
   */
  see(cx: number, cy: number, area: Area, light: Float64Array): void {
    const { side, scale } = this;
    const sample = (first: number, centre: number): number => (first - centre) * scale + side / 2 - 0.5;
    const left = sample(area.left, cx);
    const top = sample(area.top, cy);
    const ix = Math.floor(left);
    const iy = Math.floor(top);
    const [fx, fy] = [left - ix, top - iy];
    const [w00, w10, w01, w11] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
    const picture = this.light;
    for (let y = 0, i = 0; y < area.height; y++) {
      const row = iy + y * scale;
      const onPicture = row >= 0 && row < side - 1;
      for (let x = 0, column = ix; x < area.width; x++, i++, column += scale) {
        if (!onPicture || column < 0 || column >= side - 1) {
          light[i] = 0;
          continue;
        }
        const at = row * side + column;
        light[i] =
          picture[at] * w00 + picture[at + 1] * w10 + picture[at + side] * w01 + picture[at + side + 1] * w11;
      }
    }
  }

  /** Ink bounds relative to the picture's centre, in pixels; null for an empty picture. */
  bounds(): { left: number; top: number; right: number; bottom: number } | null {
    const { side, scale, light } = this;
    let [left, top, right, bottom] = [side, side, -1, -1];
    for (let at = 0; at < light.length; at++) {
      if (light[at] === 0) continue;
      const row = Math.floor(at / side);
      const column = at - row * side;
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      bottom = row;
    }
    if (bottom < 0) return null;
    const place = (at: number): number => (at + 0.5 - side / 2) / scale;
    return { left: place(left), top: place(top), right: place(right), bottom: place(bottom) };
  }
}

/** Pixels over which any ink passes; the others see a steady ground. */
export function visibleArea(picture: Picture, path: Path, { width, height }: Sensor): Area {
  const ink = picture.bounds();
  if (!ink) return { left: 0, top: 0, width: 0, height: 0 };
  const range = (positions: Float64Array, low: number, high: number, size: number): [number, number] => [
    Math.max(0, Math.floor(positions.reduce((a, b) => Math.min(a, b)) + low - 1)),
    Math.min(size - 1, Math.ceil(positions.reduce((a, b) => Math.max(a, b)) + high + 1)),
  ];
  const [left, right] = range(path.x, ink.left, ink.right, width);
  const [top, bottom] = range(path.y, ink.top, ink.bottom, height);
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
