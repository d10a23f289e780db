/**
 * Speed of the simulator, beside the same model as plain nested loops (bench/plain-simulate.ts) in the same run. Both
 * count the same thing: one inference on given activity, all layers, exact counters, latency and energy. Spikes are
 * Bernoulli, 5 % for N-MNIST and 2 % for DVS-Gesture; making them is not timed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_ARCH_CONFIG } from '../engine/arch/arch.ts';
import type { NetworkSpec, Outcome, SpikeTensor, SystemName } from '../engine/contract/index.ts';
import { parseEnergyTable } from '../engine/cost/energy-table.ts';
import { Scratch, averageNetwork, planSimulation, simulateNetwork } from '../engine/sim/index.ts';
import type { SimulationPlan } from '../engine/sim/index.ts';
import { randomInputs } from '../engine/workload/generators.ts';
import { parseNetwork } from '../engine/workload/network.ts';
import { denseFromSpikes } from '../engine/workload/spikes.ts';
import { plainSimulate } from './plain-simulate.ts';
import { median } from './types.ts';
import type { BenchResult, BenchSuite } from './types.ts';

const resources = join(import.meta.dirname, '../resources');
const FOUR_TWS = [2, 3, 5, 10];
const SAMPLES = 20;
const PLAIN = 'the same model as plain nested loops';

export const suite: BenchSuite = async (progress) => [
  oneSample('nmnist', 0.05, 3, 200, 3, progress),
  oneSample('dvsg-large', 0.02, 4, 50, 1, progress),
  oneSample('dvsg-medium', 0.02, 4, 50, 1, progress),
  manySamples('nmnist', 0.05, progress),
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
    note: `${(rate * 100).toFixed(0)} % random spikes in every layer, ${inputs.reduce((sum, input) => sum + input.events.length, 0)} in all`,
  };
}

/** Samples per second when three systems are compared at four window sizes, as a search does. */
function manySamples(name: string, rate: number, progress: (line: string) => void): BenchResult {
  progress(`compare three systems at four windows over ${SAMPLES} ${name} samples`);
  const network = load(`networks/${name}.json`, parseNetwork);
  const systems: SystemName[] = ['spikex', 'ptb', 'serial'];
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

function plainNetwork(
  network: NetworkSpec,
  inputs: readonly SpikeTensor[],
  dense: readonly Uint8Array[],
  tws: number,
  system: SystemName,
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
