import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../electron/data/dataset.ts';
import type { OpenDataset } from '../../../electron/data/dataset.ts';
import { SampleViewer } from '../../../electron/data/sample-viewer.ts';
import type { BinSpec, DataSpec } from '../../../engine/contract/index.ts';
import { SLICE_EVENTS } from '../../../engine/contract/index.ts';
import type { EventRow } from '../../support/event-streams.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';
import { bins, opened, plainSet, recording, valueOf } from './dataset-files.ts';

const temporary = temporaryFolders();

const sampleView = (
  dataset: OpenDataset,
  index: number,
  of: BinSpec,
  transforms: DataSpec['transforms'] = [],
) => new SampleViewer(dataset).view({ index, transforms, bins: of }, 1);

describe('sampleView', () => {
  it('shows events, facts and the binned counts of one sample', async () => {
    const dataset = await opened(temporary(), plainSet(3));
    // Index 4 = class 1, file 1: two events, t 0 OFF and t 1000 ON, in pixel (1, 1).
    const view = valueOf(await sampleView(dataset, 4, bins));
    expect(view).toMatchObject({ index: 4, label: 1, part: 'train', stages: [] });
    expect(view.info).toMatchObject({ events: 2, on: 1, off: 1, durationUs: 1000, label: '1', bytes: 10 });
    expect([...view.recording.firstSlice.tUs]).toEqual([0, 1000]);
    expect(view.binned).toMatchObject({
      off: Uint32Array.of(1, 0, 0, 0),
      on: Uint32Array.of(0, 1, 0, 0),
      // 2 of 34 * 34 * 2 * 4 = 9248 places.
      density: 2 / 9248,
    });
  });

  it('hands out long recordings in slices, in order of time, and pictures of any stretch', async () => {
    const rows = Array.from({ length: SLICE_EVENTS + 7 }, (_, i): EventRow => [i % 34, 0, i & 1, i]);
    [rows[3], rows[4]] = [rows[4], rows[3]];
    const viewer = new SampleViewer(await opened(temporary(), { 'a/1.bin': recording(rows) }));
    const { recording: shown } = valueOf(await viewer.view({ index: 0, transforms: [], bins }, 5));
    expect(shown).toMatchObject({ id: 5, events: SLICE_EVENTS + 7, durationUs: SLICE_EVENTS + 6 });
    expect([...shown.sliceStartsUs]).toEqual([0, SLICE_EVENTS]);
    expect([...shown.firstSlice.tUs.subarray(2, 6)]).toEqual([2, 3, 4, 5]);
    const rest = valueOf(await viewer.slice({ view: 5, slice: 1 }));
    expect([...rest.tUs]).toEqual(Array.from({ length: 7 }, (_, i) => SLICE_EVENTS + i));
    // 10 <= t < 30: twenty events, ten of each polarity, in columns 10..29.
    const frame = valueOf(await viewer.frame({ view: 5, startUs: 10, lengthUs: 20 }));
    expect(frame).toMatchObject({ events: 20, onEvents: 10 });
    expect([...frame.on.subarray(0, 34)].map((n, x) => (n ? x : 0)).filter(Boolean)).toEqual([
      11, 13, 15, 17, 19, 21, 23, 25, 27, 29,
    ]);
    expect(await viewer.slice({ view: 4, slice: 0 })).toMatchObject({
      issues: [{ code: 'data/stale-view' }],
    });
    expect(await viewer.frame({ view: 6, startUs: 0, lengthUs: 1 })).toMatchObject({ ok: false });
  });

  it('shows what transforms leave, and names the one that does not fit', async () => {
    const dataset = await opened(temporary(), plainSet(3));
    const chain = [{ kind: 'CropTime', minUs: 0, maxUs: 0 }, { kind: 'MergePolarities' }] as const;
    const view = valueOf(await sampleView(dataset, 4, bins, chain));
    expect(view.info.events).toBe(2);
    expect(view.stages).toEqual([
      { events: 1, width: 34, height: 34 },
      { events: 1, width: 34, height: 34 },
    ]);
    expect(view.recording).toMatchObject({ events: 1, on: 0 });
    const wide = await opened(temporary(), { 'a/1.bin': recording([[100, 5, 1, 0]]) });
    expect(await sampleView(wide, 0, bins, [{ kind: 'Stabilize' }])).toMatchObject({
      issues: [{ path: 'transforms[0]', code: 'transforms/sensor' }],
    });
  });

  it('refuses a wrong index, wrong bins and a file that has gone', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(1));
    const dataset = valueOf(await openDataset(folder));
    expect(await sampleView(dataset, 2, bins)).toMatchObject({
      issues: [{ message: 'must be a sample of the dataset, 0..1 (got 2); choose one of them' }],
    });
    expect(await sampleView(dataset, 0, { ...bins, timesteps: -1 })).toMatchObject({
      issues: [{ path: 'bins.timesteps' }],
    });
    unlinkSync(join(folder, 'Train/0/00000.bin'));
    expect(await sampleView(dataset, 0, bins)).toMatchObject({ issues: [{ code: 'file/enoent' }] });
  });

  it('shows a generated sample', async () => {
    const dataset = valueOf(await openDataset('synthetic-nmnist'));
    expect(dataset.summary.parts.map(({ name, samples }) => [name, samples])).toEqual([
      ['train', 2000],
      ['test', 500],
    ]);
    const view = valueOf(
      await sampleView(dataset, 2003, { timesteps: 30, mode: 'window', windowUs: 10_000, factor: 1 }),
    );
    expect(view).toMatchObject({ label: 3, part: 'test' });
    expect(view.binned.density).toBeGreaterThan(0.01);
  });
});
