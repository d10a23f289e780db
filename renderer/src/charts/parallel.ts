/** Parallel coordinates: one line per run over the parameters that differ, every axis from its least to its largest value. */
import type { LineSeriesOption } from 'echarts/charts';
import type { Tokens } from '../design/tokens.ts';
import { linearRange } from './axis.ts';
import type { ChartDrawing } from './drawing.ts';
import { sequential } from './sequential.ts';
import { tooltipOf } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export type ParameterValue = string | number | boolean | null;

export interface ParallelAxis {
  readonly name: string;
  readonly values: readonly ParameterValue[];
  readonly log: boolean;
  readonly flipped: boolean;
  /** A number with its unit; three digits where it is missing. */
  readonly text?: (value: number) => string;
}

export interface ParallelInput {
  readonly title: string;
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  readonly axes: readonly ParallelAxis[];
  /** 0..1 per run: which colour of the scale; null = none. */
  readonly shade: readonly (number | null)[];
  readonly shadeName: string;
  readonly chosen: ReadonlySet<string>;
}

const BOX = { left: 72, right: 72, top: 30, bottom: 54 };
/** More axes than this have their names by turns on two levels, so that neighbours do not meet. */
const AXES_OF_ONE_LEVEL = 6;
const LEVEL_PX = 28;

/** Where every run crosses an axis, 0..1; words by their order, missing values below. */
export function placesOn({ values, log, flipped }: ParallelAxis): (number | null)[] {
  const numbers = values.every((value) => value === null || typeof value === 'number');
  const known = [...new Set(values.filter((value) => value !== null))];
  const scale = (value: ParameterValue): number =>
    numbers
      ? log
        ? Math.log(Number(value))
        : Number(value)
      : known.map(String).sort().indexOf(String(value));
  const places = values
    .map((value) => (value === null ? NaN : scale(value)))
    .map((at) => (Number.isFinite(at) ? at : null));
  const finite = places.filter((at) => at !== null);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return places.map((at) => {
    if (at === null) return null;
    const share = high > low ? (at - low) / (high - low) : 0.5;
    return flipped ? 1 - share : share;
  });
}

export function parallel(input: ParallelInput, tokens: Tokens): ChartDrawing {
  const places = input.axes.map(placesOn);
  const range = linearRange([0, 1]);
  const series = input.runs.map(({ id }, run): LineSeriesOption => {
    const shade = input.shade[run];
    const dimmed = input.chosen.size > 0 && !input.chosen.has(id);
    const color = shade === null ? tokens.t3 : sequential(tokens, 0.25 + 0.75 * shade);
    return {
      id,
      type: 'line',
      data: places.map((axis) => axis[run] ?? '-'),
      symbol: 'circle',
      symbolSize: 4,
      triggerLineEvent: true,
      lineStyle: { color, width: 1.25, opacity: dimmed ? 0.12 : 0.9 },
      itemStyle: { color, opacity: dimmed ? 0.12 : 1 },
      emphasis: { lineStyle: { width: 2.5, color: tokens.t1, opacity: 1 } },
    };
  });
  const ends = input.axes.map((axis) => endsOf(axis));
  const levels = input.axes.length > AXES_OF_ONE_LEVEL ? 2 : 1;
  return {
    title: input.title,
    summary: chartTexts.parallel.summary(
      input.runs.length,
      input.axes.map(({ name }) => name).join(', '),
      input.shadeName,
    ),
    panel: {
      grid: { ...BOX, bottom: BOX.bottom + (levels - 1) * LEVEL_PX },
      xAxis: {
        type: 'category',
        data: input.axes.map(
          ({ name, log, flipped }) => `${name}${log ? chartTexts.logMark : ''}${flipped ? ' ↓' : ''}`,
        ),
        boundaryGap: false,
        axisLabel: {
          interval: 0,
          hideOverlap: false,
          showMaxLabel: true,
          color: tokens.t1,
          lineHeight: 14,
          formatter: (name: string, at: number) => `${'\n\n'.repeat(at % levels)}${ends[at]}\n${name}`,
        },
        splitLine: { show: true, lineStyle: { color: tokens.axis } },
      },
      yAxis: { type: 'value', min: range.min, max: range.max, show: false },
      series,
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const run = input.runs.findIndex(({ id }) => id === one.seriesId);
          if (run < 0) return '';
          const lines = input.axes.map(({ name, values, text }) => ({
            label: name,
            value: textOf(values[run], text),
          }));
          return tooltipOf({
            head: input.runs[run].name,
            lines,
            foot: chartTexts.parallel.shaded(input.shadeName),
          });
        },
      },
    },
    legend: [
      {
        id: 'low',
        name: chartTexts.parallel.low(input.shadeName),
        color: sequential(tokens, 0.25),
        mark: 'line',
      },
      {
        id: 'high',
        name: chartTexts.parallel.high(input.shadeName),
        color: sequential(tokens, 1),
        mark: 'line',
      },
    ],
    table: {
      columns: [{ name: wordTexts.run, unit: '' }, ...input.axes.map(({ name }) => ({ name, unit: '' }))],
      rows: input.runs.map(({ name }, run) => [
        name,
        ...input.axes.map(({ values }) => {
          const value = values[run];
          return typeof value === 'boolean' ? String(value) : value;
        }),
      ]),
    },
    stops: input.runs.map(({ id }, seriesIndex) => ({ key: id, seriesIndex, dataIndex: 0 })),
  };
}

const textOf = (value: ParameterValue, text = short): string =>
  typeof value === 'number' ? text(value) : String(value ?? '–');
const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Text of the lower and upper end. */
function endsOf({ values, flipped, text = short }: ParallelAxis): string {
  const known = values.filter((value) => value !== null);
  const numbers = known.filter((value) => typeof value === 'number');
  const sorted =
    numbers.length === known.length ? numbers.sort((a, b) => a - b).map(text) : known.map(String).sort();
  const ends: [string, string] = [sorted[0] ?? '–', sorted.at(-1) ?? '–'];
  return ends[0] === ends[1] ? ends[0] : `${ends[flipped ? 1 : 0]} … ${ends[flipped ? 0 : 1]}`;
}
