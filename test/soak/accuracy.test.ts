// Accuracy on real and synthetic recordings, over folds and seeds. Long: runs in `npm run soak` with SPIKEX_TEST_DATA; by
// the rates of docs/training.md about 1.5 hours on two free cores, half of it for the gestures.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN } from '../../engine/contract/index.ts';
import { foldAccuracy, meanAndSpread, type FoldResult } from '../../bench/fold-accuracy.ts';
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

describe.skipIf(!isSoak)('synthetic sets (npm run soak)', () => {
  it.each([
    ['synthetic-nmnist', 'nmnist', 120, 0.97],
    ['synthetic-gesture', 'dvsg-medium', 30, 0.95],
  ])('%s: %s reads it', async (source, network, epochs, least) => {
    const results = await foldAccuracy({
      source,
      network,
      folds: 5,
      seeds: [1],
      changes: { epochs },
      onFold: print,
    });
    expect(meanAndSpread(results).mean).toBeGreaterThanOrEqual(least);
  });
});
