/** From one EDP to another in factors: floating bars on a log axis, whose product is the whole ratio. */
import type { CustomSeriesOption } from 'echarts/charts';
import type { Tokens } from '../design/tokens.ts';
import { logRange } from './axis.ts';
import { axisName, yAxisOf } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { fillColor } from './series-style.ts';
import { tooltipOf } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface WaterfallInput {
  readonly title: string;
  readonly before: { readonly name: string; readonly value: number };
  readonly after: { readonly name: string; readonly value: number };
  /** ln of each factor; they add up to ln(after / before). */
  readonly parts: readonly { readonly name: string; readonly logPart: number }[];
  readonly unit: string;
  readonly text: (value: number) => string;
  readonly foot: string;
}

const BOX = { left: 56, right: 16, top: 30, bottom: 46 };

interface Step {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly kind: 'total' | 'less' | 'more';
}

export function waterfall(input: WaterfallInput, tokens: Tokens): ChartDrawing {
  const steps = stepsOf(input);
  const range = logRange(steps.flatMap(({ from, to }) => [from, to]));
  const fills = { total: tokens.fGrey, less: fillColor(tokens, 'blue'), more: fillColor(tokens, 'verm') };
  const series: CustomSeriesOption = {
    id: 'steps',
    type: 'custom',
    data: steps.map(({ from, to }, at) => [at, from, to]),
    encode: { x: 0, y: [1, 2] },
    renderItem: (_params, api) => {
      const at = Number(api.value(0));
      const step = steps[at];
      const slot = api.size?.([1, 1]);
      const width = Math.min(36, Math.abs(Array.isArray(slot) ? slot[0] : 36) * 0.6);
      const floor = step.kind === 'total' ? range.min : step.from;
      const [x, a] = api.coord([at, floor]);
      const [, b] = api.coord([at, step.to]);
      const top = Math.min(a, b);
      return {
        type: 'group',
        children: [
          {
            type: 'rect',
            shape: { x: x - width / 2, y: top, width, height: Math.max(1, Math.abs(a - b)) },
            style: { fill: fills[step.kind], stroke: tokens.panel, lineWidth: 0.75 },
          },
          {
            type: 'text',
            style: {
              text: step.label,
              x,
              y: top - 4,
              fill: tokens.t1,
              align: 'center',
              verticalAlign: 'bottom',
              font: `12px ${tokens.font}`,
            },
          },
        ],
      };
    },
  };
  return {
    title: input.title,
    summary: `${input.title}: ${steps.map(({ name, label }) => `${name} ${label}`).join(', ')}.`,
    panel: {
      grid: BOX,
      xAxis: {
        type: 'category',
        data: steps.map(({ name }) => name),
        axisTick: { show: false },
        axisLabel: {
          interval: 0,
          color: tokens.t1,
          hideOverlap: false,
          width: 50,
          overflow: 'break',
          lineHeight: 14,
        },
        splitLine: { show: false },
      },
      yAxis: yAxisOf({ name: axisName('EDP', input.unit, true), range, log: true }, BOX),
      series: [series],
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const step = steps[one.dataIndex];
          const lines = [
            { label: step.kind === 'total' ? 'EDP' : chartTexts.waterfall.factor, value: step.label },
            { label: chartTexts.waterfall.after, value: `${input.text(step.to)} ${input.unit}` },
          ];
          return tooltipOf({ head: step.name, lines, foot: input.foot });
        },
      },
    },
    legend: [
      { id: 'less', name: chartTexts.waterfall.smaller, color: fills.less, mark: 'box' },
      { id: 'more', name: chartTexts.waterfall.larger, color: fills.more, mark: 'box' },
    ],
    table: {
      columns: [
        { name: wordTexts.step, unit: '' },
        { name: chartTexts.waterfall.factor, unit: '' },
        { name: chartTexts.waterfall.ln, unit: '' },
        { name: chartTexts.waterfall.after, unit: input.unit },
      ],
      rows: steps.map(({ name, from, to, kind }) => [
        name,
        kind === 'total' ? null : to / from,
        kind === 'total' ? null : Math.log(to / from),
        to,
      ]),
    },
    stops: steps.map(({ name }, dataIndex) => ({ key: name, seriesIndex: 0, dataIndex })),
  };
}

function stepsOf({ before, after, parts, text }: WaterfallInput): Step[] {
  let at = before.value;
  const factors = parts.map(({ name, logPart }): Step => {
    const from = at;
    at *= Math.exp(logPart);
    return { name, from, to: at, label: `×${text(Math.exp(logPart))}`, kind: logPart < 0 ? 'less' : 'more' };
  });
  const total = ({ name, value }: WaterfallInput['before']): Step => ({
    name,
    from: value,
    to: value,
    label: text(value),
    kind: 'total',
  });
  return [total(before), ...factors, total(after)];
}
