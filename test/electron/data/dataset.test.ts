import { mkdirSync, readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../electron/data/dataset.ts';
import type { OpenDataset } from '../../../electron/data/dataset.ts';
import { loadDataset } from '../../../electron/data/load-dataset.ts';
import type { LoadedDataset, LoadOptions } from '../../../electron/data/load-dataset.ts';
import type { BinSpec, DataSpec, Outcome } from '../../../engine/contract/index.ts';
import { SLICE_EVENTS } from '../../../engine/contract/index.ts';
import { SampleViewer } from '../../../electron/data/sample-viewer.ts';
import { encodeNmnistBin } from '../../../engine/events/formats/nmnist-bin.ts';
import { sampleAt } from '../../../engine/workload/sample-set.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';

const temporary = temporaryFolders();
const bins: BinSpec = { timesteps: 4, mode: 'window', windowUs: 1000, factor: null };

function recording(rows: readonly EventRow[]): Uint8Array {
  const encoded = encodeNmnistBin(streamOf(rows, 240, 180), 'test');
  if (!encoded.ok) throw new Error(encoded.issues[0].message);
  return encoded.value;
}

/** Sample k of a class: k + 1 events in one pixel of its own, one per step. */
function plainSet(perClass: number, classes = ['0', '1']): Record<string, Uint8Array | string> {
  const files: Record<string, Uint8Array> = {};
  classes.forEach((name, label) => {
    for (let k = 0; k < perClass; k++) {
      const rows = Array.from({ length: 1 + (k % 4) }, (_, t): EventRow => [label, k % 34, t & 1, 1000 * t]);
      files[`Train/${name}/${String(k).padStart(5, '0')}.bin`] = recording(rows);
    }
  });
  return files;
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.issues.map(({ message }) => message).join('\n'));
  return outcome.value;
}

async function opened(files: Record<string, Uint8Array | string>): Promise<OpenDataset> {
  const folder = temporary();
  writeFiles(folder, files);
  return valueOf(await openDataset(folder));
}

const sampleView = (
  dataset: OpenDataset,
  index: number,
  of: BinSpec,
  transforms: DataSpec['transforms'] = [],
) => new SampleViewer(dataset).view({ index, transforms, bins: of }, 1);

const spec = (source: string, change: Partial<DataSpec> = {}): DataSpec => ({
  source,
  split: 0.75,
  maxTrain: null,
  maxTest: null,
  transforms: [],
  bins,
  ...change,
});

describe('openDataset', () => {
  it('counts samples per class and part, bytes and labels', async () => {
    const files = plainSet(3);
    files['Test/1/00009.bin'] = recording([[5, 5, 1, 0]]);
    files['Test/0/00008.bin'] = recording([[5, 5, 1, 0]]);
    const { summary } = await opened(files);
    expect(summary).toMatchObject({
      format: 'nmnist-bin',
      width: 34,
      height: 34,
      classes: ['0', '1'],
      parts: [
        { name: 'train', samples: 6, perClass: [3, 3] },
        { name: 'test', samples: 2, perClass: [1, 1] },
      ],
      // Per class 1 + 2 + 3 events of 5 bytes, two classes, and two of one event: (6 * 2 + 2) * 5 = 70.
      bytes: 70,
      broken: [],
    });
    expect([...summary.labels]).toEqual([0, 0, 0, 1, 1, 1, 0, 1]);
  });

  it('skips broken files and says what is wrong with each', async () => {
    const files = plainSet(30);
    files['Train/0/00001.bin'] = '';
    files['Train/0/00002.bin'] = new Uint8Array(12);
    files['Train/0/00003.bin'] = '<!DOCTYPE html><html>Not found</html>';
    files['Train/1/00004.bin'] = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n';
    files['Train/1/00005.bin'] = recording([[200, 100, 1, 0]]);
    const { summary, samples } = await opened(files);
    expect(summary.broken.map(({ path, code }) => [path.split('/').slice(-2).join('/'), code])).toEqual([
      ['0/00001.bin', 'events/empty'],
      ['0/00002.bin', 'events/truncated'],
      ['0/00003.bin', 'events/web-page'],
      ['1/00004.bin', 'events/lfs-pointer'],
      ['1/00005.bin', 'events/outside-sensor'],
    ]);
    expect(summary.broken[4].message).toContain('inside the 34×34 sensor (got x 200, y 100');
    expect(summary.parts[0]).toEqual({ name: 'train', samples: 55, perClass: [27, 28] });
    expect(samples.length).toBe(55);
  });

  it('refuses a set in which nothing can be read, with the reasons', async () => {
    const folder = temporary();
    writeFiles(folder, { 'Train/0/a.bin': 'plain text here', 'Train/1/b.bin': new Uint8Array(3) });
    expect(await openDataset(folder)).toMatchObject({
      ok: false,
      issues: [{ code: 'events/text' }, { code: 'events/truncated' }],
    });
  });

  it('shortens a long list of broken files', async () => {
    const files = plainSet(300);
    for (const name of Object.keys(files).filter((path) => path.startsWith('Train/1/'))) {
      if (!name.endsWith('00000.bin')) files[name] = new Uint8Array(1);
    }
    const { summary } = await opened(files);
    expect(summary.broken.length).toBe(201);
    expect(summary.broken[200].message).toContain('got 99 more');
    expect(summary.parts[0].perClass).toEqual([300, 1]);
  });

  it('opens the letters of ASL-DVS: a folder of .mat files per class', async () => {
    const mat = new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', 'asl.mat')));
    const dataset = await opened({ 'a/a_0001.mat': mat, 'a/a_0002.mat': mat, 'y/y_0001.mat': mat });
    expect(dataset.summary).toMatchObject({ format: 'mat', classes: ['a', 'y'] });
    expect(dataset.summary.parts).toEqual([{ name: 'train', samples: 3, perClass: [2, 1] }]);
  });

  it('opens a recording alone; refuses a path that does not exist and a folder of the wrong level', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(2));
    expect(await openDataset(join(folder, 'absent'))).toMatchObject({ issues: [{ code: 'file/enoent' }] });
    expect(await openDataset(join(folder, 'Train/0/00000.bin'))).toMatchObject({
      value: { summary: { title: '00000.bin', classes: ['recording'], parts: [{ samples: 1 }] } },
    });
    expect(await openDataset(join(folder, 'Train/0'))).toMatchObject({
      issues: [{ code: 'dataset/too-deep', message: expect.stringContaining(`choose ${folder} or`) }],
    });
  });

  it('follows links only where the guard allows', async () => {
    const [folder, elsewhere] = [temporary(), temporary()];
    writeFiles(folder, plainSet(2, ['0']));
    writeFiles(elsewhere, { 'a.bin': recording([[1, 1, 1, 1]]) });
    symlinkSync(elsewhere, join(folder, 'Train/1'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'Train/0/dangling.bin'));
    expect(valueOf(await openDataset(folder)).summary.classes).toEqual(['0', '1']);
    const guarded = await openDataset(folder, { guard: (path) => path.startsWith(folder) });
    expect(valueOf(guarded).summary.classes).toEqual(['0']);
  });

  it('reports progress and stops when asked', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(5));
    const seen: number[] = [];
    valueOf(await openDataset(folder, { onProgress: (done, total) => seen.push(done / total) }));
    expect(seen).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    let asked = 0;
    const stopped = await openDataset(folder, { shouldStop: () => ++asked > 3 });
    expect(stopped).toMatchObject({ ok: false, issues: [{ code: 'data/cancelled' }] });
    expect(asked).toBe(4);
  });
});

describe('sampleView', () => {
  it('shows events, facts and the binned counts of one sample', async () => {
    const dataset = await opened(plainSet(3));
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
    const viewer = new SampleViewer(await opened({ 'a/1.bin': recording(rows) }));
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
    const dataset = await opened(plainSet(3));
    const chain = [{ kind: 'CropTime', minUs: 0, maxUs: 0 }, { kind: 'MergePolarities' }] as const;
    const view = valueOf(await sampleView(dataset, 4, bins, chain));
    expect(view.info.events).toBe(2);
    expect(view.stages).toEqual([
      { events: 1, width: 34, height: 34 },
      { events: 1, width: 34, height: 34 },
    ]);
    expect(view.recording).toMatchObject({ events: 1, on: 0 });
    const wide = await opened({ 'a/1.bin': recording([[100, 5, 1, 0]]) });
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

describe('the embedded gestures', () => {
  it('hold 11 classes of 200 samples to train on and 40 to test on', async () => {
    const { summary } = valueOf(await openDataset('synthetic-gesture'));
    expect(summary.parts).toEqual([
      { name: 'train', samples: 2200, perClass: Array(11).fill(200) },
      { name: 'test', samples: 440, perClass: Array(11).fill(40) },
    ]);
    expect(summary).toMatchObject({ width: 128, height: 128, classes: expect.arrayContaining(['arm roll']) });
  });

  it('fill 300 steps of 5 ms as densely as published recordings of DVS Gesture, 0.5 % to 1.2 %', async () => {
    const preset: BinSpec = { timesteps: 300, mode: 'window', windowUs: 5000, factor: 1 };
    const { train } = valueOf(
      await loadDataset(
        { source: 'synthetic-gesture', split: null, maxTrain: 11, maxTest: 1, transforms: [], bins: preset },
        { seed: 1, input: null, cache: null },
      ),
    );
    expect([train.width, train.height, train.channels, train.timesteps]).toEqual([128, 128, 2, 300]);
    expect([...train.labels].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const density = train.events.length / (train.count * 128 * 128 * 2 * 300);
    expect(density).toBeGreaterThan(0.004);
    expect(density).toBeLessThan(0.012);
  });

  it('feed the presets of 64 x 64 and 32 x 32 by the OR over 2 x 2 and 4 x 4 pixels', async () => {
    const preset: BinSpec = { timesteps: 300, mode: 'window', windowUs: 5000, factor: null };
    const data = { source: 'synthetic-gesture', split: null, maxTrain: 1, maxTest: 1, transforms: [] };
    const spikes: number[] = [];
    for (const side of [128, 64, 32]) {
      const input = { width: side, height: side, channels: 2 };
      const { train } = valueOf(
        await loadDataset({ ...data, bins: preset }, { seed: 1, input, cache: null }),
      );
      expect([train.width, train.height]).toEqual([side, side]);
      spikes.push(train.events.length);
    }
    // A block of four pixels spikes at most once where they spike four times, and at least once.
    expect(spikes[1]).toBeLessThan(spikes[0]);
    expect(spikes[1]).toBeGreaterThan(spikes[0] / 4);
    expect(spikes[2]).toBeLessThan(spikes[1]);
  });
});

describe('loadDataset', () => {
  async function loaded(folder: string, change: Partial<DataSpec> = {}, seed = 1): Promise<LoadedDataset> {
    return valueOf(await loadDataset(spec(folder, change), { seed, input: null, cache: null }));
  }

  it('splits, bins and packs; labels and events belong together', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(8));
    const { train, test, summary } = await loaded(folder);
    expect([train.count, test.count]).toEqual([12, 4]);
    expect(summary.parts).toEqual([
      { name: 'train', samples: 12, perClass: [6, 6] },
      { name: 'test', samples: 4, perClass: [2, 2] },
    ]);
    expect([...summary.labels]).toEqual([...train.labels, ...test.labels]);
    for (const set of [train, test]) {
      for (let i = 0; i < set.count; i++) {
        const sample = sampleAt(set, i);
        // plainSet: every event of class `label` lies in column `label`.
        const columns = new Set<number>();
        for (let at = 0; at < 34 * 34; at++) if (sample.ptr[at + 1] > sample.ptr[at]) columns.add(at % 34);
        expect([...columns]).toEqual([set.labels[i]]);
      }
    }
  });

  it('gives the same hash for the same files whatever the split, another one for other bytes or classes', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(8));
    const { dataHash, train } = await loaded(folder);
    expect(dataHash).toMatch(/^[0-9a-f]{64}$/);
    const other = await loaded(folder, { split: 0.5 }, 2);
    expect(other.dataHash).toBe(dataHash);
    expect(other.train.count).not.toBe(train.count);
    expect((await loaded(folder, { maxTrain: 4 })).dataHash).not.toBe(dataHash);
    writeFiles(folder, { 'Train/1/00003.bin': recording([[9, 9, 1, 1]]) });
    expect((await loaded(folder)).dataHash).not.toBe(dataHash);
    const renamed = temporary();
    writeFiles(renamed, plainSet(8, ['0', '2']));
    expect((await loaded(renamed)).dataHash).not.toBe(dataHash);
  });

  it('repeats for a seed', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(20));
    const [a, b, c] = [await loaded(folder), await loaded(folder), await loaded(folder, {}, 2)];
    expect(a.train).toEqual(b.train);
    expect(a.train).not.toEqual(c.train);
  });

  it('leaves broken files out with a warning each', async () => {
    const folder = temporary();
    const files = plainSet(8);
    files['Train/0/00004.bin'] = new Uint8Array(4);
    writeFiles(folder, files);
    const { train, test, warnings } = await loaded(folder);
    expect(train.count + test.count).toBe(15);
    expect(warnings).toMatchObject([{ code: 'events/truncated', severity: 'warning' }]);
  });

  it('refuses recordings that lie behind the last window, and warns of single ones', async () => {
    const late = recording([[3, 3, 1, 4000]]); // 4 steps of 1000 µs end at 4000
    const folder = temporary();
    writeFiles(folder, { '0/a.bin': late, '0/b.bin': late, '1/a.bin': late, '1/b.bin': late });
    const outcome = await loadDataset(spec(folder, { split: 0.5 }), { seed: 1, input: null, cache: null });
    expect(outcome).toMatchObject({
      ok: false,
      issues: [
        {
          code: 'data/silent-samples',
          message:
            'must have events in the first 4000 µs, 4 steps of 1000 µs from time 0 (got 4 of 4 samples without any); ' +
            'bin from first to last event instead (mode "span")',
        },
      ],
    });
    const spanned = await loaded(folder, { split: 0.5, bins: { ...bins, mode: 'span' } });
    expect(spanned.warnings).toEqual([]);
    writeFiles(folder, { '1/c.bin': recording([[3, 3, 1, 3999]]) });
    expect((await loaded(folder, { split: 0.5 })).warnings).toMatchObject([
      {
        code: 'data/silent-samples',
        severity: 'warning',
        message: expect.stringContaining('got 4 of 5 samples'),
      },
    ]);
  });

  it('refuses steps by which no recording reaches the T of the network', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(4)); // at most 4 events, 1000 µs apart: 3000 µs
    const load = (change: Partial<BinSpec>) =>
      loadDataset(spec(folder, { bins: { ...bins, ...change } }), { seed: 1, input: null, cache: null });
    expect(await load({ mode: 'time_window', windowUs: 1500 })).toMatchObject({
      ok: false,
      issues: [
        {
          code: 'data/too-few-steps',
          message: expect.stringContaining(
            'must give the 4 steps of the network in at least one recording (got 2 of 1500 µs at most)',
          ),
        },
      ],
    });
    expect((await load({ mode: 'event_count', eventCount: 1 })).ok).toBe(true);
    expect(await load({ mode: 'n_event_bins', timesteps: 5 })).toMatchObject({
      ok: false,
      issues: [
        { code: 'data/silent-samples', message: expect.stringContaining('must have at least 5 events') },
      ],
    });
  });

  it('draws on training recordings only, unless asked; keeps them for the epochs within a bound', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(8));
    const drop = { transforms: [{ kind: 'DropEvent', p: 1 }] } as const;
    const load = (options: Partial<LoadOptions>) =>
      loadDataset(spec(folder, drop), { seed: 1, input: null, cache: null, ...options });
    const once = valueOf(await load({}));
    expect([once.train.events.length, once.recordings]).toEqual([0, null]);
    expect(once.test.events.length).toBeGreaterThan(0);
    // With every event dropped from both parts nothing is left to train on.
    expect(await load({ drawHeldOut: true })).toMatchObject({ issues: [{ code: 'data/silent-samples' }] });
    const kept = valueOf(await load({ redrawnBytes: 10_000 }));
    expect(kept.recordings?.keys).toHaveLength(once.train.count);
    expect(kept.train).toEqual(once.train);
    expect(await load({ redrawnBytes: 50 })).toMatchObject({
      ok: false,
      issues: [{ code: 'data/redraw-memory', path: 'data.transforms' }],
    });
  });

  it('refuses a wrong spec, a missing Test part and an unusable folder', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(4));
    const refused = async (change: Partial<DataSpec>) => {
      const outcome = await loadDataset(spec(folder, change), { seed: 1, input: null, cache: null });
      return outcome.ok ? [] : outcome.issues.map(({ code }) => code);
    };
    expect(await refused({ split: 2 })).toEqual(['data/split-fraction']);
    expect(await refused({ split: null })).toEqual(['data/no-test-part']);
    mkdirSync(join(folder, 'empty'));
    expect(await refused({ source: join(folder, 'empty') })).toEqual(['dataset/no-recordings']);
  });

  it('stops when asked', async () => {
    let asked = 0;
    const outcome = await loadDataset(spec('synthetic-nmnist'), {
      seed: 1,
      input: null,
      cache: null,
      shouldStop: () => ++asked > 2,
    });
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'data/cancelled' }] });
  });
});
