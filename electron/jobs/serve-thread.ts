/** The inside of a worker thread: runs one job, or answers quick questions for as long as it lives. */
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { JobContext, JobTable, QuickTable } from './context.ts';
import type { JobProgress, JobReport } from './report.ts';
import type { FromJob, FromService, ThreadData, ToService } from './thread-protocol.ts';

/** Background work: the window and everything else of the user come first. */
export const JOB_NICENESS = 10;
const PROGRESS_EVERY_MS = 100;

/** Whatever is thrown here ends the thread; its owner hears of it and says so. */
export async function serveThread(jobs: JobTable, quick: QuickTable): Promise<void> {
  if (!parentPort) throw new Error('serveThread: must run in a worker thread');
  const data: ThreadData = workerData;
  if (data.role === 'service') {
    serveQuestions(quick, data.paths, parentPort);
    return;
  }
  lowerPriority();
  const run = jobs[data.kind];
  if (!run) throw new Error(`no job of kind ${data.kind}`);
  const reporter = new Reporter(parentPort);
  const context: JobContext = {
    paths: data.paths,
    report: (report) => reporter.report(report),
    progress: (progress) => reporter.progress(progress),
    shouldStop: () => Atomics.load(data.stopFlag, 0) !== 0,
    stopFlag: data.stopFlag,
  };
  const outcome = await run(data.ask as never, context);
  reporter.end({ type: 'end', outcome });
}

/** On Linux this lowers the calling thread alone; elsewhere it would lower the whole process. */
function lowerPriority(): void {
  if (process.platform === 'linux' && getPriority(0) < JOB_NICENESS) setPriority(0, JOB_NICENESS);
}

/** Passes on every report, and progress at a rate that a person can read. */
class Reporter {
  readonly #port: MessagePort;
  #lastMs = -Infinity;
  #waiting: JobProgress | null = null;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  report(report: JobReport): void {
    this.#flush();
    this.#post({ type: 'report', report });
  }

  progress(progress: JobProgress): void {
    this.#waiting = progress;
    if (performance.now() - this.#lastMs >= PROGRESS_EVERY_MS) this.#flush();
  }

  end(message: FromJob): void {
    this.#flush();
    this.#post(message);
  }

  #flush(): void {
    if (!this.#waiting) return;
    this.#lastMs = performance.now();
    this.#post({ type: 'report', report: { type: 'progress', progress: this.#waiting } });
    this.#waiting = null;
  }

  #post(message: FromJob): void {
    send(this.#port, message);
  }
}

function send(port: MessagePort, message: FromJob | FromService): void {
  try {
    port.postMessage(message);
  } catch (error) {
    // A DOMException loses its message on the way out of the thread.
    throw new Error(`the answer could not be sent: ${String(error)}`, { cause: error });
  }
}

function serveQuestions(quick: QuickTable, paths: ThreadData['paths'], port: MessagePort): void {
  const answer = async ({ id, kind, ask, stopFlag }: ToService): Promise<void> => {
    const run = quick[kind];
    if (!run) throw new Error(`no quick work of kind ${kind}`);
    let lastMs = -Infinity;
    const progress = (done: number, total: number): void => {
      const nowMs = performance.now();
      if (nowMs - lastMs < PROGRESS_EVERY_MS) return;
      lastMs = nowMs;
      send(port, { id, done, total });
    };
    const shouldStop = (): boolean => Atomics.load(stopFlag, 0) !== 0;
    send(port, { id, outcome: await run(ask as never, { paths, progress, shouldStop }) });
  };
  port.on('message', (question: ToService) => void answer(question));
}
