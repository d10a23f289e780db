/** Parts that the motions share: ranges, a beat that is never quite even, an arm that hangs down. cm, s, radians. */
import type { Random } from '../../../math/random.ts';
import type { Vec } from './arm.ts';

/** Where the wrist is, relative to its shoulder, and to which side the elbow points. */
export interface ArmAim {
  readonly wrist: Vec;
  readonly pole: Vec;
}

export type ArmMotion = (timeS: number) => ArmAim;

export interface Motion {
  readonly right: ArmMotion;
  readonly left: ArmMotion;
  /** Sideways displacement of shoulders and head beyond the usual sway. */
  readonly lean?: (timeS: number) => number;
}

export const spread = (random: Random, from: number, to: number): number =>
  from + (to - from) * random.uniform();

/** Phase over time: any start, the given pace, and a slow wobble around it. */
export function rhythm(hz: number, random: Random): (timeS: number) => number {
  const start = 2 * Math.PI * random.uniform();
  const wobble = spread(random, 0, 0.3);
  const wobbleHz = spread(random, 0.3, 0.9);
  const wobbleStart = 2 * Math.PI * random.uniform();
  return (t) => start + 2 * Math.PI * hz * t + wobble * Math.sin(2 * Math.PI * wobbleHz * t + wobbleStart);
}

export function hanging(random: Random): ArmMotion {
  const [out, ahead] = [spread(random, 2, 9), spread(random, 1, 8)];
  const [size, drift] = [spread(random, 0.2, 1.2), rhythm(spread(random, 0.3, 0.8), random)];
  return (t) => ({ wrist: [out + size * Math.sin(drift(t)), 49, ahead], pole: [1, 0, -1] });
}
