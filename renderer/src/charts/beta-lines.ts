/** One quantity against beta (log), a line per series through the means, bars from the lowest to the highest seed, beta 0 dashed. */
import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { Spread } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { accuracyRange, linearRange, logRange } from './axis.ts';
import { axisName, PLOT_BOX, xAxisOf, yAxisOf } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { dataColor, type DataHue } from './series-style.ts';
import { tooltipOf, type TooltipLine } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';

export interface BetaSeries {
  readonly id: string;
  readonly name: string;
  readonly hue: DataHue;
  /** At every beta above 0; null where there is none. */
  readonly values: readonly (Spread | null)[];
  readonly baseline: number | null;
}

export interface BetaLinesInput {
  readonly title: string;
  readonly quantity: string;
  readonly unit: string;
  readonly log: boolean;
  readonly range: 'accuracy' | 'from-zero';
  /** Above 0, rising. */
  readonly betas: readonly number[];
  readonly series: readonly BetaSeries[];
  readonly text: (value: number) => string;
}

export function betaLines(input: BetaLinesInput, tokens: Tokens): ChartDrawing {
  const { betas, series } = input;
  const values = series.flatMap((one) => [
    ...one.values.flatMap((value) => (value ? [value.low, value.high] : [])),
    ...(one.baseline === null ? [] : [one.baseline]),
  ]);
  const y = input.log
    ? logRange(values)
    : input.range === 'accuracy'
      ? accuracyRange(values)
      : linearRange(values, { zero: true });
  return {
    title: input.title,
    summary: summaryOf(input),
    panel: {
      grid: PLOT_BOX,
      xAxis: xAxisOf({ name: axisName('β', '', true), range: logRange(betas), log: true }, false),
      yAxis: yAxisOf({ name: axisName(input.quantity, input.unit, input.log), range: y, log: input.log }),
      series: series.flatMap((one) => [
        lineOf(one, betas, dataColor(tokens, one.hue), tokens),
        whiskers(one, betas, dataColor(tokens, one.hue)),
      ]),
      tooltip: {
        trigger: 'axis',
        formatter: (params) => {
          const first = Array.isArray(params) ? params[0] : params;
          return tooltipAt(input, Array.isArray(first?.value) ? Number(first.value[0]) : NaN);
        },
      },
    },
    legend: series.map(({ id, name, hue }) => ({
      id,
      name,
      color: dataColor(tokens, hue),
      mark: 'line' as const,
    })),
    table: {
      columns: [
        { name: 'β', unit: '' },
        ...series.map(({ name }) => ({ name: `${input.quantity}, ${name}`, unit: input.unit })),
      ],
      rows: [
        [0, ...series.map(({ baseline }) => baseline)],
        ...betas.map((beta, i) => [beta, ...series.map((one) => one.values[i]?.mean ?? null)]),
      ],
    },
    stops: betas.map((beta, dataIndex) => ({ key: String(beta), seriesIndex: 0, dataIndex })),
  };
}

function lineOf(one: BetaSeries, betas: readonly number[], color: string, tokens: Tokens): LineSeriesOption {
  return {
    id: one.id,
    name: one.name,
    type: 'line',
    symbol: 'circle',
    symbolSize: 6,
    lineStyle: { width: 1.5, color },
    itemStyle: { color, borderColor: tokens.panel, borderWidth: 1 },
    data: betas.map((beta, i) => [beta, one.values[i]?.mean ?? null]),
    ...(one.baseline === null
      ? {}
      : {
          markLine: {
            silent: true,
            symbol: 'none',
            animation: false,
            lineStyle: { color, width: 1, type: [3, 3] },
            label: { show: false },
            data: [{ yAxis: one.baseline }],
          },
        }),
  };
}

function whiskers(one: BetaSeries, betas: readonly number[], color: string): CustomSeriesOption {
  return {
    id: `${one.id}-spread`,
    type: 'custom',
    silent: true,
    tooltip: { show: false },
    data: betas.flatMap((beta, i) => {
      const value = one.values[i];
      return value && value.high > value.low ? [[beta, value.low, value.high]] : [];
    }),
    renderItem: (_params, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      return {
        type: 'line',
        shape: { x1: x, y1: low, x2: x, y2: high },
        style: { stroke: color, lineWidth: 1 },
      };
    },
  };
}

function tooltipAt(input: BetaLinesInput, beta: number): string {
  const at = input.betas.indexOf(beta);
  if (at < 0) return '';
  const lines = input.series.flatMap((one): TooltipLine[] => {
    const value = one.values[at];
    if (!value) return [];
    const spread =
      value.high > value.low ? chartTexts.spread(input.text(value.low), input.text(value.high)) : '';
    return [{ label: one.name, value: `${input.text(value.mean)}${spread}` }];
  });
  return tooltipOf({ head: `β ${beta}`, lines, foot: chartTexts.beta.foot });
}

function summaryOf({ title, betas, series, text }: BetaLinesInput): string {
  const ends = series.flatMap(({ name, values, baseline }) => {
    const last = values.at(-1);
    return last
      ? [chartTexts.beta.ends(name, baseline === null ? null : text(baseline), text(last.mean))]
      : [];
  });
  return chartTexts.beta.summary(title, betas.join(', '), ends.join('; '));
}
