import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../engine/contract/index.ts';
import { runColumns } from '../../../renderer/src/views/runs/columns.ts';
import { differingColumns, sortRuns, visibleColumns } from '../../../renderer/src/views/runs/table.ts';
import { filterFor, filterRuns } from '../../../renderer/src/views/runs/filter.ts';
import { groupCell, tableLines } from '../../../renderer/src/views/runs/groups.ts';
import { stepsBack } from '../../../renderer/src/views/runs/use-bulk-changes.ts';
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

describe('the filter line', () => {
  const rows = [
    row('a', { accuracy: 0.95, tags: ['good'], note: 'two words' }),
    row('b', { accuracy: 0.8, experiment: 'other demo' }),
    row('c', { accuracy: null, archived: true }),
  ];
  const found = (text: string, archived = true) =>
    ids(filterRuns(rows, { text, states: [], archived }, columns(rows)));
  it.each([
    ['accuracy>0.9', ['a']],
    ['accuracy<=0.8', ['b']],
    ['-accuracy>0.9', ['b', 'c']],
    ['tags:good', ['a']],
    ['note:"two words"', ['a']],
    ['experiment="other demo"', ['b']],
    ['edp.ptb>1e-12 run', ['a', 'b', 'c']],
    ['accuracy>', []],
    ['nosuch:thing', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
  it('leaves archived runs out unless they are asked for', () => {
    expect(found('', false)).toEqual(['a', 'b']);
  });
  it('takes a cell’s value as it is', () => {
    const column = columns(rows).find(({ id }) => id === 'experiment');
    if (!column) throw new Error('no column');
    expect(found(filterFor(column, rows[1]))).toEqual(['b']);
  });
});

describe('groups', () => {
  const rows = [
    row('a', { seed: 1, accuracy: 0.9, experiment: 'x' }),
    row('b', { seed: 2, accuracy: 0.94, experiment: 'x' }),
    row('again', { seed: 1, accuracy: 0.9, experiment: 'x' }),
    row('c', { seed: 3, accuracy: 0.5, seedGroup: 'h', experiment: 'y' }),
  ];
  const columnOf = (id: string) => {
    const column = columns(rows).find((one) => one.id === id);
    if (!column) throw new Error(`no column ${id}`);
    return column;
  };
  it('stand in the order of their first run, and open', () => {
    const closed = tableLines(rows, 'experiment', new Set());
    expect(closed.map(({ id }) => id)).toEqual(['group experiment x', 'group experiment y']);
    const open = tableLines(rows, 'experiment', new Set(['group experiment y']));
    expect(open.map(({ id }) => id)).toEqual(['group experiment x', 'group experiment y', 'c']);
    expect(tableLines(rows, 'none', new Set())).toHaveLength(4);
  });
  it('show mean and spread over distinct seeds', () => {
    // (90 + 94) / 2 = 92; sd = sqrt(2^2 + 2^2) = 2.83
    expect(groupCell(columnOf('accuracy'), rows.slice(0, 3))).toEqual({ mean: '92.00', spread: '± 2.83' });
    expect(groupCell(columnOf('accuracy'), [rows[3]])).toEqual({ mean: '50.00', spread: '' });
    expect(groupCell(columnOf('experiment'), rows)).toEqual({ mean: '', spread: '2 values' });
    expect(groupCell(columnOf('network'), rows)).toEqual({ mean: 'nmnist', spread: '' });
  });
});

describe('the way back', () => {
  const rows = [row('a', { tags: ['t'], note: 'n', archived: true }), row('b')];
  it('touches only what a change touched', () => {
    expect(stepsBack(rows, { kind: 'tag', tag: 't' })).toEqual([
      { runIds: ['b'], change: { kind: 'untag', tag: 't' } },
    ]);
    expect(stepsBack(rows, { kind: 'note', note: 'new' })).toEqual([
      { runIds: ['a'], change: { kind: 'note', note: 'n' } },
      { runIds: ['b'], change: { kind: 'note', note: '' } },
    ]);
    expect(stepsBack(rows, { kind: 'archive' })).toEqual([{ runIds: ['b'], change: { kind: 'unarchive' } }]);
    expect(stepsBack(rows, { kind: 'delete' })).toEqual([
      { runIds: ['a', 'b'], change: { kind: 'restore' } },
    ]);
    expect(stepsBack(rows, { kind: 'purge' })).toEqual([]);
  });
});

describe('sortRuns', () => {
  it('takes the next key where the first is equal', () => {
    const rows = [
      row('a', { beta: 1, loss: 2 }),
      row('b', { beta: 0, loss: 3 }),
      row('c', { beta: 1, loss: 1 }),
    ];
    const sorts = [
      { column: 'beta', descending: true },
      { column: 'loss', descending: false },
    ];
    expect(ids(sortRuns(rows, sorts, columns(rows)))).toEqual(['c', 'a', 'b']);
  });

  it('keeps missing values last in both directions', () => {
    const rows = [
      row('none', { accuracy: null }),
      row('low', { accuracy: 0.1 }),
      row('high', { accuracy: 0.9 }),
    ];
    const by = (descending: boolean) =>
      ids(sortRuns(rows, [{ column: 'accuracy', descending }], columns(rows)));
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
          const sorted = sortRuns(rows, [{ column: 'loss', descending }], columns(rows));
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
