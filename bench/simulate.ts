/**
 * Speed of the simulator, beside the same model as plain nested loops (bench/plain-simulate.ts) in the same run. Both
 * count the same thing: one inference on given activity, all layers, exact counters, latency and energy. Spikes are
 * Bernoulli, 5 % for N-MNIST and 2 % for DVS-Gesture; making them is not timed.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DEFAULT_ARCH_CONFIG } from '../engine/arch/arch.ts';
import { SYSTEM_NAMES } from '../engine/contract/index.ts';
import type { ArraySystem, NetworkSpec, Outcome, SpikeTensor, SystemName } from '../engine/contract/index.ts';
import { parseEnergyTable } from '../engine/cost/energy-table.ts';
import { Scratch, averageNetwork, planSimulation, simulateNetwork } from '../engine/sim/index.ts';
import type { SimulationPlan } from '../engine/sim/index.ts';
import { randomInputs } from '../engine/workload/generators.ts';
import { parseNetwork } from '../engine/workload/network.ts';
import { denseFromSpikes } from '../engine/workload/spikes.ts';
import { timeByLayers, timeBySpikes, type LineFit } from './linear.ts';
import { differentWork } from './peer-times.ts';
import { plainSimulate } from './plain-simulate.ts';
import type { SimulateWork } from './simulate-worker.ts';
import { median } from './types.ts';
import type { BenchResult, BenchSuite } from './types.ts';
import { vgg16 } from './vgg16.ts';

const resources = join(import.meta.dirname, '../resources');
const FOUR_TWS = [2, 3, 5, 10];
const SAMPLES = 20;
const TEST_SET = 1000;
const THREADS = 2;
const VGG_RATE = 0.05;
const PLAIN = 'the same model as plain nested loops';

export const suite: BenchSuite = async (progress) => [
  oneSample('nmnist', 0.05, 3, 200, 3, progress),
  oneSample('dvsg-large', 0.02, 4, 50, 1, progress),
  oneSample('dvsg-medium', 0.02, 4, 50, 1, progress),
  manySamples('nmnist', 0.05, progress),
  await testSet('nmnist', 0.05, progress),
  everySystem('nmnist', 0.05, 3, progress),
  everySystem('dvsg-medium', 0.02, 4, progress),
  everySystem('dvsg-large', 0.02, 4, progress),
  vggSample(progress),
  ...growth(progress),
];

/** Milliseconds of one inference on SpikeX. */
function oneSample(
  name: string,
  rate: number,
  tws: number,
  runs: number,
  plainRuns: number,
  progress: (line: string) => void,
): BenchResult {
  progress(`simulate one ${name} sample`);
  const network = load(`networks/${name}.json`, parseNetwork);
  const plan = planFor(network, ['spikex'], tws);
  const inputs = randomInputs(network, 'random', rate, 1);
  const scratch = new Scratch();
  timed(runs, () => simulateNetwork(plan, inputs, scratch)); // warm-up
  const ours = median(timed(runs, () => simulateNetwork(plan, inputs, scratch)));
  const dense = inputs.map(denseFromSpikes);
  const plain = median(timed(plainRuns, () => plainNetwork(network, inputs, dense, tws, 'spikex')));
  return {
    name: `simulate one ${name} sample, T=${network.timesteps}, SpikeX, TWS ${tws}`,
    ours,
    baseline: plain,
    baselineName: PLAIN,
    ratio: plain / ours,
    unit: 'ms',
    runs,
    note: `${(rate * 100).toFixed(0)} % random spikes in every layer, ${spikesOf(inputs)} in all\n    ${differentWork(name, ours)}`,
  };
}

/** Samples per second when three systems are compared at four window sizes, as a search does. */
function manySamples(name: string, rate: number, progress: (line: string) => void): BenchResult {
  progress(`compare three systems at four windows over ${SAMPLES} ${name} samples`);
  const network = load(`networks/${name}.json`, parseNetwork);
  const systems: ArraySystem[] = ['spikex', 'ptb', 'serial'];
  const samples = Array.from({ length: SAMPLES }, (_, i) => randomInputs(network, 'random', rate, i + 1));
  const plans = FOUR_TWS.map((tws) => planFor(network, systems, tws));
  const scratch = new Scratch();
  const runs = 5;
  const perRun = timed(runs, () => plans.map((plan) => averageNetwork(plan, samples, scratch)));
  const ours = SAMPLES / (median(perRun) / 1000);
  const dense = samples[0].map(denseFromSpikes);
  const [onePlain] = timed(1, () => {
    for (const tws of FOUR_TWS)
      for (const system of systems) plainNetwork(network, samples[0], dense, tws, system);
  });
  const plain = 1000 / onePlain;
  return {
    name: `compare spikex, ptb, serial at TWS ${FOUR_TWS.join(', ')}: ${name} samples`,
    ours,
    baseline: plain,
    baselineName: PLAIN,
    ratio: ours / plain,
    unit: 'samples/s',
    runs,
    note: `${SAMPLES} samples, ${(rate * 100).toFixed(0)} % random spikes, one thread; the baseline ran 1 sample`,
  };
}

/** Milliseconds of one inference on each of the ten systems, and of all of them. */
function everySystem(name: string, rate: number, tws: number, progress: (line: string) => void): BenchResult {
  progress(`simulate one ${name} sample on every system`);
  const network = load(`networks/${name}.json`, parseNetwork);
  const inputs = randomInputs(network, 'random', rate, 1);
  const scratch = new Scratch();
  const runs = 10;
  const timeOf = (systems: readonly SystemName[]): number => {
    const plan = planFor(network, systems, tws);
    timed(runs, () => simulateNetwork(plan, inputs, scratch)); // warm-up
    return median(timed(runs, () => simulateNetwork(plan, inputs, scratch)));
  };
  const each = SYSTEM_NAMES.map((system) => `${system} ${timeOf([system]).toFixed(1)}`);
  return {
    name: `simulate one ${name} sample on all ${SYSTEM_NAMES.length} systems, TWS ${tws}`,
    ours: timeOf(SYSTEM_NAMES),
    ...ALONE,
    unit: 'ms',
    runs,
    note: `${rate * 100} % random spikes; alone: ${each.join(', ')} ms`,
  };
}

/** Seconds of three systems at four window sizes over a test set, on two threads. */
async function testSet(name: string, rate: number, progress: (line: string) => void): Promise<BenchResult> {
  progress(`compare three systems at four windows over ${TEST_SET} ${name} samples on ${THREADS} threads`);
  const network = load(`networks/${name}.json`, parseNetwork);
  const plans = FOUR_TWS.map((tws) => planFor(network, ['spikex', 'ptb', 'serial'], tws));
  const threads = Array.from({ length: THREADS }, (_, thread) => {
    const seeds = Array.from({ length: TEST_SET / THREADS }, (_unused, i) => 1 + thread + i * THREADS);
    const workerData: SimulateWork = { plans, rate, seeds };
    return new Worker(new URL('./simulate-worker.ts', import.meta.url), { workerData });
  });
  await Promise.all(threads.map((thread) => once(thread, 'message')));
  const seconds: number[] = [];
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    const done = threads.map((thread) => once(thread, 'message'));
    for (const thread of threads) thread.postMessage('go');
    await Promise.all(done);
    seconds.push((performance.now() - start) / 1000);
  }
  await Promise.all(threads.map((thread) => thread.terminate()));
  return {
    name: `spikex, ptb, serial at TWS ${FOUR_TWS.join(', ')}, ${TEST_SET} ${name} samples`,
    ours: median(seconds),
    ...ALONE,
    unit: 's',
    runs: seconds.length,
    note: `${THREADS} threads, ${(rate * 100).toFixed(0)} % random spikes, packing of activity into bits included`,
  };
}

/** Milliseconds of one inference of a network of the size of VGG16. */
function vggSample(progress: (line: string) => void): BenchResult {
  const network = vgg16();
  progress('simulate one sample of a network of the size of VGG16');
  const plan = planFor(network, ['spikex', 'ptb'], 2);
  const inputs = randomInputs(network, 'random', VGG_RATE, 1);
  const scratch = new Scratch();
  const times = timed(3, () => simulateNetwork(plan, inputs, scratch));
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return {
    name: 'simulate one VGG16-size sample, T=4, 224 x 224, spikex and ptb',
    ours: median(times),
    ...ALONE,
    unit: 'ms',
    runs: times.length,
    note: `${VGG_RATE * 100} % random spikes, ${spikesOf(inputs)} in all; peak memory of the whole benchmark so far ${megabytes} MB`,
  };
}

/** How straight the time grows. */
function growth(progress: (line: string) => void): BenchResult[] {
  progress('time by spikes and by layers');
  const energy = load('tech/paper.json', parseEnergyTable);
  const fits = [timeBySpikes(load('networks/dvsg-large.json', parseNetwork), energy), timeByLayers(energy)];
  return fits.map(({ what, x, points, rSquared, msPerX, ms }: LineFit) => ({
    name: `time by number of ${x}: R²`,
    ours: rSquared,
    ...ALONE,
    unit: '',
    runs: points.length,
    note: `${what}: ${ms.toPrecision(2)} ms + ${smallTime(msPerX)} per ${x.slice(0, -1)}`,
  }));
}

const smallTime = (ms: number): string =>
  ms < 1e-3 ? `${(ms * 1e6).toPrecision(3)} ns` : `${(ms * 1e3).toPrecision(3)} µs`;

const ALONE = { baseline: null, baselineName: null, ratio: null } as const;

const spikesOf = (inputs: readonly SpikeTensor[]): number =>
  inputs.reduce((sum, input) => sum + input.events.length, 0);

function plainNetwork(
  network: NetworkSpec,
  inputs: readonly SpikeTensor[],
  dense: readonly Uint8Array[],
  tws: number,
  system: ArraySystem,
): void {
  network.layers.forEach((layer, i) => {
    plainSimulate(layer, inputs[i].timesteps, dense[i], tws, system, DEFAULT_ARCH_CONFIG);
  });
}

function planFor(network: NetworkSpec, systems: readonly SystemName[], tws: number): SimulationPlan {
  const energy = load('tech/paper.json', parseEnergyTable);
  const outcome = planSimulation({ network, systems, tws: [tws], arch: DEFAULT_ARCH_CONFIG, energy });
  if (!outcome.ok) throw new Error(outcome.issues.map((issue) => issue.message).join('; '));
  return outcome.value;
}

function load<T>(file: string, parse: (text: string, file: string) => Outcome<T>): T {
  const outcome = parse(readFileSync(join(resources, file), 'utf8'), file);
  if (!outcome.ok) throw new Error(outcome.issues.map((issue) => issue.message).join('; '));
  return outcome.value;
}

/** Milliseconds of each repetition. */
function timed(runs: number, work: () => unknown): number[] {
  return Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}
