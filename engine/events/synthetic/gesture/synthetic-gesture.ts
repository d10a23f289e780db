/**
 * A stand-in for DVS Gesture (Amir et al. 2017) that needs no download: procedural figures (`body.ts`) making the
 * movements of its 11 classes (`motions.ts`) in front of a DVS128, 128x128, two polarities, 1.5 s. Sample i of a seed
 * is always the same, however many are made; its label is i mod 11. Person, clothes, room, place and pace vary from
 * sample to sample. Sizes and event rates are of the order of seven published clips; none of them is contained.
 * Left out: 29 persons' habits, three kinds of lamp, and readout rows, so accuracies are not those on DVS Gesture.
 */
import type { EventStream } from '../../../contract/index.ts';
import { Random, streamSeed } from '../../../math/random.ts';
import { DVS128_SENSOR } from '../../sensor.ts';
import { EventCamera } from '../event-camera.ts';
import type { CameraSpec } from '../event-camera.ts';
import { Body } from './body.ts';
import { FigureScene, roomBehind } from './figure-scene.ts';
import { GESTURES } from './motions.ts';

export const GESTURE_CLASSES: readonly string[] = GESTURES.map(({ name }) => name);

/** Raised whenever the same seed yields other events than before. */
export const GESTURE_VERSION = 1;

const CAMERA: CameraSpec = {
  sensor: DVS128_SENSOR,
  thresholdOn: 0.1,
  thresholdOff: 0.1,
  mismatch: 0.1,
  jitter: 0.25,
  refractoryUs: 2000,
  lowPassUs: 2500,
  noiseHz: 0.3,
  noiseOnShare: 0.6,
  noisyPixels: 0.01,
};
const STEP_US = 2000;
const STEPS = 750;

export interface GestureSample {
  readonly stream: EventStream;
  readonly label: number;
}

export class SyntheticGesture {
  private readonly seed: number;
  private readonly camera: EventCamera;

  constructor(seed: number) {
    this.seed = seed;
    this.camera = new EventCamera(CAMERA, new Random(streamSeed(seed, 2)));
  }

  sample(index: number): GestureSample {
    const random = new Random(streamSeed(this.seed, 3, index));
    const label = gestureLabel(index);
    const body = new Body(random);
    const motion = GESTURES[label].motion(random);
    const scene = new FigureScene(DVS128_SENSOR, roomBehind(DVS128_SENSOR, random), {
      steps: STEPS,
      stepUs: STEP_US,
      pose: (timeS) => body.pose(motion, timeS),
    });
    return { stream: this.camera.film(scene, random), label };
  }
}

export const gestureLabel = (index: number): number => index % GESTURES.length;
