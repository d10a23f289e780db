/**
 * The disk fills up while a training saves: the training ends with the reason, and the checkpoint of the epoch before
 * is whole. Once with a write that fails half way, once on a real full disk (a small tmpfs; needs root).
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_TRAIN, type TrainSpec } from '../../../../engine/contract/index.ts';
import { decodeCheckpoint } from '../../../../engine/train/index.ts';
import type { JobContext } from '../../../../electron/jobs/context.ts';
import { lastCheckpoint } from '../../../../electron/jobs/kinds/checkpoint-files.ts';
import { prepareSimulation } from '../../../../electron/jobs/kinds/prepare.ts';
import { runTraining } from '../../../../electron/jobs/kinds/train-run.ts';
import { Catalog } from '../../../../electron/resources/catalog.ts';
import { settings, toyNetwork } from '../../../engine/train/fixtures.ts';
import { toySet, wasm } from '../../../engine/kernels/networks.ts';
import { temporaryFolder } from '../../store/fixtures.ts';
import { inlineContext } from './job-context.ts';

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

const EPOCHS = 4;
const spec: TrainSpec = {
  ...DEFAULT_TRAIN,
  ...settings({ epochs: EPOCHS, hardwareLoss: { ...DEFAULT_TRAIN.hardwareLoss } }),
  workers: 1,
};

/** Trains below `folder`; afterEpoch is called before the epoch's checkpoint is written. */
async function trainInto(folder: string, afterEpoch: (epoch: number) => void) {
  const context = inlineContext(folder);
  const simulation = await prepareSimulation(new Catalog(context.paths), toyNetwork, spec.cost, 'cost.');
  if (!simulation.ok) throw new Error(simulation.issues[0].message);
  const train = toySet(toyNetwork, 64, 1);
  const test = toySet(toyNetwork, 30, 2);
  const report: JobContext['report'] = (news) => {
    if (news.type === 'epoch') afterEpoch(news.metrics.epoch);
  };
  const data = { train, test, dataHash: '', warnings: [], recordings: null } as never;
  return runTraining(
    {
      runId: 'run',
      spec,
      prepared: { network: toyNetwork, simulation: simulation.value, data, wasm },
      from: null,
      progressOf: (progress) => progress,
    },
    { ...context, report },
  );
}

function expectLastGood(folder: string, outcome: Awaited<ReturnType<typeof trainInto>>): void {
  const file = lastCheckpoint(join(folder, 'run'));
  expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'store/disk-full', path: file }] });
  expect(outcome.ok ? '' : outcome.issues[0].message).toMatch(
    /^the disk must have room \(got "ENOSPC: no space left on device, (write|open|mkdir).*"\); free some space and try again; nothing of this change was saved$/,
  );
  const kept = decodeCheckpoint(new Uint8Array(fs.readFileSync(file)), file);
  expect(kept.ok && kept.value.epoch).toBe(2);
  expect(fs.readdirSync(join(folder, 'run')).filter((name) => name.endsWith('.part'))).toEqual([]);
}

it('keeps the last good checkpoint when a write fails half way', async () => {
  const folder = temporaryFolder();
  const outcome = await trainInto(folder, (epoch) => {
    failing.now = epoch === 3;
  });
  expectLastGood(folder, outcome);
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
      expectLastGood(folder, outcome);
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
