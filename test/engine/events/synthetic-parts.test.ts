import { describe, expect, it } from 'vitest';
import { EventCamera } from '../../../engine/events/synthetic/event-camera.ts';
import type { CameraSpec } from '../../../engine/events/synthetic/event-camera.ts';
import { writtenDigit } from '../../../engine/events/synthetic/handwriting.ts';
import { Picture } from '../../../engine/events/synthetic/picture.ts';
import { rasterise } from '../../../engine/events/synthetic/rasterise.ts';
import type { Path } from '../../../engine/events/synthetic/saccades.ts';
import { Random } from '../../../engine/math/random.ts';
import { rowsOf } from '../../support/event-streams.ts';

describe('rasterise', () => {
  it('covers the middle of a wide line fully, half at its edge, and nothing far away', () => {
    // A vertical line of radius 3 px through the origin; blur 0.5 px; 1 sample per px: sample centres at +-0.5, ...
    const line = { x0: 0, y0: -8, x1: 0, y1: 8, r0: 3, r1: 3 };
    const { coverage, side } = rasterise([line], 30, 10, 0.5);
    const at = (xPx: number): number => coverage[150 * side + Math.round(xPx * 10 + 150 - 0.5)];
    expect(at(0.05)).toBeCloseTo(1, 3);
    // Phi((3 - 2.95) / 0.5) = Phi(0.1) = 0.5398; Phi(-0.1) = 0.4602.
    expect(at(2.95)).toBeCloseTo(0.5398, 3);
    expect(at(3.05)).toBeCloseTo(0.4602, 3);
    expect(at(6)).toBe(0);
  });
});

describe('writtenDigit', () => {
  it('fits every digit into 20 px and puts its centre of mass on the origin', () => {
    const random = new Random(4);
    for (let i = 0; i < 100; i++) {
      const { coverage, side, scale } = rasterise(writtenDigit(i % 10, random), 40, 2, 0.3);
      let [mass, mx, my, left, right, top, bottom] = [0, 0, 0, side, 0, side, 0];
      coverage.forEach((value, place) => {
        const [x, y] = [place % side, Math.floor(place / side)];
        mass += value;
        mx += value * (x + 0.5 - side / 2);
        my += value * (y + 0.5 - side / 2);
        if (value < 0.5) return;
        [left, right] = [Math.min(left, x), Math.max(right, x)];
        [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      });
      // Ink counts once where strokes overlap, so the two centres differ a little.
      expect(Math.hypot(mx, my) / mass / scale).toBeLessThan(1.5);
      const extent = Math.max(right - left + 1, bottom - top + 1) / scale;
      expect(extent).toBeGreaterThan(17);
      expect(extent).toBeLessThan(22.5);
    }
  });
});

/** A camera without any randomness: one threshold, no noise. */
const plainCamera: CameraSpec = {
  sensor: { width: 8, height: 1 },
  thresholdOn: 0.25,
  thresholdOff: 0.25,
  mismatch: 0,
  jitter: 0,
  refractoryUs: 1000,
  lowPassUs: 1,
  noiseHz: 0,
  noiseOnShare: 0.5,
  noisyPixels: 0,
};

/** A dark bar, 2 px wide with sharp edges, on a picture of 6x6 px. */
function bar(): Picture {
  const [scale, side] = [4, 24];
  const coverage = new Float32Array(side * side);
  for (let at = 0; at < coverage.length; at++) {
    const xPx = ((at % side) + 0.5 - side / 2) / scale;
    if (Math.abs(xPx) < 1) coverage[at] = 1;
  }
  return Picture.ofInk({ coverage, side, scale }, 1);
}

const straight = (from: number, to: number, steps: number): Path => ({
  x: Float64Array.from({ length: steps }, (_, i) => from + ((to - from) * i) / (steps - 1)),
  y: new Float64Array(steps),
  stepUs: 1000,
});

describe('EventCamera', () => {
  it('sees OFF where the dark bar arrives and ON where it leaves', () => {
    const stream = new EventCamera(plainCamera, new Random(1)).record(
      bar(),
      straight(2, 6, 200),
      new Random(1),
    );
    const rows = rowsOf(stream);
    // Pixel 4: the bar (+-1 px around 2 .. 6) arrives when its right edge passes, and has left at the end.
    const own = rows.filter(([x]) => x === 4).sort((a, b) => a[3] - b[3]);
    const firstOn = own.findIndex(([, , p]) => p === 1);
    expect(own.slice(0, firstOn).every(([, , p]) => p === 0)).toBe(true);
    expect(own.slice(firstOn).every(([, , p]) => p === 1)).toBe(true);
    // Contrast 1 in steps of 0.25: at most 1 / 0.25 = 4 events each way, at least one.
    expect(firstOn).toBeGreaterThanOrEqual(1);
    expect(firstOn).toBeLessThanOrEqual(4);
    expect(own.length - firstOn).toBeLessThanOrEqual(4);
    // Pixel 2 lies under the bar at the start: only ON. Pixel 6 lies under it at the end: only OFF.
    expect(new Set(rows.filter(([x]) => x === 2).map(([, , p]) => p))).toEqual(new Set([1]));
    expect(new Set(rows.filter(([x]) => x === 6).map(([, , p]) => p))).toEqual(new Set([0]));
  });

  it('keeps the refractory time between events of a pixel', () => {
    const camera = { ...plainCamera, thresholdOn: 0.05, thresholdOff: 0.05, refractoryUs: 3000 };
    const rows = rowsOf(
      new EventCamera(camera, new Random(1)).record(bar(), straight(2, 6, 400), new Random(1)),
    );
    expect(rows.length).toBeGreaterThan(20);
    const times = Map.groupBy(rows, ([x]) => x);
    const pauses = [...times.values()].flatMap((own) => own.slice(1).map(([, , , t], i) => t - own[i][3]));
    // Times are cut to whole µs.
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2999);
  });

  it('sees nothing while nothing moves, and noise at its rate where there is noise', () => {
    const still = straight(4, 4, 100);
    expect(new EventCamera(plainCamera, new Random(1)).record(bar(), still, new Random(1)).x.length).toBe(0);
    const noisy = { ...plainCamera, noiseHz: 500, noiseOnShare: 1 };
    const { x, p } = new EventCamera(noisy, new Random(1)).record(
      bar(),
      straight(4, 4, 10_000),
      new Random(1),
    );
    // 8 pixels x 500 Hz x 10 s = 40,000 events, standard deviation 200: five of them.
    expect(Math.abs(x.length - 40_000)).toBeLessThan(1000);
    expect(p.every((polarity) => polarity === 1)).toBe(true);
  });
});
