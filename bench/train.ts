/**
 * Training and inference rates of the paper's networks on Bernoulli input, side by side with the same network in plain
 * dense loops on as many threads, and in PyTorch where the system's Python has it. A training step is whole: copy, augmentation, forward, backward, sum of the
 * shards, clipping, Adam. Weights are freshly calibrated (hidden density near 3 %), as at the start of a training.
 */
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { threadTeam } from '../electron/jobs/team/team.ts';
import { DEFAULT_TRAIN, type NetworkSpec } from '../engine/contract/index.ts';
import { packWeights } from '../engine/kernels/geometry.ts';
import { clipFactor } from '../engine/train/optimiser.ts';
import { Updater } from '../engine/train/updater.ts';
import { READOUT_HALF_WIDTH } from '../engine/train/evaluate.ts';
import {
  initialWeights,
  kernelsOf,
  planTraining,
  type Team,
  type TrainingPlan,
} from '../engine/train/index.ts';
import type { DenseAsk, DenseWork } from './dense-worker.ts';
import { randomSet } from './random-set.ts';
import { realRates } from './train-real.ts';
import { layoutTitle, TORCH_LAYOUTS, torchPeer } from './torch-peer.ts';
import { median, type BenchResult, type BenchSuite } from './types.ts';

const WORKERS = 2;
const BATCH = 32;
const DENSE_RUNS = 3;
const TORCH_SECONDS = 3;
const PEER = `plain dense float32 loops in JavaScript, ${WORKERS} threads`;

export interface TrainCase {
  readonly network: string;
  readonly title: string;
  readonly density: number;
  readonly samples: number;
  readonly runs: number;
  /** Samples of one run of the dense loops; 0 = not measured. */
  readonly dense: number;
}

export const CASES: readonly TrainCase[] = [
  { network: 'nmnist', title: 'N-MNIST network', density: 0.05, samples: 256, runs: 9, dense: 2 },
  { network: 'nmnist', title: 'N-MNIST network', density: 0.1, samples: 256, runs: 9, dense: 2 },
  { network: 'dvsg-medium', title: 'DVS-Gesture Medium', density: 0.05, samples: 64, runs: 5, dense: 1 },
  { network: 'dvsg-large', title: 'DVS-Gesture Large', density: 0.05, samples: 64, runs: 3, dense: 1 },
];

export const suite: BenchSuite = async (progress) => {
  const results: BenchResult[] = [];
  for (const one of CASES) results.push(...(await ratesOf(one, progress)));
  results.push(...(await realRates(progress)));
  return results;
};

export async function ratesOf(one: TrainCase, progress: (line: string) => void): Promise<BenchResult[]> {
  const { plan, weights } = setUp(one);
  const idle = process.memoryUsage().rss;
  const team = threadTeam(plan, { workers: WORKERS });
  if (!team.ok) throw new Error(team.issues[0].message);
  const figures = new Map<boolean, { name: string; ours: number; note: string }>();
  const results: BenchResult[] = [];
  try {
    for (const training of [true, false]) {
      const name = `${training ? 'training step' : 'inference'}, ${one.title}, input ${Math.round(one.density * 100)} %, T=${plan.network.timesteps}, ${WORKERS} workers`;
      progress(name);
      const work = training ? trainPass(plan, team.value) : inferencePass(team.value, plan);
      work();
      const ours = median(Array.from({ length: one.runs }, () => rate(one.samples, work)));
      figures.set(training, { name, ours, note: activityNote(plan, one.density) });
      if (training && plan.network.timesteps >= 100) results.push(memoryAbove(idle, one));
    }
  } finally {
    team.value.close();
  }
  const dense = one.dense > 0 ? await denseRates(one, plan, weights) : new Map<boolean, number>();
  const torch = torchPeer({
    network: `resources/networks/${one.network}.json`,
    density: one.density,
    batch: BATCH,
    workers: WORKERS,
    seconds: TORCH_SECONDS,
  });
  for (const [training, { name, ours, note }] of figures) {
    const against = (baseline: number | null, baselineName: string | null, more: string): BenchResult => ({
      name,
      ours,
      baseline,
      baselineName,
      ratio: baseline === null ? null : ours / baseline,
      unit: 'samples/s',
      runs: one.runs,
      note: more,
    });
    const missing = typeof torch === 'string' ? `; ${torch}` : '';
    results.push(against(dense.get(training) ?? null, PEER, note + missing));
    if (typeof torch === 'string') continue;
    for (const layout of TORCH_LAYOUTS) {
      const peer = torch.rates[layout][training ? 'training' : 'inference'];
      results.push(against(peer, layoutTitle(torch.torch, layout, WORKERS), note));
    }
  }
  return results;
}

/** Rise of the process's resident memory over that of the idle process with its data, batch 32, 2 workers. */
function memoryAbove(idle: number, { title, runs }: TrainCase): BenchResult {
  return {
    name: `memory above idle, training ${title}, batch ${BATCH}, ${WORKERS} workers`,
    ours: (process.memoryUsage().rss - idle) / 2 ** 20,
    baseline: null,
    baselineName: null,
    ratio: null,
    unit: 'MiB',
    runs,
    note: 'resident set after the training runs, less that with the data loaded and no thread started',
  };
}

async function denseRates(
  one: TrainCase,
  plan: TrainingPlan,
  weights: Float32Array,
): Promise<Map<boolean, number>> {
  const dense = await openDense(plan, weights);
  const rates = new Map<boolean, number>();
  try {
    for (const training of [true, false]) {
      await dense.run({ training, samples: 1 });
      const times: number[] = [];
      for (let i = 0; i < DENSE_RUNS; i++) {
        const start = performance.now();
        await dense.run({ training, samples: one.dense });
        times.push((WORKERS * one.dense * 1000) / (performance.now() - start));
      }
      rates.set(training, median(times));
    }
  } finally {
    await dense.close();
  }
  return rates;
}

function setUp(one: TrainCase): { plan: TrainingPlan; weights: Float32Array } {
  const file = `resources/networks/${one.network}.json`;
  const network: NetworkSpec = JSON.parse(readFileSync(file, 'utf8'));
  const samples = randomSet(network, one.samples, one.density);
  const planned = planTraining({
    network,
    settings: { ...DEFAULT_TRAIN, batch: BATCH },
    tws: [3],
    wasm: new Uint8Array(readFileSync('out/wasm/kernels.wasm')),
    train: samples,
    test: samples,
  });
  if (!planned.ok) throw new Error(planned.issues[0].message);
  const plan = planned.value;
  const kernels = kernelsOf(plan);
  const weights = initialWeights(plan, kernels);
  plan.board.weights.set(packWeights(kernels.geometry, weights));
  return { plan, weights };
}

/** Updates on all samples. The rate is so small that activity stays what it is. */
function trainPass(plan: TrainingPlan, team: Team): () => void {
  const updater = new Updater(plan, team, false, null);
  return () => {
    for (let at = 0; at < plan.train.count; at += BATCH) {
      const samples = Uint32Array.from({ length: BATCH }, (_, i) => at + i);
      const done = team.run({ kind: 'gradient', samples, epoch: 1, beta: 0 }, () => false);
      if (!done.ok) throw new Error(done.issues[0].message);
      const norm = updater.sum();
      if (!norm.ok) throw new Error(norm.issues[0].message);
      const scale = clipFactor(norm.value, plan.settings.clipNorm);
      const updated = updater.apply({ scale, rate: 1e-9, decay: 0 });
      if (!updated.ok) throw new Error(updated.issues[0].message);
    }
  };
}

function inferencePass(team: Team, plan: TrainingPlan): () => void {
  const samples = Uint32Array.from({ length: plan.test.count }, (_, i) => i);
  return () => {
    const done = team.run({ kind: 'evaluate', set: 'test', samples }, () => false);
    if (!done.ok) throw new Error(done.issues[0].message);
  };
}

function rate(items: number, work: () => void): number {
  const start = performance.now();
  work();
  return (items * 1000) / (performance.now() - start);
}

function activityNote({ board, network }: TrainingPlan, density: number): string {
  const layers = network.layers.length;
  const last = board.spikes.subarray(0, layers);
  return `Bernoulli input at ${density}; spikes of one sample per layer: ${[...last].join(', ')}`;
}

async function openDense(plan: TrainingPlan, weights: Float32Array) {
  const work: DenseWork = {
    network: plan.network,
    weights,
    options: {
      surrogateHalfWidth: plan.settings.surrogateHalfWidth,
      readoutHalfWidth: READOUT_HALF_WIDTH,
      tws: plan.tws,
    },
    samples: plan.train,
  };
  const workers = Array.from(
    { length: WORKERS },
    () => new Worker(new URL('./dense-worker.ts', import.meta.url), { workerData: work }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return {
    run: (ask: DenseAsk) =>
      Promise.all(
        workers.map((worker) => {
          const answer = once(worker, 'message');
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
          worker.postMessage(ask);
          return answer;
        }),
      ),
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
