// A context for job functions that run inside the test itself.
import type { JobContext } from '../../../../electron/jobs/context.ts';
import type { JobProgress } from '../../../../electron/jobs/report.ts';
import { APP_PATHS } from '../../../../electron/host/paths.ts';

export interface InlineContext extends JobContext {
  readonly progressSeen: JobProgress[];
}

/** folder: for what the job writes. stopAfter: progress reports until the user cancels. */
export function inlineContext(folder: string, stopAfter = Infinity): InlineContext {
  const progressSeen: JobProgress[] = [];
  const stopFlag = new Int32Array(new SharedArrayBuffer(4));
  return {
    progressSeen,
    paths: {
      wasm: APP_PATHS.wasm,
      worker: APP_PATHS.worker,
      teamWorker: APP_PATHS.teamWorker,
      resources: APP_PATHS.resources,
      library: '/nonexistent/library',
      checkpoints: folder,
      cache: folder,
    },
    report: () => {},
    progress: (progress) => {
      progressSeen.push(progress);
      if (progressSeen.length > stopAfter) Atomics.store(stopFlag, 0, 1);
    },
    shouldStop: () => Atomics.load(stopFlag, 0) !== 0,
    stopFlag,
  };
}
