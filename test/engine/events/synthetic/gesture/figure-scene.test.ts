import { describe, expect, it } from 'vitest';
import { EventCamera } from '../../../../../engine/events/synthetic/event-camera.ts';
import type { CameraSpec, Scene } from '../../../../../engine/events/synthetic/event-camera.ts';
import { Body } from '../../../../../engine/events/synthetic/gesture/body.ts';
import { Capsule } from '../../../../../engine/events/synthetic/gesture/capsule.ts';
import { FigureScene, roomBehind } from '../../../../../engine/events/synthetic/gesture/figure-scene.ts';
import { GESTURES } from '../../../../../engine/events/synthetic/gesture/motions.ts';
import { Random } from '../../../../../engine/math/random.ts';

const sensor = { width: 128, height: 128 };
const plain = { light: 3, rim: 0, foldDepth: 0, folds: 1 };

function drawn(bar: Capsule): number[][] {
  return Array.from({ length: 40 }, (_, y) => {
    const row = new Float64Array(60);
    bar.paint(row, y, 0, 59);
    return [...row];
  });
}

describe('Capsule', () => {
  it('covers the area of a round bar', () => {
    const rows = drawn(new Capsule({ x0: 12, y0: 20, r0: 5, x1: 42, y1: 26, r1: 5 }, plain));
    const area = rows.flat().reduce((sum, light) => sum + light / 3, 0);
    // Length sqrt(30² + 6²) = 30.594; area 30.594 * 10 + pi * 5² = 384.48.
    expect(Math.abs(area - 384.48)).toBeLessThan(3);
    expect(rows[23][27]).toBe(3);
  });

  it('lets half of the ground through on its edge', () => {
    const rows = drawn(new Capsule({ x0: 10, y0: 20, r0: 4, x1: 50, y1: 20, r1: 4 }, plain));
    expect(rows[24][30]).toBeCloseTo(1.5, 9);
    expect(rows[26][30]).toBe(0);
  });

  it('names every pixel that it covers in the ends of its rows', () => {
    for (let angle = 0; angle < 6.3; angle += 0.2) {
      const end = { x1: 30 + 14 * Math.cos(angle), y1: 20 + 14 * Math.sin(angle), r1: 2 };
      const [bar, wide] = [0, 1].map(() => new Capsule({ x0: 30, y0: 20, r0: 4, ...end }, plain));
      wide.from = () => 0;
      wide.to = () => 59;
      expect(drawn(bar)).toEqual(drawn(wide));
    }
  });
});

function sceneOf(label: number, startS: number, steps: number): FigureScene {
  const body = new Body(new Random(5));
  const motion = GESTURES[label].motion(new Random(6));
  const pose = (timeS: number) => body.pose(motion, startS + timeS);
  return new FigureScene(sensor, roomBehind(sensor, new Random(7)), { steps, stepUs: 2000, pose });
}

describe('FigureScene', () => {
  it('shows after many small redraws what a fresh drawing shows', () => {
    for (const label of [0, 3, 7, 10]) {
      const scene = sceneOf(label, 0, 200);
      for (let step = 1; step < 200; step++) scene.advance(step);
      const fresh = sceneOf(label, 199 * 0.002, 1);
      const differences = fresh.light.map((light, i) => Math.abs(light - scene.light[i]));
      // A bar may lag by 0.1 px of its soft edge of 2.2 px.
      expect(Math.max(...differences)).toBeLessThan(0.25);
      expect(differences.filter((value) => value > 0.03).length).toBeLessThan(0.02 * differences.length);
    }
  });

  it('names every pixel whose light has changed', () => {
    const scene = sceneOf(3, 0, 50);
    for (let step = 1; step < 50; step++) {
      const before = scene.light.slice();
      const changed = new Set(scene.advance(step));
      scene.light.forEach((light, i) => {
        if (light !== before[i] && !changed.has(i)) throw new Error(`pixel ${i} is missing in step ${step}`);
      });
      expect(changed.size).toBeGreaterThan(0);
    }
  });
});

describe('EventCamera.film', () => {
  const exact: CameraSpec = {
    sensor,
    thresholdOn: 0.1,
    thresholdOff: 0.1,
    mismatch: 0.1,
    jitter: 0,
    refractoryUs: 2000,
    lowPassUs: 2500,
    noiseHz: 0,
    noiseOnShare: 0.5,
    noisyPixels: 0,
  };

  it('sees the same whether it follows the changing pixels or all of them', () => {
    const camera = new EventCamera(exact, new Random(1));
    const some = camera.film(sceneOf(3, 0, 150), new Random(2));
    const scene = sceneOf(3, 0, 150);
    const everyPixel = Uint32Array.from({ length: 128 * 128 }, (_, i) => i);
    const restless: Scene = {
      steps: scene.steps,
      stepUs: scene.stepUs,
      light: scene.light,
      advance: (step) => {
        scene.advance(step);
        return everyPixel;
      },
    };
    const all = camera.film(restless, new Random(2));
    expect(some.x.length).toBeGreaterThan(2000);
    expect(Math.abs(some.x.length - all.x.length)).toBeLessThan(0.01 * all.x.length);
  });
});
