/** A finished study in a database: betas times seeds on two datasets, costs counted and priced on two systems. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { costOf } from '../../engine/cost/cost-of.ts';
import { parseEnergyTable } from '../../engine/cost/energy-table.ts';
import { Random } from '../../engine/math/random.ts';
import {
  DEFAULT_TRAIN,
  edpJsOf,
  type Counters,
  type EnergyTable,
  type EpochMetrics,
  type LayerCost,
  type SystemCost,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import { ExperimentStore } from '../../electron/store/index.ts';
import { valueOf as value } from './outcomes.ts';

const BETAS = [0, 0.003, 0.01, 0.03];
const EPOCHS = 8;
const LAYERS = ['CONV1', 'CONV2', 'FC1', 'FC2'];

function tableOf(name: string): EnergyTable {
  const file = resolve(import.meta.dirname, `../../resources/tech/${name}.json`);
  return value(parseEnergyTable(readFileSync(file, 'utf8'), file));
}

function layerOf(
  name: string,
  at: number,
  activity: number,
  system: 'spikex' | 'ptb',
  table: EnergyTable,
): LayerCost {
  const work = activity * (system === 'ptb' ? 2.6 : 1) * [3, 5, 1.2, 0.3][at] * 1e5;
  const counts: Counters = {
    'ALU.alu': Math.round(work),
    'RF.psum': Math.round(4 * work),
    'RF.weight': Math.round(work),
    'LBUF.weight': Math.round(work / 5),
    'GLB.spike': Math.round(work / 20),
    'GLB.weight': Math.round(work / 30),
    'DRAM.weight': Math.round(work / 400) + 3000 * (at + 1),
  };
  const { energyPj, byComponentPj } = costOf(counts, table);
  const cycles = Math.round(work / 24) + 900;
  return {
    name,
    tws: 3,
    mode: system === 'ptb' ? 'ptb' : 'spikex-t',
    cycles,
    latencyUs: cycles / 200,
    energyPj,
    utilization: 0.6 + at / 20,
    spikes: Math.round(work / 50),
    counts,
    byComponentPj,
  };
}

function costsOf(activity: number, table: EnergyTable): SystemCost[] {
  return (['spikex', 'ptb'] as const).map((system) => {
    const layers = LAYERS.map((name, at) => layerOf(name, at, activity, system, table));
    const sum = (of: (layer: LayerCost) => number): number =>
      layers.reduce((total, layer) => total + of(layer), 0);
    const [energyPj, latencyUs] = [sum((layer) => layer.energyPj), sum((layer) => layer.latencyUs)];
    return {
      system,
      tws: [3],
      energyTable: table.name,
      archName: 'spikex-8x8',
      samples: 64,
      cycles: sum((layer) => layer.cycles),
      latencyUs,
      energyPj,
      edpJs: edpJsOf(energyPj, latencyUs),
      layers,
    };
  });
}

function epochOf(epoch: number, accuracy: number, beta: number, activity: number): EpochMetrics {
  const reached = accuracy * (1 - Math.exp(-epoch / 2));
  return {
    epoch,
    epochs: EPOCHS,
    lossTotal: 2.3 * Math.exp(-epoch / 3) + 0.1,
    lossAccuracy: 2.2 * Math.exp(-epoch / 3) + 0.1,
    lossHardware: activity,
    betaNow: beta,
    learningRate: 0.004,
    trainAccuracy: Math.min(1, reached + 0.02),
    testAccuracy: reached,
    layers: LAYERS.map((name, at) => ({
      name,
      spikeDensity: activity / (at + 10),
      twDensity: activity / (at + 4),
      activeFraction: 0.2,
    })),
    costs: [],
    samplesPerSecond: 900,
    epochSeconds: 3,
    secondsLeft: 0,
    predicted: [],
    proxy: null,
  };
}

export const STUDY_RUNS = 2 * BETAS.length * 5;

/** Answers the ids, oldest first. */
export function writeStudy(file: string, seeds = 5): string[] {
  let now = Date.UTC(2026, 9, 1, 8);
  const store = value(ExperimentStore.open(file, { now: () => now }));
  const table = tableOf('paper');
  const random = new Random(7);
  const ids: string[] = [];
  for (const dataset of ['N-MNIST', 'DVS Gesture'])
    for (const beta of BETAS)
      for (let seed = 1; seed <= seeds; seed++) {
        const hard = dataset === 'N-MNIST' ? 0 : 0.06;
        const accuracy =
          0.975 - hard - 3.5 * beta * (0.5 + random.uniform()) * 0.3 - random.uniform() * 0.008;
        const activity =
          (1 + 4 * hard) * (0.25 + 0.75 * Math.exp(-beta * 80)) * (0.94 + random.uniform() * 0.12);
        const spec: TrainSpec = {
          ...DEFAULT_TRAIN,
          name: `${dataset === 'N-MNIST' ? 'nmnist' : 'gesture'} beta ${beta}`,
          experiment: 'Beta sweep',
          data: { ...DEFAULT_TRAIN.data, source: dataset },
          epochs: EPOCHS,
          hardwareLoss: { ...DEFAULT_TRAIN.hardwareLoss, mode: beta > 0 ? 'proxy' : 'off', beta },
          seed,
        };
        const id = value(
          store.createRun({
            name: spec.name,
            kind: 'train',
            experiment: spec.experiment,
            seed,
            network: 'nmnist',
            dataset,
            beta,
            epochs: EPOCHS,
            spec,
            energyTable: table,
            provenance: {
              appVersion: '0.1.0',
              gitCommit: '0123456789abcdef0123456789abcdef01234567',
              gitDirty: seed === 2,
              gitDiffHash: seed === 2 ? 'ab'.repeat(32) : null,
              node: 'v24.0.0',
              platform: 'linux x64',
              cpu: 'a processor',
              cores: 2,
              dataHash: 'cd'.repeat(32),
              networkHash: 'ef'.repeat(32),
              energyTableHash: null,
            },
          }),
        );
        value(store.markRunning(id));
        for (let epoch = 1; epoch <= EPOCHS; epoch++) {
          now += 3000;
          value(store.addEpoch(id, epochOf(epoch, accuracy, beta, activity)));
        }
        const confusion = Array.from({ length: 10 }, (_, truth) =>
          Array.from({ length: 10 }, (_, guess) =>
            truth === guess ? Math.round(40 * accuracy) : random.uniform() < 0.2 ? 1 : 0,
          ),
        );
        const { layers } = epochOf(EPOCHS, accuracy, beta, activity);
        value(
          store.finishRun(id, {
            state: 'done',
            message: null,
            evaluation: {
              accuracy,
              correct: Math.round(400 * accuracy),
              total: 400,
              loss: 0.2,
              confusion,
              layers,
              costs: [],
            },
            costs: costsOf(activity, table),
            checkpoint: null,
            spikeDensity: activity / 12,
            twDensity: activity / 5,
          }),
        );
        now += 60_000;
        ids.push(id);
      }
  store.close();
  return ids;
}
