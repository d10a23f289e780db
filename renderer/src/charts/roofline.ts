/** Roofline (Williams, Waterman, Patterson, CACM 2009): attained against possible additions per second. */
import type { LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { SystemName } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { logRange } from './axis.ts';
import { axisName, PLOT_BOX, xAxisOf, yAxisOf } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { dataColor, SYSTEM_STYLES, systemsInOrder } from './series-style.ts';
import { tooltipOf, type TooltipLine } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface RooflineMark {
  readonly key: string;
  readonly layer: string;
  readonly system: SystemName;
  /** Additions per byte; positive. */
  readonly intensity: number;
  /** Additions per second, in units of 10^9; positive. */
  readonly attained: number;
  readonly lines: readonly TooltipLine[];
}

export interface RooflineInput {
  readonly title: string;
  /** The points of this system carry the names of their layers; all names would cover each other. */
  readonly named: SystemName;
  readonly points: readonly RooflineMark[];
  /** 10^9 additions per second of a full array. */
  readonly peak: number;
  /** GB/s of the memory that feeds it. */
  readonly bandwidth: number;
  /** Whose bytes are counted, for example DRAM. */
  readonly level: string;
  readonly text: (value: number) => string;
  readonly foot: string;
}

export function roofline(input: RooflineInput, tokens: Tokens): ChartDrawing {
  const ridge = input.peak / input.bandwidth;
  const x = logRange([ridge, ...input.points.map(({ intensity }) => intensity)]);
  const y = logRange([input.peak, ...input.points.map(({ attained }) => attained)]);
  /** Where the slope enters the plot, from the left or from below. */
  const start = Math.max(x.min, y.min / input.bandwidth);
  const systems = systemsInOrder(input.points.map(({ system }) => system));
  const series = systems.map((system) => pointsOf(input, system, Math.sqrt(x.min * x.max), tokens));
  return {
    title: input.title,
    summary: summaryOf(input),
    panel: {
      grid: PLOT_BOX,
      xAxis: xAxisOf({ name: axisName(chartTexts.roof.perByte(input.level), '', true), range: x, log: true }),
      yAxis: yAxisOf({ name: axisName(chartTexts.roof.additions, 'G/s', true), range: y, log: true }),
      series: [...series, roofOf(input, ridge, start, x.max, tokens), roofNames(input, start, x.max, tokens)],
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const point = ofSystem(input, systems[one.seriesIndex ?? -1])[one.dataIndex];
          return point ? tooltipFor(input, point) : '';
        },
      },
    },
    legend: systems.map((system) => ({
      id: system,
      name: SYSTEM_STYLES[system].label,
      color: dataColor(tokens, SYSTEM_STYLES[system].hue),
      mark: { path: SYSTEM_STYLES[system].path },
    })),
    table: {
      columns: [
        { name: wordTexts.system, unit: '' },
        { name: wordTexts.layer, unit: '' },
        { name: chartTexts.roof.perByte(input.level), unit: '1/B' },
        { name: chartTexts.roof.attained, unit: 'G/s' },
        { name: chartTexts.roof.roof, unit: 'G/s' },
      ],
      rows: input.points.map((point) => [
        SYSTEM_STYLES[point.system].label,
        point.layer,
        point.intensity,
        point.attained,
        roofAt(input, point.intensity),
      ]),
    },
    stops: systems.flatMap((system, seriesIndex) =>
      ofSystem(input, system).map(({ key }, dataIndex) => ({ key, seriesIndex, dataIndex })),
    ),
  };
}

/** The lower of what the array and the memory allow. */
export const roofAt = ({ peak, bandwidth }: RooflineInput, intensity: number): number =>
  Math.min(peak, bandwidth * intensity);

const ofSystem = (input: RooflineInput, system: SystemName | undefined): RooflineMark[] =>
  input.points.filter((point) => point.system === system);

function pointsOf(
  input: RooflineInput,
  system: SystemName,
  middle: number,
  tokens: Tokens,
): ScatterSeriesOption {
  const style = SYSTEM_STYLES[system];
  return {
    id: system,
    name: style.label,
    type: 'scatter',
    symbol: style.symbol,
    symbolSize: style.size,
    itemStyle: { color: dataColor(tokens, style.hue) },
    emphasis: { itemStyle: { borderColor: tokens.t1, borderWidth: 1 } },
    label: {
      show: system === input.named,
      color: tokens.t2,
      formatter: ({ dataIndex }) => ofSystem(input, system)[dataIndex]?.layer ?? '',
    },
    labelLayout: { hideOverlap: true },
    data: ofSystem(input, system).map(({ intensity, attained }) => ({
      value: [intensity, attained],
      // In the right half the label would leave the plot.
      label: { position: intensity > middle ? 'left' : 'right' },
    })),
  };
}

/** Memory slope up to the ridge, then the array. */
function roofOf(
  { peak, bandwidth }: RooflineInput,
  ridge: number,
  start: number,
  end: number,
  tokens: Tokens,
): LineSeriesOption {
  return {
    id: 'roof',
    type: 'line',
    silent: true,
    tooltip: { show: false },
    lineStyle: { color: tokens.t1, width: 1.25 },
    itemStyle: { color: tokens.t1 },
    data: [
      [start, bandwidth * start],
      [ridge, peak],
      [end, peak],
    ],
  };
}

/** Names on the roof itself, upright: lines of ECharts turn their labels along the slope. */
function roofNames(
  { peak, bandwidth, level, text }: RooflineInput,
  start: number,
  end: number,
  tokens: Tokens,
): ScatterSeriesOption {
  const label = { show: true, color: tokens.t2 };
  return {
    id: 'names',
    type: 'scatter',
    silent: true,
    tooltip: { show: false },
    symbolSize: 1,
    itemStyle: { color: 'transparent' },
    data: [
      {
        value: [end, peak],
        label: { ...label, formatter: chartTexts.roof.array(text(peak)), position: 'left', offset: [0, -9] },
      },
      {
        value: [start, bandwidth * start],
        label: {
          ...label,
          formatter: `${level} ${text(bandwidth)} GB/s`,
          position: 'right',
          offset: [12, 10],
        },
      },
    ],
  };
}

function tooltipFor(input: RooflineInput, point: RooflineMark): string {
  const roof = roofAt(input, point.intensity);
  return tooltipOf({
    head: chartTexts.on(point.layer, SYSTEM_STYLES[point.system].label),
    lines: [
      { label: chartTexts.roof.perByte(input.level), value: input.text(point.intensity) },
      { label: chartTexts.roof.attained, value: `${input.text(point.attained)} G/s` },
      { label: chartTexts.roof.roof, value: `${input.text(roof)} G/s` },
      ...point.lines,
    ],
    foot: input.foot,
  });
}

function summaryOf(input: RooflineInput): string {
  const parts = input.points.map(({ layer, system, attained }) =>
    chartTexts.roof.point(layer, SYSTEM_STYLES[system].label, input.text(attained), input.text(input.peak)),
  );
  return `${input.title}: ${parts.join(', ')}.`;
}
