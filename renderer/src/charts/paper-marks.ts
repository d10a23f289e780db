/** Marks that several kinds of paper charts share, and what a kind gives back. */
import type { CustomSeriesRenderItemAPI } from 'echarts';
import type { CustomSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { Tokens } from '../design/tokens.ts';
import type { ChartSeries, Panel } from './drawing.ts';

/** Published values at places of the panel's axes. */
export function publishedSeries(
  marks: readonly (readonly [number | string, number])[],
  tokens: Tokens,
): ScatterSeriesOption {
  return {
    id: 'published',
    type: 'scatter',
    symbol: 'diamond',
    symbolSize: 11,
    z: 5,
    itemStyle: { color: tokens.panel, borderColor: tokens.t1, borderWidth: 1.5 },
    data: marks.map((mark) => [...mark]),
  };
}

/** Bars from low to high at the places that `spread` gives; nothing where they are equal. */
export function whiskers(
  id: string,
  color: string,
  spread: readonly (readonly [number, number, number])[],
  shift = 0,
): CustomSeriesOption {
  return {
    id: `${id}-spread`,
    type: 'custom',
    silent: true,
    tooltip: { show: false },
    data: spread.filter(([, low, high]) => high > low).map((one) => [...one]),
    renderItem: (_params, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      return {
        type: 'line',
        shape: { x1: x + shift, y1: low, x2: x + shift, y2: high },
        style: { stroke: color, lineWidth: 1 },
      };
    },
  };
}

export type PaperPanel = Omit<Panel, 'tooltip'> & { readonly series: readonly ChartSeries[] };

/** Width and height of one category, pixels. */
export function sizeOf(api: CustomSeriesRenderItemAPI): readonly [number, number] {
  const size = api.size ? api.size([1, 1]) : 0;
  return typeof size === 'number' ? [size, size] : [size[0], size[1]];
}
