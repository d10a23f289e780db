// First step of every command. Runs on plain Node 20 with nothing installed: installs the locked packages when they
// are missing or stale, and finds the Node 24 that comes with them (better-sqlite3 and type stripping need it).
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const stampFile = join(root, 'node_modules', '.spikex-install');
const LEAST_NODE = 20;
const HOST_NODE = 24;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ends the command with a sentence instead of a stack trace. */
export function fail(sentence, code = 1) {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function installedHash() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8').trim() : '';
}

/** How to call npm: the npm that called us, else the one on PATH. */
function npmCommand() {
  const fromNpm = process.env.npm_execpath;
  if (fromNpm && /\.c?js$/.test(fromNpm)) return { file: process.execPath, args: [fromNpm] };
  return process.platform === 'win32' ? { file: 'npm.cmd', args: [] } : { file: 'npm', args: [] };
}

function install() {
  process.stderr.write('Installing the locked packages (once; about a minute)…\n');
  const npm = npmCommand();
  const args = [...npm.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = spawnSync(npm.file, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32' && npm.args.length === 0,
    env: { ...process.env, NODE_ENV: 'development', npm_config_engine_strict: 'false' },
  });
  if (result.error)
    fail(`npm could not be started (${result.error.message}); install Node.js 20 or newer with npm.`);
  if (result.status !== 0)
    fail(`Installing the packages failed (npm ci ended with ${result.status}); the lines above say why.`);
  writeFileSync(stampFile, lockHash());
}

/** The Node 24 executable to run everything with. */
export function hermeticNode() {
  const { platform, arch } = process;
  const names = [`node-${platform === 'win32' ? 'win' : platform}-${arch}`, `node-bin-${platform}-${arch}`];
  for (const name of names) {
    const file = join(root, 'node_modules', name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(file)) return file;
  }
  if (majorOf(process.version) >= HOST_NODE) return process.execPath;
  return fail(
    `Node ${HOST_NODE} is needed (this is ${process.version}) and no packaged one exists for ${platform} ${arch}; install Node ${HOST_NODE} and run the command again.`,
  );
}

const majorOf = (version) => Number(version.replace(/^v/, '').split('.')[0]);

/** Installs what is missing and returns the Node 24 executable. */
export function bootstrap() {
  if (majorOf(process.version) < LEAST_NODE) {
    fail(`Node ${LEAST_NODE} or newer is needed (this is ${process.version}).`);
  }
  process.chdir(root);
  if (installedHash() !== lockHash()) install();
  return hermeticNode();
}

/** Environment for child processes: our Node and tools first on PATH. */
export function childEnv(node, extra = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const nodeFolder = join(node, '..');
  const bin = join(root, 'node_modules', '.bin');
  return { ...process.env, PATH: [nodeFolder, bin, process.env.PATH].join(separator), ...extra };
}

/** Runs a script of ours under Node 24 and returns its exit code. Signals are passed on to the child. */
export function runNode(node, args, options = {}) {
  const child = spawn(node, args, { stdio: 'inherit', cwd: root, env: childEnv(node), ...options });
  const forward = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  return new Promise((resolve) => {
    child.on('error', (error) => fail(`could not start ${args[0]}: ${error.message}`));
    child.on('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, forward);
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 1));
    });
  });
}
