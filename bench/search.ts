/**
 * What the architecture search costs: candidates simulated per second on one thread, and a training with the search of
 * window sizes in it (HAS) beside the same training with the hardware loss alone (HT). Trainings run in one thread and
 * are measured by the process's own processor time, so that a busy machine changes nothing; fits of the proxy and exact
 * costs of held-out samples are part of both. The learning rate is next to nothing, so that both networks stay as they
 * are: otherwise their activity parts, and the cost of the spikes would pass for that of the search. The note gives the
 * spike densities that both end at.
 */
import { readFileSync } from 'node:fs';
import { hardwareInLoop } from '../electron/jobs/kinds/hardware-in-loop.ts';
import { DEFAULT_ARCH_CONFIG } from '../engine/arch/arch.ts';
import {
  candidateTws,
  DEFAULT_TRAIN,
  type HasSpec,
  type NetworkSpec,
  type SpikeTensor,
} from '../engine/contract/index.ts';
import { parseEnergyTable } from '../engine/cost/energy-table.ts';
import { HardwareEvaluator, randomSearch, runSearch, spaceSize } from '../engine/search/index.ts';
import { averageNetwork, planSimulation, Scratch } from '../engine/sim/index.ts';
import { inlineTeam, planTraining, trainNetwork, type TrainSettings } from '../engine/train/index.ts';
import { randomInputs } from '../engine/workload/generators.ts';
import { randomSet } from './random-set.ts';
import { median, type BenchResult, type BenchSuite } from './types.ts';

const CANDIDATES = 100_000;
const SAMPLES = 16;
const DENSITY = 0.05;
const RUNS = 3;
const LEARNING_RATE = 1e-9;

interface Case {
  readonly network: string;
  readonly train: number;
  readonly test: number;
  readonly epochs: number;
}
const CASES: readonly Case[] = [
  { network: 'nmnist', train: 800, test: 100, epochs: 4 },
  { network: 'dvsg-medium', train: 110, test: 20, epochs: 3 },
];

export const suite: BenchSuite = async (progress) => {
  const results: BenchResult[] = [];
  for (const one of CASES) results.push(...trainingCost(one, progress));
  progress(`${CANDIDATES} candidates`);
  results.push(await candidates());
  return results;
};

function trainingCost(one: Case, progress: (line: string) => void): BenchResult[] {
  return (['two-level', 'joint'] as const).map((mode) => {
    const times: { ht: Measured; has: Measured }[] = [];
    for (let run = 0; run < RUNS; run++) {
      progress(`${one.network}, HT and HAS ${mode}, ${run + 1} of ${RUNS}`);
      times.push({ ht: measured(one, null), has: measured(one, mode) });
    }
    const [ht, has] = (['ht', 'has'] as const).map((kind) => median(times.map((pair) => pair[kind].seconds)));
    const ratio = median(times.map((pair) => pair.has.seconds / pair.ht.seconds));
    const densities = (['ht', 'has'] as const).map((kind) => (100 * times[0][kind].density).toFixed(2));
    return {
      name: `training with HAS, ${mode}, ${one.network}`,
      ours: has,
      baseline: ht,
      baselineName: 'the same with HT alone',
      ratio: ht / has,
      unit: 's of processor time',
      runs: RUNS,
      note: `${one.epochs} epochs of ${one.train} samples, ${one.test} held out, four sizes; HAS over HT ${ratio.toFixed(2)}; hidden layers end at ${densities.join(' % with HT, ')} % with HAS`,
    };
  });
}

interface Measured {
  /** Processor time. */
  readonly seconds: number;
  /** Mean spike density of the hidden layers after the last epoch, 0..1. */
  readonly density: number;
}

function measured({ network: name, train, test, epochs }: Case, mode: HasSpec['mode'] | null): Measured {
  const network: NetworkSpec = JSON.parse(readFileSync(`resources/networks/${name}.json`, 'utf8'));
  const tws = candidateTws(network.timesteps).filter((size) => size > 1);
  const has = mode && { mode, tws, settleEpochs: 0 };
  const settings: TrainSettings = {
    ...DEFAULT_TRAIN,
    learningRate: LEARNING_RATE,
    epochs,
    pretrainEpochs: 0,
    hardwareLoss: { mode: 'proxy', beta: 0.01, objective: 'per-layer', has },
  };
  const sets = { train: randomSet(network, train, DENSITY), test: randomSet(network, test, DENSITY) };
  const wasm = new Uint8Array(readFileSync('out/wasm/kernels.wasm'));
  const plan = ours(planTraining({ network, settings, tws: [tws[1]], wasm, ...sets }));
  const energy = ours(
    parseEnergyTable(readFileSync('resources/tech/paper.json', 'utf8'), 'resources/tech/paper.json'),
  );
  const simulation = ours(
    planSimulation({ network, systems: ['spikex'], tws: [tws[1]], arch: DEFAULT_ARCH_CONFIG, energy }),
  );
  const scratch = new Scratch();
  const costOf = (samples: Iterable<readonly SpikeTensor[]>, sizes: readonly number[]) =>
    averageNetwork({ ...simulation, tws: sizes }, samples, scratch);
  let density = 0;
  const before = process.cpuUsage();
  const trained = trainNetwork({
    plan,
    team: inlineTeam(plan),
    clock: () => performance.now(),
    samplesPerEpoch: DEFAULT_TRAIN.cost.samplesPerEpoch,
    samplesAtEnd: 0,
    hardware: hardwareInLoop({ ...settings, seed: 1 }, simulation, costOf, null),
    hardwareBits: null,
    init: null,
    resume: null,
    hooks: {
      onEpoch: ({ layers }) => {
        const hidden = layers.slice(0, -1);
        density = hidden.reduce((sum, { spikeDensity }) => sum + spikeDensity, 0) / hidden.length;
      },
      onProgress() {},
      shouldStop: () => false,
      costOf,
      saveCheckpoint() {},
    },
  });
  const { user, system } = process.cpuUsage(before);
  if (!trained.ok || trained.value.state !== 'done') throw new Error('the training did not end');
  return { seconds: (user + system) / 1e6, density };
}

async function candidates(): Promise<BenchResult> {
  const network: NetworkSpec = JSON.parse(readFileSync('resources/networks/nmnist.json', 'utf8'));
  const energy = ours(
    parseEnergyTable(readFileSync('resources/tech/paper.json', 'utf8'), 'resources/tech/paper.json'),
  );
  const sizes = candidateTws(network.timesteps);
  const space = {
    schema: 'spikex-space/1' as const,
    name: 'bench',
    parameters: [
      ...network.layers.map((_, l) => ({ key: `tws[${l}]`, values: sizes })),
      { key: 'array.rows', values: [2, 4, 8, 16, 32, 64] },
      { key: 'array.cols', values: [2, 4, 8, 16, 32, 64] },
      { key: 'lbuf.bytes', values: [1024, 2048, 4096, 8192] },
      { key: 'glb.bytes', values: [27_648, 55_296] },
      { key: 'clockMhz', values: [100, 200] },
    ],
  };
  const samples = Array.from({ length: SAMPLES }, (_, i) => randomInputs(network, 'bursty', 0.02, i + 1));
  const ground = {
    network,
    system: 'spikex' as const,
    tws: network.layers.map(() => 3),
    arch: DEFAULT_ARCH_CONFIG,
    energy,
    samples,
  };
  const evaluator = new HardwareEvaluator(ground, space);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const { all } = await runSearch({
    method: randomSearch(space, 1),
    executor: { evaluate: async (points) => points.map((point) => evaluator.evaluate(point)) },
    objectives: ['edpJs', 'energyPj', 'latencyUs'],
    constraints: [],
    budget: CANDIDATES,
    batch: 1000,
    known: new Map(),
    shouldStop: () => false,
    onProgress() {},
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  return {
    name: `${all.length.toLocaleString('en-US')} candidates, N-MNIST, ${SAMPLES} samples each`,
    ours: seconds,
    baseline: null,
    baselineName: null,
    ratio: null,
    unit: 's',
    runs: 1,
    note: `random points of a space of ${spaceSize(space).toLocaleString('en-US')}, one thread; ${((user + system) / 1e6).toFixed(1)} s of processor time`,
  };
}

function ours<T>(outcome: { ok: true; value: T } | { ok: false; issues: readonly { message: string }[] }): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.issues.map(({ message }) => message).join('; '));
}
