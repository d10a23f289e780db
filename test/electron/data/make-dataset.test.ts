import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../electron/data/load-dataset.ts';
import { makeDataset } from '../../../electron/data/make-dataset.ts';
import type { MakeDatasetSpec } from '../../../electron/data/make-dataset.ts';
import { openDataset } from '../../../electron/data/dataset.ts';
import type { SampleContent } from '../../../electron/data/sample-source.ts';
import type { Outcome } from '../../../engine/contract/index.ts';
import { SyntheticMotion } from '../../../engine/events/synthetic/motion/synthetic-motion.ts';
import { encodeNmnistBin } from '../../../engine/events/formats/nmnist-bin.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';

const temporary = temporaryFolders();

const spec = (out: string, change: Partial<MakeDatasetSpec> = {}): MakeDatasetSpec => ({
  kind: 'synthetic-nmnist',
  out,
  trainSamples: 20,
  testSamples: 10,
  seed: 1,
  ...change,
});

async function encoded(content: Outcome<SampleContent>): Promise<Uint8Array | null> {
  const file = content.ok ? await content.value.events() : content;
  const bytes = file.ok ? encodeNmnistBin(file.value.stream, 'test') : file;
  return bytes.ok ? bytes.value : null;
}

describe('makeDataset', () => {
  it('writes a folder that opens like N-MNIST', async () => {
    const out = join(temporary(), 'new', 'set');
    const made = await makeDataset(spec(out));
    expect(made).toMatchObject({ ok: true, value: { path: out, samples: 30, classes: 10 } });
    const opened = await openDataset(out);
    if (!opened.ok || !made.ok) throw new Error('not opened');
    expect(opened.value.summary).toMatchObject({
      parts: [
        { name: 'train', samples: 20, perClass: Array(10).fill(2) },
        { name: 'test', samples: 10, perClass: Array(10).fill(1) },
      ],
      bytes: made.value.bytes,
      broken: [],
    });
    expect(made.value.bytes).toBe(5 * made.value.events);
    expect(opened.warnings).toEqual([]);
    expect(existsSync(join(out, 'Train', '3', '00004.bin'))).toBe(true);
    expect(existsSync(join(out, 'Test', '0', '00001.bin'))).toBe(true);
    expect(JSON.parse(readFileSync(join(out, 'dataset.json'), 'utf8'))).toMatchObject({
      seed: 1,
      samples: 30,
    });
  });

  it('writes patterns in known motion with their truth beside them', async () => {
    const out = join(temporary(), 'motion');
    const made = await makeDataset(spec(out, { kind: 'synthetic-motion', trainSamples: 2, testSamples: 1 }));
    expect(made).toMatchObject({ ok: true, value: { samples: 3 } });
    const [head, first, ...others] = readFileSync(join(out, 'motion.csv'), 'utf8').trimEnd().split('\n');
    expect(head).toBe(
      'file,class,pattern,x_px,y_px,vx_px_per_s,vy_px_per_s,angle_deg,spin_deg_per_s,size_px,corners,contrast_log',
    );
    const { motion } = new SyntheticMotion(1).sample(0);
    const [file, name, pattern, x, y, vx] = first.split(',');
    expect([file, name, pattern]).toEqual(['Train/bar right/00001.bin', 'bar right', 'bar']);
    [motion.x, motion.y, motion.vx].forEach((value, i) =>
      expect(Number([x, y, vx][i])).toBeCloseTo(value, 3),
    );
    expect(others).toHaveLength(2);
    expect(existsSync(join(out, file))).toBe(true);
    const opened = await openDataset(out);
    expect(opened).toMatchObject({ ok: true, value: { summary: { width: 128, height: 128, broken: [] } } });
  });

  it('holds the samples of the embedded set', async () => {
    const out = join(temporary(), 'set');
    await makeDataset(spec(out));
    const bins = { timesteps: 30, mode: 'window' as const, windowUs: 10_000, factor: null };
    const load = (source: string) =>
      loadDataset(
        { source, split: null, maxTrain: 20, maxTest: 10, transforms: [], bins },
        { seed: 1, input: null, cache: null },
      );
    const made = await load(out);
    if (!made.ok) throw new Error(made.issues[0].message);
    expect(made.value.train.count).toBe(20);
    const view = await openDataset('synthetic-nmnist');
    if (!view.ok) throw new Error('not opened');
    // Sample 13 of the set is the digit 3, the second three: Train/3/00014.bin.
    const embedded = await view.value.source.read(view.value.samples[13]);
    expect(await encoded(embedded)).toEqual(
      new Uint8Array(readFileSync(join(out, 'Train', '3', '00014.bin'))),
    );
  });

  it('writes gestures as recordings of a DVS128, one folder per class', async () => {
    const out = join(temporary(), 'gestures');
    const made = await makeDataset(
      spec(out, { kind: 'synthetic-gesture', trainSamples: 11, testSamples: 11 }),
    );
    expect(made).toMatchObject({ ok: true, value: { samples: 22, classes: 11 } });
    const opened = await openDataset(out);
    if (!opened.ok) throw new Error('not opened');
    expect(opened.value.summary).toMatchObject({ width: 128, height: 128, broken: [] });
    expect(opened.value.summary.parts.map(({ perClass }) => perClass)).toEqual([
      Array(11).fill(1),
      Array(11).fill(1),
    ]);
    // Class 4 of the set is sample 3: Train/right arm clockwise/00004.bin.
    const embedded = await openDataset('synthetic-gesture');
    if (!embedded.ok) throw new Error('not opened');
    const sample = await embedded.value.source.read(embedded.value.samples[3]);
    expect(await encoded(sample)).toEqual(
      new Uint8Array(readFileSync(join(out, 'Train', 'right arm clockwise', '00004.bin'))),
    );
  });

  it('takes an empty folder and refuses one with content, untouched', async () => {
    const empty = temporary();
    expect((await makeDataset(spec(empty))).ok).toBe(true);
    expect(await makeDataset(spec(empty))).toMatchObject({
      issues: [{ code: 'dataset/not-empty', path: empty }],
    });
    const file = temporary();
    writeFiles(file, { 'a.txt': 'mine' });
    expect(await makeDataset(spec(join(file, 'a.txt')))).toMatchObject({
      issues: [{ code: 'file/enotdir' }],
    });
    expect(readFileSync(join(file, 'a.txt'), 'utf8')).toBe('mine');
  });

  it('leaves nothing behind when stopped', async () => {
    const folder = temporary();
    const out = join(folder, 'set');
    mkdirSync(out);
    let made = 0;
    const outcome = await makeDataset(spec(out), {
      onProgress: (done) => (made = done),
      shouldStop: () => made >= 5,
    });
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'data/cancelled' }] });
    expect(made).toBe(5);
    expect(readdirSync(folder)).toEqual(['set']);
    expect(readdirSync(out)).toEqual([]);
  });

  it('names every wrong number', async () => {
    const outcome = await makeDataset(spec(temporary(), { trainSamples: 0, testSamples: -1, seed: 0.5 }));
    expect(outcome.ok ? [] : outcome.issues.map(({ path }) => path)).toEqual([
      'samples',
      'testSamples',
      'seed',
    ]);
  });
});
