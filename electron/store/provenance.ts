/** What a run is traced back to: the application, its checkout, the machine. Never fails; unknown = null. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import type { Provenance } from '../../engine/contract/runs.ts';

/** The hashes belong to the run and are known to whoever reads data, network and energy table. */
export type MachineProvenance = Omit<Provenance, 'dataHash' | 'networkHash' | 'energyTableHash'>;

const run = promisify(execFile);

/** `folder`: where the application lies; a packed application is no checkout and has no commit. */
export async function machineProvenance(
  appVersion: string,
  folder: string,
  kernelFile: string | null = null,
  timeoutMs = 2000,
): Promise<MachineProvenance> {
  return {
    appVersion,
    ...(await checkoutState(folder, timeoutMs)),
    node: process.version,
    platform: `${platform()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    kernelsHash: kernelFile && (await fileHash(kernelFile)),
    packages: packageVersions(),
  };
}

async function fileHash(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch(() => null);
  return bytes && createHash('sha256').update(bytes).digest('hex');
}

/** What the numbers of a run may depend on besides our own code. */
function packageVersions(): Record<string, string> {
  const { v8, electron } = process.versions;
  const db = new Database(':memory:');
  const sqlite = String(db.prepare('select sqlite_version()').pluck().get());
  db.close();
  return { v8, sqlite, ...(electron ? { electron } : {}) };
}

type CheckoutState = Pick<Provenance, 'gitCommit' | 'gitDirty' | 'gitDiffHash'>;

const UNKNOWN: CheckoutState = { gitCommit: null, gitDirty: null, gitDiffHash: null };
const MOST_DIFF_BYTES = 2 ** 26;

async function checkoutState(folder: string, timeout: number): Promise<CheckoutState> {
  const git = async (...words: string[]): Promise<string> => {
    const { stdout } = await run('git', ['-C', folder, ...words], {
      timeout,
      env: gitEnvironment(),
      maxBuffer: MOST_DIFF_BYTES,
    });
    return stdout.trim();
  };
  try {
    // A folder inside somebody else's checkout (say node_modules) must not borrow its commit.
    const [top, own] = await Promise.all([
      git('rev-parse', '--show-toplevel').then((path) => realpath(path)),
      realpath(folder),
    ]);
    if (top !== own) return UNKNOWN;
    const [gitCommit, changes] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain')]);
    const gitDirty = changes !== '';
    return { gitCommit, gitDirty, gitDiffHash: gitDirty ? await changesHash(git, changes, folder) : null };
  } catch {
    return UNKNOWN;
  }
}

/** Over the difference to the commit and the contents of files that git does not know yet. */
async function changesHash(
  git: (...words: string[]) => Promise<string>,
  changes: string,
  folder: string,
): Promise<string> {
  const hash = createHash('sha256').update(await git('diff', 'HEAD', '--binary', '--no-ext-diff'));
  const added = (await git('ls-files', '--others', '--exclude-standard', '-z')).split('\0').filter(Boolean);
  for (const name of added.sort()) hash.update(`\0${name}\0`).update(await readFile(join(folder, name)));
  return hash.update(changes).digest('hex');
}

/** GIT_DIR and its like would point at another repository; optional locks would disturb one at work. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(kept), GIT_OPTIONAL_LOCKS: '0' };
}
