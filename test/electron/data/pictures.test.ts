// Pictures as a dataset without a camera: IDX and CIFAR made by hand, in every way they may lie; MNIST itself.
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { closeDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { openDataset } from '../../../electron/data/dataset.ts';
import { loadDataset } from '../../../electron/data/load-dataset.ts';
import { DEFAULT_TRAIN } from '../../../engine/contract/index.ts';
import { PICTURE_US, pictureEvents } from '../../../engine/events/images/picture-events.ts';
import { sampleAt } from '../../../engine/workload/sample-set.ts';
import { bytesOf, filled, u32be } from '../../support/event-bytes.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNetwork } from '../../support/presets.ts';
import { hasRealData, realDataTitle, realPath } from '../../support/real-data.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';

afterAll(closeDecoder);
const folder = temporaryFolders();

/** Two pictures of 2 x 2 and their labels 1 and 0. */
const images = bytesOf(u32be(0x803, 2, 2, 2), [0, 255, 128, 64, 255, 0, 0, 0]);
const labels = bytesOf(u32be(0x801, 2), [1, 0]);
/** A white picture of class 3. */
const cifar = bytesOf([3], filled(3072, 255));
const network = presetNetwork('vgg9-quarter-pictures');
const load = (source: string, split: number | null = null) =>
  loadDataset(
    {
      ...DEFAULT_TRAIN.data,
      source,
      split,
      bins: { ...DEFAULT_TRAIN.data.bins, timesteps: 4, windowUs: PICTURE_US / 4 },
    },
    { seed: 1, input: network.input, cache: null },
  );

describe('a picture as events', () => {
  it('fires each pixel for a time in proportion to its grey value, in the middle of the sensor', () => {
    const picture = { width: 2, height: 2, grey: Float32Array.of(0, 1, 0.5, 0.25) };
    const { x, y, p, tUs } = pictureEvents(picture, { width: 4, height: 4 });
    // 60 + 30 + 15 events: pixel (1, 0) at every ms, (0, 1) for 30 ms, (1, 1) for 15 ms; shifted by 1.
    expect(x.length).toBe(105);
    expect([...new Set(p)]).toEqual([1]);
    const times = (atX: number, atY: number): number[] =>
      [...tUs].filter((_, i) => x[i] === atX && y[i] === atY);
    expect([times(2, 1).length, times(1, 2).length, times(2, 2).length]).toEqual([60, 30, 15]);
    expect([times(2, 1).at(-1), times(2, 2).at(-1)]).toEqual([59_000, 14_000]);
    expect([...tUs]).toEqual([...tUs].sort((a, b) => a - b));
  });
});

describe('a dataset of pictures', () => {
  it('gives the network mean rates: T steps, T + 1 levels, rounded up', async () => {
    const place = folder();
    writeFiles(place, {
      'train-images-idx3-ubyte.gz': gzipSync(images),
      'train-labels-idx1-ubyte.gz': gzipSync(labels),
    });
    writeFiles(place, { 't10k-images-idx3-ubyte': images, 't10k-labels-idx1-ubyte': labels });
    const { train, test, summary } = valueOf(await load(place));
    expect([train.count, test.count, summary.format, summary.width]).toEqual([2, 2, 'pictures', 32]);
    const first = [0, 1].map((i) => sampleAt(train, i)).find((_, i) => train.labels[i] === 1);
    const steps = (y: number, x: number): number => {
      const at = y * 32 + x;
      return first ? first.ptr[at + 1] - first.ptr[at] : -1;
    };
    // 2 x 2 pixels in the middle of 32 x 32: from (15, 15). 0; 255: 4 of 4; 128: round(30.1) = 30 ms, 2 windows; 64: 15 ms, 1.
    expect([steps(15, 15), steps(15, 16), steps(16, 15), steps(16, 16)]).toEqual([0, 4, 2, 1]);
  });

  it('takes CIFAR batches, and a test part alone as one to split', async () => {
    const place = folder();
    writeFiles(place, { 'data_batch_1.bin': cifar, 'data_batch_2.bin': cifar, 'test_batch.bin': cifar });
    const { train, test, summary } = valueOf(await load(place));
    expect([train.count, test.count, summary.classes[3]]).toEqual([2, 1, 'cat']);
    const alone = folder();
    writeFiles(alone, { 't10k-images-idx3-ubyte': images, 't10k-labels-idx1-ubyte': labels });
    const file = valueOf(await openDataset(join(alone, 't10k-images-idx3-ubyte')));
    expect(file.summary.parts.map(({ name, samples }) => [name, samples])).toEqual([['train', 2]]);
  });

  it('says what is missing', async () => {
    const place = folder();
    writeFiles(place, { 'train-images-idx3-ubyte': images });
    expect(messagesOf(await openDataset(place)).join()).toMatch(/must have its labels beside it/);
    const cut = folder();
    writeFiles(cut, { 'train-images-idx3-ubyte': images.slice(0, 20), 'train-labels-idx1-ubyte': labels });
    expect((await openDataset(cut)).ok).toBe(false);
  });

  it('leaves folders of other .bin files alone', async () => {
    const place = folder();
    writeFiles(place, { 'train.bin': new Uint8Array(10) });
    expect(messagesOf(await openDataset(place)).join()).not.toMatch(/IDX/);
  });
});

describe.skipIf(!hasRealData)(realDataTitle, () => {
  it('MNIST opens and loads', async () => {
    const { train, test, summary } = valueOf(
      await loadDataset(
        {
          ...DEFAULT_TRAIN.data,
          source: realPath('mnist/t10k-images-idx3-ubyte.gz'),
          split: 0.8,
          maxTrain: 30,
          maxTest: 10,
          bins: { ...DEFAULT_TRAIN.data.bins, timesteps: 4, windowUs: PICTURE_US / 4 },
        },
        { seed: 1, input: network.input, cache: null },
      ),
    );
    expect([train.count, test.count, summary.classes.length]).toEqual([30, 10, 10]);
  });
});
