/** Named shares as horizontal bars, the largest on top. */
import type { Tokens } from '../design/tokens.ts';
import type { ChartDrawing } from './drawing.ts';
import { fillColor } from './series-style.ts';
import { tooltipOf } from './tooltip.ts';
import { wordTexts } from '../texts/words.ts';

export interface BarsInput {
  readonly title: string;
  readonly axis: string;
  /** 0..1 each. */
  readonly bars: readonly { readonly name: string; readonly share: number; readonly note: string }[];
}

export function bars(input: BarsInput, tokens: Tokens): ChartDrawing {
  const shown = input.bars.toReversed();
  return {
    title: input.title,
    summary: `${input.title}: ${input.bars.map(({ name, share }) => `${name} ${(100 * share).toFixed(0)} %`).join(', ')}.`,
    panel: {
      grid: { left: 130, right: 48, top: 8, bottom: 36 },
      xAxis: {
        type: 'value',
        min: 0,
        max: 100,
        name: input.axis,
        nameLocation: 'middle',
        nameGap: 22,
        splitLine: { show: true },
      } as ChartDrawing['panel']['xAxis'],
      yAxis: {
        type: 'category',
        data: shown.map(({ name }) => name),
        axisTick: { show: false },
        axisLabel: { width: 118, overflow: 'truncate' },
      } as ChartDrawing['panel']['yAxis'],
      series: [
        {
          id: 'shares',
          type: 'bar',
          barMaxWidth: 14,
          itemStyle: { color: fillColor(tokens, 'blue') },
          data: shown.map(({ share }) => 100 * share),
          label: {
            show: true,
            position: 'right',
            color: tokens.t2,
            formatter: ({ dataIndex }) => `${(100 * shown[dataIndex].share).toFixed(0)} %`,
          },
        },
      ],
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const bar = shown[one.dataIndex];
          return tooltipOf({
            head: bar.name,
            lines: [{ label: input.axis, value: `${(100 * bar.share).toFixed(1)} %` }],
            foot: bar.note,
          });
        },
      },
    },
    legend: [],
    table: {
      columns: [
        { name: wordTexts.parameter, unit: '' },
        { name: input.axis, unit: '%' },
        { name: wordTexts.note, unit: '' },
      ],
      rows: input.bars.map(({ name, share, note }) => [name, 100 * share, note]),
    },
    stops: shown.map(({ name }, dataIndex) => ({ key: name, seriesIndex: 0, dataIndex })),
  };
}
