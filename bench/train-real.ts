/**
 * Training rate on real N-MNIST recordings with weights that have been trained: the median over the last of a few
 * epochs of a whole training (augmentation, optimiser), beside the same network in PyTorch at the recordings' density.
 * Needs SPIKEX_TEST_DATA.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDataset } from '../electron/data/load-dataset.ts';
import { threadTeam } from '../electron/jobs/team/team.ts';
import { DEFAULT_TRAIN, type NetworkSpec } from '../engine/contract/index.ts';
import { planTraining, trainNetwork } from '../engine/train/index.ts';
import { layoutTitle, TORCH_LAYOUTS, torchPeer } from './torch-peer.ts';
import { median, type BenchResult } from './types.ts';

const WORKERS = 2;
const BATCH = 32;
const EPOCHS = 15;
const MEASURED = 5;
const NETWORK = 'resources/networks/nmnist.json';

export async function realRates(progress: (line: string) => void): Promise<BenchResult[]> {
  const folder = process.env['SPIKEX_TEST_DATA'];
  const name = `training epoch, N-MNIST network, real recordings, trained weights, ${WORKERS} workers`;
  if (!folder) {
    progress(`${name}: SPIKEX_TEST_DATA is not set, left out`);
    return [];
  }
  progress(name);
  const { rates, density } = await epochRates(join(folder, 'nmnist'));
  const ours = median(rates.slice(-MEASURED));
  const torch = torchPeer({ network: NETWORK, density, batch: BATCH, workers: WORKERS, seconds: 3 });
  const note = `batch ${BATCH}, input ${(100 * density).toFixed(1)} %, epochs ${EPOCHS - MEASURED + 1} to ${EPOCHS} of ${EPOCHS}`;
  const result = { name, ours, unit: 'samples/s', runs: MEASURED };
  if (typeof torch === 'string')
    return [{ ...result, baseline: null, baselineName: null, ratio: null, note: `${note}; ${torch}` }];
  return TORCH_LAYOUTS.map((layout) => ({
    ...result,
    baseline: torch.rates[layout].training,
    baselineName: `${layoutTitle(torch.torch, layout, WORKERS)}, random input`,
    ratio: ours / torch.rates[layout].training,
    note,
  }));
}

async function epochRates(source: string): Promise<{ rates: number[]; density: number }> {
  const network = JSON.parse(readFileSync(NETWORK, 'utf8')) as NetworkSpec;
  const bins = { ...DEFAULT_TRAIN.data.bins, timesteps: network.timesteps };
  const data = { ...DEFAULT_TRAIN.data, source, split: 0.8, bins };
  const loaded = await loadDataset(data, { seed: 1, input: network.input, cache: null });
  if (!loaded.ok) throw new Error(loaded.issues[0].message);
  const { train, test } = loaded.value;
  const planned = planTraining({
    network,
    settings: { ...DEFAULT_TRAIN, epochs: EPOCHS, batch: BATCH },
    tws: [3],
    wasm: new Uint8Array(readFileSync('out/wasm/kernels.wasm')),
    train,
    test,
  });
  if (!planned.ok) throw new Error(planned.issues[0].message);
  const team = threadTeam(planned.value, { workers: WORKERS });
  if (!team.ok) throw new Error(team.issues[0].message);
  const rates: number[] = [];
  const trained = trainNetwork({
    plan: planned.value,
    team: team.value,
    clock: () => performance.now(),
    samplesPerEpoch: 0,
    samplesAtEnd: 0,
    hardware: null,
    hardwareBits: null,
    init: null,
    resume: null,
    hooks: {
      onEpoch: ({ samplesPerSecond }) => void rates.push(samplesPerSecond),
      onProgress: () => {},
      shouldStop: () => false,
      costOf: () => [],
      saveCheckpoint: () => {},
    },
  });
  team.value.close();
  if (!trained.ok) throw new Error(trained.issues[0].message);
  const { width, height, channels } = network.input;
  const cells = train.count * width * height * channels * network.timesteps;
  return { rates, density: train.events.length / cells };
}
