// The grid of a sweep: order, settings, and every mistake before anything runs.
import { describe, expect, it } from 'vitest';
import { gridPoints, type SweepBase } from '../../../../electron/jobs/sweep/grid.ts';
import { DEFAULT_ARCH_CONFIG } from '../../../../engine/arch/arch.ts';
import type { Variation } from '../../../../engine/contract/index.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../../support/presets.ts';

const BASE: SweepBase = {
  network: presetNetwork('nmnist-small'),
  energy: presetTable('paper'),
  arch: DEFAULT_ARCH_CONFIG,
  systems: ['spikex'],
  tws: [3],
  spikes: { kind: 'random', rate: 0.02, seed: 7 },
};
const vary = (...pairs: string[]): Variation[] =>
  pairs.map((pair) => ({ key: pair.split('=')[0], values: pair.split('=')[1].split(',') }));
const refusals = (...pairs: string[]): string[] => messagesOf(gridPoints(BASE, vary(...pairs)));

describe('points', () => {
  it('come in the order of the grid, the last key fastest', () => {
    const points = valueOf(gridPoints(BASE, vary('tws=2,3', 'array.rows=4,8')));
    expect(points.map(({ settings }) => settings)).toEqual([
      { tws: 2, 'array.rows': 4 },
      { tws: 2, 'array.rows': 8 },
      { tws: 3, 'array.rows': 4 },
      { tws: 3, 'array.rows': 8 },
    ]);
    expect(points[2].plan.arch.array.rows).toBe(4);
    expect(points[2].plan.tws).toEqual(BASE.network.layers.map(() => 3));
  });

  it('change what is varied and keep the rest', () => {
    const [point] = valueOf(gridPoints(BASE, vary('rate=0.1')));
    expect(point.spikes).toEqual({ kind: 'random', rate: 0.1, seed: 7 });
    const [other] = valueOf(gridPoints(BASE, vary('dispatch.mode=spatial', 'seed=9')));
    expect(other.spikes).toEqual({ kind: 'random', rate: 0.02, seed: 9 });
    expect(other.plan.arch.dispatch).toEqual({ unit: 'ic', mode: 'spatial' });
  });

  it('may have one TWS per layer', () => {
    const sizes = BASE.network.layers.map((_, i) => i + 1);
    const [point] = valueOf(gridPoints(BASE, vary(`tws=${sizes.join('/')}`)));
    expect(point.plan.tws).toEqual(sizes);
  });
});

describe('mistakes', () => {
  it.each<[string, readonly string[], string]>([
    ['no key', [], 'vary: must name at least one key (got none); try tws=2,4,8'],
    [
      'an unknown key',
      ['array.row=2'],
      'vary array.row: must be a key that can vary (got array.row); did you mean array.rows?',
    ],
    ['a key twice', ['tws=2', 'tws=3'], 'vary tws: must be given once (got tws twice); join its values'],
    ['an empty value', ['tws=2,'], 'vary tws: must be values between commas (got 2,)'],
    ['a value twice', ['tws=2,2'], 'vary tws: must be different values (got 2,2); remove one'],
    ['TWS 0', ['tws=0'], 'tws: must be a whole number of time steps, 1 to 65535 (got 0); try 2, 4 or 8'],
    [
      'a rate above 1',
      ['rate=1.5'],
      'vary rate: rate must be 0 to 1 spikes per neuron and step (got 1.5); 0.05 is usual',
    ],
    ['a seed that is none', ['seed=x'], 'vary seed: must be a whole number, 0 to 4294967295 (got x); try 1'],
    [
      'no rows',
      ['array.rows=0'],
      'vary array.rows: must be a whole number of at least 1 and at most 1024 (got 0); SpikeX has 8',
    ],
  ])('%s', (_, pairs, message) => {
    expect(refusals(...pairs)).toContain(message);
  });

  it('more points than the cap, before any is made', () => {
    const many = (count: number): string => Array.from({ length: count }, (_, i) => i + 1).join(',');
    expect(refusals(`tws=${many(101)}`, `seed=${many(100)}`)).toEqual([
      'vary: must span at most 10000 points (got 10100 = 101 x 100); give fewer values, or sweep in parts',
    ]);
  });

  it('a rate where the spikes were recorded', () => {
    const base: SweepBase = { ...BASE, spikes: { kind: 'npy', file: 'a.npy' } };
    expect(messagesOf(gridPoints(base, vary('rate=0.1')))).toEqual([
      'vary rate: can vary with random or bursty spikes only (got npy); leave it out, or use random:RATE',
    ]);
  });
});
