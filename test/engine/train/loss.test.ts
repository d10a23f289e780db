/** Losses, densities, schedules: small sums by hand. */
import { describe, expect, it } from 'vitest';
import { LOSSES, type LossSpec } from '../../../engine/contract/index.ts';
import { geometryOf } from '../../../engine/kernels/geometry.ts';
import {
  curveNumbers,
  outputTws,
  readCurve,
  windowsOf,
  writeCurves,
} from '../../../engine/train/hardware-loss.ts';
import { Random } from '../../../engine/math/random.ts';
import { crossEntropy, lossGradientLength, lossOf } from '../../../engine/train/loss.ts';
import { betaAt, epochOrder, learningRateAt } from '../../../engine/train/schedule.ts';
import { sketchNetwork } from '../kernels/networks.ts';
import { settings } from './fixtures.ts';

it('is the cross-entropy of the softmax of the counts', () => {
  const gradient = new Float32Array(3);
  // Counts 1, 3, 3: exp(-2) = 0.135335; sum 2.135335; L = ln(2.135335) + 3 - 1 = 2.758624 for label 0.
  expect(crossEntropy([1, 3, 3], 0, gradient)).toBeCloseTo(2.758624, 5);
  // Softmax 0.063379, 0.468310, 0.468310; the label's minus 1.
  expect(gradient[0]).toBeCloseTo(-0.936621, 5);
  expect(gradient[1]).toBeCloseTo(0.46831, 5);
});

it('stays finite for extreme counts', () => {
  const gradient = new Float32Array(2);
  expect(crossEntropy([0, 60_000], 0, gradient)).toBe(60_000);
  expect([...gradient]).toEqual([-1, 1]);
});

it('has the finite differences of the smooth loss as its gradient', () => {
  const counts = [2.5, 0.5, 1];
  const gradient = new Float32Array(3);
  crossEntropy(counts, 2, gradient);
  counts.forEach((_, j) => {
    const at = (h: number) =>
      crossEntropy(
        counts.map((n, i) => (i === j ? n + h : n)),
        2,
        new Float32Array(3),
      );
    expect((at(1e-4) - at(-1e-4)) / 2e-4).toBeCloseTo(gradient[j], 6);
  });
});

it('counts output windows at the size of the layer that reads them', () => {
  const network = sketchNetwork({
    side: 5,
    channels: 1,
    timesteps: 10,
    leak: 0.5,
    layers: [[3, 3, 1, 0], 4, 2],
  });
  expect(outputTws([2, 3, 5])).toEqual([3, 5, 5]);
  // 27 neurons x ceil(10/3) = 4; 4 x ceil(10/5) = 2; 2 x ceil(10/20) = 1
  expect(windowsOf(geometryOf(network), [3, 5, 20])).toEqual([108, 8, 2]);
});

it('reads value and slope of the loss curves on the board', () => {
  const board = new Float64Array(curveNumbers(3));
  writeCurves({ mostSizes: 1, bitChoices: 1 }, board, [[[{ x: [0, 0.1, 0.5], y: [1, 3, 5] }]], [], []]);
  // Slopes (3-1)/0.1 = 20 and (5-3)/0.4 = 5; the last goes on.
  expect(readCurve(board, 0, 0)).toEqual([1, 20]);
  expect(readCurve(board, 0, 0.05)).toEqual([2, 20]);
  expect(readCurve(board, 0, 0.1)).toEqual([3, expect.closeTo(5, 12)]);
  expect(readCurve(board, 0, 0.7)).toEqual([expect.closeTo(6, 12), expect.closeTo(5, 12)]);
  expect(readCurve(board, 1, 0.3)).toEqual([0, 0]);
});

it('schedules learning rate, beta and order', () => {
  const cosine = settings({ schedule: 'cosine', learningRate: 0.2 });
  // cos(0) = 1, cos(pi/2) = 0, cos(pi) = -1
  expect([0, 50, 100].map((step) => learningRateAt(cosine, step, 100))).toEqual([
    0.2,
    expect.closeTo(0.1, 12),
    0,
  ]);
  expect(learningRateAt(settings({ schedule: 'constant', learningRate: 0.2 }), 99, 100)).toBe(0.2);
  // 4 of 10 epochs before: from update 40 of 100 on anew at 0.3, half of it in the middle of the other 60.
  const loss = { mode: 'proxy' as const, beta: 1, objective: 'network' as const, restartRate: 0.3 };
  const anew = settings({ ...cosine, epochs: 10, pretrainEpochs: 4, hardwareLoss: loss });
  const goesOn = settings({ ...anew, hardwareLoss: { ...loss, restartRate: undefined } });
  expect(learningRateAt(anew, 39, 100)).toBe(learningRateAt(goesOn, 39, 100));
  expect(learningRateAt(goesOn, 40, 100)).toBeLessThan(0.2);
  const baseline = settings({ ...anew, hardwareLoss: { ...loss, mode: 'off', beta: 0 } });
  expect(learningRateAt(baseline, 40, 100)).toBe(0.3);
  expect([40, 70, 100].map((step) => learningRateAt(anew, step, 100))).toEqual([
    0.3,
    expect.closeTo(0.15, 12),
    expect.closeTo(0, 12),
  ]);
  // A ramp of 2 of 10 epochs: update 0 at a twentieth, full from update 19 on.
  const ramp = settings({ schedule: 'constant', learningRate: 0.2, epochs: 10, rampEpochs: 2 });
  expect([0, 9, 19, 20].map((step) => learningRateAt(ramp, step, 100))).toEqual([
    expect.closeTo(0.01, 12),
    expect.closeTo(0.1, 12),
    0.2,
    0.2,
  ]);
  const hardware = settings({
    pretrainEpochs: 2,
    hardwareLoss: { mode: 'proxy', beta: 3, objective: 'per-layer' as const },
  });
  expect([1, 2, 3].map((epoch) => betaAt(hardware, epoch))).toEqual([0, 0, 3]);
  expect(
    betaAt(settings({ hardwareLoss: { mode: 'off', beta: 3, objective: 'per-layer' as const } }), 9),
  ).toBe(0);
  const order = epochOrder(50, 1, 1);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(epochOrder(50, 1, 1)).toEqual(order);
  expect(epochOrder(50, 1, 2)).not.toEqual(order);
  expect(epochOrder(50, 2, 1)).not.toEqual(order);
});

describe.each(LOSSES)('%s loss', (kind) => {
  const spec: LossSpec = { kind, rightRate: 0.4, wrongRate: 0.1, tauSteps: 4 };
  const [classes, timesteps, label] = [3, 10, 1];

  /** The loss as a function of real-valued spikes, from its formula alone. */
  function smooth(spikes: Float64Array): number {
    const n = Array.from({ length: classes }, (_, j) =>
      spikes.filter((_s, i) => i % classes === j).reduce((a, b) => a + b, 0),
    );
    if (kind === 'softmax') return Math.log(n.reduce((sum, x) => sum + Math.exp(x), 0)) - n[label];
    const rate = (j: number) => (j === label ? 0.4 : 0.1);
    if (kind === 'count')
      return n.reduce((sum, x, j) => sum + (x - timesteps * rate(j)) ** 2 / (2 * timesteps), 0);
    let loss = 0;
    for (let j = 0; j < classes; j++)
      for (let t = 0; t < timesteps; t++) {
        // a - d at t: every earlier difference, weighted by the kernel (1/4)(3/4)^(t - s).
        let a = 0;
        for (let s = 0; s <= t; s++) {
          const wanted = Math.floor(rate(j) * (s + 1)) - Math.floor(rate(j) * s);
          a += 0.25 * 0.75 ** (t - s) * (spikes[s * classes + j] - wanted);
        }
        loss += (a * a) / 2;
      }
    return loss;
  }

  it('has the value of its formula and the gradient of its differences', () => {
    const random = new Random(3);
    const spikes = Float64Array.from({ length: classes * timesteps }, () => (random.uniform() < 0.3 ? 1 : 0));
    const events: number[] = [];
    const counts = [0, 0, 0];
    spikes.forEach((spike, i) => {
      if (!spike) return;
      events.push((Math.floor(i / classes) << 16) | (i % classes));
      counts[i % classes]++;
    });
    const gradient = new Float32Array(lossGradientLength(spec, classes, timesteps));
    const input = { counts, label, timesteps, events: Uint32Array.from(events) };
    expect(lossOf(spec, input, gradient)).toBeCloseTo(smooth(spikes), 5);
    for (let i = 0; i < spikes.length; i++) {
      const at = (change: number) => smooth(spikes.map((spike, k) => (k === i ? spike + change : spike)));
      const slope = (at(1e-4) - at(-1e-4)) / 2e-4;
      const got = gradient.length === classes ? gradient[i % classes] : gradient[i];
      expect(got).toBeCloseTo(slope, 4);
    }
  });
});
