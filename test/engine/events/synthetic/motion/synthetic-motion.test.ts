// The events of a pattern move as its truth says: moved back along it they lie on top of each other, along other motions less.
import { describe, expect, it } from 'vitest';
import type { EventStream } from '../../../../../engine/contract/index.ts';
import {
  barLight,
  gratingLight,
  polygonLight,
} from '../../../../../engine/events/synthetic/motion/patterns.ts';
import type { Motion } from '../../../../../engine/events/synthetic/motion/patterns.ts';
import {
  MOTION_CLASSES,
  SyntheticMotion,
} from '../../../../../engine/events/synthetic/motion/synthetic-motion.ts';

/** Sum of squares of events per pixel and polarity after undoing a motion (contrast maximisation, Gallego et al. 2018). */
function sharpness({ x, y, p, tUs }: EventStream, motion: Motion): number {
  const counts = new Map<number, number>();
  const [sin, cos] = [Math.sin, Math.cos];
  for (let i = 0; i < x.length; i++) {
    const t = tUs[i] / 1e6 - 0.25;
    const turned = -motion.spin * t;
    const [dx, dy] = [x[i] + 0.5 - motion.vx * t - motion.x, y[i] + 0.5 - motion.vy * t - motion.y];
    const at = [dx * cos(turned) - dy * sin(turned), dx * sin(turned) + dy * cos(turned)].map(Math.round);
    const key = (at[0] + 500) * 4000 + (at[1] + 500) * 2 + p[i];
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()].reduce((sum, count) => sum + count * count, 0);
}

describe('SyntheticMotion', () => {
  const set = new SyntheticMotion(1);
  const samples = MOTION_CLASSES.map((name, i) => ({ name, ...set.sample(i) }));

  it.each(samples)('$name: its events lie sharpest along the true motion', ({ stream, motion }) => {
    expect(stream.x.length).toBeGreaterThan(1000);
    const best = sharpness(stream, motion);
    const turned = motion.spin !== 0;
    for (const factor of [-1, 0, 0.6, 1.4, 2]) {
      const other = turned
        ? { ...motion, spin: factor * motion.spin }
        : { ...motion, vx: factor * motion.vx, vy: factor * motion.vy };
      expect(sharpness(stream, other)).toBeLessThan(0.95 * best);
    }
  });

  it('names the side to which a pattern drifts', () => {
    const sideOf = ({ motion: { vx, vy } }: (typeof samples)[number]): string =>
      Math.abs(vx) > Math.abs(vy) ? (vx > 0 ? 'right' : 'left') : vy > 0 ? 'down' : 'up';
    const drifting = samples.filter(({ motion }) => motion.spin === 0);
    expect(drifting.map(sideOf)).toEqual(drifting.map(({ name }) => name.split(' ')[1]));
    expect(samples.slice(12).map(({ motion }) => Math.sign(motion.spin))).toEqual([1, -1]);
  });

  it('repeats for seed and index, whatever was made before', () => {
    expect(new SyntheticMotion(1).sample(9)).toEqual(set.sample(9));
    expect(new SyntheticMotion(2).sample(9).stream).not.toEqual(set.sample(9).stream);
  });
});

describe('patterns', () => {
  const still = { x: 10, y: 10, vx: 20, vy: 0, angle: 0, spin: 0 };

  it('are where their motion has brought them', () => {
    // A bar of 4 px around x = 10, after 0.5 s around x = 20; half of its light on its edge.
    const bar = barLight(still, 4, 0.8);
    expect([bar(10, 99, 0), bar(12, 3, 0), bar(13, 3, 0), bar(10, 3, 0.5), bar(20, 3, 0.5)]).toEqual([
      0.8, 0.4, 0, 0, 0.8,
    ]);
    // A grating of period 8: a quarter of it to the right lies its brightest line.
    const grating = gratingLight(still, 8, 1);
    expect(grating(12, 0, 0)).toBeCloseTo(0.5, 12);
    expect(grating(22, 0, 0.5)).toBeCloseTo(0.5, 12);
    // A square of 10 x 10 px, of which a side lies to the right; turned by 45 degrees a corner does.
    const square = polygonLight({ ...still, vx: 0, spin: Math.PI / 4 }, 4, 5, 1);
    expect([square(15, 10, 0), square(16, 10, 0), square(16, 10, 1), square(17, 10, 1)]).toEqual([
      0.5,
      0,
      1,
      expect.closeTo(0.55, 1),
    ]);
  });
});
