/**
 * Simple patterns in known motion before the simulated event camera: bars and gratings that drift to four sides, polygons
 * that drift or turn, 128x128, two polarities, 0.5 s. Place, speed and turn of every sample are known exactly. Sample i of
 * a seed is always the same; its label is i mod 14. Made for methods that estimate motion, and for networks that must tell
 * directions. Left out: several objects at once, changes of speed, textures.
 */
import type { EventStream } from '../../../contract/index.ts';
import { Random, streamSeed } from '../../../math/random.ts';
import { DVS128_SENSOR } from '../../sensor.ts';
import { EventCamera } from '../event-camera.ts';
import type { CameraSpec, Scene } from '../event-camera.ts';
import { spread } from '../gesture/rhythm.ts';
import { barLight, gratingLight, polygonLight } from './patterns.ts';
import type { Light, Motion } from './patterns.ts';

const SIDES = ['right', 'down', 'left', 'up'] as const;
const DRIFTING = ['bar', 'grating', 'polygon'] as const;
const TURNING = ['clockwise', 'counter-clockwise'] as const;

export const MOTION_CLASSES: readonly string[] = [
  ...DRIFTING.flatMap((pattern) => SIDES.map((side) => `${pattern} ${side}`)),
  ...TURNING.map((turn) => `polygon ${turn}`),
];
/** Raised whenever the same seed yields other events than before. */
export const MOTION_VERSION = 1;

const CAMERA: CameraSpec = {
  sensor: DVS128_SENSOR,
  thresholdOn: 0.15,
  thresholdOff: 0.15,
  mismatch: 0.08,
  jitter: 0.2,
  refractoryUs: 1000,
  lowPassUs: 1000,
  noiseHz: 0.2,
  noiseOnShare: 0.6,
  noisyPixels: 0.005,
};
const STEP_US = 1000;
const STEPS = 500;
const DURATION_S = (STEPS * STEP_US) / 1e6;
/** How far a drift may be from its side. */
const MOST_TILT = Math.PI / 12;

export interface MotionSample {
  readonly stream: EventStream;
  readonly label: number;
  readonly motion: Motion;
  readonly pattern: (typeof DRIFTING)[number];
  /** Width of a bar, period of a grating, from a polygon's centre to its sides: pixels. */
  readonly sizePx: number;
  /** Corners of a polygon, 0 for others. */
  readonly corners: number;
  /** Log light above the ground; of a grating from darkest to brightest. */
  readonly contrast: number;
}

export class SyntheticMotion {
  private readonly seed: number;
  private readonly camera: EventCamera;

  constructor(seed: number) {
    this.seed = seed;
    this.camera = new EventCamera(CAMERA, new Random(streamSeed(seed, 4)));
  }

  sample(index: number): MotionSample {
    const random = new Random(streamSeed(this.seed, 5, index));
    const label = motionLabel(index);
    const facts = factsOf(label, random);
    return { stream: this.camera.film(sceneOf(lightOf(facts)), random), label, ...facts };
  }
}

export const motionLabel = (index: number): number => index % MOTION_CLASSES.length;

type Facts = Pick<MotionSample, 'motion' | 'pattern' | 'sizePx' | 'corners' | 'contrast'>;

function factsOf(label: number, random: Random): Facts {
  const drifting = label < DRIFTING.length * SIDES.length;
  const pattern = drifting ? DRIFTING[Math.floor(label / SIDES.length)] : 'polygon';
  const motion = drifting ? drift(label % SIDES.length, random) : turn(label % 2 === 0 ? 1 : -1, random);
  const sizes = { bar: [4, 14], grating: [12, 32], polygon: [12, 22] } as const;
  return {
    pattern,
    motion,
    sizePx: spread(random, sizes[pattern][0], sizes[pattern][1]),
    corners: pattern === 'polygon' ? 3 + random.below(3) : 0,
    contrast: spread(random, 0.6, 1.2) * (random.below(2) === 0 ? 1 : -1),
  };
}

/** The pattern crosses the middle of the sensor about half-way. */
function drift(side: number, random: Random): Motion {
  const heading = (side * Math.PI) / 2 + spread(random, -MOST_TILT, MOST_TILT);
  const speed = spread(random, 40, 160);
  const [vx, vy] = [speed * Math.cos(heading), speed * Math.sin(heading)];
  const { width, height } = DVS128_SENSOR;
  return {
    x: width / 2 + spread(random, -10, 10) - (vx * DURATION_S) / 2,
    y: height / 2 + spread(random, -10, 10) - (vy * DURATION_S) / 2,
    vx,
    vy,
    angle: spread(random, 0, 2 * Math.PI),
    spin: 0,
  };
}

function turn(sense: 1 | -1, random: Random): Motion {
  const { width, height } = DVS128_SENSOR;
  return {
    x: width / 2 + spread(random, -12, 12),
    y: height / 2 + spread(random, -12, 12),
    vx: 0,
    vy: 0,
    angle: spread(random, 0, 2 * Math.PI),
    spin: sense * spread(random, 2, 9),
  };
}

function lightOf({ pattern, motion, sizePx, corners, contrast }: Facts): Light {
  if (pattern === 'bar') return barLight(motion, sizePx, contrast);
  if (pattern === 'grating') return gratingLight(motion, sizePx, contrast);
  return polygonLight(motion, corners, sizePx, contrast);
}

function sceneOf(light: Light): Scene {
  const { width, height } = DVS128_SENSOR;
  const at = (i: number, timeS: number): number =>
    light((i % width) + 0.5, Math.floor(i / width) + 0.5, timeS);
  const now = Float64Array.from({ length: width * height }, (_, i) => at(i, 0));
  const changed = new Uint32Array(now.length);
  return {
    steps: STEPS,
    stepUs: STEP_US,
    light: now,
    advance(step) {
      const timeS = (step * STEP_US) / 1e6;
      let count = 0;
      for (let i = 0; i < now.length; i++) {
        const next = at(i, timeS);
        if (next === now[i]) continue;
        now[i] = next;
        changed[count++] = i;
      }
      return changed.subarray(0, count);
    },
  };
}
