/** The one handler table behind every door. Each handler is a few lines; the work is in jobs, store and data. */
import { freemem, totalmem } from 'node:os';
import { accept, type Handlers, type HostInfo, type Outcome } from '../../engine/contract/index.ts';
import { hasSimd } from '../../engine/kernels/simd.ts';
import type { Uploads } from '../data/uploads.ts';
import { doctorChecks } from './doctor.ts';
import { noDialogs } from './desktop.ts';
import { exchangeHandlers } from './exchange-handlers.ts';
import { editingHandlers } from './editing-handlers.ts';
import { fileUsers } from './file-users.ts';
import { fig13Handlers } from './fig13-handlers.ts';
import { nirHandlers } from './nir-handlers.ts';
import { playbackHandlers } from './playback-handlers.ts';
import { restart } from './restart.ts';
import { recordingHandlers } from './recording-handlers.ts';
import { runHandlers } from './run-handlers.ts';
import { quantisationHandlers } from './quantisation-handlers.ts';
import { searchHandlers } from './search-handlers.ts';
import { shrinkHandlers } from './shrink-handlers.ts';
import { simulateHandlers } from './simulate-handlers.ts';
import { trainHandlers } from './train-handlers.ts';
import { paperHandlers } from './paper/paper-handlers.ts';
import type { FileAccess } from './file-access.ts';
import { licences } from './licences.ts';
import type { Workbench } from './workbench.ts';

export function createHandlers(workbench: Workbench, files: FileAccess, uploads: Uploads): Handlers {
  const { catalog, queue, store } = workbench;
  const search = searchHandlers(workbench, files);
  const train = trainHandlers(workbench, files);
  const runs = runHandlers(workbench, files);
  return {
    'host.info': async () => hostInfo(workbench),
    'host.doctor': async () => accept({ checks: await doctorChecks(workbench) }),

    'files.list': ({ path }) => files.list(path),
    'files.uploadBegin': (ask) => uploads.begin(ask),
    'files.uploadChunk': (ask) => uploads.chunk(ask),
    'files.uploadEnd': (ask) => uploads.end(ask),
    'files.uploads': () => uploads.list(fileUsers(store, queue)),
    'files.uploadRemove': (ask) => uploads.remove(ask, fileUsers(store, queue)),
    'files.choose': async (ask) => {
      const { desktop } = workbench.options;
      return desktop ? accept({ path: await desktop.choose(ask) }) : noDialogs();
    },
    'files.takeOpened': async () => accept({ paths: workbench.openedFiles.take() }),
    'host.licences': () => licences(),

    ...editingHandlers(workbench, files),
    'tech.list': async () => accept({ tables: await catalog.tables.all() }),

    ...recordingHandlers(workbench, files),
    ...train,
    ...fig13Handlers(workbench, files),
    ...quantisationHandlers(workbench),
    ...search,
    ...paperHandlers(workbench, files, search['search.start']),
    ...shrinkHandlers(workbench, files),
    ...simulateHandlers(workbench, files),
    ...exchangeHandlers(workbench, files),
    ...playbackHandlers(workbench, files),
    ...nirHandlers(workbench, files),
    'jobs.list': async () => accept({ jobs: queue.list() }),
    'jobs.cancel': async ({ jobId }) => accept({ cancelled: queue.cancel(jobId) }),
    'jobs.restart': ({ jobId }) => restart(workbench, { ...train, ...search, ...runs }, jobId),

    ...runs,
  };
}

function hostInfo({ options, store, defaultWorkers, provenance }: Workbench): Outcome<HostInfo> {
  const runs = store.countRuns();
  if (!runs.ok) return runs;
  return accept({
    appVersion: options.appVersion,
    door: options.door,
    runtime: process.versions['electron']
      ? `Electron ${process.versions['electron']}`
      : `Node ${process.version}`,
    platform: provenance.platform,
    cores: provenance.cores,
    memoryBytes: Math.min(totalmem(), freemem() + process.memoryUsage.rss()),
    simd: hasSimd(),
    backend: hasSimd() ? `WASM SIMD, ${defaultWorkers} threads` : 'none: WebAssembly SIMD is missing',
    database: { file: store.file, readOnly: store.readOnly, runs: runs.value },
    roots: options.roots,
    defaultWorkers,
  });
}
