// Stores and folders that are put away after each test, and the values of values.ts.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { ExperimentStore } from '../../../electron/store/index.ts';
import type { NewRun, StoreOptions } from '../../../electron/store/index.ts';
import { epochMetrics, newRun, runEnd, value } from './values.ts';

export * from './values.ts';

const stores: ExperimentStore[] = [];
const folders: string[] = [];

/** Closed after the test. */
export function openStore(file = ':memory:', options: StoreOptions = {}): ExperimentStore {
  const store = value(ExperimentStore.open(file, options));
  stores.push(store);
  return store;
}

/** Removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spikex-store-'));
  folders.push(folder);
  return folder;
}

/** Readable and writable for its owner alone; Windows has no such modes. */
export function isPrivate(file: string): boolean {
  return process.platform === 'win32' || (statSync(file).mode & 0o777) === 0o600;
}

/** A run that was started, with epochs 1 .. `epochs` recorded. */
export function startedRun(store: ExperimentStore, epochs = 0, over: Partial<NewRun> = {}): string {
  const id = value(store.createRun(newRun(over)));
  value(store.markRunning(id));
  for (let epoch = 1; epoch <= epochs; epoch++) value(store.addEpoch(id, epochMetrics(epoch)));
  return id;
}

/** A closed file with runs of two epochs that ended. */
export function finishedRuns(runs = 1): string {
  const file = join(temporaryFolder(), 'runs.db');
  const store = openStore(file);
  for (let n = 0; n < runs; n++) value(store.finishRun(startedRun(store, 2), runEnd()));
  store.close();
  return file;
}

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
