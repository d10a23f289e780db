/** Patterns in known motion as a maker of samples, with the truth of every sample in motion.csv. */
import {
  MOTION_CLASSES,
  MOTION_VERSION,
  SyntheticMotion,
} from '../../engine/events/synthetic/motion/synthetic-motion.ts';
import type { MotionSample } from '../../engine/events/synthetic/motion/synthetic-motion.ts';
import type { SampleMaker } from './make-dataset.ts';

/** Place and angle at time 0; pixels from the left and upper edge, clockwise. */
const COLUMNS = [
  'pattern',
  'x_px',
  'y_px',
  'vx_px_per_s',
  'vy_px_per_s',
  'angle_deg',
  'spin_deg_per_s',
  'size_px',
  'corners',
  'contrast_log',
];

export function motionMaker(seed: number): SampleMaker {
  const set = new SyntheticMotion(seed);
  return {
    classes: MOTION_CLASSES,
    origin: { version: MOTION_VERSION },
    table: { name: 'motion.csv', columns: COLUMNS },
    sample(index) {
      const made = set.sample(index);
      return { stream: made.stream, label: made.label, row: rowOf(made) };
    },
  };
}

function rowOf({ pattern, motion, sizePx, corners, contrast }: MotionSample): (string | number)[] {
  const degrees = (radians: number): number => (radians * 180) / Math.PI;
  const { x, y, vx, vy, angle, spin } = motion;
  const numbers = [x, y, vx, vy, degrees(angle), degrees(spin), sizePx, corners, contrast];
  return [pattern, ...numbers.map((value) => Number(value.toFixed(4)))];
}
