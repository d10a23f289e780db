/** The built workbench behind its loopback door, in a process of its own with a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ENTRY = resolve(import.meta.dirname, '../../out/main/serve.js');

export interface ServedWorkbench {
  /** One-time address. */
  readonly url: string;
  readonly home: string;
  readonly pid: number;
  /** Everything the process said on stderr. */
  log(): string;
  /** The next one-time address that the process prints. */
  nextUrl(): Promise<string>;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly roots?: readonly string[];
  /** Fills the data folder before the process starts. */
  readonly prepare?: (home: string) => void | Promise<void>;
  /** serve.js of another place than out/. */
  readonly entry?: string;
}

export async function serveWorkbench(options: ServeOptions = {}): Promise<ServedWorkbench> {
  const home = mkdtempSync(join(tmpdir(), 'spikex-served-'));
  await options.prepare?.(home);
  const roots = (options.roots ?? [home]).flatMap((folder) => ['--root', folder]);
  const child = spawn(process.execPath, [options.entry ?? ENTRY, '--port', '0', '--json', ...roots], {
    cwd: home,
    env: { ...process.env, SPIKEX_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const urls = urlsOf(child);
  const first = await urls.next();
  return {
    url: first,
    home,
    pid: child.pid ?? 0,
    log: () => log,
    nextUrl: () => urls.next(),
    async close() {
      const ended = new Promise((done) => child.on('exit', done));
      child.kill('SIGINT');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Addresses in the order in which the process prints them, one JSON document a line. */
function urlsOf(child: ChildProcess): { next(): Promise<string> } {
  const ready: string[] = [];
  const waiting: { resolve: (url: string) => void; reject: (error: Error) => void }[] = [];
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(Boolean)) {
      const { url } = JSON.parse(line);
      const next = waiting.shift();
      if (next) next.resolve(url);
      else ready.push(url);
    }
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting)
      reject(new Error(`the workbench ended with ${code} before it gave an address`));
  });
  return {
    next: () => {
      const url = ready.shift();
      return url ? Promise.resolve(url) : new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
  };
}
