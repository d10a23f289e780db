/** Folds: every sample is held out once, every class in proportion. */
import { expect, it } from 'vitest';
import { foldNumbers, foldOf } from '../../../engine/workload/folds.ts';
import { sampleAt } from '../../../engine/workload/sample-set.ts';
import { toyNetwork } from '../train/fixtures.ts';
import { toySet } from '../kernels/networks.ts';

it('holds every sample out once, classes in proportion', () => {
  const set = toySet(toyNetwork, 33, 1); // 11 of each of 3 classes
  const numbers = foldNumbers(set.labels, 5, 1);
  const held = [0, 1, 2, 3, 4].map((fold) => foldOf([set], numbers, fold));
  expect(held.reduce((sum, { test }) => sum + test.count, 0)).toBe(33);
  for (const { train, test } of held) {
    expect(train.count + test.count).toBe(33);
    // 11 = 3 + 2 + 2 + 2 + 2
    for (const label of [0, 1, 2])
      expect([...test.labels].filter((other) => other === label).length).toBeOneOf([2, 3]);
  }
  const first = numbers.indexOf(0);
  expect(sampleAt(held[0].test, 0).events).toEqual(sampleAt(set, first).events);
});

it('is the same for the same seed only', () => {
  const labels = Array.from({ length: 50 }, (_, i) => i % 2);
  expect(foldNumbers(labels, 5, 1)).toEqual(foldNumbers(labels, 5, 1));
  expect(foldNumbers(labels, 5, 2)).not.toEqual(foldNumbers(labels, 5, 1));
});
