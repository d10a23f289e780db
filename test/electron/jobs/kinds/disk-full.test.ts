/**
 * The disk fills up while a training saves: the training ends with the reason, and the checkpoint of the epoch before
 * is whole. Once with a write that fails half way, once on a real full disk (a small tmpfs; needs root).
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_TRAIN } from '../../../../engine/contract/index.ts';
import { decodeCheckpoint } from '../../../../engine/train/index.ts';
import { lastCheckpoint } from '../../../../electron/jobs/kinds/checkpoint-files.ts';
import { toyNetwork } from '../../../engine/train/fixtures.ts';
import { temporaryFolder } from '../../store/fixtures.ts';
import { RUN_ID, runToy } from './toy-run.ts';

const failing = vi.hoisted(() => ({ now: false }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const writeSync = (handle: number, content: Uint8Array, at: number): number => {
    if (!failing.now) return real.writeSync(handle, content, at);
    if (at > 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return real.writeSync(handle, content, 0, Math.floor(content.length / 2));
  };
  return { ...real, writeSync };
});
afterEach(() => {
  failing.now = false;
});

const off = { ...DEFAULT_TRAIN.hardwareLoss };

/** afterEpoch is called before the epoch's checkpoint is written. */
const trainInto = (folder: string, afterEpoch: (epoch: number) => void) =>
  runToy(folder, toyNetwork, { epochs: 4, hardwareLoss: off }, (news) => {
    if (news.type === 'epoch') afterEpoch(news.metrics.epoch);
  });

/** What the training says, without the file and the system's own words. */
function refused(outcome: Awaited<ReturnType<typeof trainInto>>): readonly string[] {
  if (outcome.ok) return [];
  const { code, message } = outcome.issues[0];
  return [code, message.replace(/\(got "ENOSPC: no space left on device, .*"\)/, '(got …)')];
}
const FULL = [
  'store/disk-full',
  'the disk must have room (got …); free some space and try again; nothing of this change was saved',
];

/** The checkpoint that is left, and halves of others. */
function kept(folder: string): { epoch: number | null; parts: string[] } {
  const file = lastCheckpoint(join(folder, RUN_ID));
  const decoded = decodeCheckpoint(new Uint8Array(fs.readFileSync(file)), file);
  const parts = fs.readdirSync(join(folder, RUN_ID)).filter((name) => name.endsWith('.part'));
  return { epoch: decoded.ok ? decoded.value.epoch : null, parts };
}

it('keeps the last good checkpoint when a write fails half way', async () => {
  const folder = temporaryFolder();
  const outcome = await trainInto(folder, (epoch) => {
    failing.now = epoch === 3;
  });
  expect(refused(outcome)).toEqual(FULL);
  expect(kept(folder)).toEqual({ epoch: 2, parts: [] });
});

function canMount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('on a small tmpfs (root)', () => {
  it('keeps the last good checkpoint when the disk is full', async ({ skip }) => {
    const folder = temporaryFolder();
    if (!canMount(folder)) skip('no tmpfs can be mounted here');
    try {
      const outcome = await trainInto(folder, (epoch) => {
        if (epoch === 3) fillUp(join(folder, 'filler'));
      });
      expect(refused(outcome)).toEqual(FULL);
      expect(kept(folder)).toEqual({ epoch: 2, parts: [] });
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});

function fillUp(file: string): void {
  const handle = fs.openSync(file, 'w');
  try {
    for (;;) fs.writeSync(handle, new Uint8Array(4096));
  } catch {
    fs.closeSync(handle);
  }
}
