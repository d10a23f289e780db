/** Runs the command line from source in a process of its own, with a data folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ENTRY = resolve(import.meta.dirname, '../../../electron/cli/cli.ts');

export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const temporaryHome = (): string => mkdtempSync(join(tmpdir(), 'spikex-cli-'));

export function startCli(args: readonly string[], home: string) {
  return spawn(process.execPath, [ENTRY, ...args], {
    env: { ...process.env, SPIKEX_HOME: home },
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export function runCli(args: readonly string[], home = temporaryHome()): Promise<CliEnd> {
  const child = startCli(args, home);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((ended) => child.on('close', (code) => ended({ code, stdout, stderr })));
}
