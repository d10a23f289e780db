/**
 * Held-out accuracy of a network over folds and seeds of a dataset with the default training: `node bench/fold-accuracy.ts
 * DATASET [NETWORK [SEEDS [CHANGES]]]` prints every fold, then mean and spread. SEEDS: 1,2,3 unless given; CHANGES: JSON
 * of the training fields that differ from the defaults. The folds are the same for all seeds.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDataset, type LoadedDataset } from '../electron/data/load-dataset.ts';
import { threadTeam } from '../electron/jobs/team/team.ts';
import { DEFAULT_TRAIN, type DataSpec, type NetworkSpec, type TrainSpec } from '../engine/contract/index.ts';
import { planTraining, trainNetwork } from '../engine/train/index.ts';
import { foldNumbers, foldOf } from '../engine/workload/folds.ts';

const ROOT = join(import.meta.dirname, '..');
const WORKERS = 2;
const FOLD_SEED = 1;

export interface FoldResult {
  readonly fold: number;
  readonly seed: number;
  readonly correct: number;
  readonly total: number;
  /** Correct on the hardware's numbers: 8-bit weights, 16-bit potentials. */
  readonly onHardware: number | null;
  readonly seconds: number;
}

export interface FoldAsk {
  readonly source: string;
  readonly network: string;
  readonly folds: number;
  readonly seeds: readonly number[];
  readonly changes?: Partial<TrainSpec>;
  readonly onFold?: (result: FoldResult) => void;
}

export async function foldAccuracy(ask: FoldAsk): Promise<readonly FoldResult[]> {
  const network = networkOf(ask.network);
  const { train, test } = await partsOf(ask.source, network, { split: 0.8 });
  const sets = [train, test];
  const labels = sets.flatMap((set) => [...set.labels]);
  const numbers = foldNumbers(labels, ask.folds, FOLD_SEED);
  const results: FoldResult[] = [];
  for (const seed of ask.seeds)
    for (let fold = 0; fold < ask.folds; fold++) {
      const parts = foldOf(sets, numbers, fold);
      const result = { fold, seed, ...trainOn(network, parts, { ...ask.changes, seed }) };
      results.push(result);
      ask.onFold?.(result);
    }
  return results;
}

/** Accuracy on a dataset's own Test part after training on so many samples of its Train part. */
export async function testAccuracy(
  ask: Pick<FoldAsk, 'source' | 'network' | 'changes'> & { readonly maxTrain: number },
): Promise<Omit<FoldResult, 'fold' | 'seed'>> {
  const network = networkOf(ask.network);
  const parts = await partsOf(ask.source, network, { split: null, maxTrain: ask.maxTrain });
  return trainOn(network, parts, { ...ask.changes });
}

const networkOf = (name: string): NetworkSpec =>
  JSON.parse(readFileSync(join(ROOT, `resources/networks/${name}.json`), 'utf8'));

async function partsOf(
  source: string,
  network: NetworkSpec,
  parts: Partial<DataSpec>,
): Promise<Pick<LoadedDataset, 'train' | 'test'>> {
  const { bins: usual } = DEFAULT_TRAIN.data;
  const windowUs = network.input.stepUs ?? usual.windowUs;
  const bins = { ...usual, timesteps: network.timesteps, windowUs };
  const data = { ...DEFAULT_TRAIN.data, source, bins, ...parts };
  const loaded = await loadDataset(data, { seed: FOLD_SEED, input: network.input, cache: null });
  if (!loaded.ok) throw new Error(loaded.issues[0].message);
  return loaded.value;
}

function trainOn(
  network: NetworkSpec,
  { train, test }: Pick<LoadedDataset, 'train' | 'test'>,
  changes: Partial<TrainSpec>,
): Omit<FoldResult, 'fold' | 'seed'> {
  const planned = planTraining({
    network,
    settings: { ...DEFAULT_TRAIN, ...changes },
    tws: [3],
    wasm: new Uint8Array(readFileSync(join(ROOT, 'out/wasm/kernels.wasm'))),
    train,
    test,
  });
  if (!planned.ok) throw new Error(planned.issues[0].message);
  const plan = planned.value;
  const team = threadTeam(plan, { workers: WORKERS });
  if (!team.ok) throw new Error(team.issues[0].message);
  const startedAt = performance.now();
  const trained = trainNetwork({
    plan,
    team: team.value,
    clock: () => performance.now(),
    samplesPerEpoch: 0,
    samplesAtEnd: 0,
    hardware: null,
    hardwareBits: { weight: 8, potential: 16 },
    init: null,
    resume: null,
    hooks: {
      onEpoch: () => {},
      onProgress: () => {},
      shouldStop: () => false,
      costOf: () => [],
      saveCheckpoint: () => {},
    },
  });
  team.value.close();
  if (!trained.ok) throw new Error(trained.issues[0].message);
  const { evaluation } = trained.value;
  if (!evaluation) throw new Error('the training stopped');
  const { correct, total, hardware } = evaluation;
  const seconds = (performance.now() - startedAt) / 1000;
  return { correct, total, onHardware: hardware?.correct ?? null, seconds };
}

/** Mean and deviation of the folds' accuracies, 0..1. */
export function meanAndSpread(results: readonly FoldResult[]): { mean: number; spread: number } {
  const rates = results.map(({ correct, total }) => correct / total);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / Math.max(1, rates.length - 1)) };
}

if (import.meta.filename === process.argv[1]) {
  const [source, network = DEFAULT_TRAIN.network, list = '1,2,3', given = '{}'] = process.argv.slice(2);
  const seeds = list.split(',').map(Number);
  if (!source || seeds.some((seed) => !Number.isSafeInteger(seed))) {
    process.stderr.write('usage: node bench/fold-accuracy.ts DATASET [NETWORK [SEEDS [CHANGES]]]\n');
    process.exit(2);
  }
  const changes: Partial<TrainSpec> = JSON.parse(given);
  const onFold = (result: FoldResult) => process.stdout.write(`${JSON.stringify(result)}\n`);
  const results = await foldAccuracy({ source, network, folds: 5, seeds, changes, onFold });
  const { mean, spread } = meanAndSpread(results);
  process.stdout.write(`mean ${(100 * mean).toFixed(2)} %, deviation ${(100 * spread).toFixed(2)} points\n`);
}
