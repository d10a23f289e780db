// Charts of the Paper page: measured series, published marks, the same as a table, for every kind.
import { describe, expect, it } from 'vitest';
import type { PaperChart } from '../../../engine/contract/index.ts';
import { figureSvg } from '../../../renderer/src/charts/echarts.ts';
import { composeFigure } from '../../../renderer/src/charts/figure.ts';
import { paperChart } from '../../../renderer/src/charts/paper-chart.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';
import { fakeFigure } from '../../support/fake/paper.ts';

const [LINES] = fakeFigure('9').charts;
const BARS: PaperChart = {
  ...LINES,
  kind: 'bars',
  categories: ['ALU', 'RF'],
  series: [{ ...LINES.series[0], points: [0, 1].map((x) => ({ x, y: 30 + x, low: 29, high: 32 })) }],
  published: [{ series: 'a', x: 1, y: 39.5 }],
};
const CELLS: PaperChart = { ...BARS, kind: 'cells', categories: null, published: [] };

describe('paperChart', () => {
  it('draws lines with the published values as a series of their own', () => {
    const { panel, table, legend } = paperChart(LINES, LIGHT);
    const published = panel.series.find(({ id }) => id === 'published');
    expect(published?.data).toEqual([[2, 46.6]]);
    expect(legend.map(({ id }) => id)).toEqual(['a', 'published']);
    expect(table.columns.map(({ name, unit }) => [name, unit])).toEqual([
      ['TWS', 'steps'],
      ['measured', '%'],
      ['published, measured', '%'],
    ]);
    expect(table.rows).toEqual([
      [2, 48, 46.6],
      [3, 52, null],
    ]);
  });

  it('names categories in the table', () => {
    expect(paperChart(BARS, LIGHT).table.rows).toEqual([
      ['ALU', 30, null],
      ['RF', 31, 39.5],
    ]);
  });

  it.each([
    LINES,
    BARS,
    CELLS,
    {
      ...BARS,
      y: { ...BARS.y, log: true },
      series: [
        {
          ...BARS.series[0],
          points: [
            { x: 0, y: 0, low: 0, high: 0 },
            { x: 1, y: 5, low: 5, high: 5 },
          ],
        },
      ],
    },
    { ...BARS, series: [], published: [] },
  ])('can be drawn ($kind)', (chart) => {
    const drawing = paperChart(chart, LIGHT);
    expect(drawing.summary).not.toMatch(/undefined|NaN/);
    const svg = figureSvg(composeFigure([drawing], { caption: 'c', widthMm: 88 }, LIGHT), 88, LIGHT);
    expect(svg).toMatch(/^<svg/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
