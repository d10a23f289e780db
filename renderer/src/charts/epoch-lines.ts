/** Curves over the epochs of one training run; the x axis runs to the planned end from the start. */
import type { LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { Tokens } from '../design/tokens.ts';
import { accuracyRange, epochRange, linearRange, logRange, type AxisRange } from './axis.ts';
import { axisName, PLOT_BOX, xAxisOf, yAxisOf } from './axes.ts';
import type { ChartDrawing, ChartSeries, ChartStop, LegendEntry } from './drawing.ts';
import { dataColor, type DataHue } from './series-style.ts';
import { tooltipOf, type TooltipLine } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface EpochSeries {
  readonly id: string;
  readonly name: string;
  /** Short name for the legend, where the colour says the rest. */
  readonly short?: string;
  readonly hue: DataHue | 'ink';
  /** One value per epoch in `epochs`; null where there is none. */
  readonly values: readonly (number | null)[];
  readonly drawn: 'line' | 'dots';
}

export interface EpochLinesInput {
  readonly title: string;
  readonly quantity: string;
  readonly unit: string;
  readonly epochs: readonly number[];
  readonly plannedEpochs: number;
  readonly series: readonly EpochSeries[];
  readonly log: boolean;
  readonly range: 'accuracy' | 'from-zero';
  /** Last epoch without the hardware loss; null when it never switches on. */
  readonly switchAfter: number | null;
  /** Epochs before which the proxy was fitted anew. */
  readonly refits: readonly number[];
  readonly best: { readonly epoch: number; readonly value: number } | null;
  /** Value with unit, for tooltips. */
  readonly text: (value: number) => string;
}

export function epochLines(input: EpochLinesInput, tokens: Tokens): ChartDrawing {
  const values = input.series
    .flatMap((series) => series.values)
    .filter((value): value is number => value !== null);
  const range = valueRange(input, values);
  const x = epochRange(input.plannedEpochs);
  const colour = (series: EpochSeries) => (series.hue === 'ink' ? tokens.t1 : dataColor(tokens, series.hue));
  const visible = input.series.filter((series) => series.values.some((value) => value !== null));
  const series: ChartSeries[] = visible.map((one, index) =>
    curve(one, input, range, colour(one), index === 0),
  );
  if (visible.length > 0 && (input.switchAfter !== null || input.refits.length > 0)) {
    const first = series[0] as LineSeriesOption | ScatterSeriesOption;
    first.markLine = marksOf(input, tokens);
  }
  const stops = stopsOf(visible[0], input.epochs);
  series.push(...lastPoints(visible, input, range, colour, tokens));
  if (input.best) series.push(bestRing(input.best, input.plannedEpochs, tokens));

  return {
    title: input.title,
    summary: summaryOf(input),
    panel: {
      grid: PLOT_BOX,
      xAxis: xAxisOf({ name: wordTexts.epoch, range: x, log: false, labelOf: String }, false),
      yAxis: yAxisOf({ name: axisName(input.quantity, input.unit, input.log), range, log: input.log }),
      series,
      tooltip: {
        trigger: 'axis',
        formatter: (params) => {
          const first = Array.isArray(params) ? params[0] : params;
          const epoch = Array.isArray(first?.value) ? Number(first.value[0]) : NaN;
          return tooltipAt(input, epoch);
        },
      },
    },
    legend: input.series.map((one): LegendEntry => ({
      id: one.id,
      name: one.short ?? one.name,
      color: colour(one),
      mark: one.drawn === 'line' ? 'line' : { path: 'M6 2.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7z' },
    })),
    table: {
      columns: [
        { name: wordTexts.epoch, unit: '' },
        ...input.series.map(({ name }) => ({ name: `${input.quantity}, ${name}`, unit: input.unit })),
      ],
      rows: input.epochs.map((epoch, index) => [
        epoch,
        ...input.series.map((one) => one.values[index] ?? null),
      ]),
    },
    stops,
  };
}

function valueRange(input: EpochLinesInput, values: readonly number[]): AxisRange {
  if (input.log) return logRange(values);
  return input.range === 'accuracy' ? accuracyRange(values) : linearRange(values, { zero: true });
}

/** On a log axis a zero is drawn on the lower edge instead of vanishing. */
const onAxis = (value: number | null, log: boolean, range: AxisRange): number | null =>
  value === null ? null : log && value <= 0 ? range.min : value;

function curve(
  one: EpochSeries,
  input: EpochLinesInput,
  range: AxisRange,
  color: string,
  leading: boolean,
): LineSeriesOption | ScatterSeriesOption {
  const data = input.epochs.map((epoch, index) => [
    epoch,
    onAxis(one.values[index] ?? null, input.log, range),
  ]);
  if (one.drawn === 'dots') {
    return { id: one.id, name: one.name, type: 'scatter', symbolSize: 5, itemStyle: { color }, data };
  }
  // A single epoch is no line yet: its point has to carry it.
  const showSymbol = input.epochs.length === 1;
  return {
    id: one.id,
    name: one.name,
    type: 'line',
    showSymbol,
    symbol: 'circle',
    symbolSize: 5,
    lineStyle: { width: leading ? 1.5 : 1.25, color },
    itemStyle: { color },
    connectNulls: false,
    data,
  };
}

function lastPoints(
  visible: readonly EpochSeries[],
  input: EpochLinesInput,
  range: AxisRange,
  colour: (series: EpochSeries) => string,
  tokens: Tokens,
): ScatterSeriesOption[] {
  return visible
    .filter((one) => one.drawn === 'line')
    .flatMap((one): ScatterSeriesOption[] => {
      const at = one.values.findLastIndex((value) => value !== null);
      if (at < 0) return [];
      return [
        {
          id: `${one.id}-last`,
          type: 'scatter',
          silent: true,
          z: 6,
          symbol: 'circle',
          symbolSize: 7,
          tooltip: { show: false },
          itemStyle: { color: colour(one), borderColor: tokens.panel, borderWidth: 1.5 },
          data: [[input.epochs[at], onAxis(one.values[at], input.log, range)]],
        },
      ];
    });
}

function marksOf(input: EpochLinesInput, tokens: Tokens): NonNullable<LineSeriesOption['markLine']> {
  const after = input.switchAfter ?? 0;
  const late = after > input.plannedEpochs * 0.6;
  const label = {
    show: true,
    rotate: 0,
    formatter: chartTexts.epochs.lossOn,
    color: tokens.t3,
    fontSize: 12,
    // Inside the plot, where there is room: accuracies are high, everything else falls.
    position: input.range === 'accuracy' ? ('start' as const) : ('end' as const),
    distance: -16,
    // Text beside the line, on the side with more room, below the upper edge of the plot.
    align: late ? ('right' as const) : ('left' as const),
    padding: late ? [0, 6, 0, 0] : [0, 0, 0, 6],
  };
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: tokens.ctl, width: 1, type: [3, 3] },
    label,
    data: [
      ...(input.switchAfter === null ? [] : [{ xAxis: after }]),
      // Half an epoch back: the fit is between two epochs.
      ...input.refits.map((epoch) => ({
        xAxis: epoch - 0.5,
        lineStyle: { color: tokens.grid, width: 1, type: [1, 3] },
        label: { show: false },
      })),
    ],
  };
}

function bestRing(
  best: { epoch: number; value: number },
  planned: number,
  tokens: Tokens,
): ScatterSeriesOption {
  const side = best.epoch > planned * 0.75 ? 'left' : best.epoch < planned * 0.15 ? 'right' : 'bottom';
  return {
    id: 'best',
    type: 'scatter',
    silent: true,
    z: 7,
    symbol: 'circle',
    symbolSize: 10,
    tooltip: { show: false },
    itemStyle: { color: 'transparent', borderColor: tokens.t1, borderWidth: 1.5 },
    label: {
      show: true,
      position: side,
      distance: 8,
      formatter: chartTexts.epochs.best(best.epoch),
      color: tokens.t2,
      fontSize: 12,
      backgroundColor: tokens.panel,
      padding: [1, 3],
    },
    data: [[best.epoch, best.value]],
  };
}

function stopsOf(first: EpochSeries | undefined, epochs: readonly number[]): ChartStop[] {
  if (!first) return [];
  return epochs.map((epoch, dataIndex) => ({ key: String(epoch), seriesIndex: 0, dataIndex }));
}

function tooltipAt(input: EpochLinesInput, epoch: number): string {
  const index = input.epochs.indexOf(epoch);
  if (index < 0) return '';
  const lines = input.series.flatMap((one): TooltipLine[] => {
    const value = one.values[index];
    return value === null || value === undefined ? [] : [{ label: one.name, value: input.text(value) }];
  });
  const phase =
    input.switchAfter === null
      ? ''
      : epoch <= input.switchAfter
        ? chartTexts.epochs.beforeLoss
        : chartTexts.epochs.lossOn;
  return tooltipOf({ head: chartTexts.epochs.at(epoch), lines, foot: phase });
}

function summaryOf(input: EpochLinesInput): string {
  const last = input.epochs.at(-1);
  if (last === undefined) return chartTexts.epochs.none(input.title, input.plannedEpochs);
  const figures = input.series.flatMap((one) => {
    const value = one.values.at(-1);
    return value === null || value === undefined ? [] : [`${one.name} ${input.text(value)}`];
  });
  return chartTexts.epochs.summary(input.title, last, input.plannedEpochs, figures.join(', '));
}
