/** One job in a worker thread of its own: reports while it runs, exactly one end, whatever happens to the thread. */
import { Worker } from 'node:worker_threads';
import type { Outcome } from '../../engine/contract/index.ts';
import type { HostPaths } from './context.ts';
import type { JobReport } from './report.ts';
import { threadFault } from './thread-fault.ts';
import type { FromJob, ThreadData } from './thread-protocol.ts';

/** With the time to end the thread this stays below the second in which a cancelled job must be gone. */
export const CANCEL_GRACE_MS = 800;

export interface ThreadOptions {
  /** File of a thread that calls serveThread. */
  readonly workerFile: string | URL;
  readonly paths: HostPaths;
  /** Heap of the thread (typed arrays not counted). */
  readonly memoryMb: number;
}

export type JobThreadEnd =
  | { readonly kind: 'answer'; readonly outcome: Outcome<unknown> }
  | { readonly kind: 'fault'; readonly message: string; readonly error: unknown }
  /** It had to be ended because it did not stop by itself. */
  | { readonly kind: 'terminated' };

export class JobThread {
  readonly ended: Promise<JobThreadEnd>;
  readonly #worker: Worker;
  readonly #stopFlag = new Int32Array(new SharedArrayBuffer(4));
  #graceTimer: NodeJS.Timeout | null = null;

  constructor(kind: string, ask: unknown, options: ThreadOptions, onReport: (report: JobReport) => void) {
    const data: ThreadData = { role: 'job', kind, ask, stopFlag: this.#stopFlag, paths: options.paths };
    this.#worker = startWorker(data, options);
    this.ended = this.#watch(options, onReport);
  }

  /** Asks the job to stop, and ends the thread when it has not stopped by itself after the grace period. */
  stop(): void {
    if (this.#graceTimer) return;
    Atomics.store(this.#stopFlag, 0, 1);
    Atomics.notify(this.#stopFlag, 0);
    this.#graceTimer = setTimeout(() => void this.#worker.terminate(), CANCEL_GRACE_MS);
  }

  #watch(options: ThreadOptions, onReport: (report: JobReport) => void): Promise<JobThreadEnd> {
    let answer: Outcome<unknown> | null = null;
    let error: unknown = null;
    this.#worker.on('message', (message: FromJob) => {
      if (message.type === 'report') onReport(message.report);
      else {
        answer = message.outcome;
        void this.#worker.terminate(); // whatever the job left open ends with it
      }
    });
    this.#worker.on('error', (cause) => (error ??= cause));
    this.#worker.on('messageerror', (cause) => {
      error ??= cause;
      void this.#worker.terminate();
    });
    return new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        const wasStopped = this.#graceTimer !== null;
        if (this.#graceTimer) clearTimeout(this.#graceTimer);
        if (answer) resolve({ kind: 'answer', outcome: answer });
        else if (wasStopped && error === null) resolve({ kind: 'terminated' });
        else resolve({ kind: 'fault', message: threadFault(error, code, options.memoryMb), error });
      });
    });
  }
}

/** Whatever a thread prints goes to stderr: stdout belongs to the command line's answer. */
export function startWorker(data: ThreadData, options: ThreadOptions): Worker {
  const worker = new Worker(options.workerFile, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
    stdout: true,
    stderr: true,
  });
  worker.stdout.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  worker.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  return worker;
}
