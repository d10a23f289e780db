/** Opens the workbench behind the browser door and keeps it open until a signal: `npm start` and `spikex serve`. */
import { spawn } from 'node:child_process';
import { accept, type Outcome } from '../../engine/contract/index.ts';
import { APP_PATHS, userDataFolder } from '../host/paths.ts';
import { appVersion } from '../host/version.ts';
import { openWorkbench } from '../host/workbench.ts';
import { logFaultToStderr } from '../ipc/fault.ts';
import { startWebDoor } from './door.ts';

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
  let isFirst = true;
  const door = await startWebDoor(host, {
    rendererDir: APP_PATHS.renderer,
    port: options.port,
    log: logFaultToStderr,
    onAddress: (url) => {
      options.onAddress(url);
      if (isFirst && options.open) openInBrowser(url, options.log);
      isFirst = false;
    },
  });
  if (!door.ok) {
    await host.close();
    return door;
  }
  return accept(
    {
      async close() {
        await door.value.close();
        await host.close();
      },
    },
    opened.warnings,
  );
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** A browser that does not start is no error: the address stands on the terminal. */
function openInBrowser(url: string, log: (line: string) => void): void {
  const [file, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(file, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => log('No browser could be started; open the address above yourself.'));
  child.unref();
}
