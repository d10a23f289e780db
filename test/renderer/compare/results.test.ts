import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRow, SystemName } from '../../../engine/contract/index.ts';
import {
  defaultBaseline,
  facetsOf,
  filterResults,
  reduction,
  resultsOf,
  sortResults,
} from '../../../renderer/src/views/compare/results.ts';
import { PLAIN } from '../../support/run-notes.ts';
import { metricOf } from '../../../renderer/src/views/compare/metrics.ts';

const cost = (system: SystemName, edpJs: number): RunRow['costs'][number] => ({
  system,
  tws: [3],
  energyTable: 'paper',
  archName: 'spikex-8x8',
  samples: 64,
  cycles: 1000,
  latencyUs: 5,
  energyPj: 200,
  edpJs,
});

const row = (id: string, change: Partial<RunRow> = {}): RunRow => ({
  id,
  name: id,
  kind: 'train',
  ...PLAIN,
  experiment: 'demo',
  state: 'done',
  message: null,
  createdAtMs: 0,
  durationMs: 1000,
  seed: 1,
  network: 'nmnist',
  dataset: 'synthetic-nmnist',
  beta: 0,
  epochs: 3,
  epochsDone: 3,
  accuracy: 0.95,
  bestAccuracy: 0.96,
  bestEpoch: 2,
  loss: 0.1,
  spikeDensity: 0.01,
  twDensity: 0.05,
  costs: [cost('spikex', 1e-12), cost('ptb', 1e-11)],
  ...change,
});

describe('resultsOf', () => {
  it('gives one result per run and system, and none without an accuracy or a cost', () => {
    const results = resultsOf([row('a'), row('b', { accuracy: null }), row('c', { costs: [] })]);
    expect(results.map(({ key }) => key)).toEqual(['a/spikex', 'a/ptb']);
  });

  it('leaves failed runs out and marks running ones', () => {
    const results = resultsOf([row('a', { state: 'failed' }), row('b', { state: 'running' }), row('c')]);
    expect(results.map(({ key, settled }) => [key, settled])).toEqual([
      ['b/spikex', false],
      ['b/ptb', false],
      ['c/spikex', true],
      ['c/ptb', true],
    ]);
  });

  it('keeps an accuracy of zero', () => {
    expect(resultsOf([row('a', { accuracy: 0 })])).toHaveLength(2);
  });
});

describe('facetsOf', () => {
  it('puts every result in exactly one facet', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 12 }), (datasets) => {
        const results = resultsOf(datasets.map((dataset, index) => row(String(index), { dataset })));
        const facets = facetsOf(results);
        expect(facets.flatMap((facet) => facet.results).length).toBe(results.length);
        for (const facet of facets) {
          expect(facet.results.every((result) => result.row.dataset === facet.dataset)).toBe(true);
        }
      }),
    );
  });
});

describe('filterResults', () => {
  it('takes an empty list as all', () => {
    const results = resultsOf([row('a'), row('b', { experiment: 'other' })]);
    expect(filterResults(results, { systems: [], experiments: [] })).toHaveLength(4);
    expect(filterResults(results, { systems: ['ptb'], experiments: [] }).map(({ key }) => key)).toEqual([
      'a/ptb',
      'b/ptb',
    ]);
    expect(
      filterResults(results, { systems: ['ptb'], experiments: ['other'] }).map(({ key }) => key),
    ).toEqual(['b/ptb']);
  });
});

describe('defaultBaseline', () => {
  it('is PTB without hardware loss', () => {
    const results = resultsOf([row('a', { beta: 0.1 }), row('b', { beta: 0 })]);
    expect(defaultBaseline(results)?.key).toBe('b/ptb');
  });

  it('is nothing where there is nothing', () => {
    expect(defaultBaseline([])).toBeNull();
  });
});

describe('reduction', () => {
  it('is baseline over value', () => {
    expect(reduction(1e-11, 1e-12)).toBeCloseTo(10);
    expect(reduction(0, 1)).toBeNull();
    expect(reduction(1, 0)).toBeNull();
  });
});

const AXES = [metricOf('edp', () => null), metricOf('accuracy', () => null)] as const;

describe('sortResults', () => {
  it('sorts by cost and back', () => {
    const results = resultsOf([row('a'), row('b', { costs: [cost('spikex', 5e-12)] })]);
    const up = sortResults(results, { key: 'x', descending: false }, AXES).map(({ key }) => key);
    expect(up).toEqual(['a/spikex', 'b/spikex', 'a/ptb']);
    expect(sortResults(results, { key: 'x', descending: true }, AXES).map(({ key }) => key)).toEqual(
      up.toReversed(),
    );
  });

  it('puts runs without a beta before beta 0', () => {
    const results = resultsOf([row('a'), row('b', { beta: null })]);
    expect(sortResults(results, { key: 'beta', descending: false }, AXES)[0].row.id).toBe('b');
  });
});
