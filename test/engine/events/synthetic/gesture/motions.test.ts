import { describe, expect, it } from 'vitest';
import { length, minus } from '../../../../../engine/events/synthetic/gesture/arm.ts';
import { GESTURES } from '../../../../../engine/events/synthetic/gesture/motions.ts';
import type { ArmMotion, Motion } from '../../../../../engine/events/synthetic/gesture/rhythm.ts';
import { Random } from '../../../../../engine/math/random.ts';

const STEP_S = 0.005;
const motionsOf = (name: string): Motion[] => {
  const gesture = GESTURES.find((candidate) => candidate.name === name);
  if (!gesture) throw new Error(`no gesture ${name}`);
  return Array.from({ length: 20 }, (_, seed) => gesture.motion(new Random(seed)));
};
const times = Array.from({ length: 300 }, (_, i) => i * STEP_S);
const path = (arm: ArmMotion) => times.map((t) => arm(t).wrist);

/** Signed area that the wrist sweeps around its mean place, x outwards and y downwards: positive = out, down, in, up. */
function sweep(arm: ArmMotion): number {
  const places = path(arm);
  const [cx, cy] = [0, 1].map((axis) => places.reduce((sum, p) => sum + p[axis], 0) / places.length);
  return places.slice(1).reduce((sum, [x, y], i) => {
    const [px, py] = [places[i][0] - cx, places[i][1] - cy];
    return sum + (px * (y - cy) - py * (x - cx)) / 2;
  }, 0);
}

describe('gestures', () => {
  it('carry the names of the published classes, in their order', () => {
    expect(GESTURES.map(({ name }) => name)).toEqual([
      'hand clapping',
      'right hand wave',
      'left hand wave',
      'right arm clockwise',
      'right arm counter clockwise',
      'left arm clockwise',
      'left arm counter clockwise',
      'arm roll',
      'air drums',
      'air guitar',
      'other gestures',
    ]);
  });

  it('ask for hands within reach and no faster than people move them', () => {
    for (const { motion } of GESTURES) {
      for (let seed = 0; seed < 20; seed++) {
        const { right, left } = motion(new Random(seed));
        for (const places of [path(right), path(left)]) {
          const reached = Math.max(...places.map(length));
          const speed = Math.max(
            ...places.slice(1).map((place, i) => length(minus(place, places[i])) / STEP_S / 100),
          );
          // An arm to the wrist measures 51 cm; 6 m/s is the speed of a brisk strike.
          expect(reached).toBeLessThan(56);
          expect(speed).toBeLessThan(6);
        }
      }
    }
  });

  it('turn the arms as the person sees it: the right one clockwise goes up, out and down', () => {
    for (const [name, side, sign] of [
      ['right arm clockwise', 'right', 1],
      ['right arm counter clockwise', 'right', -1],
      ['left arm clockwise', 'left', -1],
      ['left arm counter clockwise', 'left', 1],
    ] as const) {
      for (const motion of motionsOf(name)) expect(sign * sweep(motion[side])).toBeGreaterThan(500);
    }
  });

  it('bring the clapping hands together, and apart again', () => {
    for (const { right, left } of motionsOf('hand clapping')) {
      // Shoulders lie 36 cm apart; both wrists are measured outwards from their own.
      const gaps = times.map((t) => 36 + right(t).wrist[0] + left(t).wrist[0]);
      expect(Math.min(...gaps)).toBeLessThan(7);
      expect(Math.min(...gaps)).toBeGreaterThan(0);
      expect(Math.max(...gaps)).toBeGreaterThan(15);
    }
  });

  it('move one hand of a wave, and let the other one hang', () => {
    for (const { right, left } of motionsOf('right hand wave')) {
      const range = (arm: ArmMotion): number => {
        const x = path(arm).map((place) => place[0]);
        return Math.max(...x) - Math.min(...x);
      };
      expect(range(right)).toBeGreaterThan(8);
      expect(range(left)).toBeLessThan(4);
    }
  });
});
