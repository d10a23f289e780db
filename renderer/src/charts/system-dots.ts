/** One quantity of every system side by side: a dot per system on a log axis, as systems differ by orders of magnitude. */
import type { ScatterSeriesOption } from 'echarts/charts';
import type { SystemName } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { logRange } from './axis.ts';
import { xAxisOf } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { dataColor, SYSTEM_STYLES } from './series-style.ts';
import { tooltipOf } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface SystemDot {
  readonly system: SystemName;
  /** In the unit of the axis; above 0. */
  readonly value: number;
  /** With its unit. */
  readonly text: string;
  /** Against the system in focus, for example `3.4×`. */
  readonly ratio: string;
}

export interface SystemDotsInput {
  readonly title: string;
  /** Name of the axis, unit included. */
  readonly axis: string;
  readonly unit: string;
  /** From the top. */
  readonly dots: readonly SystemDot[];
  readonly focus: SystemName;
  readonly foot: string;
}

const BOX = { left: 104, right: 52, top: 8, bottom: 42 };

export function systemDots(input: SystemDotsInput, tokens: Tokens): ChartDrawing {
  const { dots } = input;
  const range = logRange(dots.map(({ value }) => value));
  const lowest = dots.reduce((best, dot) => (dot.value < best.value ? dot : best));
  return {
    title: input.title,
    summary: chartTexts.dots.summary(
      input.title,
      dots.length,
      SYSTEM_STYLES[lowest.system].label,
      lowest.text,
    ),
    panel: {
      grid: BOX,
      xAxis: xAxisOf({ name: input.axis, range, log: true }),
      yAxis: {
        type: 'category',
        inverse: true,
        data: dots.map(({ system }) => SYSTEM_STYLES[system].label),
        axisTick: { show: false },
        axisLabel: { interval: 0, color: tokens.t1 },
        splitLine: { show: true },
      },
      series: dots.map((dot, index) => seriesOf(dot, index, dots.length, input.focus, tokens)),
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const dot = dots[one.seriesIndex ?? 0];
          return tooltipOf({
            head: SYSTEM_STYLES[dot.system].label,
            lines: [
              { label: input.title, value: dot.text },
              { label: chartTexts.dots.against(SYSTEM_STYLES[input.focus].label), value: dot.ratio },
            ],
            foot: input.foot,
          });
        },
      },
    },
    legend: [],
    table: {
      columns: [
        { name: wordTexts.system, unit: '' },
        { name: input.title, unit: input.unit },
        { name: chartTexts.dots.against(SYSTEM_STYLES[input.focus].label), unit: '' },
      ],
      rows: dots.map(({ system, value, ratio }) => [SYSTEM_STYLES[system].label, value, ratio]),
    },
    stops: dots.map(({ system }, seriesIndex) => ({ key: system, seriesIndex, dataIndex: 0 })),
  };
}

function seriesOf(
  dot: SystemDot,
  index: number,
  count: number,
  focus: SystemName,
  tokens: Tokens,
): ScatterSeriesOption {
  const style = SYSTEM_STYLES[dot.system];
  // A series of its own per system, so that each has its symbol; the row is its place.
  return {
    id: dot.system,
    name: style.label,
    type: 'scatter',
    symbol: style.symbol,
    symbolSize: style.size + 1,
    itemStyle: { color: dataColor(tokens, style.hue) },
    emphasis: { itemStyle: { borderColor: tokens.t1, borderWidth: 1 } },
    label: {
      show: true,
      position: 'right',
      color: dot.system === focus ? tokens.t1 : tokens.t2,
      fontWeight: dot.system === focus ? 600 : 400,
      formatter: dot.system === focus ? dot.text : dot.ratio,
    },
    z: count - index,
    data: [[dot.value, index]],
  };
}
