import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataSpec } from '../../../engine/contract/index.ts';
import { checkDataSpec, splitSamples } from '../../../engine/events/split.ts';
import type { LabelledSample, Split } from '../../../engine/events/split.ts';

const spec = (change: Partial<DataSpec> = {}): DataSpec => ({
  source: 'synthetic-nmnist',
  split: 0.8,
  maxTrain: null,
  maxTest: null,
  transforms: [],
  bins: { timesteps: 30, mode: 'window', windowUs: 10_000, factor: null },
  ...change,
});

const train = (labels: readonly number[]): LabelledSample[] =>
  labels.map((label) => ({ label, part: 'train' }));

function split(samples: readonly LabelledSample[], change: Partial<DataSpec>, seed: number): Split {
  const outcome = splitSamples(samples, spec(change), seed);
  if (!outcome.ok) throw new Error(outcome.issues[0].message);
  return outcome.value;
}

describe('splitSamples', () => {
  it('holds out the exact share of all samples, class by class', () => {
    // 97 + 116 + 87 = 300 samples, share 0.8 -> 240; 77.6, 92.8, 69.6: floors 77 + 92 + 69 = 238, the two largest
    // remainders (0.8 of class 1, then 0.6 of class 0 before class 2) get one more each: 78, 93, 69.
    const labels = [...Array(97).fill(0), ...Array(116).fill(1), ...Array(87).fill(2)];
    const parts = split(train(labels), {}, 5);
    const counts = [0, 1, 2].map((label) => parts.train.filter((i) => labels[i] === label).length);
    expect(counts).toEqual([78, 93, 69]);
    expect(parts.test.length).toBe(60);
  });

  it('puts every sample in exactly one part and keeps every class in both', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(labels, fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.nat(), (list, share, seed) => {
        const sizes = new Map<number, number>();
        for (const label of list) sizes.set(label, (sizes.get(label) ?? 0) + 1);
        fc.pre([...sizes.values()].some((size) => size > 1));
        const parts = split(train(list), { split: share }, seed);
        expect([...parts.train, ...parts.test].sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
        for (const [label, size] of sizes) {
          expect(parts.train.some((i) => list[i] === label)).toBe(true);
          expect(parts.test.some((i) => list[i] === label)).toBe(size > 1);
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('depends on the seed and on nothing else', () => {
    const samples = train(Array.from({ length: 50 }, (_, i) => i % 5));
    expect(split(samples, {}, 1)).toEqual(split(samples, {}, 1));
    expect(split(samples, {}, 1)).not.toEqual(split(samples, {}, 2));
  });

  it('caps to a prefix that holds the classes in proportion', () => {
    const labels = Array.from({ length: 200 }, (_, i) => i % 10);
    const all = split(train(labels), {}, 3);
    const capped = split(train(labels), { maxTrain: 50, maxTest: 20 }, 3);
    expect(capped.train).toEqual(all.train.slice(0, 50));
    expect(capped.test).toEqual(all.test.slice(0, 20));
    for (let label = 0; label < 10; label++) {
      expect(capped.train.filter((i) => labels[i] === label).length).toBe(5);
      expect(capped.test.filter((i) => labels[i] === label).length).toBe(2);
    }
  });

  it('uses the Test part where no share is given', () => {
    const samples: LabelledSample[] = [
      ...train([0, 1, 0, 1]),
      { label: 0, part: 'test' },
      { label: 1, part: 'test' },
    ];
    const parts = split(samples, { split: null }, 1);
    expect([...parts.train].sort()).toEqual([0, 1, 2, 3]);
    expect([...parts.test].sort()).toEqual([4, 5]);
  });

  it('refuses a missing Test part and a set too small to hold anything out', () => {
    expect(splitSamples(train([0, 1]), spec({ split: null }), 1)).toMatchObject({
      ok: false,
      issues: [{ path: 'data.split', code: 'data/no-test-part' }],
    });
    expect(splitSamples(train([0, 1]), spec({ split: 0.9 }), 1)).toMatchObject({
      ok: false,
      issues: [{ path: 'data.split', code: 'data/nothing-held-out' }],
    });
  });
});

describe('checkDataSpec', () => {
  it('names every wrong field at once', () => {
    const outcome = checkDataSpec(
      spec({
        source: ' ',
        split: 1,
        maxTrain: 0,
        maxTest: 2.5,
        bins: { timesteps: 1.5, mode: 'span', windowUs: 0, factor: null },
      }),
    );
    if (outcome.ok) throw new Error('accepted');
    expect(outcome.issues.map(({ path }) => path)).toEqual([
      'data.source',
      'data.split',
      'data.maxTrain',
      'data.maxTest',
      'data.bins.timesteps',
    ]);
    expect(outcome.issues[1].message).toBe(
      'must lie between 0 and 1 (got 1); 0.8 trains on 80 % of each class and holds out the rest',
    );
  });
});
