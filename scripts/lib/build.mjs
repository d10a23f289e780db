// Builds what is stale: kernels (WebAssembly), host, preload and window into out/. Runs under Node 24.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './bootstrap.mjs';
import { buildWasm } from './wasm.mjs';

const SOURCES = [
  'engine',
  'electron',
  'renderer',
  'scripts/lib',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];
const PRODUCTS = [
  'out/wasm/kernels.wasm',
  'out/main/cli.js',
  'out/main/serve.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];
const stampFile = 'out/.build-stamp';
const lockFolder = 'out/.build-lock';

function* filesBelow(path) {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path).sort()) yield* filesBelow(join(path, entry));
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesBelow(source))
      hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function isFresh(hash) {
  return (
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === hash &&
    PRODUCTS.every((file) => existsSync(file))
  );
}

/** One build at a time, also between processes; a lock left by a dead process is taken over. */
async function withLock(work) {
  mkdirSync(dirname(lockFolder), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lockFolder);
      break;
    } catch {
      const pid = Number(
        existsSync(join(lockFolder, 'pid')) ? readFileSync(join(lockFolder, 'pid'), 'utf8') : 0,
      );
      if (pid && !isAlive(pid)) rmSync(lockFolder, { recursive: true, force: true });
      else await new Promise((wake) => setTimeout(wake, 200));
    }
  }
  try {
    writeFileSync(join(lockFolder, 'pid'), String(process.pid));
    return await work();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function buildBundles() {
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const result = spawnSync(process.execPath, [cli, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (result.status !== 0) throw new Error(`the build failed\n${result.stdout ?? ''}${result.stderr ?? ''}`);
}

/** Builds into out/ when the sources changed since the last build. Returns whether it built. */
export async function ensureBuilt({ force = false, quiet = false } = {}) {
  process.chdir(root);
  return withLock(async () => {
    const hash = sourceHash();
    if (!force && isFresh(hash)) return false;
    if (!quiet) process.stderr.write('Building (once after each change)…\n');
    rmSync(stampFile, { force: true });
    await buildWasm();
    buildBundles();
    writeFileSync(stampFile, hash);
    return true;
  });
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  await ensureBuilt({ force: process.argv.includes('--force') });
}
