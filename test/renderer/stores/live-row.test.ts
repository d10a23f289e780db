import { describe, expect, it } from 'vitest';
import type { EpochMetrics, RunRow } from '../../../engine/contract/index.ts';
import { rowAfterEpoch } from '../../../renderer/src/stores/live-row.ts';
import { DEFAULT_TRAIN } from '../../../engine/contract/index.ts';
import { PLAIN } from '../../support/run-notes.ts';

const ROW: RunRow = {
  id: 'a',
  name: 'a',
  kind: 'train',
  ...PLAIN,
  experiment: 'e',
  state: 'running',
  message: null,
  createdAtMs: 0,
  durationMs: null,
  seed: DEFAULT_TRAIN.seed,
  network: 'nmnist',
  dataset: 'd',
  beta: 0,
  epochs: 9,
  epochsDone: 3,
  accuracy: 0.7,
  bestAccuracy: 0.8,
  bestEpoch: 2,
  loss: null,
  spikeDensity: null,
  twDensity: null,
  costs: [],
};
const METRICS: EpochMetrics = {
  epoch: 4,
  epochs: 9,
  lossTotal: 1,
  lossAccuracy: 1,
  lossHardware: 0,
  betaNow: 0,
  learningRate: 0.1,
  trainAccuracy: 0.5,
  testAccuracy: 0.75,
  layers: [],
  costs: [],
  samplesPerSecond: 1,
  epochSeconds: 1,
  secondsLeft: 1,
  predicted: [],
  proxy: null,
};

describe('rowAfterEpoch', () => {
  it('counts the epoch and keeps the best one', () => {
    expect(rowAfterEpoch(ROW, METRICS)).toEqual({ ...ROW, epochsDone: 4, accuracy: 0.75 });
  });

  it('takes over a new best', () => {
    const row = rowAfterEpoch(ROW, { ...METRICS, testAccuracy: 0.9 });
    expect([row.bestAccuracy, row.bestEpoch]).toEqual([0.9, 4]);
  });

  it('starts from a queued run', () => {
    const queued: RunRow = {
      ...ROW,
      state: 'queued',
      epochsDone: null,
      accuracy: null,
      bestAccuracy: null,
      bestEpoch: null,
    };
    expect(rowAfterEpoch(queued, { ...METRICS, epoch: 1 })).toMatchObject({
      state: 'running',
      epochsDone: 1,
      bestEpoch: 1,
    });
  });
});
