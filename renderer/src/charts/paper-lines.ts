/** Lines of a paper chart over a number (linear or log) or over categories. */
import type { PaperChart } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { linearRange, logRange, tickText } from './axis.ts';
import { axisName, PLOT_BOX, xAxisOf, yAxisOf } from './axes.ts';
import type { XAxis } from './drawing.ts';
import { publishedSeries, whiskers, type PaperPanel } from './paper-marks.ts';
import { dataColor } from './series-style.ts';

export function linesPanel(chart: PaperChart, tokens: Tokens): PaperPanel {
  const { series, published, y } = chart;
  const values = [
    ...series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high])),
    ...published.map((mark) => mark.y),
  ];
  const near = Math.min(...values) < 0.5 * Math.max(...values);
  const range = y.log ? logRange(values) : linearRange(values, { zero: near });
  return {
    grid: PLOT_BOX,
    xAxis: xAxis(chart),
    yAxis: yAxisOf({ name: axisName(y.name, y.unit, y.log), range, log: y.log }),
    series: [
      ...series.flatMap((one) => {
        const color = dataColor(tokens, one.hue);
        return [
          {
            id: one.id,
            name: one.name,
            type: 'line' as const,
            symbol: 'circle',
            symbolSize: 6,
            showSymbol: !one.dashed,
            showAllSymbol: true,
            lineStyle: { width: 1.5, color, type: one.dashed ? [4, 3] : ('solid' as const) },
            itemStyle: { color, borderColor: tokens.panel, borderWidth: 1 },
            data: one.points.map((point) => [point.x, point.y]),
          },
          whiskers(
            one.id,
            color,
            one.points.map(({ x, low, high }) => [x, low, high] as const),
          ),
        ];
      }),
      publishedSeries(
        published.map((mark) => [mark.x, mark.y] as const),
        tokens,
      ),
    ],
  };
}

function xAxis({ categories, series, published, x }: PaperChart): XAxis {
  if (categories)
    return {
      type: 'category',
      data: [...categories],
      axisTick: { show: false },
      axisLabel: { interval: 0 },
      name: x.name,
      nameLocation: 'middle',
      nameGap: 24,
    };
  const places = [
    ...new Set([
      ...series.flatMap(({ points }) => points.map((point) => point.x)),
      ...published.map((mark) => mark.x),
    ]),
  ].sort((a, b) => a - b);
  const range = x.log ? logRange(places) : linearRange(places, {});
  const [first, last] = [places[0] ?? 0, places.at(-1) ?? 1];
  const shown = x.log
    ? { min: first / 1.3, max: last * 1.3, ticks: spaced(places, Math.log10) }
    : {
        min: first - 0.04 * (last - first || 1),
        max: last + 0.04 * (last - first || 1),
        ticks: spaced(places, Number),
      };
  return xAxisOf(
    { name: axisName(x.name, x.unit, x.log), range: { ...range, ...shown }, log: x.log, labelOf: tickText },
    false,
  );
}

/** Values of the data as ticks, as many as have room. */
function spaced(places: readonly number[], scale: (value: number) => number): number[] {
  const span = scale(places.at(-1) ?? 1) - scale(places[0] ?? 0) || 1;
  const kept: number[] = [];
  for (const place of places) {
    const before = kept.at(-1);
    if (before === undefined || (scale(place) - scale(before)) / span > 0.08) kept.push(place);
  }
  return kept;
}
