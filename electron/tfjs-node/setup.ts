/**
 * Opens and closes the TensorFlow door: @tensorflow/tfjs-node with the user's own TensorFlow library. The package no longer
 * installs by itself (its prebuilt library is gone), so its addon is built here. Steps: package and node-gyp by npm,
 * without install scripts; links to library and headers; build; self-test in a child process; `door.json` last.
 * A step that fails leaves no open door behind.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { accept, errorAt, refuse, type Outcome } from '../../engine/contract/index.ts';
import {
  checkLibrary,
  doorFolder,
  LIBRARIES,
  NODE_GYP_VERSION,
  packageFolder,
  recordFile,
  TFJS_NODE_VERSION,
  type DoorRecord,
} from './places.ts';
import { selfTest, type SelfTest } from './self-test.ts';

/** Runs a program to its end; null = fine, else its last words. */
export type Runner = (file: string, args: readonly string[], cwd: string) => string | null;

export interface SetupOptions {
  readonly door?: string;
  readonly run?: Runner;
  readonly test?: (door: string) => Outcome<SelfTest>;
  readonly onStep?: (text: string) => void;
}

export interface OpenDoor {
  readonly version: string;
  readonly folder: string;
  readonly selfTest: SelfTest;
}

const runProgram: Runner = (file, args, cwd) => {
  const child = spawnSync(file, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (child.status === 0) return null;
  return (
    child.error?.message ??
    (child.stderr.trim().split('\n').slice(-3).join(' ') || `exit code ${child.status}`)
  );
};

export function openDoor(libtensorflow: string, options: SetupOptions = {}): Outcome<OpenDoor> {
  const { door = doorFolder(), run = runProgram, test = selfTest, onStep = () => {} } = options;
  const issues = checkLibrary(libtensorflow, process.platform, process.arch);
  if (issues.length) return refuse(...issues);
  closeDoor(door);
  const failed = build(resolve(libtensorflow), door, run, onStep);
  const tested = failed ? refuse(failed) : test(door);
  if (!tested.ok) {
    closeDoor(door);
    return tested;
  }
  const record: DoorRecord = {
    tfjsNode: TFJS_NODE_VERSION,
    tensorflow: tested.value.tensorflow,
    libtensorflow: resolve(libtensorflow),
  };
  writeFileSync(recordFile(door), JSON.stringify(record));
  return accept({ version: TFJS_NODE_VERSION, folder: door, selfTest: tested.value });
}

/** True where there was something to remove. */
export function closeDoor(door = doorFolder()): boolean {
  const wasThere = existsSync(door);
  rmSync(door, { recursive: true, force: true });
  return wasThere;
}

function build(library: string, door: string, run: Runner, onStep: (text: string) => void) {
  const stepFailed = (what: string, reason: string) =>
    errorAt(
      'setup tfjs-node',
      'tfjs-node/build',
      `${what} must succeed (got ${reason}); nothing was left behind, try again once that is mended`,
    );
  mkdirSync(door, { recursive: true, mode: 0o700 });
  onStep(`fetching @tensorflow/tfjs-node ${TFJS_NODE_VERSION}`);
  const packages = [`@tensorflow/tfjs-node@${TFJS_NODE_VERSION}`, `node-gyp@${NODE_GYP_VERSION}`];
  const flags = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const fetched = run('npm', ['install', '--prefix', door, ...flags, ...packages], door);
  if (fetched) return stepFailed('npm install', fetched);
  const target = packageFolder(door);
  linkLibrary(library, target);
  onStep('building the addon');
  const binding = join(target, 'lib', 'napi-v8');
  const gyp = join(door, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const built = run(
    process.execPath,
    [
      gyp,
      'rebuild',
      `--nodedir=${dirname(dirname(process.execPath))}`,
      '--module_name=tfjs_binding',
      `--module_path=${binding}`,
      '--napi_build_version=8',
    ],
    target,
  );
  if (built) return stepFailed('node-gyp rebuild', built);
  onStep('testing it');
  return null;
}

/** deps/include and deps/lib of the package, as its build expects them. */
function linkLibrary(library: string, target: string): void {
  const lib = join(target, 'deps', 'lib');
  mkdirSync(lib, { recursive: true });
  symlinkSync(join(library, 'include'), join(target, 'deps', 'include'));
  for (const [name, alias] of LIBRARIES) {
    symlinkSync(join(library, name), join(lib, name));
    symlinkSync(name, join(lib, alias));
  }
}
