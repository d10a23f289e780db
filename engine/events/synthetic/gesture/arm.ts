/**
 * A two-bone arm: where the elbow lies when the wrist is at a given place. The two lengths fix a circle of elbows
 * around the line from shoulder to wrist; `pole` says to which side the elbow points. A target out of reach is
 * followed by the straight arm. x to the right, y downwards, z towards the camera; any one unit of length.
 * Left out: limits of the joints; the motions ask only for poses that people take.
 */
export type Vec = readonly [number, number, number];

export interface ArmPose {
  readonly elbow: Vec;
  readonly wrist: Vec;
}

/** A straight arm leaves the side of the elbow open; this much of the reach keeps it bent. */
const STRAIGHTEST = 0.995;

export function reach(shoulder: Vec, target: Vec, pole: Vec, upper: number, fore: number): ArmPose {
  const wanted = minus(target, shoulder);
  const distance = Math.max(length(wanted), 1e-6);
  const along = scaled(wanted, 1 / distance);
  const span = Math.min(
    Math.max(distance, Math.abs(upper - fore) / STRAIGHTEST),
    (upper + fore) * STRAIGHTEST,
  );
  const toFoot = (upper * upper - fore * fore + span * span) / (2 * span);
  const height = Math.sqrt(Math.max(0, upper * upper - toFoot * toFoot));
  const aside = minus(pole, scaled(along, dot(pole, along)));
  const side = scaled(aside, height / Math.max(length(aside), 1e-6));
  return {
    elbow: plus(shoulder, plus(scaled(along, toFoot), side)),
    wrist: plus(shoulder, scaled(along, span)),
  };
}

export const plus = (a: Vec, b: Vec): Vec => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const minus = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scaled = (a: Vec, factor: number): Vec => [a[0] * factor, a[1] * factor, a[2] * factor];
export const length = (a: Vec): number => Math.sqrt(dot(a, a));

function dot(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
