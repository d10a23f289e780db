/** Long work in the background. */
export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];
export type JobKind =
  | 'train'
  | 'demo'
  | 'train-sweep'
  | 'search'
  | 'simulate'
  | 'index'
  | 'make-dataset'
  | 'evaluate'
  | 'shrink'
  | 'explain'
  | 'paper'
  | 'sweep'
  | 'nir-run';

export interface JobInfo {
  readonly id: string;
  readonly kind: JobKind;
  readonly title: string;
  readonly state: JobState;
  /** Units done and planned (epochs, samples, files); total 0 = not known yet. */
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly secondsLeft: number | null;
  /** One line: what it is doing now, or why it ended. */
  readonly message: string;
  readonly runIds: readonly string[];
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
}
