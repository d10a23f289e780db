/** Lines over a common numeric axis, for example the hypervolume over evaluations or probabilities over steps. */
import type { Tokens } from '../design/tokens.ts';
import { linearRange, type AxisRange } from './axis.ts';
import { axisName, PLOT_BOX, xAxisOf, yAxisOf } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { dataColor, type DataHue } from './series-style.ts';
import { tooltipOf } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';

export interface XyLinesInput {
  readonly title: string;
  readonly xName: string;
  readonly quantity: string;
  readonly unit: string;
  readonly x: readonly number[];
  readonly series: readonly {
    readonly id: string;
    readonly name: string;
    readonly hue: DataHue;
    readonly values: readonly (number | null)[];
  }[];
  /** Fixed range, for shares of 1; null = from zero to the data. */
  readonly range: AxisRange | null;
  readonly text: (value: number) => string;
}

export function xyLines(input: XyLinesInput, tokens: Tokens): ChartDrawing {
  const { x, series } = input;
  const values = series.flatMap((one) => one.values.filter((value): value is number => value !== null));
  const y = input.range ?? linearRange(values, { zero: true });
  return {
    title: input.title,
    summary: `${input.title}: ${series.map(({ name, values: own }) => chartTexts.endsAt(name, input.text(own.at(-1) ?? NaN))).join(', ')}.`,
    panel: {
      grid: PLOT_BOX,
      xAxis: xAxisOf({ name: input.xName, range: linearRange([...x], { zero: true }), log: false }, false),
      yAxis: yAxisOf({ name: axisName(input.quantity, input.unit, false), range: y, log: false }),
      series: series.map((one) => ({
        id: one.id,
        name: one.name,
        type: 'line' as const,
        showSymbol: x.length < 3,
        lineStyle: { width: 1.5, color: dataColor(tokens, one.hue) },
        itemStyle: { color: dataColor(tokens, one.hue) },
        data: x.map((at, i) => [at, one.values[i] ?? null]),
      })),
      tooltip: {
        trigger: 'axis',
        formatter: (params) => {
          const first = Array.isArray(params) ? params[0] : params;
          const at = Array.isArray(first?.value) ? Number(first.value[0]) : NaN;
          const index = x.indexOf(at);
          return tooltipOf({
            head: `${input.xName} ${at}`,
            lines: series.flatMap(({ name, values: own }) => {
              const value = own[index];
              return value === null || value === undefined ? [] : [{ label: name, value: input.text(value) }];
            }),
            foot: '',
          });
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
      columns: [{ name: input.xName, unit: '' }, ...series.map(({ name }) => ({ name, unit: input.unit }))],
      rows: x.map((at, i) => [at, ...series.map(({ values: own }) => own[i] ?? null)]),
    },
    stops: x.map((at, dataIndex) => ({ key: String(at), seriesIndex: 0, dataIndex })),
  };
}
