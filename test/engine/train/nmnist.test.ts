/** Learning on real N-MNIST samples (SPIKEX_TEST_DATA/nmnist/Train), with the shipped network and defaults. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadDataset } from '../../../electron/data/load-dataset.ts';
import { DEFAULT_TRAIN, type NetworkSpec } from '../../../engine/contract/index.ts';
import { planTraining } from '../../../engine/train/index.ts';
import { wasm } from '../kernels/networks.ts';
import { resultOf, train } from './fixtures.ts';

const data = process.env.SPIKEX_TEST_DATA;
if (!data) console.warn('nmnist.test: SPIKEX_TEST_DATA is not set; the test on real samples is skipped');

it.skipIf(!data)('reads real digits after four epochs', async () => {
  const network: NetworkSpec = JSON.parse(
    readFileSync(new URL('../../../resources/networks/nmnist.json', import.meta.url), 'utf8'),
  );
  const source = join(data ?? '', 'nmnist', 'Train');
  const loaded = await loadDataset(
    { ...DEFAULT_TRAIN.data, source },
    { seed: 1, input: null, cache: null, shouldStop: () => false },
  );
  if (!loaded.ok) throw new Error(loaded.issues[0].message);
  const settings = {
    ...DEFAULT_TRAIN,
    dropout: 0,
    augment: { ...DEFAULT_TRAIN.augment, rotateDegrees: 0, scale: 0 },
    epochs: 4,
    batch: 8,
    learningRate: 2e-3,
  };
  const planned = planTraining({ network, settings, tws: [3], wasm, ...loaded.value });
  if (!planned.ok) throw new Error(planned.issues[0].message);
  const trained = train(planned.value);
  // Chance is 10 %; 86 to 93 % are usual after four epochs.
  expect(resultOf(trained).evaluation?.accuracy).toBeGreaterThan(0.8);
  expect(trained.outcome.ok && trained.outcome.warnings).toEqual([]);
  for (const layer of trained.epochs[3].layers) {
    expect(layer.spikeDensity).toBeGreaterThan(0.005);
    expect(layer.spikeDensity).toBeLessThan(0.4);
  }
});
