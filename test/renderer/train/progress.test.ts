import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN, type EpochMetrics, type TrainSpec } from '../../../engine/contract/index.ts';
import {
  bestEpoch,
  change,
  mergeEpochs,
  meanDensity,
  referenceEpoch,
  switchAfter,
} from '../../../renderer/src/views/train/progress.ts';

const epoch = (number: number, testAccuracy = 0.5, density = [0.1, 0.3, 0.9]): EpochMetrics => ({
  epoch: number,
  epochs: 10,
  lossTotal: 1,
  lossAccuracy: 1,
  lossHardware: 0,
  betaNow: 0,
  learningRate: 1e-3,
  trainAccuracy: 0.5,
  testAccuracy,
  layers: density.map((spikeDensity, index) => ({
    name: `L${index}`,
    spikeDensity,
    twDensity: spikeDensity,
    activeFraction: 0.1,
  })),
  costs: [],
  samplesPerSecond: 100,
  epochSeconds: 1,
  secondsLeft: 5,
  predicted: [],
  proxy: null,
});

const spec = (pretrainEpochs: number, beta: number): TrainSpec => ({
  ...DEFAULT_TRAIN,
  pretrainEpochs,
  hardwareLoss: { mode: 'proxy', beta, objective: 'per-layer' as const },
});

describe('bestEpoch', () => {
  it('is the first of equals', () => {
    expect(bestEpoch([epoch(1, 0.4), epoch(2, 0.9), epoch(3, 0.9)])).toEqual({ epoch: 2, accuracy: 0.9 });
    expect(bestEpoch([])).toBeNull();
  });
});

describe('switchAfter', () => {
  it('says after which epoch the hardware loss begins', () => {
    expect(switchAfter(spec(4, 0.01))).toBe(4);
    expect(switchAfter(spec(0, 0.01))).toBe(0);
    expect(switchAfter(spec(4, 0))).toBeNull();
    expect(switchAfter(DEFAULT_TRAIN)).toBeNull();
  });
});

describe('referenceEpoch', () => {
  const epochs = [epoch(1), epoch(2), epoch(3), epoch(4)];
  it('is the last epoch before the hardware loss once that is on', () => {
    expect(referenceEpoch(epochs, 2)?.epoch).toBe(2);
  });
  it('is the first epoch before that and without hardware loss', () => {
    expect(referenceEpoch(epochs.slice(0, 2), 2)?.epoch).toBe(1);
    expect(referenceEpoch(epochs, null)?.epoch).toBe(1);
    expect(referenceEpoch(epochs, 0)?.epoch).toBe(1);
  });
  it('is nothing while there is nothing to compare', () => {
    expect(referenceEpoch([epoch(1)], null)).toBeNull();
  });
});

describe('change', () => {
  it('is relative', () => {
    // 28 / 100 - 1 = -0.72
    expect(change(28, 100)).toBeCloseTo(-0.72);
    expect(change(1, 0)).toBeNull();
    expect(change(null, 1)).toBeNull();
  });
});

describe('meanDensity', () => {
  const none = new Map<string, number>();
  it('leaves the readout out', () => {
    // (0.1 + 0.3) / 2
    expect(meanDensity(epoch(1), none)).toBeCloseTo(0.2);
    expect(meanDensity(epoch(1, 0.5, [0.7]), none)).toBe(0.7);
    expect(meanDensity(epoch(1, 0.5, []), none)).toBeNull();
  });
  it('weighs by neurons once they are known', () => {
    const sizes = new Map([
      ['L0', 300],
      ['L1', 100],
      ['L2', 10],
    ]);
    // (300 * 0.1 + 100 * 0.3) / 400 = 60 / 400
    expect(meanDensity(epoch(1), sizes)).toBeCloseTo(0.15);
  });
});

describe('mergeEpochs', () => {
  it('orders by epoch and lets the newer copy win', () => {
    const merged = mergeEpochs([epoch(2, 0.2), epoch(1, 0.1)], [epoch(3, 0.3), epoch(2, 0.9)]);
    expect(merged.map((one) => [one.epoch, one.testAccuracy])).toEqual([
      [1, 0.1],
      [2, 0.9],
      [3, 0.3],
    ]);
  });
});
