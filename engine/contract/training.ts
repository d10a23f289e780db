/** Training as data, and what it reports. */
import type { ArchOverrides, SystemCost } from './simulation.ts';
import type { SystemName } from './arch.ts';
import type { DataSpec } from './events.ts';

export interface AugmentSpec {
  /** Largest random shift in pixels, each axis. */
  readonly shiftPixels: number;
  /** Largest share of events dropped, drawn uniformly from 0..dropEvents for each sample. */
  readonly dropEvents: number;
}

/**
 * L = L_accuracy + beta * sum over hidden layers of slope * TW density (layer's TWS).
 * `proxy` is provisional: a fixed slope for every layer, not yet fitted to the simulator.
 */
export interface HardwareLossSpec {
  readonly mode: 'off' | 'proxy';
  readonly beta: number;
  readonly slope: number;
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
  readonly schedule: 'constant' | 'cosine';
  readonly weightDecay: number;
  readonly clipNorm: number;
  /** Half width of the triangle surrogate in units of the threshold. */
  readonly surrogateHalfWidth: number;
  readonly augment: AugmentSpec;
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
  /** Output time windows with a spike / all, at the layer's TWS, 0..1. */
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
  /** Before the factor beta. */
  readonly lossHardware: number;
  readonly betaNow: number;
  readonly learningRate: number;
  /** 0..1 */
  readonly trainAccuracy: number;
  /** 0..1, held-out part. */
  readonly testAccuracy: number;
  readonly layers: readonly LayerActivity[];
  readonly costs: readonly SystemCost[];
  readonly samplesPerSecond: number;
  readonly epochSeconds: number;
  readonly secondsLeft: number;
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
}
