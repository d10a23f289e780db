import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../electron/data/dataset.ts';
import { loadDataset } from '../../../electron/data/load-dataset.ts';
import type { LoadedDataset, LoadOptions } from '../../../electron/data/load-dataset.ts';
import type { BinSpec, DataSpec } from '../../../engine/contract/index.ts';
import { sampleAt } from '../../../engine/workload/sample-set.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';
import { bins, plainSet, recording, valueOf } from './dataset-files.ts';

const temporary = temporaryFolders();

const spec = (source: string, change: Partial<DataSpec> = {}): DataSpec => ({
  source,
  split: 0.75,
  maxTrain: null,
  maxTest: null,
  transforms: [],
  bins,
  ...change,
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

  it('labels by the classes of the network where a class is missing', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(4));
    const labelsWith = async (classes?: readonly string[]) => {
      const options = { seed: 1, input: null, cache: null, ...(classes && { classes }) };
      const { train, test, summary } = valueOf(await loadDataset(spec(folder), options));
      return { labels: [...new Set([...train.labels, ...test.labels])].sort(), classes: summary.classes };
    };
    const own = await labelsWith();
    expect(own.labels).toEqual([0, 1]);
    const wider = ['other', ...own.classes];
    expect(await labelsWith(wider)).toEqual({ labels: [1, 2], classes: wider });
    // Names that the network does not know say nothing about its classes.
    expect(await labelsWith(['a', 'b', 'c'])).toEqual(own);
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
