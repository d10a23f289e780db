/** A quantity per layer in stacked parts (memory levels, usages, busy and stalled cycles); one bar per result, side by side. */
import type { BarSeriesOption, CustomSeriesOption } from 'echarts/charts';
import type { Tokens } from '../design/tokens.ts';
import { linearRange } from './axis.ts';
import { yAxisOf } from './axes.ts';
import type { ChartDrawing, ChartSeries, TableValue } from './drawing.ts';
import { fillColor, type DataHue } from './series-style.ts';
import { tooltipOf, type TooltipLine } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface StackPart {
  readonly id: string;
  readonly name: string;
  readonly hue: DataHue;
  /** 0..1, strength of the hue; missing = whole. */
  readonly tint?: number;
}

export interface LayerBar {
  readonly key: string;
  readonly name: string;
  /** One or two letters under the bar. */
  readonly letter: string;
  /** By the id of a part, one entry per layer, in the unit of the axis. */
  readonly layers: readonly Readonly<Record<string, number>>[];
}

export interface LayerStacksInput {
  readonly title: string;
  readonly layerNames: readonly string[];
  /** From the bottom of the stack up. */
  readonly parts: readonly StackPart[];
  readonly bars: readonly LayerBar[];
  /** Name above the axis, unit included, for example `% of baseline network energy`. */
  readonly axis: string;
  readonly unit: string;
  /** Short text on top of a bar and in the tooltip. */
  readonly text: (value: number) => string;
  readonly foot: string;
}

const BOX = { left: 48, right: 16, top: 30, bottom: 42 };
/** Longer names of what is made up of parts take two lines. */
const isLong = (name: string): boolean => name.length > 12 && name.includes(' + ');
const LINE_PX = 14;
/** Width of a digit of Inter at 12 px, with a little air; a decimal point takes half. */
const DIGIT_PX = 7;
const LAYOUT = { barGap: '25%', barCategoryGap: '32%', barMaxWidth: 18 } as const;

const sumOf = (parts: readonly StackPart[], values: Readonly<Record<string, number>>): number =>
  parts.reduce((sum, { id }) => sum + values[id], 0);

export function layerStacks(input: LayerStacksInput, tokens: Tokens): ChartDrawing {
  const totals = input.bars.map((bar) => bar.layers.map((values) => sumOf(input.parts, values)));
  // Headroom for the total on top of the tallest bar.
  const range = linearRange(
    totals.flat().map((total) => total * 1.1),
    { zero: true, count: 4 },
  );
  const stacks = input.bars.flatMap((bar) =>
    input.parts.map((part) => stackOf(bar, part, range.max, tokens)),
  );
  const series: ChartSeries[] = [...stacks, letters(input, totals, tokens)];
  return {
    title: input.title,
    summary: summaryOf(input, totals),
    panel: {
      grid: { ...BOX, bottom: BOX.bottom + (input.layerNames.some(isLong) ? LINE_PX : 0) },
      xAxis: {
        type: 'category',
        data: [...input.layerNames],
        axisTick: { show: false },
        axisLabel: {
          margin: 22,
          color: tokens.t1,
          interval: 0,
          hideOverlap: true,
          lineHeight: LINE_PX,
          formatter: (name: string) => (isLong(name) ? name.replace(' + ', '\n+ ') : name),
        },
        splitLine: { show: false },
      },
      yAxis: yAxisOf({ name: input.axis, range, log: false }, BOX),
      series,
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const bar = input.bars[Math.floor((one.seriesIndex ?? 0) / input.parts.length)];
          return bar ? barTooltip(input, bar, one.dataIndex) : '';
        },
      },
    },
    legend: input.parts.map(({ id, name, hue, tint }) => ({
      id,
      name,
      color: fillColor(tokens, hue, tint),
      mark: 'box',
    })),
    table: {
      columns: [
        { name: wordTexts.result, unit: '' },
        { name: wordTexts.layer, unit: '' },
        ...input.parts.map(({ name }) => ({ name, unit: input.unit })),
        { name: wordTexts.total, unit: input.unit },
      ],
      rows: input.bars.flatMap((bar) =>
        bar.layers.map((values, index): TableValue[] => [
          bar.name,
          input.layerNames[index] ?? '',
          ...input.parts.map(({ id }) => values[id]),
          sumOf(input.parts, values),
        ]),
      ),
    },
    stops: input.layerNames.flatMap((layer, dataIndex) =>
      input.bars.map((bar, index) => ({
        key: `${bar.key} ${layer}`,
        seriesIndex: index * input.parts.length,
        dataIndex,
      })),
    ),
  };
}

function stackOf(bar: LayerBar, part: StackPart, top: number, tokens: Tokens): BarSeriesOption {
  return {
    id: `${bar.key} ${part.id}`,
    name: part.name,
    type: 'bar',
    stack: bar.key,
    ...LAYOUT,
    itemStyle: {
      color: fillColor(tokens, part.hue, part.tint),
      borderColor: tokens.panel,
      borderWidth: 0.75,
    },
    emphasis: { itemStyle: { borderColor: tokens.t1, borderWidth: 1 } },
    // A separator would eat a segment of a pixel or two.
    data: bar.layers.map((values) => ({
      value: values[part.id],
      itemStyle: values[part.id] < top * 0.012 ? { borderWidth: 0 } : {},
    })),
  };
}

/** The total above each bar and its letter below; both follow the bar layout of the stacks. */
function letters(
  input: LayerStacksInput,
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
            // Many systems: letters that would run into each other are left to the tooltip, too.
            style: { ...style, text: pitch >= DIGIT_PX + 2 ? bar.letter : '', fill: tokens.t3 },
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

function barTooltip(input: LayerStacksInput, bar: LayerBar, layer: number): string {
  const values = bar.layers[layer];
  if (!values) return '';
  const unit = input.unit ? ` ${input.unit}` : '';
  const lines = input.parts.toReversed().map(({ id, name }): TooltipLine => ({
    label: name,
    value: `${input.text(values[id])}${unit}`,
  }));
  lines.push({ label: wordTexts.total, value: `${input.text(sumOf(input.parts, values))}${unit}` });
  return tooltipOf({ head: chartTexts.on(input.layerNames[layer], bar.name), lines, foot: input.foot });
}

function summaryOf(input: LayerStacksInput, totals: readonly (readonly number[])[]): string {
  const parts = input.bars.map((bar, index) => {
    const sum = totals[index].reduce((a, b) => a + b, 0);
    return `${bar.name} ${input.text(sum)}${input.unit ? ` ${input.unit}` : ''}`;
  });
  return chartTexts.stacks(input.title, input.layerNames.length, parts.join(', '));
}
