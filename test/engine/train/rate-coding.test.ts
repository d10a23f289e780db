/** Rate coding: the same mean rates, drawn step by step, the same each time a sample is looked at. */
import { expect, it } from 'vitest';
import { Random } from '../../../engine/math/random.ts';
import { drawRates } from '../../../engine/train/rate-coding.ts';
import { evaluateSet, inlineTeam } from '../../../engine/train/index.ts';
import { toyNetwork, toyPlan } from './fixtures.ts';

it('keeps silent inputs silent, full ones full and others at their rate', () => {
  const T = 20_000;
  // Position 0: channel 0 fires in the first quarter, channel 1 always; position 1: nothing.
  const codes: number[] = [];
  for (let t = 0; t < T; t++) codes.push(...(t < T / 4 ? [t * 65_536] : []), t * 65_536 + 1);
  const input = { ptr: Uint32Array.of(0, codes.length, codes.length), events: new Uint32Array(2 * T) };
  input.events.set(codes);
  drawRates(input, 2, T, new Random(1));
  expect(input.ptr[2]).toBe(input.ptr[1]);
  const drawn = input.events.subarray(0, input.ptr[1]);
  const counts = [0, 0];
  for (const code of drawn) counts[code & 1]++;
  expect(counts[1]).toBe(T);
  // Binomial with n = 20,000, p = 1/4: deviation 61.
  expect(Math.abs(counts[0] - T / 4)).toBeLessThan(5 * 61);
  const late = drawn.filter((code) => (code & 1) === 0 && code >>> 16 >= T / 2).length;
  expect(Math.abs(late - T / 8)).toBeLessThan(5 * 47);
  expect(drawn).toEqual(drawn.slice().sort());
});

it('gives a sample the same spikes in every evaluation', () => {
  const plan = toyPlan({}, { ...toyNetwork, input: { ...toyNetwork.input, coding: 'rate' } });
  plan.board.weights.fill(0.3);
  const run = () => {
    const tally = evaluateSet(plan, inlineTeam(plan), 'test', () => false);
    return tally.ok ? tally.value?.report : null;
  };
  const first = run();
  expect(first?.layers[0].spikeDensity).toBeGreaterThan(0);
  expect(run()).toEqual(first);
});
