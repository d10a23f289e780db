import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../engine/contract/index.ts';
import { runColumns } from '../../../renderer/src/views/runs/columns.ts';
import {
  differingColumns,
  filterRuns,
  sortRuns,
  visibleColumns,
} from '../../../renderer/src/views/runs/table.ts';
import { PLAIN } from '../../support/run-notes.ts';

const row = (id: string, change: Partial<RunRow> = {}): RunRow => ({
  id,
  name: `run ${id}`,
  kind: 'train',
  ...PLAIN,
  experiment: 'demo',
  state: 'done',
  message: null,
  createdAtMs: 0,
  durationMs: 61_000,
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
  costs: [
    {
      system: 'ptb',
      tws: [3],
      energyTable: 'paper',
      archName: 'spikex-8x8',
      samples: 64,
      cycles: 1000,
      latencyUs: 5,
      energyPj: 2e6,
      edpJs: 1e-11,
    },
  ],
  ...change,
});

const ids = (rows: readonly RunRow[]) => rows.map(({ id }) => id);
const columns = (rows: readonly RunRow[]) => runColumns(rows, 0);

describe('filterRuns', () => {
  const rows = [row('a', { experiment: 'Sweep' }), row('b', { state: 'failed', message: 'NaN in loss' })];
  it('wants every word somewhere', () => {
    expect(ids(filterRuns(rows, { text: 'sweep run', states: [] }))).toEqual(['a']);
    expect(ids(filterRuns(rows, { text: 'nan', states: [] }))).toEqual(['b']);
    expect(ids(filterRuns(rows, { text: 'sweep nan', states: [] }))).toEqual([]);
  });
  it('filters by state', () => {
    expect(ids(filterRuns(rows, { text: '', states: ['failed'] }))).toEqual(['b']);
  });
});

describe('sortRuns', () => {
  it('keeps missing values last in both directions', () => {
    const rows = [
      row('none', { accuracy: null }),
      row('low', { accuracy: 0.1 }),
      row('high', { accuracy: 0.9 }),
    ];
    const by = (descending: boolean) =>
      ids(sortRuns(rows, { column: 'accuracy', descending }, columns(rows)));
    expect(by(false)).toEqual(['low', 'high', 'none']);
    expect(by(true)).toEqual(['high', 'low', 'none']);
  });

  it('loses and invents no run', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ noNaN: true })), { maxLength: 20 }),
        fc.boolean(),
        (values, descending) => {
          const rows = values.map((loss, index) => row(String(index), { loss }));
          const sorted = sortRuns(rows, { column: 'loss', descending }, columns(rows));
          expect(ids(sorted).sort()).toEqual(ids(rows).sort());
          const known = sorted.map(({ loss }) => loss).filter((loss) => loss !== null);
          expect(known).toEqual(known.toSorted((a, b) => (descending ? b - a : a - b)));
        },
      ),
    );
  });
});

describe('columns', () => {
  it('has cost columns only for systems that were simulated, in one unit', () => {
    // 2e6 pJ = 2 µJ; 1e-11 J·s = 10 pJ·s
    const rows = [row('a')];
    const energy = columns(rows).find(({ id }) => id === 'energy.ptb');
    const edp = columns(rows).find(({ id }) => id === 'edp.ptb');
    expect([energy?.unit, energy?.text(rows[0])]).toEqual(['µJ', '2.00']);
    expect([edp?.unit, edp?.text(rows[0])]).toEqual(['pJ·s', '10.0']);
    expect(columns(rows).some(({ id }) => id.endsWith('.spikex'))).toBe(false);
  });

  it('shows a gap as a dash, not as zero', () => {
    const empty = row('a', { accuracy: null, beta: null, costs: [], durationMs: null, epochs: null });
    for (const id of ['accuracy', 'beta', 'duration', 'epochs', 'energyTable', 'message']) {
      expect(
        columns([empty])
          .find((column) => column.id === id)
          ?.text(empty),
      ).toBe('–');
    }
  });
});

describe('differingColumns', () => {
  it('names what is not equal everywhere', () => {
    const rows = [row('a', { beta: 0 }), row('b', { beta: 0.01 })];
    expect(differingColumns(rows, columns(rows)).map(({ id }) => id)).toEqual(['name', 'beta', 'id']);
  });
  it('hides nothing where there is only one run', () => {
    const rows = [row('a')];
    expect(differingColumns(rows, columns(rows))).toHaveLength(columns(rows).length);
  });
});

describe('visibleColumns', () => {
  it('keeps the name even if it is the same everywhere', () => {
    const rows = [row('a', { name: 'same' }), row('b', { name: 'same', seed: 2 })];
    const shown = visibleColumns(columns(rows), ['seed', 'beta'], rows, true);
    expect(shown.map(({ id }) => id)).toEqual(['name', 'seed']);
  });
});
