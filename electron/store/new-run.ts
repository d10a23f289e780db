/** What the host hands to the store. Runs in the host process, like everything in this folder. */
import type { EnergyTable } from '../../engine/contract/tech.ts';
import type { EvaluationReport } from '../../engine/contract/training.ts';
import type { Provenance, RunKind, RunState } from '../../engine/contract/runs.ts';
import type { SystemCost } from '../../engine/contract/simulation.ts';

export interface NewRun {
  readonly name: string;
  readonly kind: RunKind;
  /** Created when it does not exist yet, in this project (default: the first one). */
  readonly experiment: string;
  readonly project?: string;
  /** The run that this one repeats. */
  readonly rerunOf?: string;
  readonly seed: number | null;
  readonly network: string;
  readonly dataset: string;
  readonly beta: number | null;
  /** Planned epochs; null for a simulation. */
  readonly epochs: number | null;
  /** The TrainSpec or SimulateSpec as given. */
  readonly spec: unknown;
  /** `energyTableHash` is set by the store when `energyTable` is given. */
  readonly provenance: Provenance;
  /** Kept once per content, so that counts can be priced again years later. */
  readonly energyTable: EnergyTable | null;
}

/** States that a run ends in by the host's word; `interrupted` is what the store finds out by itself. */
export type EndState = Extract<RunState, 'done' | 'failed' | 'cancelled'>;

export interface RunEnd {
  readonly state: EndState;
  /** Why it failed or was cancelled. */
  readonly message: string | null;
  readonly evaluation: EvaluationReport | null;
  /** With layers; in the order in which they are shown. */
  readonly costs: readonly SystemCost[];
  readonly checkpoint: { readonly file: string; readonly sha256: string } | null;
  /** Mean over hidden layers weighted by neurons, 0..1; null where no activity was recorded. */
  readonly spikeDensity: number | null;
  readonly twDensity: number | null;
}

/** One candidate of an architecture search. */
export interface SearchCandidate {
  /** The choice as the search describes it. */
  readonly candidate: unknown;
  /** Name with unit -> value, for example edpJs. */
  readonly objectives: Readonly<Record<string, number>>;
  readonly feasible: boolean;
}

/** Points of one curve, logged together. */
export interface PointBatch {
  readonly key: string;
  /** What the steps count: epoch, step, seconds, … Fixed by a curve's first batch. */
  readonly axis: string;
  readonly points: readonly (MetricPoint & { readonly atMs?: number })[];
}

export interface MetricPoint {
  /** Epoch (1-based), or what the curve's axis counts; any finite number. */
  readonly step: number;
  readonly value: number;
}
