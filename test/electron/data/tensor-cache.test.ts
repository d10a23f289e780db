// The cache of binned samples: results are the same with it, without it, and with a damaged one.
import { chmodSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../electron/data/load-dataset.ts';
import {
  cachedFiles,
  clearCache,
  evict,
  limitOf,
  setLimit,
} from '../../../electron/data/tensor-cache-files.ts';
import { TensorCache } from '../../../electron/data/tensor-cache.ts';
import { decodeTensor, encodeTensor } from '../../../electron/data/tensor-file.ts';
import type { DataSpec, SpikeTensor } from '../../../engine/contract/index.ts';
import { preparationText } from '../../../engine/events/preparation-key.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';

const temporary = temporaryFolders();
const spec: DataSpec = {
  source: 'synthetic-gesture',
  split: null,
  maxTrain: 4,
  maxTest: 2,
  transforms: [{ kind: 'DropEvent', p: 0.3 }],
  bins: { timesteps: 300, mode: 'window', windowUs: 5000, factor: null },
};
const input = { width: 32, height: 32, channels: 2 };

async function loaded(cache: TensorCache | null, change: Partial<DataSpec> = {}, seed = 1) {
  const outcome = await loadDataset({ ...spec, ...change }, { seed, input, cache });
  if (!outcome.ok) throw new Error(outcome.issues[0].message);
  const { train, test, dataHash } = outcome.value;
  return { train, test, dataHash };
}

const shape = { channels: 2, height: 2, width: 3, timesteps: 4 };
const tensor: SpikeTensor = {
  ...shape,
  ptr: Uint32Array.of(0, 1, 1, 2, 2, 2, 3),
  events: Uint32Array.of(1, 1 << 16, (3 << 16) | 1),
};

describe('a tensor file', () => {
  it('reads back what was written', () => {
    expect(decodeTensor(encodeTensor(tensor), shape)).toEqual(tensor);
    const silent = { ...tensor, ptr: new Uint32Array(7), events: new Uint32Array(0) };
    expect(decodeTensor(encodeTensor(silent), shape)).toEqual(silent);
  });

  it('is nothing when it is cut, changed in one byte, or of another shape', () => {
    const whole = encodeTensor(tensor);
    expect(decodeTensor(whole, { ...shape, timesteps: 5 })).toBeNull();
    for (let length = 0; length < whole.length; length++)
      expect(decodeTensor(whole.slice(0, length), shape)).toBeNull();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = whole.slice();
        damaged[at] ^= change;
        expect(decodeTensor(damaged, shape)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

describe('TensorCache', () => {
  it('gives bit-identical sets: without, while filling, from it, and after damage', async () => {
    const folder = join(temporary(), 'tensors');
    const without = await loaded(null);
    expect(await loaded(new TensorCache(folder))).toEqual(without);
    const files = await cachedFiles(folder);
    expect(files).toHaveLength(6);
    expect(await loaded(new TensorCache(folder))).toEqual(without);
    writeFileSync(files[0].path, readFileSync(files[0].path).subarray(0, 100));
    writeFileSync(files[1].path, 'not a tensor');
    expect(await loaded(new TensorCache(folder))).toEqual(without);
    // The damaged ones were written again.
    expect(statSync(files[1].path).size).toBe(files[1].bytes);
  });

  it('keeps samples of other transforms, seeds and bins apart', async () => {
    const cache = new TensorCache(join(temporary(), 'tensors'));
    const first = await loaded(cache);
    for (const change of [
      { transforms: [] },
      { transforms: [{ kind: 'DropEvent' as const, p: 0.4 }] },
      { bins: { ...spec.bins, mode: 'span' as const } },
    ]) {
      const other = await loaded(cache, change);
      expect(other.train.events).not.toEqual(first.train.events);
      expect(other).toEqual(await loaded(null, change));
    }
    expect(await loaded(cache, {}, 2)).toEqual(await loaded(null, {}, 2));
  });

  it('does without a disk that cannot be written, and with none', async () => {
    const file = temporary();
    writeFiles(file, { occupied: 'a file where the folder should be' });
    expect(await loaded(new TensorCache(join(file, 'occupied')))).toEqual(await loaded(null));
    const locked = temporary();
    chmodSync(locked, 0o500);
    expect(await loaded(new TensorCache(join(locked, 'tensors')))).toEqual(await loaded(null));
    chmodSync(locked, 0o700);
  });

  it('leaves no unfinished file behind', async () => {
    const folder = join(temporary(), 'tensors');
    const cache = new TensorCache(folder);
    await cache.put(TensorCache.key('a', 'b'), tensor);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => name.includes('.part'))).toEqual([]);
    expect(await cache.get(TensorCache.key('a', 'b'), shape)).toEqual(tensor);
    expect(await cache.get(TensorCache.key('a', 'c'), shape)).toBeNull();
  });
});

describe('the size of the cache', () => {
  async function filled(): Promise<{ folder: string; cache: TensorCache; keys: string[] }> {
    const folder = join(temporary(), 'tensors');
    const cache = new TensorCache(folder);
    const keys = ['a', 'b', 'c', 'd'].map((name) => TensorCache.key(name, 'x'));
    for (const [i, key] of keys.entries()) {
      await cache.put(key, tensor);
      const at = 1_000_000 + 1000 * i;
      utimesSync(join(folder, key.slice(0, 2), `${key.slice(2)}.spikes`), at, at);
    }
    return { folder, cache, keys };
  }
  const bytes = encodeTensor(tensor).length; // 48 + 4 * (7 + 3) = 88

  it('goes down by what was used longest ago, to nine tenths of the limit', async () => {
    const { folder, cache, keys } = await filled();
    // Use marks the oldest as the newest. Limit 3 files: 90 % of 264 is 237.6, two files of 88 fit.
    await cache.get(keys[0], shape);
    expect(await evict(folder, 3 * bytes)).toBe(2 * bytes);
    const kept = await Promise.all(keys.map((key) => cache.get(key, shape)));
    expect(kept.map((one) => one !== null)).toEqual([true, false, false, true]);
  });

  it('is kept for later processes, takes effect at once, and holds while writing', async () => {
    const { folder } = await filled();
    await setLimit(folder, 12 * bytes);
    expect(await limitOf(folder)).toBe(12 * bytes);
    const cache = new TensorCache(folder);
    for (let i = 0; i < 40; i++) await cache.put(TensorCache.key(`n${i}`, 'x'), tensor);
    const total = (await cachedFiles(folder)).reduce((sum, file) => sum + file.bytes, 0);
    expect(total).toBeLessThanOrEqual(12 * bytes);
    expect(total).toBeGreaterThanOrEqual(10 * bytes);
    await setLimit(folder, 0);
    expect(await cachedFiles(folder)).toEqual([]);
  });

  it('is zero after clearing; the limit stays', async () => {
    const { folder } = await filled();
    await setLimit(folder, 5000);
    await clearCache(folder);
    expect(await cachedFiles(folder)).toEqual([]);
    expect(await limitOf(folder)).toBe(5000);
  });
});

describe('preparationText', () => {
  const bins = { ...spec.bins, factor: 2, channels: 2 } as const;
  const text = (transforms: DataSpec['transforms'], seed: number) =>
    preparationText({ width: 4, height: 4 }, transforms, bins, seed);

  it('depends on the seed only where something is drawn', () => {
    expect(text([{ kind: 'Denoise', filterTimeUs: 5 }], 1)).toBe(
      text([{ kind: 'Denoise', filterTimeUs: 5 }], 2),
    );
    expect(text([{ kind: 'DropEvent', p: 0.1 }], 1)).not.toBe(text([{ kind: 'DropEvent', p: 0.1 }], 2));
  });

  it('does not depend on the order of parameters', () => {
    const a = { kind: 'CenterCrop', widthPixels: 3, heightPixels: 2 } as const;
    const b = { heightPixels: 2, widthPixels: 3, kind: 'CenterCrop' } as const;
    expect(text([a], 1)).toBe(text([b], 1));
  });
});
