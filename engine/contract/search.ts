/** Architecture search as data: the space, what is asked for, what was found. */
import type { ArchOverrides, SpikeSource } from './simulation.ts';
import type { ArraySystem } from './arch.ts';
import type { HardwareObjective } from './training.ts';

/**
 * One choice: a key of `--set`, `tws` (one size for the net) or `tws[i]` (layer i, from 0); where candidates are trained also
 * `bits`, `bits[i]` (weight bits), `beta` and `epochs`.
 */
export interface SearchParameter {
  readonly key: string;
  /** At least one, all different. */
  readonly values: readonly (number | string | boolean)[];
}

export interface SearchSpace {
  readonly schema: 'spikex-space/1';
  readonly name: string;
  readonly parameters: readonly SearchParameter[];
}

export const SEARCH_METHODS = ['has', 'exhaustive', 'random', 'evolutionary', 'halving'] as const;
export type SearchMethod = (typeof SEARCH_METHODS)[number];

/** errorRate: 1 - accuracy on the hardware's numbers, held-out samples; only where candidates are trained. */
export const SEARCH_METRICS = [
  'edpJs',
  'energyPj',
  'latencyUs',
  'areaMm2',
  'averagePowerMw',
  'errorRate',
] as const;
export type SearchMetric = (typeof SEARCH_METRICS)[number];

/** metric <= most. */
export interface SearchConstraint {
  readonly metric: SearchMetric;
  readonly most: number;
}

/** Whether a key changes what the network computes, so that its candidates must be trained. */
export const isTrainingKey = (key: string): boolean => /^(bits|bits\[\d+\]|beta|epochs)$/.test(key);

/**
 * Candidates are trained before they are costed, on the data of `spikes`: a dataset (from fresh weights) or a training run
 * (from its weights, with its data and settings).
 */
export interface SearchTraining {
  /** Of a candidate at most; the learning rate's schedule spans them. */
  readonly epochs: number;
  /** Halving: the best 1/eta of the candidates go on for eta times the epochs; a whole number from 2. */
  readonly eta: number;
  /** Caps on the samples; null = all. */
  readonly maxTrain: number | null;
  readonly maxTest: number | null;
}

/** Most error rate that an accuracy floor (0..1) leaves; without the rounding of 1 - x, which would refuse the floor itself. */
export const errorBoundOf = (accuracy: number): number => Number((1 - accuracy).toFixed(12));

export interface SearchSpec {
  readonly name: string;
  readonly experiment: string;
  /** Preset name or file. */
  readonly network: string;
  readonly system: ArraySystem;
  /** Sizes of the layers that the space leaves alone: one for all or one per layer. */
  readonly tws: readonly number[];
  readonly arch: string;
  readonly archOverrides: ArchOverrides;
  readonly energy: string;
  /** Every candidate is simulated on the same activity; where they are trained: each on its own, of these samples. */
  readonly spikes: SpikeSource;
  readonly samples: number;
  readonly space: SearchSpace;
  readonly method: SearchMethod;
  /** Minimised; the first one decides what is best. */
  readonly objectives: readonly SearchMetric[];
  readonly constraints: readonly SearchConstraint[];
  /** Different candidates at most; halving: those that it begins with. */
  readonly budget: number;
  /** HAS: what a `tws[i]` is judged by, and g in E^g L^(2-g), 0..2. */
  readonly objective: HardwareObjective;
  readonly exponent: number;
  readonly seed: number;
  /** Threads; the result does not depend on it. @default 1 */
  readonly workers?: number;
  /** Absent or null: nothing is trained. */
  readonly training?: SearchTraining | null;
}

/** What a candidate chooses, as text keys of the space. */
export type Choice = ArchOverrides;

export type CandidateMetrics = { readonly [M in SearchMetric]: number | null };

export interface SearchCandidateRow {
  /** In the order of evaluation, from 0. */
  readonly position: number;
  readonly choice: Choice;
  readonly metrics: CandidateMetrics;
  /** Meets every constraint. */
  readonly feasible: boolean;
  /** On the front of all feasible candidates. */
  readonly onFront: boolean;
}

export interface SearchProgressPoint {
  readonly evaluations: number;
  readonly hypervolume: number;
  /** Lowest value of the first objective among feasible candidates; null before there is one. */
  readonly best: number | null;
}

/** One search beside others over the same space, activity, hardware and budget. */
export interface ComparedSearch {
  readonly runId: string;
  readonly method: SearchMethod;
  readonly seed: number;
  readonly evaluations: number;
  /** Lowest feasible value of the first objective; null = none. */
  readonly best: number | null;
  /** Evaluations until it was reached. */
  readonly bestAfter: number | null;
  /** In the box that all of them share, so that they compare. */
  readonly hypervolume: number;
  readonly history: readonly SearchProgressPoint[];
}

/** Choice probabilities of HAS, one row per step that was recorded. */
export interface AlphaTrack {
  readonly key: string;
  readonly values: readonly (number | string | boolean)[];
  readonly probabilities: readonly (readonly number[])[];
}

export interface SearchReport {
  readonly runId: string;
  readonly method: SearchMethod;
  readonly network: string;
  readonly system: ArraySystem;
  /** What the choices are made on top of. */
  readonly arch: string;
  readonly archOverrides: ArchOverrides;
  readonly tws: readonly number[];
  readonly spikes: SpikeSource;
  readonly objectives: readonly SearchMetric[];
  /** Objectives and metrics of constraints. */
  readonly asked: readonly SearchMetric[];
  readonly spaceSize: number;
  readonly evaluations: number;
  readonly best: SearchCandidateRow | null;
  readonly front: readonly SearchCandidateRow[];
  readonly candidates: readonly SearchCandidateRow[];
  /** Share of the box between the best and the worst feasible value of every objective, on log axes, 0..1. */
  readonly hypervolume: number;
  readonly history: readonly SearchProgressPoint[];
  readonly alphas: readonly AlphaTrack[];
  /** HAS: step of each row of `alphas`. */
  readonly alphaSteps: readonly number[];
  /** By parameter: share of the variance of log(first objective) that its value alone explains, 0..1. */
  /** Where candidates were trained: epochs that all of them took, those that share a training counted once. */
  readonly epochsTrained: number | null;
  readonly importance: readonly { readonly key: string; readonly share: number }[];
}
