/**
 * Draws how the cost of a training sample (forward, loss, backward) grows with steps and with spikes, as measured now,
 * into docs/pictures/train-growth.svg: `node bench/plot-train-growth.ts`. One thread; its own processor time, so
 * that other work on the machine counts little; medians over interleaved rounds, least squares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadCpuUsage } from 'node:process';
import { DEFAULT_TRAIN, type NetworkSpec, type SpikeTensor } from '../engine/contract/index.ts';
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
const wasm = new Uint8Array(readFileSync(join(ROOT, 'out/wasm/kernels.wasm')));

interface Case {
  readonly x: number;
  run(): void;
}

function inputs(timesteps: number, density: number): SpikeTensor[] {
  const { width, height, channels } = network.input;
  return Array.from({ length: SAMPLES }, (_, i) =>
    randomSpikes('random', { width, height, channels, timesteps }, density, i + 1),
  );
}

/** Kernels with weights calibrated at 5 % input. */
function kernelsAt(timesteps: number): NetworkKernels {
  const samples = packSamples(
    inputs(timesteps, DENSITY),
    Array.from({ length: SAMPLES }, (_, i) => i % 10),
  );
  const plan = planTraining({
    network: { ...network, timesteps },
    settings: DEFAULT_TRAIN,
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

function pass(kernels: NetworkKernels, samples: readonly SpikeTensor[]): number {
  let spikes = 0;
  for (const sample of samples) {
    kernels.load(sample);
    kernels.forward(true);
    kernels.backward(
      Float32Array.from(network.classes, (_, j) => (j === 0 ? -0.9 : 0.1)),
      null,
    );
    spikes += sample.events.length;
    network.layers.forEach((_, l) => (spikes += kernels.spikes(l)));
  }
  return spikes / samples.length;
}

function bySteps(): Case[] {
  return STEPS.map((timesteps) => {
    const kernels = kernelsAt(timesteps);
    const samples = inputs(timesteps, DENSITY);
    return { x: timesteps, run: () => pass(kernels, samples) };
  });
}

function bySpikes(): Case[] {
  const kernels = kernelsAt(network.timesteps);
  return DENSITIES.map((density) => {
    const samples = inputs(network.timesteps, density);
    return { x: pass(kernels, samples), run: () => pass(kernels, samples) };
  });
}

const cpuMs = (): number => {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
};

function fit(what: string, x: string, cases: readonly Case[]): LineFit {
  const times = cases.map((): number[] => []);
  for (let round = -2; round < ROUNDS; round++)
    cases.forEach(({ run }, i) => {
      const start = cpuMs();
      run();
      if (round >= 0) times[i].push((cpuMs() - start) / SAMPLES); // rounds before are warm-up
    });
  const points = cases.map((one, i) => ({ x: one.x, ms: median(times[i]) }));
  return { what, x, points, ...leastSquares(points) };
}

const fits = [
  fit('N-MNIST network, training pass, 5 % random input', 'steps', bySteps()),
  fit('N-MNIST network, training pass, T=30, 1 to 15 % random input', 'spikes', bySpikes()),
];
writeFileSync(join(ROOT, 'docs/pictures/train-growth.svg'), growthPicture(fits, 'Processor time'));
for (const one of fits) process.stdout.write(`${JSON.stringify(one)}\n`);
