import { describe, expect, it } from 'vitest';
import { epochLines, type EpochLinesInput } from '../../../renderer/src/charts/epoch-lines.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';

const input = (change: Partial<EpochLinesInput> = {}): EpochLinesInput => ({
  title: 'Loss',
  quantity: 'Loss',
  unit: '',
  epochs: [1, 2, 3],
  plannedEpochs: 10,
  series: [
    { id: 'total', name: 'total', hue: 'ink', values: [1, 0.5, 0.3], drawn: 'line' },
    { id: 'hardware', name: 'hardware', hue: 'verm', values: [null, null, 0.1], drawn: 'line' },
  ],
  log: true,
  range: 'from-zero',
  switchAfter: 2,
  refits: [],
  best: null,
  text: (value) => value.toFixed(2),
  ...change,
});

const ids = (change: Partial<EpochLinesInput>) =>
  epochLines(input(change), LIGHT).panel.series.map(({ id }) => id);

describe('epochLines', () => {
  it('runs to the planned end from the first epoch on', () => {
    const early = epochLines(input({ epochs: [1] }), LIGHT).panel.xAxis;
    expect(early).toMatchObject({ min: 0, max: 10 });
  });

  it('marks the last point of every line that has one', () => {
    const series = epochLines(input(), LIGHT).panel.series;
    expect(series.find(({ id }) => id === 'total-last')?.data).toEqual([[3, 0.3]]);
    expect(series.find(({ id }) => id === 'hardware-last')?.data).toEqual([[3, 0.1]]);
  });

  it('draws a dashed line where the hardware loss begins, only if it does', () => {
    const first = (change: Partial<EpochLinesInput>) =>
      epochLines(input(change), LIGHT).panel.series[0] as { markLine?: { data: unknown } };
    expect(first({}).markLine?.data).toEqual([{ xAxis: 2 }]);
    expect(first({ switchAfter: null }).markLine).toBeUndefined();
  });

  it('leaves a series without values out of the plot and keeps it in the legend', () => {
    const silent = {
      id: 'h',
      name: 'h',
      hue: 'verm' as const,
      values: [null, null, null],
      drawn: 'line' as const,
    };
    const change = { series: [input().series[0], silent] };
    expect(ids(change)).toEqual(['total', 'total-last']);
    expect(epochLines(input(change), LIGHT).legend.map(({ id }) => id)).toEqual(['total', 'h']);
  });

  it('keeps a zero on the edge of a log axis', () => {
    const series = [{ id: 'a', name: 'a', hue: 'sky' as const, values: [1, 0, 2], drawn: 'line' as const }];
    const { panel } = epochLines(input({ series }), LIGHT);
    const low = (panel.yAxis as { min: number }).min;
    expect(panel.series[0].data).toEqual([
      [1, 1],
      [2, low],
      [3, 2],
    ]);
  });

  it('gives epochs and values as a table with gaps', () => {
    expect(epochLines(input(), LIGHT).table.rows[0]).toEqual([1, 1, null]);
  });

  it('says in one sentence how it stands', () => {
    expect(epochLines(input(), LIGHT).summary).toBe(
      'Loss over epochs 1 to 3 of 10; last: total 0.30, hardware 0.10.',
    );
    expect(epochLines(input({ epochs: [], series: [] }), LIGHT).summary).toBe(
      'Loss: no epoch yet, 10 planned.',
    );
  });
});
