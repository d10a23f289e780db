// Spike sets in the layout of the Heidelberg Digits, written by h5py: half floats and 16-bit units, the test file in
// big-endian order.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../../electron/data/dataset.ts';
import { decodeRecording } from '../../../electron/data/decode-recording.ts';
import { closeDecoder, runDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { loadDataset } from '../../../electron/data/load-dataset.ts';
import { DEFAULT_TRAIN } from '../../../engine/contract/index.ts';
import { hdf5Dataset, hdf5Group } from '../../../engine/hdf5/tree.ts';
import type { Hdf5Node } from '../../../engine/hdf5/tree.ts';
import { decodeSpikeSet } from '../../../engine/events/formats/spike-set.ts';
import { valueOf } from '../../support/outcomes.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const train = join(fixtures, 'shd_train.h5');
const folder = mkdtempSync(join(tmpdir(), 'spikex-shd-'));
for (const name of ['shd_train.h5', 'shd_test.h5']) copyFileSync(join(fixtures, name), join(folder, name));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeDecoder();
});

describe('a folder with a training and a test file', () => {
  it('opens as a dataset, a sample per row, classes by their names', async () => {
    const { summary, samples, source } = valueOf(await openDataset(folder));
    expect(summary).toMatchObject({ format: 'hdf5', width: 700, height: 1, classes: ['zero', 'one', 'two'] });
    expect(summary.parts).toEqual([
      { name: 'train', samples: 6, perClass: [2, 2, 2] },
      { name: 'test', samples: 3, perClass: [1, 1, 1] },
    ]);
    expect([...summary.labels]).toEqual([2, 0, 1, 1, 0, 2, 1, 0, 2]);
    // Row 0 of shd_test.h5, as h5py prints it: 0.0858154296875, 0.367919921875, 0.8447265625 s; units 653, 686, 665.
    const { stream } = valueOf(await valueOf(await source.read(samples[6])).events());
    expect([...stream.tUs]).toEqual([85_815, 367_920, 844_727]);
    expect([...stream.x]).toEqual([653, 686, 665]);
    expect([...stream.y, ...stream.p]).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('loads for a network of 700 inputs', async () => {
    const bins = { ...DEFAULT_TRAIN.data.bins, timesteps: 100 };
    const spec = { ...DEFAULT_TRAIN.data, source: folder, split: null, bins };
    const input = { channels: 1, height: 1, width: 700 };
    const loaded = valueOf(await loadDataset(spec, { seed: 1, input, cache: null }));
    expect([loaded.train.count, loaded.test.count]).toEqual([6, 3]);
    // 3 + 4 + … + 8 spikes in the file, none of them twice in a step of 10 ms.
    expect(loaded.train.events).toHaveLength(33);
  });
});

describe('a single file', () => {
  it('opens as a dataset of one part', async () => {
    const { summary } = valueOf(await openDataset(train));
    expect(summary.parts).toEqual([{ name: 'train', samples: 6, perClass: [2, 2, 2] }]);
  });

  it('is no single recording, and says so', async () => {
    const outcome = await decodeRecording(new Uint8Array(readFileSync(train)), train);
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'hdf5/spike-set' }] });
  });

  it('is refused where it is cut off', async () => {
    const path = join(folder, 'cut.h5');
    writeFileSync(path, readFileSync(train).subarray(0, 5000));
    expect(await openDataset(path)).toMatchObject({ ok: false, issues: [{ code: 'hdf5/damaged' }] });
    rmSync(path);
  });

  it('keeps within its bound', async () => {
    const bytes = new Uint8Array(readFileSync(train));
    const outcome = await runDecoder('spike-set', { bytes }, train, { timeMs: 10_000, mostBytes: 800 });
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'hdf5/too-large' }] });
  });
});

describe('decodeSpikeSet', () => {
  const rows = (values: Float32Array | Uint16Array | Float64Array, starts: number[]): Hdf5Node => ({
    kind: 'ragged',
    attributes: new Map(),
    shape: [starts.length - 1],
    starts: Float64Array.from(starts),
    values,
  });
  const tree = (times: Hdf5Node, units: Hdf5Node, labels: number[]) =>
    hdf5Group({ spikes: hdf5Group({ times, units }), labels: hdf5Dataset(Float64Array.from(labels)) });
  const times = rows(Float32Array.of(0.5, 0.25), [0, 1, 2]);

  it('names classes by number where the file has no names', () => {
    const set = valueOf(decodeSpikeSet(tree(times, rows(Uint16Array.of(3, 64), [0, 1, 2]), [4, 0]), 'a.h5'));
    expect(set).toMatchObject({ keys: null, sensor: { width: 128, height: 1 } });
    expect([...set.tUs]).toEqual([500_000, 250_000]);
  });

  it.each([
    ['fewer labels than rows', tree(times, rows(Uint16Array.of(3, 4), [0, 1, 2]), [1])],
    ['rows of different length', tree(times, rows(Uint16Array.of(3, 4), [0, 2, 2]), [1, 2])],
    ['units with fractions', tree(times, rows(Float32Array.of(0.5, 1), [0, 1, 2]), [1, 2])],
    [
      'negative times',
      tree(rows(Float32Array.of(-1, 0), [0, 1, 2]), rows(Uint16Array.of(3, 4), [0, 1, 2]), [1, 2]),
    ],
    ['labels that are no numbers of classes', tree(times, rows(Uint16Array.of(3, 4), [0, 1, 2]), [-1, 2])],
    [
      'times in one row',
      tree(hdf5Dataset(Float32Array.of(1, 2)), rows(Uint16Array.of(3, 4), [0, 1, 2]), [1, 2]),
    ],
  ])('refuses %s', (_, root) => {
    expect(decodeSpikeSet(root, 'a.h5')).toMatchObject({ ok: false, issues: [{ code: 'hdf5/spike-set' }] });
  });
});
