/** Energy per layer, stacked by component from the ALU up; one bar per result, side by side. */
import type { BarSeriesOption, CustomSeriesOption } from 'echarts/charts';
import { LEVELS, type Level } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { linearRange } from './axis.ts';
import { yAxisOf } from './axes.ts';
import type { ChartDrawing, ChartSeries, TableValue } from './drawing.ts';
import { fillColor, LEVEL_HUES } from './series-style.ts';
import { tooltipOf, type TooltipLine } from './tooltip.ts';

export interface EnergyBar {
  readonly key: string;
  readonly name: string;
  /** One or two letters under the bar. */
  readonly letter: string;
  /** Energy by component, one entry per layer, in the unit of the axis. */
  readonly layers: readonly Readonly<Record<Level, number>>[];
}

export interface EnergyStacksInput {
  readonly title: string;
  readonly layerNames: readonly string[];
  readonly bars: readonly EnergyBar[];
  /** Name above the axis, unit included, for example `% of baseline network energy`. */
  readonly axis: string;
  readonly unit: string;
  /** Short text on top of a bar and in the tooltip. */
  readonly text: (value: number) => string;
  readonly foot: string;
}

const BOX = { left: 48, right: 16, top: 30, bottom: 42 };
/** Width of a digit of Inter at 12 px, with a little air; a decimal point takes half. */
const DIGIT_PX = 7;
const LAYOUT = { barGap: '25%', barCategoryGap: '32%', barMaxWidth: 18 } as const;

export const sumLevels = (levels: Readonly<Record<Level, number>>): number =>
  LEVELS.reduce((sum, level) => sum + levels[level], 0);

export function energyStacks(input: EnergyStacksInput, tokens: Tokens): ChartDrawing {
  const totals = input.bars.map((bar) => bar.layers.map(sumLevels));
  // Headroom for the total on top of the tallest bar.
  const range = linearRange(
    totals.flat().map((total) => total * 1.1),
    { zero: true, count: 4 },
  );
  const stacks = input.bars.flatMap((bar) => LEVELS.map((level) => stackOf(bar, level, range.max, tokens)));
  const series: ChartSeries[] = [...stacks, letters(input, totals, tokens)];
  return {
    title: input.title,
    summary: summaryOf(input, totals),
    panel: {
      grid: BOX,
      xAxis: {
        type: 'category',
        data: [...input.layerNames],
        axisTick: { show: false },
        axisLabel: { margin: 22, color: tokens.t1, interval: 0, hideOverlap: true },
        splitLine: { show: false },
      },
      yAxis: yAxisOf({ name: input.axis, range, log: false }, BOX),
      series,
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const bar = input.bars[Math.floor((one.seriesIndex ?? 0) / LEVELS.length)];
          return bar ? barTooltip(input, bar, one.dataIndex) : '';
        },
      },
    },
    legend: LEVELS.map((level) => ({
      id: level,
      name: level,
      color: fillColor(tokens, LEVEL_HUES[level]),
      mark: 'box',
    })),
    table: {
      columns: [
        { name: 'Result', unit: '' },
        { name: 'Layer', unit: '' },
        ...LEVELS.map((level) => ({ name: level, unit: input.unit })),
        { name: 'Total', unit: input.unit },
      ],
      rows: input.bars.flatMap((bar) =>
        bar.layers.map((levels, index): TableValue[] => [
          bar.name,
          input.layerNames[index] ?? '',
          ...LEVELS.map((level) => levels[level]),
          sumLevels(levels),
        ]),
      ),
    },
    stops: input.layerNames.flatMap((layer, dataIndex) =>
      input.bars.map((bar, index) => ({
        key: `${bar.key} ${layer}`,
        seriesIndex: index * LEVELS.length,
        dataIndex,
      })),
    ),
  };
}

function stackOf(bar: EnergyBar, level: Level, top: number, tokens: Tokens): BarSeriesOption {
  return {
    id: `${bar.key} ${level}`,
    name: level,
    type: 'bar',
    stack: bar.key,
    ...LAYOUT,
    itemStyle: { color: fillColor(tokens, LEVEL_HUES[level]), borderColor: tokens.panel, borderWidth: 0.75 },
    emphasis: { itemStyle: { borderColor: tokens.t1, borderWidth: 1 } },
    // A separator would eat a segment of a pixel or two.
    data: bar.layers.map((levels) => ({
      value: levels[level],
      itemStyle: levels[level] < top * 0.012 ? { borderWidth: 0 } : {},
    })),
  };
}

/** The total above each bar and its letter below; both follow the bar layout of the stacks. */
function letters(
  input: EnergyStacksInput,
  totals: readonly (readonly number[])[],
  tokens: Tokens,
): CustomSeriesOption {
  return {
    id: 'letters',
    type: 'custom',
    silent: true,
    z: 5,
    tooltip: { show: false },
    clip: false,
    data: input.layerNames.map((_, index) => [index, 0]),
    renderItem: (params, api) => {
      const slots = api.barLayout({ count: input.bars.length, ...LAYOUT }) ?? [];
      const children = input.bars.flatMap((bar, index) => {
        const total = totals[index][params.dataIndex] ?? 0;
        const [x, top] = api.coord([params.dataIndex, total]);
        const [, base] = api.coord([params.dataIndex, 0]);
        const centre = x + (slots[index]?.offsetCenter ?? 0);
        const style = { textAlign: 'center' as const, font: `12px ${tokens.font}` };
        // A total that would touch its neighbour is left to the tooltip and the table.
        const pitch = Math.abs((slots[1]?.offsetCenter ?? 99) - (slots[0]?.offsetCenter ?? 0));
        const text = total > 0 ? input.text(total) : '';
        const roomy = text.length * DIGIT_PX <= pitch;
        return [
          {
            type: 'text' as const,
            x: centre,
            y: base + 6,
            style: { ...style, text: bar.letter, fill: tokens.t3 },
          },
          {
            type: 'text' as const,
            x: centre,
            y: top - 15,
            style: { ...style, text: roomy ? text : '', fill: tokens.t2 },
          },
        ];
      });
      return { type: 'group', children };
    },
  };
}

function barTooltip(input: EnergyStacksInput, bar: EnergyBar, layer: number): string {
  const levels = bar.layers[layer];
  if (!levels) return '';
  const unit = input.unit ? ` ${input.unit}` : '';
  const lines = LEVELS.toReversed().map((level): TooltipLine => ({
    label: level,
    value: `${input.text(levels[level])}${unit}`,
  }));
  lines.push({ label: 'Total', value: `${input.text(sumLevels(levels))}${unit}` });
  return tooltipOf({ head: `${input.layerNames[layer]} on ${bar.name}`, lines, foot: input.foot });
}

function summaryOf(input: EnergyStacksInput, totals: readonly (readonly number[])[]): string {
  const parts = input.bars.map((bar, index) => {
    const sum = totals[index].reduce((a, b) => a + b, 0);
    return `${bar.name} ${input.text(sum)}${input.unit ? ` ${input.unit}` : ''}`;
  });
  return `${input.title} over ${input.layerNames.length} layers. Network totals: ${parts.join(', ')}.`;
}
