// What the browser door may name: below its roots and in the application's own folders, which it cannot browse.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileAccess } from '../../../electron/host/file-access.ts';
import {
  DEFAULT_SHRINK,
  DEFAULT_TRAIN,
  type ShrinkSpec,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { temporaryFolders } from '../../support/temp-folder.ts';

const newFolder = temporaryFolders();

const { systems, tws, arch, archOverrides, energy } = DEFAULT_TRAIN.cost;
const shrinkOf = (checkpoint: string): ShrinkSpec => ({
  ...DEFAULT_SHRINK,
  checkpoint,
  data: DEFAULT_TRAIN.data,
  seed: 1,
  hardware: { systems, tws, arch, archOverrides, energy },
  units: null,
  name: null,
});
const trainOf = (init: string): TrainSpec => ({ ...DEFAULT_TRAIN, init });

describe('the browser door', () => {
  it('takes weights from the own folders, which are made where they are missing', async () => {
    const home = newFolder();
    const own = join(home, 'checkpoints');
    const files = await FileAccess.open('web', [], [own]);
    mkdirSync(join(own, 'r1'));
    const kept = join(own, 'r1', 'last.spikexckpt');
    const other = join(home, 'other.spikexckpt');
    writeFileSync(kept, 'x');
    writeFileSync(other, 'x');
    symlinkSync(other, join(own, 'link.spikexckpt'));
    for (const check of [files.checkShrinkSpec(shrinkOf(kept)), files.checkTrainSpec(trainOf(kept))])
      expect(valueOf(await check)).toBeNull();
    for (const name of [other, join(own, '..', 'other.spikexckpt'), join(own, 'link.spikexckpt')])
      for (const check of [files.checkShrinkSpec(shrinkOf(name)), files.checkTrainSpec(trainOf(name))])
        expect(messagesOf(await check)).toHaveLength(1);
    expect(valueOf(await files.list(null)).entries).toEqual([]);
    expect((await files.list(own)).ok).toBe(false);
  });

  it('says every place that it may not read at once; other doors may read anywhere', async () => {
    const spec = { ...shrinkOf('/etc/passwd'), data: { ...DEFAULT_TRAIN.data, source: '/root' } };
    const named = { ...spec, hardware: { ...spec.hardware, arch: '/a/arch.json' } };
    expect(messagesOf(await (await FileAccess.open('web', [], [])).checkShrinkSpec(named))).toHaveLength(3);
    expect((await (await FileAccess.open('cli', [], [])).checkShrinkSpec(named)).ok).toBe(true);
  });
});
