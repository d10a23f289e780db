// The TensorFlow door without a TensorFlow: what is refused, in which order it builds, that a failure leaves nothing.
import { existsSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accept, errorAt, refuse } from '../../../engine/contract/index.ts';
import { checkLibrary, openedDoor, packageFolder } from '../../../electron/tfjs-node/places.ts';
import { selfTest } from '../../../electron/tfjs-node/self-test.ts';
import { closeDoor, openDoor } from '../../../electron/tfjs-node/setup.ts';
import { temporaryFolder } from '../store/fixtures.ts';

const PASSED = { tensorflow: '2.21.0', tfjs: '4.22.0', checks: ['product'] };

function library(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'include'));
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'])
    writeFileSync(join(folder, name), '');
  return folder;
}

describe('the library', () => {
  it('is missed piece by piece, and other machines are refused', () => {
    const empty = temporaryFolder();
    expect(checkLibrary(empty, 'darwin', 'arm64').map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'platform: must be linux x64, the only one that this recipe was tried on (got darwin arm64); go on without, nothing needs it',
      `--libtensorflow: must be a folder with libtensorflow_cc.so.2 (got ${empty} without it); an installed Python tensorflow is such a folder`,
      `--libtensorflow: must be a folder with libtensorflow_framework.so.2 (got ${empty} without it); an installed Python tensorflow is such a folder`,
      `--libtensorflow: must be a folder with include (got ${empty} without it); an installed Python tensorflow is such a folder`,
    ]);
    expect(checkLibrary(library(), 'linux', 'x64')).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('opening', () => {
  it('fetches, links, builds, tests and only then counts as open', () => {
    const door = join(temporaryFolder(), 'door');
    const folder = library();
    const steps: string[] = [];
    const opened = openDoor(folder, {
      door,
      run: (file, args) => {
        steps.push([file === process.execPath ? 'node' : file, ...args].join(' '));
        expect(openedDoor(door)).toBeNull();
        return null;
      },
      test: () => accept(PASSED),
    });
    expect(opened.ok && opened.value.selfTest).toEqual(PASSED);
    expect(openedDoor(door)).toEqual({ tfjsNode: '4.22.0', tensorflow: '2.21.0', libtensorflow: folder });
    expect(steps[0]).toContain('--ignore-scripts');
    expect(steps[0]).toContain('@tensorflow/tfjs-node@4.22.0');
    expect(steps[1]).toContain('rebuild');
    const lib = join(packageFolder(door), 'deps', 'lib');
    expect(readlinkSync(join(lib, 'libtensorflow.so'))).toBe('libtensorflow_cc.so.2');
    expect(readlinkSync(join(lib, 'libtensorflow_cc.so.2'))).toBe(join(folder, 'libtensorflow_cc.so.2'));
    expect(closeDoor(door)).toBe(true);
    expect(existsSync(door)).toBe(false);
    expect(closeDoor(door)).toBe(false);
  });

  it.each([
    ['npm', 'npm install must succeed (got offline)'],
    ['node', 'node-gyp rebuild must succeed (got offline)'],
  ])('leaves nothing behind when %s fails', (program, text) => {
    const door = join(temporaryFolder(), 'door');
    const opened = openDoor(library(), {
      door,
      run: (file) => ((file === process.execPath ? 'node' : file) === program ? 'offline' : null),
      test: () => accept(PASSED),
    });
    expect(opened.ok ? '' : opened.issues[0].message).toContain(text);
    expect(existsSync(door)).toBe(false);
  });

  it('leaves nothing behind when the self-test fails', () => {
    const door = join(temporaryFolder(), 'door');
    const opened = openDoor(library(), { door, run: () => null, test: () => refuse(errorAt('x', 'y', 'z')) });
    expect(opened.ok).toBe(false);
    expect(existsSync(door)).toBe(false);
  });
});

describe('the self-test', () => {
  it('says why a package does not load, from a process of its own', () => {
    const tested = selfTest(temporaryFolder());
    expect(tested.ok ? '' : tested.issues[0].message).toMatch(
      /must pass its self-test \(got .*Cannot find module/,
    );
  });

  const real = process.env['SPIKEX_LIBTENSORFLOW'];
  if (!real)
    process.stderr.write(
      'tfjs-node: SPIKEX_LIBTENSORFLOW is not set; the test on a real library is skipped\n',
    );
  it.skipIf(!real)('passes on a real library', { timeout: 600_000 }, () => {
    const door = join(temporaryFolder(), 'door');
    const opened = openDoor(real ?? '', { door });
    expect(opened.ok ? [] : opened.issues).toEqual([]);
    expect(opened.ok && opened.value.selfTest.checks).toHaveLength(5);
  });
});
