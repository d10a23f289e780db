/** A small training that takes a fraction of a second, and its parts. */
import { DEFAULT_TRAIN, type EpochMetrics, type NetworkSpec } from '../../../engine/contract/index.ts';
import {
  inlineTeam,
  planTraining,
  trainNetwork,
  type Checkpoint,
  type HardwareInLoop,
  type Team,
  type TrainingHooks,
  type TrainingPlan,
  type TrainSettings,
} from '../../../engine/train/index.ts';
import { sketchNetwork, toySet, wasm } from '../kernels/networks.ts';

export function settings(changes: Partial<TrainSettings> = {}): TrainSettings {
  return {
    epochs: 4,
    pretrainEpochs: 0,
    batch: 10,
    learningRate: 0.005,
    schedule: 'cosine',
    weightDecay: 0.01,
    clipNorm: 1,
    surrogateHalfWidth: 0.5,
    augment: { shiftPixels: 1, dropEvents: 0.2, rotateDegrees: 10, scale: 0.1 },
    dropout: 0,
    rule: DEFAULT_TRAIN.rule,
    loss: DEFAULT_TRAIN.loss,
    optimiser: DEFAULT_TRAIN.optimiser,
    bits: [32],
    patience: 0,
    hardwareLoss: { mode: 'proxy', beta: 0.1, objective: 'per-layer' as const },
    seed: 11,
    ...changes,
  };
}

export const toyNetwork: NetworkSpec = sketchNetwork({
  side: 9,
  channels: 2,
  timesteps: 10,
  leak: 0.875,
  layers: [[8, 3, 2, 0], 3],
});

export function toyPlan(changes: Partial<TrainSettings> = {}, network = toyNetwork): TrainingPlan {
  const sets = { train: toySet(network, 64, 1), test: toySet(network, 30, 2) };
  const plan = planTraining({ network, settings: settings(changes), tws: [3], wasm, ...sets });
  if (!plan.ok) throw new Error(plan.issues.map((issue) => issue.message).join('\n'));
  return plan.value;
}

export interface Trained {
  readonly outcome: ReturnType<typeof trainNetwork>;
  readonly epochs: EpochMetrics[];
  readonly last: Uint8Array[];
  readonly best: Uint8Array[];
}

interface TrainOptions {
  readonly team?: Team;
  readonly hooks?: Partial<TrainingHooks>;
  readonly hardwareBits?: { readonly weight: number; readonly potential: number };
  readonly init?: Float32Array;
  readonly resume?: Checkpoint;
  readonly samplesPerEpoch?: number;
  readonly samplesAtEnd?: number;
  readonly hardware?: HardwareInLoop;
}

export function train(plan: TrainingPlan, options: TrainOptions = {}): Trained {
  const trained = { epochs: [] as EpochMetrics[], last: [] as Uint8Array[], best: [] as Uint8Array[] };
  let now = 0;
  const outcome = trainNetwork({
    plan,
    team: options.team ?? inlineTeam(plan),
    clock: () => (now += 5),
    samplesPerEpoch: options.samplesPerEpoch ?? 0,
    samplesAtEnd: options.samplesAtEnd ?? 0,
    hardware: options.hardware ?? null,
    hardwareBits: options.hardwareBits ?? null,
    init: options.init ?? null,
    resume: options.resume ?? null,
    hooks: {
      onEpoch: (metrics) => trained.epochs.push(metrics),
      onProgress: () => {},
      shouldStop: () => false,
      costOf: () => [],
      saveCheckpoint: (kind, bytes) => trained[kind].push(bytes),
      ...options.hooks,
    },
  });
  return { outcome, ...trained };
}

/** L_HW = slope * density of the first layer's windows. */
export const linearLoss = (slope = 1): HardwareInLoop => ({
  curvesFor: () => [[[{ x: [0, 1], y: [0, slope] }]], []],
  observe: () => ({ costs: [], predicted: [] }),
  choice: null,
  state: null,
});

export function resultOf(trained: Trained) {
  if (!trained.outcome.ok) throw new Error(trained.outcome.issues.map((issue) => issue.message).join('\n'));
  return trained.outcome.value;
}
