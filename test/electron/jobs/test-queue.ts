// A queue over the test jobs that records everything it says.
import type { JobInfo, Outcome } from '../../../engine/contract/index.ts';
import { accept } from '../../../engine/contract/index.ts';
import type { Fault } from '../../../electron/ipc/fault.ts';
import { JobQueue, type QueueOptions } from '../../../electron/jobs/queue.ts';
import type { RunReport } from '../../../electron/jobs/report.ts';
import type { TEST_JOBS } from './behaviours.ts';

export const TEST_PATHS = {
  wasm: 'w',
  worker: 'j',
  teamWorker: 't',
  resources: 'r',
  library: 'l',
  checkpoints: 'c',
  cache: 'k',
};
export const WORKER_FILE = new URL('./test-worker.ts', import.meta.url);

export const TEST_PROVENANCE = { dataHash: 'of the data' } as const;

export class RecordedQueue {
  readonly queue: JobQueue<typeof TEST_JOBS>;
  readonly changes: JobInfo[] = [];
  readonly reports: RunReport[] = [];
  readonly faults: Fault[] = [];
  #watchers: (() => void)[] = [];

  constructor(
    options: Partial<QueueOptions> = {},
    save: (report: RunReport) => Outcome<unknown> = () => accept(null),
  ) {
    let clock = 0;
    this.queue = new JobQueue({
      workerFile: WORKER_FILE,
      paths: TEST_PATHS,
      memoryMb: 128,
      now: () => ++clock,
      onChange: (info) => {
        this.changes.push(info);
        for (const look of this.#watchers) look();
      },
      onReport: (report) => {
        this.reports.push(report);
        return save(report);
      },
      log: (fault) => this.faults.push(fault),
      ...options,
    });
  }

  info(id: string): JobInfo {
    const info = this.queue.list().find((job) => job.id === id);
    if (!info) throw new Error(`no job ${id}`);
    return info;
  }

  /** Resolves at the first change of this job for which `holds` is true. */
  until(id: string, holds: (info: JobInfo) => boolean): Promise<JobInfo> {
    return new Promise((resolve) => {
      const look = (): void => {
        const info = this.info(id);
        if (!holds(info)) return;
        this.#watchers = this.#watchers.filter((other) => other !== look);
        resolve(info);
      };
      this.#watchers.push(look);
      look();
    });
  }

  untilEnded(id: string): Promise<JobInfo> {
    return this.until(id, (info) => info.endedAtMs !== null);
  }
}
