// The files that ship, run without Electron's binary. Needs a build; `npm test` builds first.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { STANDS_IN_FOR } from '../../support/electron-stand-in.ts';

const root = resolve(import.meta.dirname, '..', '..', '..');
const out = join(root, 'out');
const isBuilt = ['main/main.js', 'preload/preload.cjs', 'renderer/index.html', 'main/worker.js'].every(
  (file) => existsSync(join(out, file)),
);
const run = promisify(execFile);

interface Check {
  readonly name: string;
  readonly error: string | null;
}

const home = mkdtempSync(join(tmpdir(), 'spikex-contract-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function checksOf(role: 'first' | 'second' | 'next'): Promise<readonly Check[]> {
  const { stdout } = await run(
    process.execPath,
    [
      '--import',
      join(root, 'test/support/electron-stand-in-hooks.mjs'),
      join(root, 'test/electron/contract/checks.ts'),
      out,
      role,
    ],
    { env: { ...process.env, SPIKEX_HOME: home }, timeout: 100_000 },
  );
  return stdout
    .trim()
    .split('\n')
    .map((line): Check => JSON.parse(line));
}

describe.skipIf(!isBuilt)('the built main process and preload (skipped where out/ is not built)', () => {
  it('open one protected window, answer it and nobody else, and quit in order', async () => {
    const checks = await checksOf('first');
    expect(checks.filter((check) => check.error !== null)).toEqual([]);
    expect(checks).toHaveLength(23);
  }, 120_000);

  it('find after a quit what was going on, and take it to its end', async () => {
    const checks = await checksOf('next');
    expect(checks.filter((check) => check.error !== null)).toEqual([]);
    expect(checks).toHaveLength(2);
  }, 120_000);

  it('give way to an instance that runs already', async () => {
    expect(await checksOf('second')).toEqual([
      { name: 'the entry runs to its end before Electron is ready', error: null },
      { name: 'a second instance quits without a window', error: null },
    ]);
  }, 120_000);
});

it('the stand-in stands in for what main and preload import', () => {
  expect(new Set(STANDS_IN_FOR).size).toBe(STANDS_IN_FOR.length);
});
