/**
 * Pictures under the event camera while it makes the three saccades of the N-MNIST protocol (Orchard et al. 2015): the
 * picture stands still, the camera moves along a triangle. The camera is that of the synthetic set (event-camera.ts, after
 * ESIM, Rebecq et al. 2018, and v2e, Hu et al. 2021), with thresholds and noise that may be changed. Log light of a picture
 * is log(d + (1 - d) grey) with d = exp(-1.29), the contrast fitted to N-MNIST, relative to its border, which goes on
 * beyond it. Left out: screen refresh, colour.
 */
import type { EventStream } from '../../contract/index.ts';
import { Random, streamSeed } from '../../math/random.ts';
import type { Sensor } from '../sensor.ts';
import { NMNIST_SENSOR } from '../sensor.ts';
import { EventCamera } from '../synthetic/event-camera.ts';
import { Picture } from '../synthetic/picture.ts';
import { saccadePath } from '../synthetic/saccades.ts';
import type { Path } from '../synthetic/saccades.ts';
import { NMNIST_CAMERA } from '../synthetic/synthetic-nmnist.ts';
import type { GreyImage, ImageSet } from './image-set.ts';

export interface FilmSpec {
  readonly sensor: Sensor;
  /** Log-intensity step that fires an event. */
  readonly threshold: number;
  /** Mean rate of a pixel that sees nothing change: leak (ON) and shot noise together. */
  readonly noiseHz: number;
}

const STEP_US = 1000;
const SAMPLES_PER_PX = 3;
const DARKEST = Math.exp(-1.29);
/** Pixels at each side of the N-MNIST sensor that the picture moves over: 34 = 28 + 2 * 3. */
const MARGIN_SHARE = 6 / 34;

export class FilmedImages {
  readonly #set: ImageSet;
  readonly #spec: FilmSpec;
  readonly #seed: number;
  readonly #camera: EventCamera;

  constructor(set: ImageSet, spec: FilmSpec, seed: number) {
    this.#set = set;
    this.#spec = spec;
    this.#seed = seed;
    const { sensor, threshold, noiseHz } = spec;
    const camera = { ...NMNIST_CAMERA, sensor, thresholdOn: threshold, thresholdOff: threshold, noiseHz };
    this.#camera = new EventCamera(camera, new Random(streamSeed(seed, 0)));
  }

  sample(index: number): { readonly stream: EventStream; readonly label: number } {
    const random = new Random(streamSeed(this.#seed, 1, index));
    const path = scaledPath(saccadePath(random, STEP_US), this.#spec.sensor);
    const picture = pictureOf(this.#set.image(index), this.#spec.sensor);
    return { stream: this.#camera.record(picture, path, random), label: this.#set.labels[index] };
  }
}

/** The path of the N-MNIST sensor on a larger or smaller one. */
function scaledPath({ x, y, stepUs }: Path, { width, height }: Sensor): Path {
  const factor = Math.min(width / NMNIST_SENSOR.width, height / NMNIST_SENSOR.height);
  return {
    stepUs,
    x: x.map((at) => width / 2 + (at - NMNIST_SENSOR.width / 2) * factor),
    y: y.map((at) => height / 2 + (at - NMNIST_SENSOR.height / 2) * factor),
  };
}

function pictureOf(image: GreyImage, sensor: Sensor): Picture {
  const room = Math.min(sensor.width, sensor.height) * (1 - MARGIN_SHARE);
  const pxPerImagePx = room / Math.max(image.width, image.height);
  const side = Math.ceil(room) * SAMPLES_PER_PX + 2;
  const border = borderLight(image);
  const light = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    const v = (row + 0.5 - side / 2) / SAMPLES_PER_PX / pxPerImagePx + image.height / 2 - 0.5;
    for (let column = 0; column < side; column++) {
      const u = (column + 0.5 - side / 2) / SAMPLES_PER_PX / pxPerImagePx + image.width / 2 - 0.5;
      if (u < -0.5 || v < -0.5 || u > image.width - 0.5 || v > image.height - 0.5) continue;
      light[row * side + column] = logLight(bilinear(image, u, v)) - border;
    }
  }
  return Picture.ofLight(light, side, SAMPLES_PER_PX);
}

const logLight = (grey: number): number => Math.log(DARKEST + (1 - DARKEST) * grey);

/** Mean log light of the outermost pixels. */
function borderLight({ width, height, grey }: GreyImage): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1)) {
      sum += logLight(grey[y * width + x]);
      count++;
    }
  }
  return sum / count;
}

function bilinear({ width, height, grey }: GreyImage, u: number, v: number): number {
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  const [x0, y0] = [clamp(Math.floor(u), width - 1), clamp(Math.floor(v), height - 1)];
  const [x1, y1] = [Math.min(x0 + 1, width - 1), Math.min(y0 + 1, height - 1)];
  const [fx, fy] = [clamp(u - x0, 1), clamp(v - y0, 1)];
  const top = grey[y0 * width + x0] * (1 - fx) + grey[y0 * width + x1] * fx;
  const bottom = grey[y1 * width + x0] * (1 - fx) + grey[y1 * width + x1] * fx;
  return top * (1 - fy) + bottom * fy;
}
