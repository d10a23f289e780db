/** A chart of the Paper page: measured lines, bars or cells, published values as open diamonds in ink over them. */
import type { PaperChart, PaperSeries } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { significant } from '../format/index.ts';
import { chartTexts } from '../texts/charts.ts';
import { axisName } from './axes.ts';
import type { ChartDrawing, LegendEntry } from './drawing.ts';
import { barsPanel } from './paper-bars.ts';
import { cellsPanel } from './paper-cells.ts';
import { linesPanel } from './paper-lines.ts';
import { dataColor, fillColor } from './series-style.ts';
import { tooltipOf } from './tooltip.ts';

/** Open: the inner path runs the other way. */
const DIAMOND = 'M6 0.5 11.5 6 6 11.5 0.5 6zM6 2.7 2.7 6 6 9.3 9.3 6z';

export function paperChart(chart: PaperChart, tokens: Tokens): ChartDrawing {
  const drawn =
    chart.kind === 'cells'
      ? cellsPanel(chart, tokens)
      : chart.kind === 'bars'
        ? barsPanel(chart, tokens)
        : linesPanel(chart, tokens);
  const measured = chart.series.filter(({ name }) => name !== '');
  return {
    title: chart.title,
    summary: summaryOf(chart),
    panel: {
      ...drawn,
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          return tooltipAt(chart, String(one.seriesId ?? ''), one.dataIndex);
        },
      },
    },
    legend: chart.kind === 'cells' ? [] : legendOf(chart, measured, tokens),
    table: tableOf(chart),
    stops: measured.flatMap(({ id, points }) =>
      points.map((point, dataIndex) => ({
        key: `${id} ${point.x}`,
        seriesIndex: drawn.series.findIndex((series) => series.id === id),
        dataIndex,
      })),
    ),
  };
}

function legendOf(chart: PaperChart, measured: readonly PaperSeries[], tokens: Tokens): LegendEntry[] {
  const entries = measured.map(({ id, name, hue, dashed }): LegendEntry => ({
    id,
    name: dashed ? chartTexts.paper.dashed(name) : name,
    color: chart.kind === 'bars' ? fillColor(tokens, hue) : dataColor(tokens, hue),
    mark: chart.kind === 'bars' ? 'box' : 'line',
  }));
  return chart.published.length
    ? [
        ...entries,
        { id: 'published', name: chartTexts.paper.published, color: tokens.t1, mark: { path: DIAMOND } },
      ]
    : entries;
}

const xText = ({ categories, x }: PaperChart, value: number): string =>
  categories ? (categories[value] ?? String(value)) : `${significant(value)} ${x.unit}`.trim();

const yText = ({ y }: PaperChart, value: number): string => `${significant(value)} ${y.unit}`.trim();

function tooltipAt(chart: PaperChart, id: string, at: number): string {
  if (id === 'published') {
    const mark = chart.published[at];
    return mark
      ? tooltipOf({
          head: chartTexts.paper.published,
          lines: [{ label: xText(chart, mark.x), value: yText(chart, mark.y) }],
          foot: '',
        })
      : '';
  }
  const series = chart.series.find((one) => one.id === id);
  const point = series?.points[at];
  if (!series || !point) return '';
  const spread =
    point.high > point.low ? chartTexts.spread(significant(point.low), significant(point.high)) : '';
  return tooltipOf({
    head: series.name || series.id,
    lines: [{ label: xText(chart, point.x), value: `${yText(chart, point.y)}${spread}` }],
    foot: chart.caption,
  });
}

function summaryOf(chart: PaperChart): string {
  if (chart.kind === 'cells') return `${chart.title}. ${chart.caption}.`;
  const ends = chart.series.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return name && last ? [`${name}: ${yText(chart, points[0].y)} – ${yText(chart, last.y)}`] : [];
  });
  return `${chart.title}: ${ends.join('; ')}.`;
}

function tableOf(chart: PaperChart): ChartDrawing['table'] {
  const places = [...new Set(chart.series.flatMap(({ points }) => points.map(({ x }) => x)))].sort(
    (a, b) => a - b,
  );
  const at = ({ points }: PaperSeries, x: number): number | null =>
    points.find((one) => one.x === x)?.y ?? null;
  const printed = (series: string, x: number): number | null =>
    chart.published.find((mark) => mark.series === series && mark.x === x)?.y ?? null;
  const marked = chart.series.filter(({ id }) => chart.published.some(({ series }) => series === id));
  return {
    columns: [
      { name: axisName(chart.x.name, '', false), unit: chart.x.unit },
      ...chart.series.map(({ name, id }) => ({ name: name || id, unit: chart.y.unit })),
      ...marked.map(({ name }) => ({ name: `${chartTexts.paper.published}, ${name}`, unit: chart.y.unit })),
    ],
    rows: places.map((x) => [
      chart.categories?.[x] ?? x,
      ...chart.series.map((series) => at(series, x)),
      ...marked.map(({ id }) => printed(id, x)),
    ]),
  };
}
