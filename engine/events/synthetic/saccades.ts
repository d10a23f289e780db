/**
 * Where the picture lies on the sensor while the camera makes its three saccades along a triangle, about 100 ms
 * each: the N-MNIST protocol (Orchard et al. 2015, "Converting static image datasets to spiking neuromorphic
 * datasets using saccades"). The knots are the mean position of the events in 1,000 published recordings, 8 ms
 * apart and freed of isolated noise events, so speed and pauses are those of the real pan-tilt head. Units: ms and pixels.
 * Left out: rotation and vibration of the head.
 */
import type { Random } from '../../math/random.ts';

/** [time in ms, x, y] of the picture's centre. */
const KNOTS: readonly (readonly [number, number, number])[] = [
  [0, 14.2, 15.1],
  [10, 14.22, 15.2],
  [18, 14.24, 15.45],
  [25, 14.25, 15.95],
  [33, 14.26, 16.7],
  [41, 14.3, 17.7],
  [49, 14.55, 18.75],
  [57, 15, 19.65],
  [65, 15.6, 20.22],
  [73, 16.05, 20.46],
  [81, 16.2, 20.52],
  [95, 16.35, 20.55],
  [107, 16.5, 20.55],
  [115, 16.62, 20.5],
  [122, 16.82, 20.34],
  [129, 17.1, 20],
  [137, 17.5, 19.3],
  [145, 17.9, 18.45],
  [153, 18.22, 17.55],
  [161, 18.58, 16.68],
  [169, 18.95, 16.06],
  [177, 19.25, 15.8],
  [186, 19.4, 15.72],
  [196, 19.65, 15.62],
  [209, 20.05, 15.5],
  [222, 20.15, 15.46],
  [226, 20.1, 15.45],
  [231, 19.7, 15.45],
  [240, 18.9, 15.45],
  [249, 18.05, 15.46],
  [257, 17.2, 15.46],
  [265, 16.45, 15.36],
  [273, 15.9, 15.28],
  [281, 15.48, 15.28],
  [289, 15.24, 15.3],
  [297, 15.17, 15.3],
  [312, 15.15, 15.3],
];

export interface Path {
  /** Position of the picture's centre at the start of each step. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly stepUs: number;
}

/** The triangle of one recording: start, pace and place differ slightly from one to the next. */
export function saccadePath(random: Random, stepUs: number): Path {
  const delayMs = 2.5 * random.normal();
  const pace = 1 + 0.012 * random.normal();
  const shiftX = 0.2 * random.normal();
  const shiftY = 0.2 * random.normal();
  const steps = Math.ceil((300 * pace * 1000) / stepUs) + random.below(Math.ceil(12_000 / stepUs));
  const x = new Float64Array(steps);
  const y = new Float64Array(steps);
  let knot = 0;
  for (let step = 0; step < steps; step++) {
    const timeMs = ((step * stepUs) / 1000 - delayMs) / pace;
    while (knot < KNOTS.length - 2 && KNOTS[knot + 1][0] <= timeMs) knot++;
    x[step] = interpolated(knot, 1, timeMs) + shiftX;
    y[step] = interpolated(knot, 2, timeMs) + shiftY;
  }
  return { x, y, stepUs };
}

/** Cubic Hermite between knots with finite-difference slopes: no jumps in speed. */
function interpolated(knot: number, axis: 1 | 2, timeMs: number): number {
  const [t0, t1] = [KNOTS[knot][0], KNOTS[knot + 1][0]];
  const width = t1 - t0;
  const u = Math.min(1, Math.max(0, (timeMs - t0) / width));
  const from = KNOTS[knot][axis];
  const to = KNOTS[knot + 1][axis];
  const m0 = slope(knot, axis) * width;
  const m1 = slope(knot + 1, axis) * width;
  const u2 = u * u;
  const u3 = u2 * u;
  return (2 * u3 - 3 * u2 + 1) * from + (u3 - 2 * u2 + u) * m0 + (3 * u2 - 2 * u3) * to + (u3 - u2) * m1;
}

function slope(knot: number, axis: 1 | 2): number {
  const before = KNOTS[Math.max(0, knot - 1)];
  const after = KNOTS[Math.min(KNOTS.length - 1, knot + 1)];
  return (after[axis] - before[axis]) / (after[0] - before[0]);
}
