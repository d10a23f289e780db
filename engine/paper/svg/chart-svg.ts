/** A chart of a figure as an SVG document: lines, grouped bars, or cells; published values as open diamonds. */
import type { PaperChart, PaperSeries } from '../../contract/index.ts';
import {
  BOX,
  COLOURS,
  diamond,
  INNER,
  label,
  legend,
  placeX,
  placeY,
  px,
  rule,
  sheet,
  xAxis,
  yAxis,
} from './frame.ts';
import { exactScale, linearScale, logScale, tickText, type Scale } from './scale.ts';

export function chartSvg(chart: PaperChart): string {
  if (chart.kind === 'cells') return cells(chart);
  return chart.kind === 'bars' ? bars(chart) : lines(chart);
}

function yScale(chart: PaperChart): Scale {
  const values = [
    ...chart.series.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low, high])),
    ...chart.published.map(({ y }) => y),
    ...(isRatio(chart) ? [1] : []),
  ];
  if (chart.y.log) return logScale(values, chart.kind === 'bars' && !isRatio(chart));
  return linearScale(values, chart.kind === 'bars' || nearZero(values));
}

/** Bars of ratios stand on 1. */
const isRatio = ({ kind, y }: PaperChart): boolean => kind === 'bars' && y.log && y.unit === '×';

/** Lines start at zero unless that would flatten them. */
const nearZero = (values: readonly number[]): boolean => Math.min(...values) < 0.5 * Math.max(...values);

function lines(chart: PaperChart): string {
  const { categories, series, published } = chart;
  const xs = [...series.flatMap(({ points }) => points.map(({ x }) => x)), ...published.map(({ x }) => x)];
  const count = categories?.length ?? 0;
  const x: (value: number) => number = categories
    ? (value) => (value + 0.5) / count
    : withAir(exactScale(xs, chart.x.log));
  const distinct = [...new Set(xs)].sort((a, b) => a - b);
  const ticks = categories
    ? categories.map((text, i) => ({ at: x(i), text }))
    : thinned(distinct, x).map((value) => ({ at: x(value), text: tickText(value) }));
  const y = yScale(chart);
  const named = series.filter(({ name }) => name !== '');
  const key = legend(named, false, published.length > 0);
  return sheet(
    chart.title,
    yAxis(y, chart.y) +
      xAxis(ticks, chart.x) +
      series.map((one) => line(one, x, y)).join('') +
      published.map((mark) => diamond(placeX(x(mark.x)), placeY(y.at(mark.y)))).join('') +
      key.body,
    key.height,
  );
}

const withAir =
  (at: (value: number) => number): ((value: number) => number) =>
  (value) =>
    0.04 + 0.92 * at(value);

/** Values of the data as ticks, as many as have room for their text. */
function thinned(values: readonly number[], at: (value: number) => number): number[] {
  const kept: number[] = [];
  for (const value of values) {
    const last = kept[kept.length - 1];
    if (last === undefined || at(value) - at(last) > 0.075) kept.push(value);
  }
  return kept;
}

function line({ hue, dashed, points }: PaperSeries, x: (value: number) => number, y: Scale): string {
  const colour = COLOURS[hue];
  const places = points.map((point) => ({ left: placeX(x(point.x)), top: placeY(y.at(point.y)), point }));
  const path = places.map(({ left, top }, i) => `${i ? 'L' : 'M'}${px(left)} ${px(top)}`).join('');
  const spread = places.map(({ left, point }) =>
    point.high > point.low ? rule(left, placeY(y.at(point.low)), left, placeY(y.at(point.high)), colour) : '',
  );
  const dots = dashed
    ? ''
    : places
        .map(({ left, top }) => `<circle cx="${px(left)}" cy="${px(top)}" r="3" fill="${colour}"/>`)
        .join('');
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6"${dashed ? ' stroke-dasharray="5 3"' : ''}/>${spread.join('')}${dots}`;
}

function bars(chart: PaperChart): string {
  const { categories, series, published } = chart;
  const names = categories ?? [];
  const y = yScale(chart);
  const slot = INNER.width / names.length;
  const width = Math.min(26, (slot * 0.8) / series.length);
  const middle = (category: number, index: number): number =>
    BOX.left + (category + 0.5) * slot + (index - (series.length - 1) / 2) * width;
  const base = placeY(y.at(isRatio(chart) ? 1 : chart.y.log ? y.least : 0));
  const drawn = series.flatMap(({ hue, points }, index) =>
    points.map((point) => {
      const top = placeY(y.at(point.y));
      const left = middle(point.x, index) - width / 2;
      const spread =
        point.high > point.low
          ? rule(
              left + width / 2,
              placeY(y.at(point.low)),
              left + width / 2,
              placeY(y.at(point.high)),
              '#11161D',
            )
          : '';
      return `<rect x="${px(left + 0.5)}" y="${px(Math.min(top, base))}" width="${px(width - 1)}" height="${px(Math.max(0.5, Math.abs(base - top)))}" fill="${COLOURS[hue]}"/>${spread}`;
    }),
  );
  const marks = published.map((mark) =>
    diamond(
      middle(
        mark.x,
        Math.max(
          0,
          series.findIndex(({ id }) => id === mark.series),
        ),
      ),
      placeY(y.at(mark.y)),
    ),
  );
  const key = legend(series, true, published.length > 0);
  const ticks = names.map((text, i) => ({ at: (i + 0.5) / names.length, text }));
  return sheet(
    chart.title,
    yAxis(y, chart.y) + drawn.join('') + marks.join('') + xAxis(ticks, chart.x) + key.body,
    key.height,
  );
}

function cells(chart: PaperChart): string {
  const { series } = chart;
  const columns = Math.max(1, ...series.map(({ points }) => points.length));
  const most = Math.max(1, ...series.flatMap(({ points }) => points.map(({ y }) => y)));
  const width = INNER.width / columns;
  const height = INNER.height / Math.max(1, series.length);
  const drawn = series.flatMap(({ hue, points }, row) =>
    points.map((point) => {
      const left = BOX.left + point.x * width;
      const top = BOX.top + row * height;
      const fill = point.y > 0 ? COLOURS[hue] : '#F1F4F7';
      const tint = point.y > 0 ? 0.25 + (0.75 * point.y) / most : 1;
      return `<rect x="${px(left)}" y="${px(top)}" width="${px(width - 0.6)}" height="${px(height - 0.6)}" fill="${fill}" fill-opacity="${px(tint)}"/>`;
    }),
  );
  const every = Math.max(1, Math.ceil(columns / 8));
  const ticks = Array.from({ length: columns }, (_, i) => i)
    .filter((i) => i % every === 0)
    .map((i) => ({ at: (i + 0.5) / columns, text: String(i + 1) }));
  const rows = series.length
    ? label(BOX.left - 6, BOX.top + height * 0.7, '1', { anchor: 'end' }) +
      label(BOX.left - 6, BOX.top + INNER.height - height * 0.2, String(series.length), { anchor: 'end' })
    : '';
  const scale = [0, 1, Math.ceil(most / 2), most].filter((value, i, all) => all.indexOf(value) === i);
  const key = scale
    .map((value, i) => {
      const x = BOX.left + i * 52;
      const y = BOX.top + INNER.height + 52;
      const fill = value > 0 ? COLOURS[series[0]?.hue ?? 'grey'] : '#F1F4F7';
      const tint = value > 0 ? 0.25 + (0.75 * value) / most : 1;
      return `<rect x="${px(x)}" y="${px(y - 9)}" width="10" height="10" fill="${fill}" fill-opacity="${px(tint)}"/>${label(x + 14, y, String(value))}`;
    })
    .join('');
  return sheet(
    chart.title,
    drawn.join('') +
      xAxis(ticks, chart.x) +
      rows +
      label(14, BOX.top + INNER.height / 2, 'Neuron, most active first', { anchor: 'middle', turn: true }) +
      key +
      label(BOX.left + scale.length * 52 + 4, BOX.top + INNER.height + 52, chart.y.name.toLowerCase()),
    BOX.top + INNER.height + 64,
  );
}
