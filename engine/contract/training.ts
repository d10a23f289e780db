/** Training as data, and what it reports. */
import type { ArchOverrides, SystemCost } from './simulation.ts';
import type { SystemName } from './arch.ts';
import type { DataSpec } from './events.ts';

export interface AugmentSpec {
  /** Largest random shift in pixels, each axis. */
  readonly shiftPixels: number;
  /** Largest share of events dropped, drawn uniformly from 0..dropEvents for each sample. */
  readonly dropEvents: number;
  /** Largest random rotation about the centre, degrees, either way. */
  readonly rotateDegrees: number;
  /** Largest random change of size, 0.1 = 0.9 to 1.1 times. */
  readonly scale: number;
}

export const HARDWARE_LOSS_MODES = ['off', 'proxy', 'exact'] as const;
export const HARDWARE_OBJECTIVES = ['per-layer', 'network'] as const;
export type HardwareObjective = (typeof HARDWARE_OBJECTIVES)[number];

export const HAS_MODES = ['two-level', 'joint'] as const;
export type HasMode = (typeof HAS_MODES)[number];

/**
 * Architecture search inside the training (docs/search.md): every layer chooses its time window size, and its weight bits,
 * by probabilities that the loss moves.
 * `two-level`: weights learn on half of the training samples, the choices on the other half. `joint`: both on all.
 */
export interface HasSpec {
  readonly mode: HasMode;
  /** Window sizes to choose from, steps; at least two, or one where bits are chosen. */
  readonly tws: readonly number[];
  /** Weight bits to choose from, 2 to 8; at least two. Absent = `bits` of the training stay. */
  readonly bits?: readonly number[];
  /** Epochs at the end that train on with the most probable choice. */
  readonly settleEpochs: number;
}

/**
 * L = L_accuracy + beta * L_HW. L_HW: modelled EDP of the layers behind the first on the first system of `cost.systems`, in
 * percent of the EDP before hardware training (docs/training.md).
 * `proxy`: fitted to the simulator's samples. `exact`: the proxy, scaled after every epoch to the exact cost.
 */
export interface HardwareLossSpec {
  readonly mode: (typeof HARDWARE_LOSS_MODES)[number];
  readonly beta: number;
  /** `per-layer`: sum of each layer's EDP, as in the paper; `network`: (sum of energies) * (sum of latencies). */
  readonly objective: HardwareObjective;
  /** g in E^g L^(2-g), 0..2. @default 1, EDP */
  readonly exponent?: number;
  /** Null or absent = the window sizes of `cost.tws` stay. */
  readonly has?: HasSpec | null;
  /**
   * Learning rate with which the schedule begins anew behind the pre-training; absent: it goes on. Holds with the loss off
   * as well, so that a baseline differs in the loss alone.
   */
  readonly restartRate?: number;
}

/** One choice of the search inside a training. */
export interface ChoiceProbabilities {
  /** `tws[i]` or `bits[i]`, i = layer from 0. */
  readonly key: string;
  readonly values: readonly number[];
  /** One per value, sum 1. */
  readonly probabilities: readonly number[];
}

/** What the search inside a training ended with. */
export interface HasReport {
  /** Chosen window size per layer. */
  readonly tws: readonly number[];
  readonly choices: readonly ChoiceProbabilities[];
  /** Held-out samples on which the window sizes were compared exactly, with the final weights. */
  readonly samples: number;
  /** Size per layer with the lowest exact E^g L^(2-g) of the layer. */
  readonly exactTws: readonly number[];
  /** Exact E^g L^(2-g) of the chosen size over the lowest, per layer, at least 1. */
  readonly excess: readonly number[];
  /** Spearman rank correlation of the proxy's E^g L^(2-g) with the exact one, over samples and sizes; null for the first layer. */
  readonly rankCorrelation: readonly (number | null)[];
  /** Chosen weight bits per layer, null for pooling; absent where they were not chosen. */
  readonly bits?: readonly (number | null)[];
}

/** What the proxy says of one system, mean over the same samples as the exact cost beside it. */
export interface PredictedCost {
  readonly system: SystemName;
  readonly energyPj: number;
  readonly latencyUs: number;
  readonly edpJs: number;
}

/** Relative error of the proxy's EDP on samples kept out of its fit, one layer on one system at one TWS. */
export interface ProxyFitError {
  readonly layer: string;
  readonly system: SystemName;
  readonly tws: number;
  /** Weight bits, where the training chooses them. */
  readonly bits?: number;
  readonly median: number;
  readonly p90: number;
}

export interface ProxyReport {
  /** The fit in use was made before this epoch. */
  readonly fittedBeforeEpoch: number;
  readonly errors: readonly ProxyFitError[];
}

/** Which costs are logged for a trained network, and on how many held-out samples. */
export interface CostSpec {
  readonly systems: readonly SystemName[];
  /** One value for all layers or one per layer. */
  readonly tws: readonly number[];
  readonly arch: string;
  readonly archOverrides: ArchOverrides;
  readonly energy: string;
  /** Held-out samples simulated after every epoch / at the end; 0 = none. */
  readonly samplesPerEpoch: number;
  readonly samplesAtEnd: number;
}

export const SURROGATES = ['triangle', 'rectangle', 'fast-sigmoid', 'arctan'] as const;
export type Surrogate = (typeof SURROGATES)[number];
export const TRAINING_RULES = ['surrogate', 'tsslbp'] as const;
export type TrainingRule = (typeof TRAINING_RULES)[number];

/** How errors pass through spikes and time (docs/training.md). */
export interface RuleSpec {
  readonly kind: TrainingRule;
  /** Shape of the surrogate; tsslbp does not use it. */
  readonly surrogate: Surrogate;
  /** tsslbp: epochs at the start in which neurons that hardly fire learn through a sigmoid. */
  readonly warmupEpochs: number;
  /** Time is cut into blocks of this many steps that no error crosses; 0 = not cut. */
  readonly cutoffSteps: number;
}

export const LOSSES = ['softmax', 'count', 'van-rossum'] as const;
export type LossKind = (typeof LOSSES)[number];

/** Loss of the last layer's spikes. */
export interface LossSpec {
  readonly kind: LossKind;
  /** count, van-rossum: spikes per step asked of the right and of the wrong classes, 0..1. */
  readonly rightRate: number;
  readonly wrongRate: number;
  /** van-rossum: time constant of the kernel, steps, at least 1. */
  readonly tauSteps: number;
}

export const OPTIMISERS = ['adam', 'adamw', 'sgd'] as const;
export type OptimiserKind = (typeof OPTIMISERS)[number];

export interface OptimiserSpec {
  readonly kind: OptimiserKind;
  /** sgd only, 0..1 exclusive. */
  readonly momentum: number;
}

/** step: the rate falls to a tenth after half and to a hundredth after three quarters of the epochs. */
export const SCHEDULES = ['constant', 'cosine', 'step'] as const;
export type LearningRateSchedule = (typeof SCHEDULES)[number];

export interface TrainSpec {
  readonly name: string;
  readonly experiment: string;
  /** Preset name or file. */
  readonly network: string;
  readonly data: DataSpec;
  readonly epochs: number;
  /** Epochs at the start with the hardware loss off. */
  readonly pretrainEpochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly schedule: LearningRateSchedule;
  /** Epochs at the start over which the learning rate rises evenly to its full value; absent: none. */
  readonly rampEpochs?: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
  /** Half width of the hidden layers' surrogate in units of the threshold. */
  readonly surrogateHalfWidth: number;
  readonly augment: AugmentSpec;
  /** Share of the inputs of every fc layer silenced per training sample, 0 = off. */
  readonly dropout: number;
  readonly rule: RuleSpec;
  readonly loss: LossSpec;
  readonly optimiser: OptimiserSpec;
  /** Weight bits, one value for all layers or one per layer; 32 = float. 2 to 8: quantised while training. */
  readonly bits: readonly number[];
  /** Ends the training after this many epochs without a new best held-out accuracy; 0 = never. */
  readonly patience: number;
  readonly hardwareLoss: HardwareLossSpec;
  readonly cost: CostSpec;
  readonly seed: number;
  /** Worker threads; the result does not depend on it. */
  readonly workers: number;
  /** Continue from this checkpoint file (weights only); null = fresh weights. */
  readonly init: string | null;
}

export interface LayerActivity {
  readonly name: string;
  /** Output spikes / (neurons * T), 0..1, held-out samples. */
  readonly spikeDensity: number;
  /** Output time windows with a spike / all, at the TWS of the layer that reads them, 0..1. */
  readonly twDensity: number;
  /** Share of (neuron, step) pairs inside the surrogate's support, 0..1, training samples. */
  readonly activeFraction: number;
}

export interface EpochMetrics {
  /** 1-based. */
  readonly epoch: number;
  readonly epochs: number;
  readonly lossTotal: number;
  readonly lossAccuracy: number;
  /** Before the factor beta, % of the EDP before hardware training, mean over training samples. */
  readonly lossHardware: number;
  readonly betaNow: number;
  readonly learningRate: number;
  /** 0..1 */
  readonly trainAccuracy: number;
  /** 0..1, held-out part. */
  readonly testAccuracy: number;
  readonly layers: readonly LayerActivity[];
  readonly costs: readonly SystemCost[];
  /** What the proxy says of the same samples, one per system; empty before its first fit. */
  readonly predicted: readonly PredictedCost[];
  /** Null before the first fit. */
  readonly proxy: ProxyReport | null;
  /** After this epoch; only where the training searches. */
  readonly choices?: readonly ChoiceProbabilities[];
  readonly samplesPerSecond: number;
  readonly epochSeconds: number;
  readonly secondsLeft: number;
}

/** Mean cost of one inference on one system with this window size for every layer. */
export interface TwsCost {
  readonly system: SystemName;
  readonly tws: number;
  readonly energyPj: number;
  readonly latencyUs: number;
  readonly edpJs: number;
  /** Missing in runs of older versions. */
  readonly layers?: readonly { readonly energyPj: number; readonly latencyUs: number }[];
}

/** Answers of a training run on its held-out samples, in their order; runs on the same split compare sample by sample. */
export interface HeldOutAnswers {
  readonly labels: readonly number[];
  /** With the final weights, and with those of the best epoch; null where these were lost. */
  readonly final: readonly number[];
  readonly best: readonly number[] | null;
  /** Of the best epoch, on the hardware's numbers; null where it has none, absent in runs of older versions. */
  readonly bestOnHardware?: readonly number[] | null;
}

/** The trained network on the hardware's numbers: whole weights, whole saturating potentials. */
export interface HardwareAccuracy {
  /** 0..1, on the held-out samples. */
  readonly accuracy: number;
  readonly correct: number;
  readonly total: number;
  /** Bits of the weights, one per layer, and of the potentials. */
  readonly weightBits: readonly number[];
  readonly potentialBits: number;
  /** Potentials that were held at the end of their range, over all samples. */
  readonly overflows: number;
  /** Answers in the order of the held-out samples; absent in runs of older versions. */
  readonly answers?: readonly number[];
}

export interface EvaluationReport {
  /** 0..1 */
  readonly accuracy: number;
  readonly correct: number;
  readonly total: number;
  readonly loss: number;
  /** confusion[true][predicted] */
  readonly confusion: readonly (readonly number[])[];
  readonly layers: readonly LayerActivity[];
  readonly costs: readonly SystemCost[];
  /** Of the final weights at several window sizes, same samples as `costs`; missing in runs of older versions. */
  readonly byTws?: readonly TwsCost[];
  /** Training runs only. */
  readonly answers?: HeldOutAnswers | null;
  readonly has?: HasReport;
  /** Absent in runs that older versions recorded. */
  readonly hardware?: HardwareAccuracy;
}
