/** The embedded, generated datasets: what each makes, for how large a set, and under which names. */
import type { EmbeddedDataset, EventStream } from '../../engine/contract/index.ts';
import { DVS128_SENSOR, NMNIST_SENSOR } from '../../engine/events/sensor.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import {
  GESTURE_CLASSES,
  GESTURE_VERSION,
  gestureLabel,
  SyntheticGesture,
} from '../../engine/events/synthetic/gesture/synthetic-gesture.ts';
import {
  SYNTHETIC_CLASSES,
  SYNTHETIC_VERSION,
  syntheticLabel,
  SyntheticNmnist,
} from '../../engine/events/synthetic/synthetic-nmnist.ts';

export interface SyntheticSet {
  readonly title: string;
  readonly sensor: Sensor;
  readonly classes: readonly string[];
  /** Raised whenever the same seed yields other events than before. */
  readonly version: number;
  readonly trainSamples: number;
  readonly testSamples: number;
  readonly labelOf: (index: number) => number;
  readonly make: (seed: number) => {
    sample(index: number): { readonly stream: EventStream; readonly label: number };
  };
}

export const SYNTHETIC_SETS: Readonly<Record<EmbeddedDataset, SyntheticSet>> = {
  'synthetic-nmnist': {
    title: 'Synthetic N-MNIST',
    sensor: NMNIST_SENSOR,
    classes: SYNTHETIC_CLASSES,
    version: SYNTHETIC_VERSION,
    trainSamples: 2000,
    testSamples: 500,
    labelOf: syntheticLabel,
    make: (seed) => new SyntheticNmnist(seed),
  },
  'synthetic-gesture': {
    title: 'Synthetic Gesture',
    sensor: DVS128_SENSOR,
    classes: GESTURE_CLASSES,
    version: GESTURE_VERSION,
    trainSamples: 2200,
    testSamples: 440,
    labelOf: gestureLabel,
    make: (seed) => new SyntheticGesture(seed),
  },
};
