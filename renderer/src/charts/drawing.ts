/** What a chart builder returns: the ECharts option, and the same data as words, table and keyboard path. */
import type {
  BarSeriesOption,
  CustomSeriesOption,
  LineSeriesOption,
  ScatterSeriesOption,
} from 'echarts/charts';
import type {
  AriaComponentOption,
  GraphicComponentOption,
  GridComponentOption,
  TooltipComponentOption,
} from 'echarts/components';
import type { ComposeOption, XAXisComponentOption, YAXisComponentOption } from 'echarts';

export type ChartSeries = BarSeriesOption | CustomSeriesOption | LineSeriesOption | ScatterSeriesOption;

export type XAxis = XAXisComponentOption;
export type YAxis = YAXisComponentOption;

/** One plot box with its axes and series; a figure may hold several. */
export interface Panel {
  readonly grid: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly xAxis: XAxis;
  readonly yAxis: YAxis;
  readonly series: readonly ChartSeries[];
  readonly tooltip: TooltipComponentOption;
}

export type ChartOption = ComposeOption<
  ChartSeries | AriaComponentOption | GraphicComponentOption | GridComponentOption | TooltipComponentOption
>;

export interface LegendEntry {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** `line` and `box`, or a symbol as a path in a 12 × 12 box. */
  readonly mark: 'line' | 'box' | { readonly path: string };
}

export type TableValue = string | number | null;

export interface ChartTable {
  readonly columns: readonly { readonly name: string; readonly unit: string }[];
  readonly rows: readonly (readonly TableValue[])[];
}

/** One point that the arrow keys can reach; `key` says what it stands for (a run, an epoch, a layer). */
export interface ChartStop {
  readonly key: string;
  readonly seriesIndex: number;
  readonly dataIndex: number;
}

export interface ChartDrawing {
  readonly title: string;
  /** One sentence that says what is drawn, for screen readers. */
  readonly summary: string;
  readonly panel: Panel;
  readonly legend: readonly LegendEntry[];
  readonly table: ChartTable;
  readonly stops: readonly ChartStop[];
}

/** Series with more marks than this are drawn on a canvas instead of as SVG. */
export const SVG_MARK_LIMIT = 2000;

export function markCount(panel: Panel): number {
  return panel.series.reduce((sum, series) => sum + (Array.isArray(series.data) ? series.data.length : 0), 0);
}
