/** Opens the workbench behind the browser door and keeps it open until a signal: `npm start` and `spikex serve`. */
import { accept, type Outcome } from '../../engine/contract/index.ts';
import { APP_PATHS, userDataFolder } from '../host/paths.ts';
import { appVersion } from '../host/version.ts';
import { openWorkbench } from '../host/workbench.ts';
import { logFaultToStderr } from '../ipc/fault.ts';
import { startWebDoor } from './door.ts';
import { openBrowser, type BrowserLauncher } from './open-browser.ts';

export interface RunDoorOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** Folders that the window may read; empty = working and data folder. */
  readonly roots: readonly string[];
  readonly database: string | null;
  /** Open the address in the default browser. */
  readonly open: boolean;
  /** Called with each new one-time address. */
  readonly onAddress: (url: string) => void;
  readonly log: (line: string) => void;
}

export interface RunningDoor {
  /** Ends connections, jobs and the database. */
  close(): Promise<void>;
}

export async function runDoor(options: RunDoorOptions): Promise<Outcome<RunningDoor>> {
  const roots = options.roots.length ? options.roots : [process.cwd(), userDataFolder()];
  const opened = await openWorkbench({
    door: 'web',
    appVersion: appVersion(),
    database: options.database,
    roots,
  });
  if (!opened.ok) return opened;
  const { host } = opened.value;
  let launcher: BrowserLauncher | null = null;
  const door = await startWebDoor(host, {
    rendererDir: APP_PATHS.renderer,
    port: options.port,
    log: logFaultToStderr,
    onAddress: (url) => {
      options.onAddress(url);
      if (options.open) launcher ??= openBrowser(url, options.log);
    },
  });
  if (!door.ok) {
    await host.close();
    return door;
  }
  return accept(
    {
      async close() {
        launcher?.dispose();
        await door.value.close();
        await host.close();
      },
    },
    opened.warnings,
  );
}
