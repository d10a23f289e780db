/** What a job function is given, and what it must look like. Runs in a worker thread (or inline in a test). */
import type { Outcome } from '../../engine/contract/index.ts';
import type { JobProgress, RunReport } from './report.ts';

/** Places on disk, told by the host, that jobs and quick work may use. Plain strings: they cross threads. */
export interface HostPaths {
  /** Compiled kernels. */
  readonly wasm: string;
  /** Entry of a worker thread of the host. */
  readonly worker: string;
  /** Entry of a thread of the training team. */
  readonly teamWorker: string;
  /** Networks, accelerators, energy tables. */
  readonly resources: string;
  /** Networks and accelerators that the user keeps. */
  readonly library: string;
  readonly checkpoints: string;
  readonly cache: string;
}

export interface JobContext {
  readonly paths: HostPaths;
  /** Begins, extends or ends a run; arrives in order and is never dropped. */
  report(report: RunReport): void;
  /** Shown in the window; at most ten a second are passed on. */
  progress(progress: JobProgress): void;
  /** True once the user cancelled. To be asked at least ten times a second; the thread is ended after a grace period. */
  readonly shouldStop: () => boolean;
  /** The flag behind shouldStop (one Int32, 1 = stop), for threads of the job's own. */
  readonly stopFlag: Int32Array<SharedArrayBuffer>;
}

/**
 * One kind of job. User mistakes come back as a refusal; what is thrown is our fault and ends the job as failed.
 * `never` lets every kind declare its own question; `JobAsk` gets it back.
 */
export type JobFunction = (ask: never, context: JobContext) => Outcome<unknown> | Promise<Outcome<unknown>>;
export type JobTable = { readonly [kind: string]: JobFunction };

/** Quick work of the long-lived worker: decode a sample, simulate one inference. */
export type QuickFunction = (
  ask: never,
  context: QuickContext,
) => Outcome<unknown> | Promise<Outcome<unknown>>;
export type QuickTable = { readonly [kind: string]: QuickFunction };
export interface QuickContext {
  readonly paths: HostPaths;
  readonly progress: (done: number, total: number) => void;
  /** True once the question was taken back; to be asked at least ten times a second. */
  readonly shouldStop: () => boolean;
}

export type AskOf<Work extends JobFunction | QuickFunction> = Parameters<Work>[0];
export type AnswerOf<Work extends JobFunction | QuickFunction> =
  Awaited<ReturnType<Work>> extends Outcome<infer Value> ? Value : never;
