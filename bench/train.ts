/**
 * Training and inference rates of the N-MNIST network on Bernoulli input, side by side with the same network in plain
 * dense loops on as many threads. A training step is whole: copy, augmentation, forward, backward, sum of the
 * shards, clipping, Adam. Weights are freshly calibrated (hidden density near 3 %), as at the start of a training.
 */
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { threadTeam } from '../electron/jobs/team/team.ts';
import { DEFAULT_TRAIN, type NetworkSpec, type SpikeTensor } from '../engine/contract/index.ts';
import { geometryOf, packWeights } from '../engine/kernels/geometry.ts';
import { Random } from '../engine/math/random.ts';
import { trainedSegments } from '../engine/train/effective.ts';
import { clipFactor, normOf, Optimiser, sumShards } from '../engine/train/optimiser.ts';
import { READOUT_HALF_WIDTH } from '../engine/train/evaluate.ts';
import {
  initialWeights,
  kernelsOf,
  planTraining,
  type Team,
  type TrainingPlan,
} from '../engine/train/index.ts';
import { packSamples, type SampleSet } from '../engine/workload/sample-set.ts';
import type { DenseAsk, DenseWork } from './dense-worker.ts';
import { median, type BenchResult, type BenchSuite } from './types.ts';

const WORKERS = 2;
const RUNS = 9;
const DENSE_RUNS = 5;
const SAMPLES = 256;
const BATCH = 32;
const DENSE_SAMPLES = 2;
const PEER = `plain dense float32 loops in JavaScript, ${WORKERS} threads`;

export const suite: BenchSuite = async (progress) => {
  const results: BenchResult[] = [];
  for (const density of [0.05, 0.1]) results.push(...(await ratesAt(density, progress)));
  return results;
};

async function ratesAt(density: number, progress: (line: string) => void): Promise<BenchResult[]> {
  const { plan, weights } = setUp(density);
  const team = threadTeam(plan, { workers: WORKERS });
  if (!team.ok) throw new Error(team.issues[0].message);
  const dense = await openDense(plan, weights);
  const results: BenchResult[] = [];
  try {
    for (const training of [true, false]) {
      const percent = `${Math.round(density * 100)} %`;
      const name = `${training ? 'training step' : 'inference'}, N-MNIST network, input ${percent}, ${WORKERS} workers`;
      progress(name);
      const work = training ? trainPass(plan, team.value) : inferencePass(team.value);
      work();
      const ours = median(Array.from({ length: RUNS }, () => rate(SAMPLES, work)));
      await dense.run({ training, samples: 1 });
      const times: number[] = [];
      for (let i = 0; i < DENSE_RUNS; i++) {
        const start = performance.now();
        await dense.run({ training, samples: DENSE_SAMPLES });
        times.push((WORKERS * DENSE_SAMPLES * 1000) / (performance.now() - start));
      }
      const baseline = median(times);
      const note = activityNote(plan, density);
      results.push({
        name,
        ours,
        baseline,
        baselineName: PEER,
        ratio: ours / baseline,
        unit: 'samples/s',
        runs: RUNS,
        note,
      });
    }
  } finally {
    team.value.close();
    await dense.close();
  }
  return results;
}

function setUp(density: number): { plan: TrainingPlan; weights: Float32Array } {
  const network: NetworkSpec = JSON.parse(readFileSync('resources/networks/nmnist.json', 'utf8'));
  const samples = randomSet(network, density);
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

function randomSet(network: NetworkSpec, density: number): SampleSet {
  const random = new Random(1);
  const { width, height, channels } = network.input;
  const samples = Array.from({ length: SAMPLES }, (): SpikeTensor => {
    const ptr = new Uint32Array(width * height + 1);
    const events: number[] = [];
    for (let p = 0; p < width * height; p++) {
      for (let t = 0; t < network.timesteps; t++)
        for (let c = 0; c < channels; c++) if (random.uniform() < density) events.push(t * 65_536 + c);
      ptr[p + 1] = events.length;
    }
    return { channels, height, width, timesteps: network.timesteps, ptr, events: Uint32Array.from(events) };
  });
  return packSamples(
    samples,
    samples.map((_, i) => i % network.classes.length),
  );
}

/** Updates on all samples. The rate is so small that activity stays what it is. */
function trainPass(plan: TrainingPlan, team: Team): () => void {
  const { board } = plan;
  const geometry = geometryOf(plan.network);
  const segments = trainedSegments(plan.network, geometry);
  const optimiser = new Optimiser(plan.settings.optimiser, segments, board.weights.length, null);
  const gradient = new Float32Array(board.weights.length);
  return () => {
    for (let at = 0; at < SAMPLES; at += BATCH) {
      const samples = Uint32Array.from({ length: BATCH }, (_, i) => at + i);
      const done = team.run({ kind: 'gradient', samples, epoch: 1, beta: 0 }, () => false);
      if (!done.ok) throw new Error(done.issues[0].message);
      sumShards(board.gradients, gradient);
      const scale = clipFactor(normOf(gradient), plan.settings.clipNorm);
      optimiser.update(board.weights, gradient, { scale, rate: 1e-9, decay: 0 });
    }
  };
}

function inferencePass(team: Team): () => void {
  const samples = Uint32Array.from({ length: SAMPLES }, (_, i) => i);
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
