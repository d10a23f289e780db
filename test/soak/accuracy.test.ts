// Accuracy on real and synthetic recordings, over folds and seeds. Long: runs in `npm run soak` with SPIKEX_TEST_DATA; by
// the rates of docs/training.md about 40 minutes on two free cores.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN, type TrainSpec } from '../../engine/contract/index.ts';
import { foldAccuracy, meanAndSpread, testAccuracy, type FoldResult } from '../../bench/fold-accuracy.ts';
import { isSoak } from '../support/soak.ts';

const data = process.env['SPIKEX_TEST_DATA'];
const print = (result: FoldResult) => process.stdout.write(`${JSON.stringify(result)}\n`);

describe.skipIf(!isSoak || !data)(
  'real N-MNIST, 5 folds, 3 seeds (npm run soak with SPIKEX_TEST_DATA)',
  () => {
    const ask = { source: join(data ?? '', 'nmnist'), network: 'nmnist', folds: 5, onFold: print };

    let surrogate: readonly FoldResult[] = [];

    it('reaches 95 % held out on the mean, each fold within 10 minutes', async () => {
      surrogate = await foldAccuracy({ ...ask, seeds: [1, 2, 3] });
      const { mean, spread } = meanAndSpread(surrogate);
      process.stdout.write(`mean ${mean}, deviation ${spread}\n`);
      expect(mean).toBeGreaterThanOrEqual(0.95);
      expect(surrogate.filter(({ seconds }) => seconds > 600)).toEqual([]);
    });

    it('reaches it by TSSL-BP within 1.5 points', async () => {
      const rule = { ...DEFAULT_TRAIN.rule, kind: 'tsslbp' as const, warmupEpochs: 0 };
      const local = meanAndSpread(await foldAccuracy({ ...ask, seeds: [1], changes: { rule } }));
      const same = surrogate.filter(({ seed }) => seed === 1);
      expect(same).toHaveLength(5);
      expect(local.mean).toBeGreaterThanOrEqual(meanAndSpread(same).mean - 0.015);
    });
  },
);

/** As docs/training.md: the schedule begins anew at a higher rate once the network answers. */
const GESTURES: Partial<TrainSpec> = {
  epochs: 18,
  pretrainEpochs: 7,
  batch: 4,
  learningRate: 3e-3,
  rampEpochs: 1,
  hardwareLoss: { mode: 'off', beta: 0, objective: 'network', restartRate: 6e-3 },
};

describe.skipIf(!isSoak)('synthetic sets (npm run soak)', () => {
  it.each([
    { source: 'synthetic-nmnist', network: 'nmnist', maxTrain: 1600, changes: { epochs: 60 }, least: 0.97 },
    { source: 'synthetic-gesture', network: 'dvsg-medium', maxTrain: 880, changes: GESTURES, least: 0.95 },
  ])('$source: $network reads its Test part', async ({ least, ...ask }) => {
    const result = await testAccuracy(ask);
    process.stdout.write(`${ask.source} ${JSON.stringify(result)}\n`);
    expect(result.correct / result.total).toBeGreaterThanOrEqual(least);
  });
});
