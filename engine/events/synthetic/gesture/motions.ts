/**
 * What the hands do in each class of DVS Gesture (Amir et al. 2017): the place of each wrist over time, relative to
 * its own shoulder. x outwards (away from the body's middle), y downwards, z towards the camera, in cm of a body
 * whose shoulders are 36 cm apart; time in s. Right and left are the person's. Clockwise is as the person sees the
 * own arm turn, so the camera sees it counter-clockwise, as in the published recordings. Phase, pace, size and place
 * vary; nothing but the sign of the phase tells the two directions apart. Left out: fingers, pauses, steps.
 */
import type { Random } from '../../../math/random.ts';
import type { Vec } from './arm.ts';
import { otherMotion } from './other-motions.ts';
import { hanging, rhythm, spread } from './rhythm.ts';
import type { ArmMotion, Motion } from './rhythm.ts';

/** In the order of the published labels, 1 to 11. */
export const GESTURES: readonly {
  readonly name: string;
  readonly motion: (random: Random) => Motion;
}[] = [
  { name: 'hand clapping', motion: clapping },
  { name: 'right hand wave', motion: (random) => ({ right: waving(random), left: hanging(random) }) },
  { name: 'left hand wave', motion: (random) => ({ right: hanging(random), left: waving(random) }) },
  {
    name: 'right arm clockwise',
    motion: (random) => ({ right: circling(1, random), left: hanging(random) }),
  },
  {
    name: 'right arm counter clockwise',
    motion: (random) => ({ right: circling(-1, random), left: hanging(random) }),
  },
  {
    name: 'left arm clockwise',
    motion: (random) => ({ right: hanging(random), left: circling(-1, random) }),
  },
  {
    name: 'left arm counter clockwise',
    motion: (random) => ({ right: hanging(random), left: circling(1, random) }),
  },
  { name: 'arm roll', motion: rolling },
  { name: 'air drums', motion: drumming },
  { name: 'air guitar', motion: strumming },
  { name: 'other gestures', motion: otherMotion },
];

const MIDDLE = -18;

/** Hands meet in front of the chest and bounce off. */
function clapping(random: Random): Motion {
  const beat = rhythm(spread(random, 2, 3.6), random);
  const gap = spread(random, 8, 17);
  const [height, ahead, tilt] = [spread(random, 12, 28), spread(random, 22, 30), spread(random, -0.4, 0.4)];
  const clap =
    (side: number): ArmMotion =>
    (t) => {
      const apart = gap * Math.abs(Math.sin(beat(t) / 2));
      return { wrist: [MIDDLE + 2.5 + apart, height + side * tilt * apart, ahead], pole: [0.8, 1, -0.2] };
    };
  return { right: clap(1), left: clap(-1) };
}

/** The forearm swings about a resting elbow. */
function waving(random: Random): ArmMotion {
  const beat = rhythm(spread(random, 1.4, 3.2), random);
  const [swing, rest] = [spread(random, 0.28, 0.6), spread(random, -0.25, 0.35)];
  const lift = spread(random, 0.1, 1.2);
  const elbow: Vec = [
    27 * Math.sin(lift) * 0.8,
    27 * Math.cos(lift) * 0.9,
    27 * Math.sqrt(1 - (Math.sin(lift) * 0.8) ** 2 - (Math.cos(lift) * 0.9) ** 2),
  ];
  const slope = spread(random, 0.1, 0.5);
  return (t) => {
    const angle = rest + swing * Math.sin(beat(t));
    const upright = 24 * Math.cos(slope);
    return {
      wrist: [
        elbow[0] + upright * Math.sin(angle),
        elbow[1] - upright * Math.cos(angle),
        elbow[2] + 24 * Math.sin(slope),
      ],
      pole: elbow,
    };
  };
}

const ARM_REACH = 49;

/** The stretched arm goes round; `sense` 1: up, out, down, in. */
function circling(sense: 1 | -1, random: Random): ArmMotion {
  const turn = rhythm(spread(random, 0.75, 1.5), random);
  const [outwards, down] = [spread(random, 5, 14), spread(random, -6, 4)];
  const [wide, high] = [spread(random, 24, 36), spread(random, 30, 44)];
  return (t) => {
    const angle = sense * turn(t);
    const x = outwards + wide * Math.sin(angle);
    const y = down - high * Math.cos(angle);
    const z = Math.sqrt(Math.max(9, ARM_REACH * ARM_REACH - x * x - y * y));
    return { wrist: [x, y, z], pole: [0.4, 0.2, -1] };
  };
}

/** Forearms lie across the chest and go round each other. */
function rolling(random: Random): Motion {
  const turn = rhythm(spread(random, 1, 2.3), random);
  const sense = random.uniform() < 0.5 ? 1 : -1;
  const [radius, height, past] = [spread(random, 7, 13), spread(random, 16, 28), spread(random, 2, 9)];
  const roll =
    (opposite: number): ArmMotion =>
    (t) => {
      const angle = sense * turn(t) + opposite;
      const [up, ahead] = [radius * Math.sin(angle), radius * Math.cos(angle)];
      return { wrist: [MIDDLE - past, height + up, 26 + ahead], pole: [1, 0.5 + 0.03 * up, 0.02 * ahead] };
    };
  return { right: roll(0), left: roll(Math.PI) };
}

/** Both hands strike in turn, and wander from drum to drum. */
function drumming(random: Random): Motion {
  const beat = rhythm(spread(random, 2.2, 4.5), random);
  const wander = rhythm(spread(random, 0.3, 0.8), random);
  const [lift, low] = [spread(random, 11, 21), spread(random, 26, 36)];
  const strike =
    (offset: number): ArmMotion =>
    (t) => {
      const raised = lift * Math.abs(Math.sin(beat(t) / 2 + offset));
      const aside = 6 * Math.sin(wander(t) + offset);
      return { wrist: [-4 + aside, low - raised, 27 + 0.2 * raised], pole: [1, 0.6, -0.6] };
    };
  return { right: strike(0), left: strike(Math.PI / 2) };
}

/** The left hand slides along the neck, the right one strums before the belly. */
function strumming(random: Random): Motion {
  const beat = rhythm(spread(random, 2, 4.5), random);
  const slide = rhythm(spread(random, 0.3, 0.9), random);
  const [stroke, low] = [spread(random, 6, 13), spread(random, 28, 36)];
  const [out, high] = [spread(random, 12, 22), spread(random, 4, 18)];
  return {
    right: (t) => {
      const down = stroke * Math.sin(beat(t));
      return { wrist: [-14 - 0.35 * down, low + down, 20], pole: [1, 0.3, -0.5] };
    },
    left: (t) => {
      const along = 5 * Math.sin(slide(t));
      return { wrist: [out + along, high - 0.4 * along, 26], pole: [0.3, 1, -0.2] };
    },
  };
}
