/** One quantity against number formats (categories), a line per series through the means; the spread is in the tooltip. */
import type { LineSeriesOption } from 'echarts/charts';
import type { Spread } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { linearRange, logRange } from './axis.ts';
import { axisName, PLOT_BOX, yAxisOf } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { dataColor, type DataHue } from './series-style.ts';
import { tooltipOf, type TooltipLine } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';

export interface FormatSeries {
  readonly id: string;
  readonly name: string;
  readonly hue: DataHue;
  readonly dashed: boolean;
  /** ECharts symbol and the same as a path. */
  readonly symbol: string;
  readonly path: string;
  /** One per format, in the unit of the axis; null where there is none. */
  readonly values: readonly (Spread | null)[];
}

export interface FormatLinesInput {
  readonly title: string;
  readonly unit: string;
  readonly log: boolean;
  readonly formats: readonly string[];
  readonly series: readonly FormatSeries[];
  readonly text: (value: number) => string;
  readonly foot: string;
}

export function formatLines(input: FormatLinesInput, tokens: Tokens): ChartDrawing {
  const { title, unit, log, formats, series } = input;
  const values = series.flatMap((one) =>
    one.values.flatMap((value) => (value ? [value.low, value.high] : [])),
  );
  const range = log ? logRange(values) : linearRange(values, { count: 4 });
  return {
    title,
    summary: summaryOf(input),
    panel: {
      grid: PLOT_BOX,
      xAxis: { type: 'category', data: [...formats], axisTick: { show: false }, axisLabel: { interval: 0 } },
      yAxis: yAxisOf({ name: axisName(title, unit, log), range, log }),
      series: series.map((one) => lineOf(one, tokens)),
      tooltip: {
        trigger: 'axis',
        formatter: (params) => {
          const first = Array.isArray(params) ? params[0] : params;
          return tooltipAt(input, first.dataIndex);
        },
      },
    },
    legend: series.map(({ id, name, hue, path }) => ({
      id,
      name,
      color: dataColor(tokens, hue),
      mark: { path },
    })),
    table: {
      columns: [
        { name: chartTexts.formats.format, unit: '' },
        ...series.map(({ name }) => ({ name: `${title}, ${name}`, unit })),
      ],
      rows: formats.map((format, i) => [format, ...series.map((one) => one.values[i]?.mean ?? null)]),
    },
    stops: formats.map((format, dataIndex) => ({ key: format, seriesIndex: 0, dataIndex })),
  };
}

function lineOf(one: FormatSeries, tokens: Tokens): LineSeriesOption {
  const color = dataColor(tokens, one.hue);
  return {
    id: one.id,
    name: one.name,
    type: 'line',
    symbol: one.symbol,
    symbolSize: 8,
    lineStyle: { width: 1.5, color, type: one.dashed ? [4, 3] : 'solid' },
    itemStyle: { color },
    data: one.values.map((value) => value?.mean ?? null),
  };
}

function tooltipAt({ formats, series, text, foot }: FormatLinesInput, at: number): string {
  const lines = series.flatMap((one): TooltipLine[] => {
    const value = one.values[at];
    if (!value) return [];
    const spread = value.high > value.low ? chartTexts.spread(text(value.low), text(value.high)) : '';
    return [{ label: one.name, value: `${text(value.mean)}${spread}` }];
  });
  return tooltipOf({ head: formats[at] ?? '', lines, foot });
}

function summaryOf({ title, formats, series, text }: FormatLinesInput): string {
  const ends = series.flatMap(({ name, values }) => {
    const [first, last] = [values.find(Boolean), values.findLast(Boolean)];
    return first && last ? [chartTexts.formats.ends(name, text(first.mean), text(last.mean))] : [];
  });
  return chartTexts.formats.summary(title, formats.join(', '), ends.join('; '));
}
