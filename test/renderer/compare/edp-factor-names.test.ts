// Every factor that the host names in a comparison of two EDPs has its word in each language of the window.
import { afterEach, expect, it } from 'vitest';
import { LEVELS, type Level, type SystemCost } from '../../../engine/contract/index.ts';
import { edpFactors } from '../../../engine/cost/edp-factors.ts';
import { compareTexts } from '../../../renderer/src/texts/compare.ts';
import { language } from '../../../renderer/src/texts/language.ts';
import { systemCost } from '../../electron/store/values.ts';

afterEach(() => {
  language.value = 'en';
});

const perLevel = (of: (at: number) => number) =>
  Object.fromEntries(LEVELS.map((level, at) => [level, of(at)])) as Record<Level, number>;

/** Bytes, prices, cycles and clock all follow the scale, so that no factor is left out. */
function cost(scale: number): SystemCost {
  const own = systemCost();
  const counts = Object.fromEntries(LEVELS.map((level, at) => [`${level}.weight`, 100 + at * scale]));
  const byComponentPj = perLevel((at) => 1000 + at * at * scale);
  const layers = [{ ...own.layers[0], counts, byComponentPj }];
  return { ...own, layers, cycles: 1000 * scale, latencyUs: 5 * scale * scale };
}

it('is said as the host says it in English, and in Chinese', () => {
  const host = edpFactors(cost(1), cost(3)).map(({ name }) => name);
  expect(host).toEqual(expect.arrayContaining(['Energy table', 'Cycles', 'Clock', 'DRAM traffic']));
  expect(host.map((name) => compareTexts.diff.factor(name))).toEqual(host);
  language.value = 'zh';
  for (const name of host) expect(compareTexts.diff.factor(name)).toMatch(/[\u4e00-\u9fff]/);
  expect(compareTexts.diff.factor('DRAM traffic')).toBe('DRAM 流量');
});
