/**
 * A stand-in for N-MNIST that needs no download: written digits (`handwriting.ts`) under an event camera that makes
 * three saccades (`saccades.ts`, `event-camera.ts`), 34x34, two polarities, about 4,100 events in 300 ms. Sample i
 * of a seed is always the same, however many are made; its label is i mod 10. Pen, camera and path were fitted to
 * the statistics of 1,000 published N-MNIST recordings and of MNIST digits; no picture of either is contained.
 * Left out: unusual ways of writing, so accuracies on it are not those on N-MNIST.
 */
import type { EventStream } from '../../contract/index.ts';
import { Random, streamSeed } from '../../math/random.ts';
import { NMNIST_SENSOR } from '../sensor.ts';
import { EventCamera } from './event-camera.ts';
import type { CameraSpec } from './event-camera.ts';
import { writtenDigit } from './handwriting.ts';
import { Picture } from './picture.ts';
import { rasterise } from './rasterise.ts';
import { saccadePath } from './saccades.ts';

export const SYNTHETIC_CLASSES: readonly string[] = Array.from({ length: 10 }, (_, digit) => String(digit));

/** Seed of the embedded set. */
export const SYNTHETIC_SEED = 1;
/** Raised whenever the same seed yields other events than before. */
export const SYNTHETIC_VERSION = 1;

/** Fitted to N-MNIST: thresholds with mismatch and jitter, rest, bandwidth, noise and noisy pixels. */
export const NMNIST_CAMERA: CameraSpec = {
  sensor: NMNIST_SENSOR,
  thresholdOn: 0.15,
  thresholdOff: 0.15,
  mismatch: 0.084,
  jitter: 0.39,
  refractoryUs: 1050,
  lowPassUs: 3260,
  noiseHz: 0.3,
  noiseOnShare: 0.7,
  noisyPixels: 0.02,
};
const CONTRAST = 1.29;
const BLUR_PX = 0.7;
const PICTURE_PX = 30;
const SAMPLES_PER_PX = 3;
const STEP_US = 1000;

export interface SyntheticSample {
  readonly stream: EventStream;
  readonly label: number;
}

export class SyntheticNmnist {
  private readonly seed: number;
  private readonly camera: EventCamera;

  constructor(seed: number) {
    this.seed = seed;
    this.camera = new EventCamera(NMNIST_CAMERA, new Random(streamSeed(seed, 0)));
  }

  sample(index: number): SyntheticSample {
    const random = new Random(streamSeed(this.seed, 1, index));
    const label = syntheticLabel(index);
    const raster = rasterise(writtenDigit(label, random), PICTURE_PX, SAMPLES_PER_PX, BLUR_PX);
    const path = saccadePath(random, STEP_US);
    return { stream: this.camera.record(Picture.ofInk(raster, CONTRAST), path, random), label };
  }
}

export const syntheticLabel = (index: number): number => index % SYNTHETIC_CLASSES.length;
