/** Where the application's own files lie (built or from source) and where the user's data go. */
import { homedir, tmpdir } from 'node:os';
import { mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HostPaths } from '../jobs/context.ts';

const isBuilt = import.meta.url.endsWith('.js');
/** Built: out/main; from source: electron/host. Both lie two levels below the application. */
const applicationFolder = resolve(import.meta.dirname, '..', '..');
const built = (file: string): string => join(applicationFolder, 'out', file);

export interface AppPaths {
  readonly application: string;
  readonly resources: string;
  readonly wasm: string;
  readonly worker: string;
  readonly teamWorker: string;
  readonly renderer: string;
}

export const APP_PATHS: AppPaths = {
  application: applicationFolder,
  resources: join(applicationFolder, 'resources'),
  wasm: built('wasm/kernels.wasm'),
  worker: isBuilt ? built('main/worker.js') : join(applicationFolder, 'electron', 'jobs', 'worker.ts'),
  teamWorker: isBuilt
    ? built('main/team-worker.js')
    : join(applicationFolder, 'electron', 'jobs', 'team', 'team-worker.ts'),
  renderer: built('renderer'),
};

/** The user's data folder: SPIKEX_HOME, else where the platform keeps application data. */
export function userDataFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = env['SPIKEX_HOME'];
  if (own) return resolve(own);
  if (process.platform === 'win32')
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'SpikeX Workbench');
  if (process.platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'SpikeX Workbench');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'spikex-workbench');
}

/** The user's own networks and accelerators: theirs whatever database is open. */
export const libraryFolder = (): string => join(userDataFolder(), 'library');

/** Where descriptions are found by name. */
export const catalogPlaces = (): { resources: string; library: string } => ({
  resources: APP_PATHS.resources,
  library: libraryFolder(),
});

export const MEMORY_DATABASE = ':memory:';

export interface DataPlaces {
  readonly database: string;
  readonly paths: HostPaths;
  /** Removed when the host closes; null where the places are meant to stay. */
  readonly temporaryFolder: string | null;
}

/** Places of one host: beside the database, or in a temporary folder for a database in memory. */
export function dataPlaces(database: string | null): DataPlaces {
  const isMemory = database === MEMORY_DATABASE;
  const temporaryFolder = isMemory ? mkdtempSync(join(tmpdir(), 'spikex-')) : null;
  const folder = temporaryFolder ?? userDataFolder();
  return {
    database: isMemory ? MEMORY_DATABASE : resolve(database ?? join(folder, 'experiments.sqlite')),
    temporaryFolder,
    paths: {
      wasm: APP_PATHS.wasm,
      worker: APP_PATHS.worker,
      teamWorker: APP_PATHS.teamWorker,
      ...catalogPlaces(),
      checkpoints: join(folder, 'checkpoints'),
      cache: join(folder, 'cache'),
    },
  };
}
