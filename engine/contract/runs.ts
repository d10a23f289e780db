/** What the experiment database holds, as the outside sees it. */
import type { EpochMetrics, EvaluationReport } from './training.ts';
import type { SystemCost } from './simulation.ts';

export const RUN_STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export type RunState = (typeof RUN_STATES)[number];
/** `import`: taken over from another tool; it cannot be run again here. */
export type RunKind = 'train' | 'simulate' | 'search' | 'import';

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
  readonly project: string;
  /** Sorted. */
  readonly tags: readonly string[];
  /** Free text; empty = none. */
  readonly note: string;
  readonly archived: boolean;
  /** Equal for runs that differ in nothing but seed, name and threads. */
  readonly seedGroup: string;
  /** The run that this one repeats. */
  readonly rerunOf: string | null;
}

/** What is needed to run it again and to trust it. */
export interface Provenance {
  readonly appVersion: string;
  readonly gitCommit: string | null;
  readonly gitDirty: boolean | null;
  /** SHA-256 over the changes that are not committed; null where there are none, missing in older files. */
  readonly gitDiffHash?: string | null;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  /** SHA-256 over sample contents and labels. */
  readonly dataHash: string | null;
  readonly networkHash: string | null;
  readonly energyTableHash: string | null;
  /** SHA-256 of the compiled kernels; missing in older files. */
  readonly kernelsHash?: string | null;
  /** Searches: SHA-256 over all that decides what a candidate costs beside its choices, its activity included. */
  readonly groundHash?: string | null;
  /** Versions of what the host runs on (v8, better-sqlite3, sqlite, …); missing in older files. */
  readonly packages?: Readonly<Record<string, string>>;
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

export const EXPORT_FORMATS = ['csv', 'json', 'npz', 'latex', 'pgfplots'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What a bulk change does to runs. Deleted runs lie in the trash until they are purged. */
export type RunChange =
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'tag' | 'untag'; readonly tag: string }
  /** Into this project, which is created where it does not exist yet. */
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'archive' | 'unarchive' | 'delete' | 'restore' | 'purge' };

/** Several runs side by side; a row is listed only where the runs differ. */
export interface RunDiff {
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  readonly groups: readonly DiffGroup[];
  /** Rows looked at, and how many of them differ. */
  readonly compared: number;
  readonly differing: number;
  /** Why the EDP of every later run differs from that of the first, per system that both hold. */
  readonly changes: readonly EdpChange[];
}

export interface DiffGroup {
  readonly name: 'configuration' | 'code' | 'environment' | 'data' | 'hardware' | 'results' | 'layers';
  readonly rows: readonly DiffRow[];
}

export interface DiffRow {
  /** Dotted path, unit at its end where it has one. */
  readonly field: string;
  /** One per run; null = not there. */
  readonly values: readonly (string | number | boolean | null)[];
}

/** ln(EDP after / EDP before) in parts that add up; a factor is exp(part). */
export interface EdpChange {
  readonly system: SystemCost['system'];
  readonly beforeId: string;
  readonly afterId: string;
  readonly beforeJs: number;
  readonly afterJs: number;
  readonly parts: readonly { readonly name: string; readonly logPart: number }[];
}

/** Whether a repeated run gave the same bits, and the first fields that do not. */
export interface Reproduction {
  readonly runId: string;
  readonly of: string;
  readonly state: RunState;
  /** Null while it has not ended. */
  readonly same: boolean | null;
  /** What the two runs started from, where it differs: versions, hashes, settings. */
  readonly inputs: readonly DiffRow[];
  /** Results that differ; empty when `same`. */
  readonly results: readonly DiffRow[];
  /** Values compared bit by bit. */
  readonly compared: number;
}

export const COLUMN_PICKS = ['last', 'best', 'worst', 'at'] as const;
/** One curve's value of every run: the last, largest or smallest one, or that at (or before) a step. */
export interface MetricPick {
  readonly key: string;
  readonly pick: (typeof COLUMN_PICKS)[number];
  /** For `at`. */
  readonly step: number | null;
}

export interface CurveInfo {
  readonly key: string;
  readonly axis: string;
  readonly runs: number;
}

/** Points of one curve of one run, thinned so that the least and the largest value of every stretch stay. */
export interface Curve {
  readonly runId: string;
  readonly key: string;
  /** What `steps` counts: epoch, step, or what was imported. */
  readonly axis: string;
  /** Points before thinning. */
  readonly total: number;
  readonly steps: readonly number[];
  /** NaN where the value was not a number. */
  readonly values: readonly number[];
  /** Seconds since the run's first point; NaN where no time is known. */
  readonly seconds: readonly number[];
}

export const IMPORT_TOOLS = [
  'tensorboard',
  'mlflow',
  'optuna',
  'wandb',
  'scale-sim',
  'csv',
  'bundle',
] as const;
export type ImportTool = (typeof IMPORT_TOOLS)[number];

export interface ImportReport {
  readonly tool: ImportTool;
  readonly runIds: readonly string[];
  /** Runs that were there already. */
  readonly skipped: number;
  readonly points: number;
}
