/** What a run is traced back to: the application, its checkout, the machine. Never fails; unknown = null. */
import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform, release } from 'node:os';
import { promisify } from 'node:util';
import type { Provenance } from '../../engine/contract/runs.ts';

/** The hashes belong to the run and are known to whoever reads data, network and energy table. */
export type MachineProvenance = Omit<Provenance, 'dataHash' | 'networkHash' | 'energyTableHash'>;

const run = promisify(execFile);

/** `folder`: where the application lies; a packed application is no checkout and has no commit. */
export async function machineProvenance(
  appVersion: string,
  folder: string,
  timeoutMs = 2000,
): Promise<MachineProvenance> {
  return {
    appVersion,
    ...(await checkoutState(folder, timeoutMs)),
    node: process.version,
    platform: `${platform()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
  };
}

type CheckoutState = Pick<Provenance, 'gitCommit' | 'gitDirty'>;

async function checkoutState(folder: string, timeout: number): Promise<CheckoutState> {
  const git = async (...words: string[]): Promise<string> => {
    const { stdout } = await run('git', ['-C', folder, ...words], { timeout, env: gitEnvironment() });
    return stdout.trim();
  };
  try {
    // A folder inside somebody else's checkout (say node_modules) must not borrow its commit.
    const [top, own] = await Promise.all([
      git('rev-parse', '--show-toplevel').then((path) => realpath(path)),
      realpath(folder),
    ]);
    if (top !== own) return { gitCommit: null, gitDirty: null };
    const [gitCommit, changes] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain')]);
    return { gitCommit, gitDirty: changes !== '' };
  } catch {
    return { gitCommit: null, gitDirty: null };
  }
}

/** GIT_DIR and its like would point at another repository; optional locks would disturb one at work. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(kept), GIT_OPTIONAL_LOCKS: '0' };
}
