/**
 * Puts the host together: database, job queue, quick worker, handlers. Every door opens one of these.
 * The main thread alone writes the database; jobs send reports.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { accept, type HostInfo, type Outcome } from '../../engine/contract/index.ts';
import { logFaultToStderr } from '../ipc/fault.ts';
import { createHost, type Host } from '../ipc/host.ts';
import { NewsBus } from '../ipc/news.ts';
import type { JOB_KINDS, PLAYBACK_KINDS, QUICK_KINDS, RECORDING_KINDS } from '../jobs/kinds/index.ts';
import { JobQueue } from '../jobs/queue.ts';
import { WorkerService } from '../jobs/service.ts';
import { Uploads } from '../data/uploads.ts';
import { Catalog } from '../resources/catalog.ts';
import {
  ExperimentStore,
  machineProvenance,
  networkDriveWarning,
  type MachineProvenance,
} from '../store/index.ts';
import type { Desktop } from './desktop.ts';
import { FileAccess } from './file-access.ts';
import { fileUsers } from './file-users.ts';
import { createHandlers } from './handlers.ts';
import { OpenedFiles } from './opened-files.ts';
import { APP_PATHS, dataPlaces, type DataPlaces } from './paths.ts';
import { saveReport } from './save-report.ts';
import { watchForeignChanges } from './watch-database.ts';

/** Heap of a worker thread; the kernels' own memory is not counted. */
const WORKER_MEMORY_MB = 4096;
const QUICK_LIMIT_MS = 60_000;

export interface WorkbenchOptions {
  readonly door: HostInfo['door'];
  readonly appVersion: string;
  /** Database file, ':memory:', or null for the user's own. */
  readonly database: string | null;
  /** Folders whose files the browser door may see. */
  readonly roots: readonly string[];
  /** Native dialogs; doors without a desktop have none. */
  readonly desktop?: Desktop;
}

export type Queue = JobQueue<typeof JOB_KINDS>;
export type QuickWork = WorkerService<typeof QUICK_KINDS>;
export type RecordingWork = WorkerService<typeof RECORDING_KINDS>;
export type PlaybackWork = WorkerService<typeof PLAYBACK_KINDS>;

/** What handlers and commands work with. */
export interface Workbench {
  readonly options: WorkbenchOptions;
  readonly places: DataPlaces;
  readonly store: ExperimentStore;
  readonly catalog: Catalog;
  readonly queue: Queue;
  readonly quick: QuickWork;
  /** Datasets and recordings that are looked at. */
  readonly recordings: RecordingWork;
  /** The schedule that is looked at. */
  readonly playback: PlaybackWork;
  readonly news: NewsBus;
  readonly openedFiles: OpenedFiles;
  readonly provenance: MachineProvenance;
  readonly defaultWorkers: number;
}

export interface OpenWorkbench extends Workbench {
  readonly host: Host;
}

export async function openWorkbench(options: WorkbenchOptions): Promise<Outcome<OpenWorkbench>> {
  const places = dataPlaces(options.database);
  const opened = ExperimentStore.open(places.database);
  if (!opened.ok) return opened;
  const store = opened.value;
  const news = new NewsBus();
  const threads = {
    workerFile: APP_PATHS.worker,
    paths: places.paths,
    memoryMb: WORKER_MEMORY_MB,
    log: logFaultToStderr,
  };
  const queue: Queue = new JobQueue({
    ...threads,
    now: Date.now,
    onChange: (info) => news.publish('job.changed', info),
    onReport: (report) => saveReport(store, news, report),
  });
  const quick: QuickWork = new WorkerService({ ...threads, limitMs: QUICK_LIMIT_MS });
  const recordings: RecordingWork = new WorkerService({ ...threads, limitMs: QUICK_LIMIT_MS });
  const playback: PlaybackWork = new WorkerService({ ...threads, limitMs: QUICK_LIMIT_MS });
  const workbench: Workbench = {
    options,
    places,
    store,
    catalog: new Catalog(places.paths),
    queue,
    quick,
    recordings,
    playback,
    news,
    openedFiles: new OpenedFiles(news),
    provenance: await machineProvenance(options.appVersion, APP_PATHS.application, APP_PATHS.wasm),
    defaultWorkers: availableParallelism(),
  };
  const uploadFolder = join(places.paths.cache, 'uploads');
  const uploads = new Uploads(uploadFolder, Date.now);
  const prepared = await uploads.prepare(fileUsers(store, queue));
  if (!prepared.ok) return prepared;
  const files = await FileAccess.open(options.door, options.roots, [
    uploadFolder,
    places.paths.checkpoints,
    join(places.paths.library, 'networks'),
  ]);
  const host = createHost({
    handlers: createHandlers(workbench, files, uploads),
    news,
    log: logFaultToStderr,
    closers: [
      () => uploads.close(),
      watchForeignChanges(store, news, Date.now),
      () => queue.close(),
      () => quick.close(),
      () => recordings.close(),
      () => playback.close(),
      () => store.close(),
      () => {
        if (places.temporaryFolder) rmSync(places.temporaryFolder, { recursive: true, force: true });
      },
    ],
  });
  const drive = networkDriveWarning(store.file);
  return accept({ ...workbench, host }, drive ? [...opened.warnings, drive] : opened.warnings);
}
