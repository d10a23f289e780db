/** What a job says while it works. The host's main thread alone writes the database, so runs travel as reports. */
import type { EpochMetrics, Provenance } from '../../engine/contract/index.ts';
import type { AlphaRows, Evaluated } from '../../engine/search/index.ts';
import type { RunEnd } from '../store/new-run.ts';

export interface JobProgress {
  /** Units done and planned; total 0 = not known yet. */
  readonly done: number;
  readonly total: number;
  /** Epochs, samples, files. */
  readonly unit: string;
  /** One line: what it is doing now. */
  readonly message: string;
  readonly secondsLeft: number | null;
}

/**
 * Runs are created by the host before the job; they begin and end with a report each. A run that is still open when
 * its job ends is ended by the queue.
 */
export type RunReport =
  | {
      readonly type: 'run-started';
      readonly runId: string;
      /** Hashes that only the job knows, for example that of the data. */
      readonly provenance: Partial<Provenance> | null;
    }
  | { readonly type: 'provenance'; readonly runId: string; readonly provenance: Partial<Provenance> }
  | { readonly type: 'candidates'; readonly runId: string; readonly candidates: readonly Evaluated[] }
  | { readonly type: 'alphas'; readonly runId: string; readonly alphas: AlphaRows }
  | { readonly type: 'epoch'; readonly runId: string; readonly metrics: EpochMetrics }
  | { readonly type: 'run-ended'; readonly runId: string; readonly end: RunEnd };

export type JobReport = RunReport | { readonly type: 'progress'; readonly progress: JobProgress };

/** The end of a run that did not get to an end of its own. */
export function endWithoutResult(state: 'failed' | 'cancelled', message: string): RunEnd {
  return {
    state,
    message,
    evaluation: null,
    costs: [],
    checkpoint: null,
    spikeDensity: null,
    twDensity: null,
  };
}
