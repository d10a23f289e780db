/**
 * Who runs a run: enough to tell, later and from another process, whether that process still lives.
 * A process number alone is reused; together with the start of the machine and of the process it is not.
 * Linux reads /proc, macOS asks `ps` and `sysctl`. On Windows only the process number is known, so a number
 * that was given out again keeps a dead run "running" until that process ends too.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** One start of one machine, and the name space that its process numbers belong to; null = not known. */
  readonly boot: string | null;
  readonly space: string | null;
  /** Start of the process, comparable for equality only; null = not known. */
  readonly started: string | null;
}

let own: ProcessIdentity | null = null;

export function ownIdentity(): ProcessIdentity {
  own ??= {
    pid: process.pid,
    host: hostname(),
    boot: bootId(),
    space: orNull(() => (process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : null)),
    started: startOf(process.pid),
  };
  return own;
}

/**
 * False only when the process is certainly gone. On another machine, or behind another name space of process
 * numbers (a container), nothing can be known: such a run is left as it is.
 */
export function mayBeAlive(
  owner: ProcessIdentity,
  self: ProcessIdentity = ownIdentity(),
  startedAt: (pid: number) => string | null = startOf,
  exists: (pid: number) => boolean = processExists,
): boolean {
  const sameBoot = owner.boot === self.boot;
  if (!sameBoot && owner.host !== self.host) return true;
  if (!sameBoot) return false;
  if (owner.boot === null && owner.host !== self.host) return true;
  if (owner.space !== self.space) return true;
  if (!exists(owner.pid)) return false;
  const started = startedAt(owner.pid);
  return owner.started === null || started === null || started === owner.started;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function bootId(): string | null {
  if (process.platform === 'linux')
    return orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  if (process.platform === 'darwin') return orNull(() => told('sysctl', '-n', 'kern.boottime'));
  return null;
}

function startOf(pid: number): string | null {
  if (process.platform === 'linux') {
    // The command in field 2 may hold spaces and parentheses: count from its last one. Field 22 is the start.
    const stat = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  }
  return process.platform === 'darwin' ? orNull(() => told('ps', '-o', 'lstart=', '-p', String(pid))) : null;
}

function told(command: string, ...words: string[]): string {
  return execFileSync(command, words, {
    encoding: 'utf8',
    timeout: 2000,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
