/**
 * The trainings and searches behind the figures, by size of the reproduction. quick: embedded synthetic data, one seed, few
 * epochs. full: three seeds and long trainings, on the user's recordings where they are given. Their results are stored
 * runs like any other; nothing in a plan depends on a published result.
 */
import { DEFAULT_TRAIN } from '../contract/index.ts';
import type { BinSpec, PaperDatasets, PaperSize, SearchSpec, TrainSpec } from '../contract/index.ts';
import { BATCHES } from './activity-study.ts';
import type { Batch } from './activity-study.ts';
import { NETWORK_TITLES } from './trained.ts';
import type { PaperNetwork } from './trained.ts';

/** What a network of the paper is trained with at one size of the reproduction. */
export interface NetworkSize {
  readonly network: PaperNetwork;
  readonly preset: string;
  readonly data: keyof PaperDatasets;
  readonly maxTrain: number | null;
  readonly maxTest: number | null;
  readonly epochs: number;
  readonly pretrainEpochs: number;
  readonly learningRate: number;
  readonly betas: readonly number[];
  readonly seeds: readonly number[];
  /** Held-out samples whose activity is recorded and costed. */
  readonly samples: number;
  /** Window sizes of PTB and of the search: those that the paper's accelerator offers for this T. */
  readonly candidates: readonly number[];
}

const SHORT = { candidates: [2, 3, 5, 10] };
const LONG = { candidates: [2, 4, 8, 16] };

const SIZES: Readonly<Record<PaperSize, readonly NetworkSize[]>> = {
  quick: [
    {
      ...SHORT,
      network: 'n-mnist',
      preset: 'nmnist',
      data: 'nmnist',
      maxTrain: 1000,
      maxTest: 250,
      epochs: 24,
      pretrainEpochs: 10,
      learningRate: 4e-3,
      betas: [0, 1e-3, 3e-3, 1e-2, 3e-2],
      seeds: [1],
      samples: 16,
    },
    {
      ...LONG,
      network: 'large',
      preset: 'dvsg-large',
      data: 'gesture',
      maxTrain: 600,
      maxTest: 110,
      epochs: 18,
      pretrainEpochs: 8,
      learningRate: 4e-3,
      betas: [0, 3e-2],
      seeds: [1],
      samples: 4,
    },
  ],
  full: [
    {
      ...SHORT,
      network: 'n-mnist',
      preset: 'nmnist',
      data: 'nmnist',
      maxTrain: null,
      maxTest: null,
      epochs: 60,
      pretrainEpochs: 20,
      learningRate: 4e-3,
      betas: [0, 5e-5, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1],
      seeds: [1, 2, 3],
      samples: 64,
    },
    {
      ...LONG,
      network: 'large',
      preset: 'dvsg-large',
      data: 'gesture',
      maxTrain: null,
      maxTest: null,
      epochs: 60,
      pretrainEpochs: 20,
      learningRate: 4e-3,
      betas: [0, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1],
      seeds: [1, 2, 3],
      samples: 32,
    },
    {
      ...LONG,
      network: 'medium',
      preset: 'dvsg-medium',
      data: 'gesture',
      maxTrain: null,
      maxTest: null,
      epochs: 60,
      pretrainEpochs: 20,
      learningRate: 4e-3,
      betas: [0, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1],
      seeds: [1, 2, 3],
      samples: 32,
    },
  ],
};

/** Epochs at the end of HT + HAS with the sizes fixed. */
const SETTLE_EPOCHS = 3;

const EMBEDDED: Readonly<Record<keyof PaperDatasets, string>> = {
  nmnist: 'synthetic-nmnist',
  gesture: 'synthetic-gesture',
};

export interface PlannedNetwork extends NetworkSize {
  readonly dataset: string;
  readonly isGiven: boolean;
  readonly experiment: string;
  /** The training at beta 0 and the first seed; a sweep varies both. */
  spec(bins: BinSpec, workers: number): TrainSpec;
}

export const paperExperiment = (size: PaperSize): string => `Paper, ${size}`;

/** sizes: other trainings than the shipped ones. */
export function paperNetworks(
  size: PaperSize,
  datasets: PaperDatasets,
  sizes: readonly NetworkSize[] = SIZES[size],
): PlannedNetwork[] {
  return sizes.map((one) => {
    const dataset = datasets[one.data] ?? EMBEDDED[one.data];
    const experiment = `${paperExperiment(size)}: ${NETWORK_TITLES[one.network]}`;
    return {
      ...one,
      dataset,
      isGiven: dataset !== EMBEDDED[one.data],
      experiment,
      spec: (bins, workers) => trainingOf(one, { dataset, experiment, bins, workers }),
    };
  });
}

function trainingOf(
  one: NetworkSize,
  given: { dataset: string; experiment: string; bins: BinSpec; workers: number },
): TrainSpec {
  const isGesture = one.data === 'gesture';
  return {
    ...DEFAULT_TRAIN,
    name: NETWORK_TITLES[one.network],
    experiment: given.experiment,
    network: one.preset,
    data: {
      ...DEFAULT_TRAIN.data,
      source: given.dataset,
      maxTrain: one.maxTrain,
      maxTest: one.maxTest,
      bins: given.bins,
    },
    epochs: one.epochs,
    pretrainEpochs: one.pretrainEpochs,
    learningRate: one.learningRate,
    // Few epochs: the harder augmentation of long trainings would only slow it down.
    augment: { ...DEFAULT_TRAIN.augment, rotateDegrees: 0, scale: 0 },
    dropout: 0,
    hardwareLoss: { ...DEFAULT_TRAIN.hardwareLoss, mode: 'off', beta: 0 },
    cost: {
      ...DEFAULT_TRAIN.cost,
      systems: ['spikex', 'ptb'],
      tws: [one.candidates[isGesture ? 1 : 0]],
      samplesPerEpoch: isGesture ? 1 : 4,
      samplesAtEnd: one.samples,
    },
    seed: one.seeds[0],
    workers: given.workers,
  };
}

/** HT + HAS: the hardware-trained run once more, with a choice of window sizes for every layer in its loss. */
export const withSearch = (one: PlannedNetwork, trained: TrainSpec): TrainSpec => ({
  ...trained,
  name: `${NETWORK_TITLES[one.network]}, HT + HAS, β ${trained.hardwareLoss.beta}, seed ${trained.seed}`,
  hardwareLoss: {
    ...trained.hardwareLoss,
    has: { mode: 'two-level', tws: one.candidates, settleEpochs: SETTLE_EPOCHS },
  },
});

/** The exact best size per layer for one system on the recorded activity of that run. layers: of the network. */
export function searchSpec(
  one: PlannedNetwork,
  run: { runId: string; layers: number },
  system: 'ptb' | 'spikex',
  batch: Batch,
): SearchSpec {
  return {
    name: `${NETWORK_TITLES[one.network]}, HAS on ${system === 'ptb' ? 'PTB' : 'SpikeX'}, batch ${batch}`,
    experiment: one.experiment,
    network: one.preset,
    system,
    tws: [one.candidates[0]],
    arch: DEFAULT_TRAIN.cost.arch,
    archOverrides: system === 'ptb' ? { batch, 'ptb.tws': 'layer' } : { batch },
    energy: DEFAULT_TRAIN.cost.energy,
    spikes: { kind: 'run', runId: run.runId },
    samples: one.samples,
    space: {
      schema: 'spikex-space/1',
      name: 'window sizes',
      parameters: Array.from({ length: run.layers }, (_, layer) => ({
        key: `tws[${layer}]`,
        values: one.candidates,
      })),
    },
    method: 'has',
    objectives: ['edpJs'],
    constraints: [],
    budget: 400,
    objective: 'per-layer',
    exponent: 1,
    seed: 1,
  };
}

export const SEARCHED = BATCHES.flatMap((batch) =>
  (['ptb', 'spikex'] as const).map((system) => ({ batch, system })),
);
