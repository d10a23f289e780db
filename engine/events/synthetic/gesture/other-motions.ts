/**
 * Class 11 of DVS Gesture is whatever else a person invented. Here: raising both arms, boxing, figures of eight with
 * one hand or both, bending sideways with the hands on the hips. Axes and units as in `motions.ts`.
 */
import type { Random } from '../../../math/random.ts';
import { hanging, rhythm, spread } from './rhythm.ts';
import type { ArmMotion, Motion } from './rhythm.ts';

const MOTIONS: readonly ((random: Random) => Motion)[] = [raising, boxing, eights, bending];

export const otherMotion = (random: Random): Motion => MOTIONS[random.below(MOTIONS.length)](random);

function raising(random: Random): Motion {
  const beat = rhythm(spread(random, 0.6, 1.3), random);
  const [lowest, highest] = [spread(random, 0.1, 0.6), spread(random, 1.4, 2.7)];
  const raise: ArmMotion = (t) => {
    const angle = lowest + (highest - lowest) * (0.5 - 0.5 * Math.cos(beat(t)));
    return { wrist: [47 * Math.sin(angle), 47 * Math.cos(angle), 8], pole: [0, 0, -1] };
  };
  return { right: raise, left: raise };
}

function boxing(random: Random): Motion {
  const beat = rhythm(spread(random, 1, 2), random);
  const [height, aside] = [spread(random, -2, 8), spread(random, -16, -6)];
  const punch =
    (offset: number): ArmMotion =>
    (t) => {
      const thrust = Math.max(0, Math.sin(beat(t) + offset)) ** 2;
      return { wrist: [aside + 4 * thrust, height - 9 * thrust, 16 + 32 * thrust], pole: [0.7, 1, 0] };
    };
  return { right: punch(0), left: punch(Math.PI) };
}

function eights(random: Random): Motion {
  const beat = rhythm(spread(random, 0.6, 1.2), random);
  const [wide, high] = [spread(random, 12, 20), spread(random, 8, 16)];
  const [out, down] = [spread(random, -4, 10), spread(random, -8, 14)];
  const eight: ArmMotion = (t) => ({
    wrist: [out + wide * Math.sin(beat(t)), down + high * Math.sin(2 * beat(t)), 28],
    pole: [0.5, 1, -0.3],
  });
  const rest = hanging(random);
  const hands = random.below(3);
  return { right: hands === 1 ? rest : eight, left: hands === 2 ? rest : eight };
}

function bending(random: Random): Motion {
  const beat = rhythm(spread(random, 0.5, 1), random);
  const size = spread(random, 7, 14);
  const onHip: ArmMotion = () => ({ wrist: [2, 37, 8], pole: [1, 0.1, -0.2] });
  return { right: onHip, left: onHip, lean: (t) => size * Math.sin(beat(t)) };
}
