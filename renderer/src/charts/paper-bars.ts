/** Grouped bars of a paper chart over categories; published values over the bar that measures them. */
import type { CustomSeriesOption } from 'echarts/charts';
import type { PaperChart } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { linearRange, logRange } from './axis.ts';
import { axisName, PLOT_BOX, yAxisOf } from './axes.ts';
import { sizeOf, type PaperPanel } from './paper-marks.ts';
import { fillColor } from './series-style.ts';

const GROUP_SHARE = 0.76;
const MOST_WIDTH = 26;

export function barsPanel(chart: PaperChart, tokens: Tokens): PaperPanel {
  const { series, published, y, categories, x } = chart;
  // Bars of ratios stand on 1.
  const isRatio = y.log && y.unit === '×';
  const values = [
    ...series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high])),
    ...published.map((mark) => mark.y),
    ...(isRatio ? [1] : []),
  ];
  const range = y.log ? logRange(values) : linearRange(values, { zero: true });
  return {
    grid: PLOT_BOX,
    xAxis: {
      type: 'category',
      data: [...(categories ?? [])],
      axisTick: { show: false },
      axisLabel: { interval: 0, hideOverlap: true },
      name: axisName(x.name, x.unit, false),
      nameLocation: 'middle',
      nameGap: 24,
    },
    yAxis: yAxisOf({ name: axisName(y.name, y.unit, y.log), range, log: y.log }),
    series: [
      ...series.map((one, index) =>
        bars(
          one.id,
          one.points.map((point) => [point.x, point.y, point.low, point.high]),
          {
            index,
            count: series.length,
            base: isRatio ? 1 : y.log ? range.min : 0,
            least: y.log ? range.min : -Infinity,
          },
          fillColor(tokens, one.hue),
          tokens,
        ),
      ),
      marks(chart, tokens),
    ],
  };
}

/** Centre of the bar of series `index` at a category, and its width, in pixels. */
function slot(
  slotWidth: number,
  index: number,
  count: number,
): { readonly shift: number; readonly width: number } {
  const width = Math.min(MOST_WIDTH, (slotWidth * GROUP_SHARE) / count);
  return { shift: (index - (count - 1) / 2) * width, width };
}

function bars(
  id: string,
  data: number[][],
  { index, count, base, least }: { index: number; count: number; base: number; least: number },
  fill: string,
  tokens: Tokens,
): CustomSeriesOption {
  return {
    id,
    type: 'custom',
    data,
    renderItem: (_params, api) => {
      // Nothing lies below the end of a log axis, 0 least of all.
      const at = (column: number): number[] =>
        api.coord([api.value(0), Math.max(least, Number(api.value(column)))]);
      const [centre, top] = at(1);
      const [, bottom] = api.coord([api.value(0), base]);
      const [slotWidth] = sizeOf(api);
      const { shift, width } = slot(slotWidth, index, count);
      const [, low] = at(2);
      const [, high] = at(3);
      const x = centre + shift;
      return {
        type: 'group',
        children: [
          {
            type: 'rect',
            shape: {
              x: x - width / 2 + 0.5,
              y: Math.min(top, bottom),
              width: Math.max(1, width - 1),
              height: Math.max(1, Math.abs(bottom - top)),
            },
            style: { fill },
          },
          {
            type: 'line',
            shape: { x1: x, y1: low, x2: x, y2: high },
            style: { stroke: tokens.t1, lineWidth: 1 },
          },
        ],
      };
    },
  };
}

function marks({ series, published }: PaperChart, tokens: Tokens): CustomSeriesOption {
  return {
    id: 'published',
    type: 'custom',
    z: 5,
    data: published.map((mark) => [
      mark.x,
      mark.y,
      Math.max(
        0,
        series.findIndex(({ id }) => id === mark.series),
      ),
    ]),
    renderItem: (_params, api) => {
      const [centre, y] = api.coord([api.value(0), api.value(1)]);
      const [slotWidth] = sizeOf(api);
      const { shift } = slot(slotWidth, Number(api.value(2)), series.length);
      const x = centre + shift;
      return {
        type: 'polygon',
        shape: {
          points: [
            [x, y - 5.5],
            [x + 5.5, y],
            [x, y + 5.5],
            [x - 5.5, y],
          ],
        },
        style: { fill: tokens.panel, stroke: tokens.t1, lineWidth: 1.5 },
      };
    },
  };
}
