/**
 * What a training is given, what it tells its host on the way, and what it returns. Hooks are called in the trainer's
 * thread; they must not throw. Left out: asynchronous hooks (the loop blocks on its team).
 */
import type { EpochMetrics, EvaluationReport, SpikeTensor, SystemCost } from '../contract/index.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { HardwareInLoop } from './hardware-loss.ts';
import type { HardwareBits } from './hardware-numbers.ts';
import type { TrainingPlan } from './plan.ts';
import type { Team } from './team.ts';

export interface TrainingProgress {
  /** 1-based epoch, updates done in it and planned per epoch. */
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly samplesPerSecond: number;
}

export interface TrainingHooks {
  onEpoch(metrics: EpochMetrics): void;
  onProgress(progress: TrainingProgress): void;
  shouldStop(): boolean;
  /**
   * Mean costs of recorded samples (each: the spikes entering every layer) at these window sizes and chosen weight bits
   * (null: those of the training), one entry per system.
   */
  costOf(
    samples: Iterable<readonly SpikeTensor[]>,
    tws: readonly number[],
    bits: readonly number[] | null,
  ): readonly SystemCost[];
  /** Called after every epoch ('last') and, before that, for each new best held-out accuracy ('best'). */
  saveCheckpoint(kind: 'best' | 'last', bytes: Uint8Array): void;
}

export interface TrainingInput {
  readonly plan: TrainingPlan;
  readonly team: Team;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly hooks: TrainingHooks;
  /** Held-out samples whose cost is simulated after every epoch / at the end. */
  readonly samplesPerEpoch: number;
  readonly samplesAtEnd: number;
  /** The cost model behind the hardware loss, at the state of `resume`; null = no hardware loss. */
  readonly hardware: HardwareInLoop | null;
  /** The hardware whose numbers the trained network is evaluated on at the end; null = not evaluated. */
  readonly hardwareBits: HardwareBits | null;
  /** Canonical weights to start from; null = fresh ones. */
  readonly init: Float32Array | null;
  /** Ends after this epoch as if it were the last; the learning rate falls as planned. @default all epochs of the settings */
  readonly until?: number;
  /** A 'last' checkpoint of the same plan to continue; null = from the start. */
  readonly resume: Checkpoint | null;
}

export interface TrainingResult {
  readonly state: 'done' | 'stopped';
  readonly epochsDone: number;
  /** Highest held-out accuracy and its epoch, the first of equals; epoch 0 = none yet. */
  readonly best: { readonly epoch: number; readonly accuracy: number };
  /** Canonical weights after the last complete epoch or, when stopped, the last complete update. */
  readonly weights: Float32Array;
  /** Of these weights on the held-out part; null when stopped. */
  readonly evaluation: EvaluationReport | null;
}
