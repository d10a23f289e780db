/** Confusion matrix: colour by square root of the count, diagonal capped, so that rare mistakes show. */
import type { CustomSeriesOption } from 'echarts/charts';
import type { Tokens } from '../design/tokens.ts';
import type { ChartDrawing, TableValue } from './drawing.ts';
import { inkOn, sequential } from './sequential.ts';
import { tooltipOf } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface ConfusionInput {
  readonly title: string;
  readonly classes: readonly string[];
  /** counts[true][predicted] */
  readonly counts: readonly (readonly number[])[];
  readonly shown: 'count' | 'percent';
}

const BOX = { left: 44, right: 16, top: 26, bottom: 26 };
/** Below this cell side there is no room for digits. */
const SMALLEST_CELL_WITH_DIGITS = 20;

export function confusionMatrix(input: ConfusionInput, tokens: Tokens): ChartDrawing {
  const { classes, counts } = input;
  const rowSums = counts.map((row) => row.reduce((a, b) => a + b, 0));
  const largestMistake = Math.max(
    1,
    ...counts.flatMap((row, truth) => row.filter((_, guess) => guess !== truth)),
  );
  const cells = counts.flatMap((row, truth) => row.map((count, guess) => [guess, truth, count]));
  const right = counts.reduce((sum, row, truth) => sum + (row[truth] ?? 0), 0);
  const total = rowSums.reduce((a, b) => a + b, 0);
  const shareText = (truth: number, count: number): string =>
    rowSums[truth] > 0 ? ((100 * count) / rowSums[truth]).toFixed(1) : '0.0';

  const series: CustomSeriesOption = {
    id: 'cells',
    type: 'custom',
    data: cells,
    encode: { x: 0, y: 1 },
    renderItem: (_params, api) => {
      const guess = Number(api.value(0));
      const truth = Number(api.value(1));
      const count = Number(api.value(2));
      const [x, y] = api.coord([guess, truth]);
      const [width, height] = sizeOf(api.size?.([1, 1]));
      // Mistakes use the lower three quarters of the scale, the diagonal its top.
      const share = truth === guess ? 0.92 : 0.75 * Math.sqrt(count / largestMistake);
      const fill = count === 0 ? tokens.seq0 : sequential(tokens, share);
      const text = input.shown === 'count' ? String(count) : shareText(truth, count);
      const roomy = height >= SMALLEST_CELL_WITH_DIGITS && width >= 6.6 * text.length + 4;
      return {
        type: 'group',
        children: [
          {
            type: 'rect',
            shape: { x: x - width / 2 + 0.5, y: y - height / 2 + 0.5, width: width - 1, height: height - 1 },
            style: { fill },
          },
          {
            type: 'text',
            silent: true,
            style: {
              x,
              y,
              text: roomy && count > 0 ? text : '',
              fill: inkOn(fill),
              textAlign: 'center',
              textVerticalAlign: 'middle',
              font: `12px ${tokens.font}`,
            },
          },
        ],
      };
    },
  };

  const categories = {
    type: 'category' as const,
    data: [...classes],
    axisTick: { show: false },
    axisLine: { show: false },
    splitLine: { show: false },
  };
  return {
    title: input.title,
    summary: chartTexts.confusion.summary(classes.length, right, total),
    panel: {
      grid: BOX,
      xAxis: { ...categories },
      yAxis: {
        ...categories,
        inverse: true,
        name: chartTexts.confusion.axes,
        nameLocation: 'start',
        nameGap: 8,
        nameTextStyle: { align: 'left' },
      },
      series: [series],
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const [guess, truth, count] = cells[one.dataIndex] ?? [0, 0, 0];
          return tooltipOf({
            head: chartTexts.confusion.cell(classes[truth], classes[guess]),
            lines: [
              { label: wordTexts.samples, value: String(count) },
              { label: chartTexts.confusion.share, value: `${shareText(truth, count)} %` },
            ],
            foot: '',
          });
        },
      },
    },
    legend: [],
    table: {
      columns: [
        { name: chartTexts.confusion.trueClass, unit: '' },
        ...classes.map((name) => ({ name: chartTexts.confusion.predicted(name), unit: '' })),
      ],
      rows: counts.map((row, truth): TableValue[] => [classes[truth] ?? String(truth), ...row]),
    },
    stops: cells.map(([guess, truth], dataIndex) => ({
      key: `${truth} ${guess}`,
      seriesIndex: 0,
      dataIndex,
    })),
  };
}

/** ECharts gives a pair for two axes; a single number would be a square. */
const sizeOf = (size: number | number[] | undefined): [number, number] =>
  Array.isArray(size) ? [size[0], size[1]] : [size ?? 0, size ?? 0];
