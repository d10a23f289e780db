/**
 * One person before the camera: proportions, clothes, place; and the bars that make up the figure in a given pose,
 * from back to front. Body lengths in cm of an average adult (shoulders 36 cm apart, upper arm 27, forearm 24, hand
 * 9), scaled to pixels; seen from straight ahead without perspective. Left out: legs, faces, loose clothes.
 */
import type { Random } from '../../../math/random.ts';
import { minus, length, plus, reach, scaled } from './arm.ts';
import type { Vec } from './arm.ts';
import { Capsule } from './capsule.ts';
import type { Surface } from './capsule.ts';
import { rhythm, spread } from './rhythm.ts';
import type { ArmAim, Motion } from './rhythm.ts';

/** cm. */
const [SHOULDER, UPPER_ARM, FOREARM, HAND, TRUNK] = [18, 27, 24, 9, 90];

interface Look {
  readonly skin: Surface;
  readonly hair: Surface;
  readonly shirt: Surface;
  readonly forearm: Surface;
}

export class Body {
  private readonly pxPerCm: number;
  private readonly armShare: number;
  private readonly thickness: number;
  private readonly middle: number;
  private readonly shoulderY: number;
  private readonly sway: (timeS: number) => Vec;
  private readonly look: Look;

  constructor(random: Random) {
    this.pxPerCm = spread(random, 0.78, 1.02);
    this.armShare = spread(random, 0.94, 1.06);
    this.thickness = spread(random, 0.85, 1.25);
    this.middle = spread(random, 54, 74);
    this.shoulderY = spread(random, 42, 56);
    this.sway = swaying(random);
    this.look = clothed(random);
  }

  /** Bars from back to front. */
  pose(motion: Motion, timeS: number): Capsule[] {
    const sway = this.sway(timeS);
    const lean = motion.lean?.(timeS) ?? 0;
    const neck: Vec = [sway[0] + lean, sway[1], 0];
    const arms = [this.arm(-1, neck, motion.right(timeS)), this.arm(1, neck, motion.left(timeS))];
    if (arms[0].nearness > arms[1].nearness) arms.reverse();
    return [...this.trunk(neck), ...arms[0].bars, ...arms[1].bars];
  }

  private trunk(neck: Vec): Capsule[] {
    const { skin, hair, shirt } = this.look;
    const wide = this.thickness;
    const at = (x: number, y: number): Vec => plus(neck, [x, y, 0]);
    return [
      this.bar(at(0, 13), 15.5 * wide, hips(neck), 14 * wide, shirt),
      this.bar(at(2 - SHOULDER, 2), 6 * wide, at(SHOULDER - 2, 2), 6 * wide, shirt),
      this.bar(at(0, -4), 4.5, at(0, -12), 4.5, skin),
      this.bar(at(0, -25), 8.5, at(0, -17), 8, hair),
      this.bar(at(0, -21), 7.5, at(0, -14), 6.5, skin),
    ];
  }

  /** `side`: -1 for the person's right arm, which the camera sees on its left. */
  private arm(side: 1 | -1, neck: Vec, { wrist, pole }: ArmAim): { bars: Capsule[]; nearness: number } {
    const { armShare, thickness } = this;
    const outwards = ([x, y, z]: Vec): Vec => [side * x, y, z];
    const shoulder = plus(neck, [side * SHOULDER, 3, 0]);
    const target = plus(shoulder, scaled(outwards(wrist), armShare));
    const pose = reach(shoulder, target, outwards(pole), UPPER_ARM * armShare, FOREARM * armShare);
    const forearm = minus(pose.wrist, pose.elbow);
    const tip = plus(pose.wrist, scaled(forearm, HAND / length(forearm)));
    const { skin, shirt, forearm: sleeve } = this.look;
    return {
      bars: [
        this.bar(shoulder, 5.6 * thickness, pose.elbow, 4.6 * thickness, shirt),
        this.bar(pose.elbow, 4.4 * thickness, pose.wrist, 3.1 * thickness, sleeve),
        this.bar(pose.wrist, 3.2, tip, 4, skin),
      ],
      nearness: pose.wrist[2],
    };
  }

  private bar(from: Vec, fromRadius: number, to: Vec, toRadius: number, surface: Surface): Capsule {
    const { pxPerCm, middle, shoulderY } = this;
    return new Capsule(
      {
        x0: middle + pxPerCm * from[0],
        y0: shoulderY + pxPerCm * from[1],
        r0: pxPerCm * fromRadius,
        x1: middle + pxPerCm * to[0],
        y1: shoulderY + pxPerCm * to[1],
        r1: pxPerCm * toRadius,
      },
      surface,
    );
  }
}

/** Hips follow the shoulders a little. */
const hips = (neck: Vec): Vec => [0.15 * neck[0], TRUNK, 0];

function swaying(random: Random): (timeS: number) => Vec {
  const [aside, upDown] = [spread(random, 0.3, 1.4), spread(random, 0.1, 0.6)];
  const slow = rhythm(spread(random, 0.2, 0.6), random);
  const breath = rhythm(spread(random, 0.4, 1.2), random);
  return (t) => [aside * Math.sin(slow(t)), upDown * Math.sin(breath(t)), 0];
}

/** Light of skin, hair and clothes relative to the wall's; sleeves short or long. */
function clothed(random: Random): Look {
  const surface = (light: number, rim: number, foldDepth: number, folds: number): Surface => ({
    light,
    rim,
    foldDepth,
    folds,
  });
  const shirt = surface(against(random, 0.7, 1.7), spread(random, 0.25, 0.45), spread(random, 0, 0.25), 3);
  const skin = surface(against(random, 0.6, 1.4), 0.3, 0, 1);
  return {
    skin,
    hair: surface(Math.exp(-spread(random, 0.4, 1.8)), 0.3, 0, 1),
    shirt,
    forearm: random.uniform() < 0.5 ? shirt : skin,
  };
}

/** Darker or brighter than the wall by a factor whose logarithm lies in the range. */
function against(random: Random, from: number, to: number): number {
  return Math.exp((random.uniform() < 0.5 ? -1 : 1) * spread(random, from, to));
}
