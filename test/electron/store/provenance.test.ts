// What a run is traced back to: real checkouts in temporary folders; never a failure.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { machineProvenance } from '../../../electron/store/index.ts';
import { temporaryFolder } from './fixtures.ts';

const git = (folder: string, ...words: string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
    encoding: 'utf8',
  }).trim();

function checkout(): string {
  const folder = temporaryFolder();
  git(folder, 'init', '-q');
  writeFileSync(join(folder, 'a.txt'), 'a');
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'first');
  return folder;
}

describe('machineProvenance', () => {
  it('names commit and state of a checkout', async () => {
    const folder = checkout();
    const commit = git(folder, 'rev-parse', 'HEAD');
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(await machineProvenance('1.2.3', folder)).toMatchObject({
      appVersion: '1.2.3',
      gitCommit: commit,
      gitDirty: false,
    });
    writeFileSync(join(folder, 'b.txt'), 'b');
    expect(await machineProvenance('1.2.3', folder)).toMatchObject({ gitCommit: commit, gitDirty: true });
  });

  it('borrows nothing from a checkout around it, nor from the environment', async () => {
    const folder = checkout();
    const inner = join(folder, 'node_modules');
    mkdirSync(inner);
    expect(await machineProvenance('1', inner)).toMatchObject({ gitCommit: null, gitDirty: null });
    process.env.GIT_DIR = join(folder, '.git');
    const outside = await machineProvenance('1', temporaryFolder());
    delete process.env.GIT_DIR;
    expect(outside).toMatchObject({ gitCommit: null, gitDirty: null });
  });

  it('is complete without a checkout, and without a folder', async () => {
    for (const folder of [temporaryFolder(), '/no/such/folder']) {
      const told = await machineProvenance('1', folder);
      expect(told).toMatchObject({ gitCommit: null, gitDirty: null, node: process.version });
      expect(told.cores).toBeGreaterThan(0);
      expect(told.cpu).not.toBe('');
      expect(told.platform).toContain(process.arch);
    }
  });

  it.skipIf(process.platform === 'win32')('does not wait for a git that hangs', async () => {
    const folder = checkout();
    const tools = temporaryFolder();
    // Waits for the end of an input that nobody ends.
    writeFileSync(join(tools, 'git'), '#!/bin/sh\nexec cat\n', { mode: 0o755 });
    const path = process.env.PATH;
    process.env.PATH = `${tools}${delimiter}${path}`;
    const told = await machineProvenance('1', folder, null, 50);
    process.env.PATH = path;
    expect(told).toMatchObject({ gitCommit: null, gitDirty: null, node: process.version });
  });
});
