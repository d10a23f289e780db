/**
 * Draws how the cost of a training sample (forward, loss, backward) grows with steps and with spikes, as measured now,
 * into docs/pictures/train-growth.svg: `node bench/plot-train-growth.ts`. One thread; its own processor time, so
 * that other work on the machine counts little; medians over interleaved rounds, least squares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadCpuUsage } from 'node:process';
import {
  DEFAULT_TRAIN,
  type NetworkSpec,
  type RuleSpec,
  type SpikeTensor,
} from '../engine/contract/index.ts';
import type { NetworkKernels } from '../engine/kernels/kernels.ts';
import { initialWeights, kernelsOf, planTraining } from '../engine/train/index.ts';
import { randomSpikes } from '../engine/workload/generators.ts';
import { packSamples } from '../engine/workload/sample-set.ts';
import { growthPicture } from './growth-picture.ts';
import { leastSquares, type LineFit } from './linear.ts';
import { median } from './types.ts';

const ROOT = join(import.meta.dirname, '..');
const STEPS = [30, 60, 90, 120, 150, 180, 210, 240, 270, 300];
const DENSITIES = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15];
const SAMPLES = 16;
const ROUNDS = 11;
const DENSITY = 0.05;

const network = JSON.parse(readFileSync(join(ROOT, 'resources/networks/nmnist.json'), 'utf8')) as NetworkSpec;
const LOSS_GRADIENT = Float32Array.from(network.classes, (_, j) => (j === 0 ? -0.9 : 0.1));
const wasm = new Uint8Array(readFileSync(join(ROOT, 'out/wasm/kernels.wasm')));

interface Case {
  readonly x: number;
  /** Samples of one run. */
  readonly samples: number;
  run(): void;
}
/** Short passes are repeated, so that every timed run takes at least some 10 ms. */
const REPEATS = 4;

function inputs(timesteps: number, density: number): SpikeTensor[] {
  const { width, height, channels } = network.input;
  return Array.from({ length: SAMPLES }, (_, i) =>
    randomSpikes('random', { width, height, channels, timesteps }, density, i + 1),
  );
}

/** Kernels with weights calibrated at 5 % input. */
function kernelsAt(timesteps: number, rule: RuleSpec = DEFAULT_TRAIN.rule): NetworkKernels {
  const samples = packSamples(
    inputs(timesteps, DENSITY),
    Array.from({ length: SAMPLES }, (_, i) => i % 10),
  );
  const plan = planTraining({
    network: { ...network, timesteps },
    settings: { ...DEFAULT_TRAIN, rule },
    tws: [3],
    wasm,
    train: samples,
    test: samples,
  });
  if (!plan.ok) throw new Error(plan.issues[0].message);
  const kernels = kernelsOf(plan.value);
  initialWeights(plan.value, kernels);
  return kernels;
}

function train(kernels: NetworkKernels, samples: readonly SpikeTensor[]): void {
  for (const sample of samples) {
    kernels.load(sample);
    kernels.forward(true);
    kernels.backward(LOSS_GRADIENT, null);
  }
}

function infer(kernels: NetworkKernels, samples: readonly SpikeTensor[]): void {
  for (const sample of samples) {
    kernels.load(sample);
    kernels.forward(false);
  }
}

/** Means per sample: input and hidden spikes, and hidden (neuron, step) pairs that carry a gradient. */
function activityOf(kernels: NetworkKernels, samples: readonly SpikeTensor[]) {
  let [spikes, near] = [0, 0];
  for (const sample of samples) {
    kernels.load(sample);
    kernels.forward(true);
    spikes += sample.events.length;
    network.layers.slice(0, -1).forEach((_, l) => {
      spikes += kernels.spikes(l);
      near += kernels.actives(l);
    });
  }
  return { spikes: spikes / samples.length, near: near / samples.length };
}

function bySteps(): Case[] {
  return STEPS.map((timesteps) => {
    const kernels = kernelsAt(timesteps);
    const samples = inputs(timesteps, DENSITY);
    return { x: timesteps, samples: SAMPLES, run: () => train(kernels, samples) };
  });
}

/** One network at several input densities. */
function byDensity(
  rule: RuleSpec,
  work: typeof train,
  x: (activity: ReturnType<typeof activityOf>) => number,
): Case[] {
  const kernels = kernelsAt(network.timesteps, rule);
  return DENSITIES.map((density) => {
    const samples = inputs(network.timesteps, density);
    const run = (): void => {
      for (let i = 0; i < REPEATS; i++) work(kernels, samples);
    };
    return { x: x(activityOf(kernels, samples)), samples: REPEATS * SAMPLES, run };
  });
}

const cpuMs = (): number => {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
};

function fit(what: string, x: string, cases: readonly Case[]): LineFit {
  const times = cases.map((): number[] => []);
  for (let round = -2; round < ROUNDS; round++)
    cases.forEach(({ run, samples }, i) => {
      const start = cpuMs();
      run();
      if (round >= 0) times[i].push((cpuMs() - start) / samples); // rounds before are warm-up
    });
  const points = cases.map((one, i) => ({ x: one.x, ms: median(times[i]) }));
  return { what, x, points, ...leastSquares(points) };
}

const { rule } = DEFAULT_TRAIN;
const tsslbp: RuleSpec = { ...rule, kind: 'tsslbp', warmupEpochs: 0 };
const RANGE = 'T = 30, 1 to 15 % random input';
const fits = [
  fit('training pass, triangle, 5 % random input', 'steps', bySteps()),
  fit(
    `inference, ${RANGE}`,
    'spikes',
    byDensity(rule, infer, ({ spikes }) => spikes),
  ),
  fit(
    `training pass, TSSL-BP, ${RANGE}`,
    'spikes',
    byDensity(tsslbp, train, ({ spikes }) => spikes),
  ),
  fit(
    `training pass, triangle, ${RANGE}`,
    'spikes and neuron-steps near the threshold',
    byDensity(rule, train, ({ spikes, near }) => spikes + near),
  ),
];
writeFileSync(join(ROOT, 'docs/pictures/train-growth.svg'), growthPicture(fits, 'Processor time'));
for (const one of fits) process.stdout.write(`${JSON.stringify(one)}\n`);
