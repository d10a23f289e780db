/** The parts of the cost proxy: windows, thinning, curves, least squares. Small sums by hand, and properties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isotonic, leastSquares } from '../../../engine/math/least-squares.ts';
import { combined, scaled, slopeAt, valueAt, weightedProduct } from '../../../engine/proxy/curve.ts';
import { fitCurve } from '../../../engine/proxy/fit-curve.ts';
import { overlaid, silent, thinned } from '../../../engine/proxy/thin.ts';
import { filledWindows, windowDensities } from '../../../engine/workload/filled-windows.ts';
import { randomSpikes } from '../../../engine/workload/generators.ts';
import { denseFromSpikes, spikeDensity, spikesFromDense } from '../../../engine/workload/spikes.ts';

const shape = { timesteps: 11, channels: 3, height: 2, width: 2 };
const drawn = (seed: number, rate = 0.3) => randomSpikes('random', shape, rate, seed);

describe('filled windows', () => {
  it('counts as plain loops do, at several sizes at once', () => {
    const sizes = [1, 2, 3, 5, 11, 20];
    for (const seed of [1, 2, 3]) {
      const spikes = drawn(seed);
      const dense = denseFromSpikes(spikes);
      const neurons = 12;
      const plain = sizes.map((size) => {
        let filled = 0;
        for (let n = 0; n < neurons; n++)
          for (let start = 0; start < 11; start += size) {
            let any = 0;
            for (let t = start; t < Math.min(11, start + size); t++) any |= dense[t * neurons + n];
            filled += any;
          }
        return filled;
      });
      expect(filledWindows(spikes, sizes)).toEqual(plain);
      expect(windowDensities(spikes, sizes)[2]).toBe(plain[2] / (12 * 4));
    }
  });
});

describe('thinning', () => {
  it('keeps about the asked share of the spikes, all of them the recording’s', () => {
    const spikes = randomSpikes('bursty', { ...shape, timesteps: 300, channels: 40 }, 0.05, 4);
    const before = new Set(spikesCodes(spikes));
    for (const how of ['spikes', 'neurons'] as const) {
      const thin = thinned(spikes, 0.3, how, 7);
      expect(spikesCodes(thin).every((code) => before.has(code))).toBe(true);
      expect(spikeDensity(thin) / spikeDensity(spikes)).toBeGreaterThan(0.2);
      expect(spikeDensity(thin) / spikeDensity(spikes)).toBeLessThan(0.4);
      expect(thinned(spikes, 0.3, how, 7)).toEqual(thin);
    }
    expect(silent(spikes).events).toHaveLength(0);
  });

  it('drops neurons as a whole', () => {
    const spikes = drawn(5);
    const thin = denseFromSpikes(thinned(spikes, 0.5, 'neurons', 1));
    const full = denseFromSpikes(spikes);
    for (let n = 0; n < 12; n++) {
      const own = (dense: Uint8Array) => Array.from({ length: 11 }, (_, t) => dense[t * 12 + n]);
      expect([own(full), own(full).map(() => 0)]).toContainEqual(own(thin));
    }
  });

  it('lays recordings over each other', () => {
    const [a, b] = [drawn(1), drawn(2)];
    const either = denseFromSpikes(a).map((value, i) => value | denseFromSpikes(b)[i]);
    expect(overlaid([a, b])).toEqual(spikesFromDense(either, shape));
  });
});

function spikesCodes({ ptr, events }: ReturnType<typeof drawn>): string[] {
  const codes: string[] = [];
  for (let p = 0; p + 1 < ptr.length; p++)
    for (let e = ptr[p]; e < ptr[p + 1]; e++) codes.push(`${p}/${events[e]}`);
  return codes;
}

describe('curves', () => {
  const a = { x: [0, 1, 3], y: [1, 2, 6] };
  const b = { x: [0, 1, 3], y: [2, 2, 3] };
  it('interpolates and goes on with its last slope', () => {
    // Slopes 1 and (6-2)/2 = 2.
    expect([0, 0.5, 1, 2, 5].map((at) => valueAt(a, at))).toEqual([1, 1.5, 2, 4, 10]);
    expect([0, 0.999, 1, 2.5, 9].map((at) => slopeAt(a, at))).toEqual([1, 1, 2, 2, 2]);
  });

  it('scales, adds and multiplies point by point', () => {
    expect(scaled(a, 3).y).toEqual([3, 6, 18]);
    expect(weightedProduct(a, b, 1).y).toEqual([2, 4, 18]);
    expect(weightedProduct(a, b, 2).y).toEqual(a.y.map((y) => y * y));
    expect(
      combined([
        { factor: 2, curve: a },
        { factor: 10, curve: b },
      ]).y,
    ).toEqual([22, 24, 42]);
  });
});

describe('least squares', () => {
  it('finds a line exactly, and weighs', () => {
    const rows = [0, 1, 2, 3].map((x) => [1, x]);
    const [c0, c1] = leastSquares(rows, [1, 3, 5, 7], [1, 1, 1, 1], 1e-12);
    expect(c0).toBeCloseTo(1, 8);
    expect(c1).toBeCloseTo(2, 8);
    // One constant for 0 and 4 with weights 3 and 1: 4 / 4 = 1.
    expect(leastSquares([[1], [1]], [0, 4], [3, 1], 0)[0]).toBeCloseTo(1, 12);
  });

  it('pools violators', () => {
    // 3, 1 pool to 2; 2 pools with nothing; 5, 4, 0 pool to 3.
    expect(isotonic([3, 1, 2, 5, 4, 0])).toEqual([2, 2, 2, 3, 3, 3]);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (y) => {
          const fitted = isotonic(y);
          for (let i = 1; i < y.length; i++) expect(fitted[i]).toBeGreaterThanOrEqual(fitted[i - 1] - 1e-9);
          const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
          expect(sum(fitted)).toBeCloseTo(sum(y), 6);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('fitting a cost', () => {
  it('recovers a power law with a floor, never falls, and starts at the silent cost', () => {
    const cost = (d: number) => 5 + 400 * d ** 0.9;
    const samples = Array.from({ length: 60 }, (_, i) => 1e-4 * 10 ** (i / 15)).map((density) => ({
      density,
      cost: cost(density),
    }));
    const curve = fitCurve(samples, 5);
    expect(valueAt(curve, 0)).toBe(5);
    // From 1e-4 on, the floor gives way to the power law within the samples: 2 % everywhere.
    for (const d of [2e-4, 1e-3, 1e-2, 0.1, 0.5]) expect(valueAt(curve, d) / cost(d)).toBeCloseTo(1, 1);
    for (let i = 1; i < curve.y.length; i++) expect(curve.y[i]).toBeGreaterThanOrEqual(curve.y[i - 1]);
  });

  it('draws a line to a single density', () => {
    expect(
      fitCurve(
        [
          { density: 0.5, cost: 9 },
          { density: 0.5, cost: 11 },
        ],
        4,
      ),
    ).toEqual({ x: [0, 0.5], y: [4, 10] });
    expect(fitCurve([], 4)).toEqual({ x: [0, 1], y: [4, 4] });
  });
});
