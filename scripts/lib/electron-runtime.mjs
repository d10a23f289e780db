// Finds the Electron runtime, or fetches it once. `electron` itself is never imported here: that would download too.
// The one attempt is given up after 10 s without bytes; its failure is remembered until --retry-electron.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createWriteStream } from 'node:fs';
import { root } from './bootstrap.mjs';

const IDLE_LIMIT_MS = 10_000;
const failureFile = join(root, 'node_modules', '.cache', 'spikex', 'electron-fetch-failed.json');
const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('electron/package.json'));
const { version } = require('electron/package.json');
const EXECUTABLES = {
  linux: 'electron',
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};
const executable = EXECUTABLES[process.platform];

/** Path of the Electron executable, or null. */
export function installedElectron() {
  if (!executable) return null;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const file = override ? join(override, executable) : join(folder, 'dist', executable);
  return existsSync(file) ? file : null;
}

export function rememberedFailure() {
  if (!existsSync(failureFile)) return null;
  const { version: triedVersion, reason } = JSON.parse(readFileSync(failureFile, 'utf8'));
  return triedVersion === version ? reason : null;
}

/** Downloads with the idle limit; `@electron/get` verifies the checksum against the package's own list. */
const downloader = {
  async download(url, targetFile) {
    const abort = new AbortController();
    let timer;
    const arm = () => {
      clearTimeout(timer);
      timer = setTimeout(
        () => abort.abort(new Error(`no bytes for ${IDLE_LIMIT_MS / 1000} s`)),
        IDLE_LIMIT_MS,
      );
    };
    arm();
    try {
      const response = await fetch(url, { signal: abort.signal });
      if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
      mkdirSync(dirname(targetFile), { recursive: true });
      const watch = async function* (source) {
        for await (const chunk of source) {
          arm();
          yield chunk;
        }
      };
      await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(targetFile), {
        signal: abort.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  },
};

/** One attempt to fetch the runtime. Returns the executable or null; the reason of a failure is remembered. */
export async function fetchElectron() {
  try {
    const { downloadArtifact } = await import('@electron/get');
    const zip = await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: require('electron/checksums.json'),
      downloader,
    });
    const { extract } = await import(
      createRequire(join(folder, 'index.js')).resolve('@electron-internal/extract-zip')
    );
    await extract(zip, { dir: join(folder, 'dist') });
    writeFileSync(join(folder, 'path.txt'), executable);
    rmSync(failureFile, { force: true });
    return installedElectron();
  } catch (error) {
    const reason = reasonOf(error);
    mkdirSync(dirname(failureFile), { recursive: true });
    writeFileSync(failureFile, JSON.stringify({ version, reason }));
    return null;
  }
}

function reasonOf(error) {
  const cause = error?.cause?.code ?? error?.cause?.message;
  return [error?.message, cause].filter(Boolean).join(': ').split('\n')[0];
}
