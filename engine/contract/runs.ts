/** What the experiment database holds, as the outside sees it. */
import type { EpochMetrics, EvaluationReport } from './training.ts';
import type { SystemCost } from './simulation.ts';

export const RUN_STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export type RunState = (typeof RUN_STATES)[number];
export type RunKind = 'train' | 'simulate';

/** One line of the runs table. Costs carry no layers here. */
export interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly kind: RunKind;
  readonly experiment: string;
  readonly state: RunState;
  /** Why it failed, was cancelled or interrupted. */
  readonly message: string | null;
  readonly createdAtMs: number;
  readonly durationMs: number | null;
  readonly seed: number | null;
  readonly network: string;
  readonly dataset: string;
  readonly beta: number | null;
  readonly epochs: number | null;
  readonly epochsDone: number | null;
  /** Held-out accuracy of the final weights, 0..1. */
  readonly accuracy: number | null;
  readonly bestAccuracy: number | null;
  readonly bestEpoch: number | null;
  readonly loss: number | null;
  /** Mean over hidden layers, weighted by neurons, 0..1. */
  readonly spikeDensity: number | null;
  readonly twDensity: number | null;
  readonly costs: readonly Omit<SystemCost, 'layers'>[];
}

/** What is needed to run it again and to trust it. */
export interface Provenance {
  readonly appVersion: string;
  readonly gitCommit: string | null;
  readonly gitDirty: boolean | null;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  /** SHA-256 over sample contents and labels. */
  readonly dataHash: string | null;
  readonly networkHash: string | null;
  readonly energyTableHash: string | null;
}

export interface RunDetail {
  readonly row: RunRow;
  /** The TrainSpec or SimulateSpec as given. */
  readonly spec: unknown;
  readonly provenance: Provenance;
  readonly epochs: readonly EpochMetrics[];
  readonly evaluation: EvaluationReport | null;
  /** With layers. */
  readonly costs: readonly SystemCost[];
  readonly checkpoint: { readonly file: string; readonly sha256: string } | null;
}

export type ExportFormat = 'csv' | 'json';
