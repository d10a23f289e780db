/** Runs, reports and costs of the size that a training of a small network gives. */
import type { LayerCost, SystemCost } from '../engine/contract/simulation.ts';
import type { EpochMetrics } from '../engine/contract/training.ts';

export const EPOCHS = 4;

const layerCost = (run: number, layer: number): LayerCost => ({
  name: `conv${layer}`,
  tws: 3,
  mode: 'spikex-t',
  cycles: run * 10 + layer,
  latencyUs: run / 7,
  energyPj: run * 123.456,
  utilization: 0.61,
  spikes: 4321,
  counts: {
    'RF.weight': run,
    'RF.psum': 2 * run,
    'LBUF.weight': run,
    'GLB.spike': run,
    'DRAM.weight': 77,
    'ALU.alu': run,
  },
  byComponentPj: { ALU: run, RF: 2 * run, LBUF: 3.5, GLB: 4.5, DRAM: 5.5 },
});

export const systemCost = (run: number, system: SystemCost['system'], layers: number): SystemCost => ({
  system,
  tws: [3],
  energyTable: 'paper',
  archName: 'spikex-8x8',
  samples: 64,
  cycles: run * 100,
  latencyUs: run / 3,
  energyPj: run * 1234.5,
  edpJs: run * 1e-13,
  layers: Array.from({ length: layers }, (_, layer) => layerCost(run, layer)),
});

export const report = (run: number, epoch: number): EpochMetrics => ({
  epoch,
  epochs: EPOCHS,
  lossTotal: 1 / (run + epoch),
  lossAccuracy: 0.9 / (run + epoch),
  lossHardware: 0.1 / (run + epoch),
  betaNow: 0.1,
  learningRate: 0.002,
  trainAccuracy: 0.9,
  testAccuracy: 0.8 + epoch / 100,
  layers: ['conv1', 'conv2', 'fc1', 'fc2'].map((name) => ({
    name,
    spikeDensity: 0.1,
    twDensity: 0.2,
    activeFraction: 0.3,
  })),
  costs: [systemCost(run, 'spikex', 4)],
  samplesPerSecond: 1234.5,
  epochSeconds: 6.7,
  secondsLeft: 0,
  predicted: [],
  proxy: null,
});

export const NEW_RUN = {
  kind: 'train',
  network: 'nmnist',
  dataset: 'synthetic-nmnist',
  beta: 0.1,
  epochs: EPOCHS,
  spec: { network: 'nmnist', epochs: EPOCHS },
  energyTable: null,
  provenance: {
    appVersion: '0',
    gitCommit: null,
    gitDirty: null,
    node: process.version,
    platform: process.platform,
    cpu: '',
    cores: 1,
    dataHash: null,
    networkHash: null,
    energyTableHash: null,
  },
} as const;
