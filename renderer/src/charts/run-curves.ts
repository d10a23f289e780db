/** One curve of several runs over any axis: lines, means with bands over seeds, smoothing that says so. */
import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { Tokens } from '../design/tokens.ts';
import { linearRange, logRange } from './axis.ts';
import { axisName, PLOT_BOX, xAxisOf, yAxisOf } from './axes.ts';
import type { ChartDrawing, ChartSeries } from './drawing.ts';
import { dataColor, type DataHue } from './series-style.ts';
import { tooltipOf } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface RunCurve {
  readonly id: string;
  readonly name: string;
  readonly hue: DataHue;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Standard deviation over seeds at each point; null for a single run. */
  readonly sds: readonly number[] | null;
  readonly n: number;
}

export interface RunCurvesInput {
  readonly title: string;
  readonly quantity: string;
  readonly axis: string;
  readonly curves: readonly RunCurve[];
  readonly log: boolean;
  /** Factor of an exponential moving average; 0 = none. */
  readonly smoothing: number;
}

export const CURVE_HUES: readonly DataHue[] = ['green', 'sky', 'purple', 'amber', 'verm', 'blue', 'grey'];
const BAND_OPACITY = 0.14;
const RAW_OPACITY = 0.25;

/** Exponential moving average, corrected for its start, so that the first value is the first value. */
export function smoothed(values: readonly number[], factor: number): number[] {
  let sum = 0;
  let weight = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = factor * sum + (1 - factor) * value;
    weight = factor * weight + (1 - factor);
    return sum / weight;
  });
}

export function runCurves(input: RunCurvesInput, tokens: Tokens): ChartDrawing {
  const { curves, log, smoothing } = input;
  const all = curves.flatMap(({ ys, sds }) => ys.flatMap((y, i) => (sds ? [y - sds[i], y + sds[i]] : [y])));
  const finite = all.filter((value) => Number.isFinite(value));
  const range = log ? logRange(finite) : linearRange(finite);
  const x = linearRange(curves.flatMap(({ xs }) => xs).filter(Number.isFinite));
  const shown = smoothing > 0 ? `${input.quantity}, EMA ${smoothing}` : input.quantity;
  const series: ChartSeries[] = curves.flatMap((curve) => seriesOf(curve, input, tokens));
  return {
    title: input.title,
    summary: chartTexts.curves.summary(
      shown,
      curves.map(({ name, n }) => (n > 1 ? chartTexts.curves.ofSeeds(name, n) : name)).join('; '),
      input.axis,
    ),
    panel: {
      grid: PLOT_BOX,
      xAxis: xAxisOf({ name: input.axis, range: x, log: false }, false),
      yAxis: yAxisOf({ name: axisName(shown, '', log), range, log }),
      series,
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const curve = curves.find(({ id }) => one.seriesId === id);
          if (!curve) return '';
          const value = curve.ys[one.dataIndex];
          const sd = curve.sds?.[one.dataIndex];
          const lines = [
            { label: input.axis, value: String(curve.xs[one.dataIndex]) },
            { label: input.quantity, value: sd ? `${value} ± ${sd.toPrecision(2)}` : String(value) },
          ];
          const seeds = curve.n > 1 ? chartTexts.curves.mean(curve.n) : chartTexts.curves.one;
          return tooltipOf({
            head: curve.name,
            lines,
            foot: smoothing > 0 ? chartTexts.curves.raw(seeds) : seeds,
          });
        },
      },
    },
    legend: curves.map(({ id, name, hue, n }) => ({
      id,
      name: n > 1 ? `${name} (n = ${n})` : name,
      color: dataColor(tokens, hue),
      mark: 'line',
    })),
    table: {
      columns: [
        { name: wordTexts.run, unit: '' },
        { name: input.axis, unit: '' },
        { name: input.quantity, unit: '' },
        { name: chartTexts.curves.sd, unit: '' },
        { name: 'n', unit: '' },
      ],
      rows: curves.flatMap(({ name, xs, ys, sds, n }) =>
        xs.map((at, i) => [name, at, ys[i], sds?.[i] ?? null, n]),
      ),
    },
    stops: curves[0]
      ? curves[0].xs.map((_, dataIndex) => ({
          key: `${curves[0].id} ${dataIndex}`,
          seriesIndex: series.findIndex(({ id }) => id === curves[0].id),
          dataIndex,
        }))
      : [],
  };
}

function seriesOf(curve: RunCurve, { smoothing }: RunCurvesInput, tokens: Tokens): ChartSeries[] {
  const color = dataColor(tokens, curve.hue);
  const line = (id: string, ys: readonly number[], opacity: number): LineSeriesOption => ({
    id,
    type: 'line',
    data: curve.xs.map((x, i) => [x, Number.isFinite(ys[i]) ? ys[i] : '-']),
    symbol: curve.xs.length > 60 ? 'none' : 'circle',
    symbolSize: 4,
    lineStyle: { color, width: 1.5, opacity },
    itemStyle: { color, opacity },
    z: 3,
  });
  const band = curve.sds ? [bandOf(curve, curve.sds, color)] : [];
  if (smoothing === 0) return [...band, line(curve.id, curve.ys, 1)];
  const raw = { ...line(`${curve.id} raw`, curve.ys, RAW_OPACITY), silent: true, tooltip: { show: false } };
  return [...band, raw, line(curve.id, smoothed(curve.ys, smoothing), 1)];
}

/** One standard deviation to both sides of the mean. */
function bandOf({ id, xs, ys }: RunCurve, sds: readonly number[], fill: string): CustomSeriesOption {
  return {
    id: `${id} band`,
    type: 'custom',
    silent: true,
    z: 1,
    tooltip: { show: false },
    data: [0],
    renderItem: (_params, api) => {
      const edge = (sign: number) => xs.map((x, i) => api.coord([x, ys[i] + sign * sds[i]]));
      return {
        type: 'polygon',
        shape: { points: [...edge(1), ...edge(-1).toReversed()] },
        style: { fill, opacity: BAND_OPACITY },
      };
    },
  };
}
