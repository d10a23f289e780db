/** Defaults that the window, the command line and the demo share. */
import type { TrainSpec } from './training.ts';

export const DEFAULT_NETWORK = 'nmnist';
export const DEFAULT_DATASET = 'synthetic-nmnist';
export const DEFAULT_ARCH = 'spikex-8x8';
export const DEFAULT_ENERGY_TABLE = 'paper';
export const DEFAULT_EXPERIMENT = 'Untitled';

/** Candidate time window sizes: those of the paper's accelerator for short inputs, longer ones for long inputs. */
export const candidateTws = (timesteps: number): readonly number[] =>
  timesteps < 100 ? [1, 2, 3, 5, 10] : [1, 2, 4, 8, 16];

/** A training of the N-MNIST preset that works as it stands; `workers` is replaced by the host's default. */
export const DEFAULT_TRAIN: TrainSpec = {
  name: '',
  experiment: DEFAULT_EXPERIMENT,
  network: DEFAULT_NETWORK,
  data: {
    source: DEFAULT_DATASET,
    split: 0.8,
    maxTrain: null,
    maxTest: null,
    transforms: [],
    bins: { timesteps: 30, mode: 'window', windowUs: 10_000, factor: null },
  },
  epochs: 120,
  pretrainEpochs: 0,
  batch: 8,
  learningRate: 4e-3,
  schedule: 'cosine',
  weightDecay: 0.1,
  clipNorm: 1,
  surrogateHalfWidth: 0.5,
  augment: { shiftPixels: 3, dropEvents: 0.3, rotateDegrees: 15, scale: 0.15 },
  dropout: 0.3,
  rule: { kind: 'surrogate', surrogate: 'triangle', warmupEpochs: 0, cutoffSteps: 0 },
  loss: { kind: 'softmax', rightRate: 0.3, wrongRate: 0, tauSteps: 5 },
  optimiser: { kind: 'adamw', momentum: 0.9 },
  bits: [32],
  patience: 0,
  hardwareLoss: { mode: 'off', beta: 0, objective: 'per-layer' },
  cost: {
    systems: ['spikex', 'ptb'],
    tws: [3],
    arch: DEFAULT_ARCH,
    archOverrides: {},
    energy: DEFAULT_ENERGY_TABLE,
    samplesPerEpoch: 8,
    samplesAtEnd: 64,
  },
  seed: 1,
  workers: 2,
  init: null,
};
