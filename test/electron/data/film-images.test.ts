// Pictures become a dataset of recordings: IDX, CIFAR and PNG made by hand; MNIST beside recorded N-MNIST.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { closeDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import type { ImageFilming } from '../../../electron/data/film-images.ts';
import { makeDataset } from '../../../electron/data/make-dataset.ts';
import { openImages } from '../../../electron/data/open-images.ts';
import { ascii, bytesOf, filled, u32be } from '../../support/event-bytes.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { hasRealData, realDataTitle, realPath } from '../../support/real-data.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';

afterAll(closeDecoder);
const folder = temporaryFolders();
const NO_LABELS = { labels: null };
const AS_USUAL = { labels: null, sensor: null, threshold: null, noiseHz: null };

/** Two pictures of 2x3 (rows of 3): 0, 51, ..., 255 and the same backwards; labels 1 and 0. */
const images = bytesOf(u32be(0x803, 2, 2, 3), [0, 51, 102, 153, 204, 255, 255, 204, 153, 102, 51, 0]);
const labels = bytesOf(u32be(0x801, 2), [1, 0]);

/** Red picture of class 3, then a white one of class 9. */
const cifar = bytesOf([3], filled(1024, 255), filled(2048, 0), [9], filled(3072, 255));

function png(grey: number): Uint8Array {
  const picture = new PNG({ width: 20, height: 10 });
  picture.data.fill(255);
  for (let i = 40; i < 160; i++) picture.data.fill(grey, 4 * i, 4 * i + 3);
  return new Uint8Array(PNG.sync.write(picture));
}

function filming(path: string, changed: Partial<ImageFilming> = {}) {
  const out = `${path}-set`;
  const spec = { kind: 'images', out, trainSamples: 1, testSamples: 1, seed: 1 } as const;
  return makeDataset({ ...spec, images: { ...AS_USUAL, path, ...changed } });
}

describe('openImages', () => {
  it('reads IDX images and the labels beside them, gzipped or not', async () => {
    const place = folder();
    writeFiles(place, { 'a-images-idx3-ubyte': images, 'a-labels-idx1-ubyte': labels });
    writeFiles(place, { 'b-images.gz': gzipSync(images), 'b-labels.gz': gzipSync(labels) });
    for (const name of ['a-images-idx3-ubyte', 'b-images.gz']) {
      const set = valueOf(await openImages({ path: join(place, name), ...NO_LABELS }, 10));
      expect({ width: set.width, height: set.height, classes: set.classes }).toEqual({
        width: 3,
        height: 2,
        classes: ['0', '1'],
      });
      expect(Array.from(set.labels)).toEqual([1, 0]);
      // 51 / 255 = 0.2
      expect(set.image(1).grey).toEqual(Float32Array.of(1, 0.8, 0.6, 0.4, 0.2, 0));
    }
  });

  it('reads CIFAR with the weights of grey', async () => {
    const place = folder();
    writeFiles(place, { 'data_batch_1.bin': cifar });
    const set = valueOf(await openImages({ path: join(place, 'data_batch_1.bin'), ...NO_LABELS }, 10));
    expect([set.classes[set.labels[0]], set.classes[set.labels[1]]]).toEqual(['cat', 'truck']);
    expect(set.image(0).grey[500]).toBeCloseTo(0.299);
    expect(set.image(1).grey[500]).toBeCloseTo(1);
  });

  it('says what is missing or cut off', async () => {
    const place = folder();
    writeFiles(place, {
      'a-images': images.slice(0, 20),
      'a-labels': labels,
      'b-images': images,
      'c.bin': 'text',
    });
    const message = async (name: string): Promise<string> =>
      messagesOf(await openImages({ path: join(place, name), ...NO_LABELS }, 10)).join();
    expect(await message('a-images')).toContain('2 images of 3×2');
    expect(await message('b-images')).toContain('got no b-labels there');
    expect(await message('c.bin')).toContain('must be IDX images');
  });
});

describe('makeDataset of pictures', () => {
  it('films a folder of PNG, classes in turn', async () => {
    const place = join(folder(), 'pictures');
    writeFiles(place, { 'cat/1.png': png(0), 'dog/1.png': png(128), 'dog/2.png': png(30) });
    const made = valueOf(await filming(place));
    expect(made).toMatchObject({ samples: 2, classes: 2 });
    expect(made.events).toBeGreaterThan(500);
    expect(readdirSync(join(`${place}-set`, 'Train'))).toEqual(['cat']);
    expect(readdirSync(join(`${place}-set`, 'Test'))).toEqual(['dog']);
  });

  it('names a picture that is none', async () => {
    const place = join(folder(), 'pictures');
    writeFiles(place, { 'cat/1.png': bytesOf(ascii('<html>')), 'dog/1.png': png(1) });
    expect(messagesOf(await filming(place)).join()).toContain('must be a PNG');
  });

  it('gives fewer events for a higher threshold, and the same for the same seed', async () => {
    const place = join(folder(), 'pictures');
    writeFiles(place, { 'cat/1.png': png(0), 'dog/1.png': png(128) });
    const events = async (name: string, threshold: number | null): Promise<number> => {
      const spec = {
        kind: 'images',
        out: `${place}-${name}`,
        trainSamples: 1,
        testSamples: 1,
        seed: 1,
      } as const;
      return valueOf(await makeDataset({ ...spec, images: { ...AS_USUAL, path: place, threshold } })).events;
    };
    const usual = await events('a', null);
    expect(await events('b', null)).toBe(usual);
    expect(await events('c', 0.5)).toBeLessThan(usual / 2);
  });

  it('refuses more samples than there are pictures', async () => {
    const place = folder();
    writeFiles(place, { 'a-images': images.slice(0, 22), 'a-labels': labels });
    const one = bytesOf(u32be(0x803, 1, 2, 3), [1, 2, 3, 4, 5, 6]);
    writeFiles(place, { 'a-images': one, 'a-labels': bytesOf(u32be(0x801, 1), [0]) });
    expect(messagesOf(await filming(join(place, 'a-images'))).join()).toContain(
      'number of pictures, 1 (got 2)',
    );
  });
});

describe.skipIf(!hasRealData)(realDataTitle, () => {
  it('MNIST filmed has about as many events as N-MNIST, whose mean is 4,108', async () => {
    const out = join(folder(), 'set');
    const images = { ...AS_USUAL, path: realPath('mnist/t10k-images-idx3-ubyte.gz') };
    const made = valueOf(
      await makeDataset({ kind: 'images', images, out, trainSamples: 80, testSamples: 20, seed: 1 }),
    );
    expect(made.events / 100).toBeGreaterThan(3000);
    expect(made.events / 100).toBeLessThan(6000);
  });
});
