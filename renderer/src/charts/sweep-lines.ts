/** One quantity over one varied key: a line per system and per setting of the other keys; symbols as everywhere. */
import type { LineSeriesOption } from 'echarts/charts';
import type { SystemName } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { logRange } from './axis.ts';
import { axisName, PLOT_BOX, yAxisOf } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { dataColor, SYSTEM_STYLES, systemsInOrder } from './series-style.ts';
import { tooltipOf } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface SweepPointMark {
  readonly system: SystemName;
  /** Value of the varied key, as text. */
  readonly at: string;
  /** The other varied keys with their values; empty where there are none. */
  readonly others: string;
  /** In the unit of the axis; positive. */
  readonly value: number;
}

export interface SweepLinesInput {
  readonly title: string;
  readonly key: string;
  /** Values of the key, in reading order. */
  readonly ticks: readonly string[];
  readonly points: readonly SweepPointMark[];
  readonly quantity: string;
  readonly unit: string;
  readonly text: (value: number) => string;
  readonly foot: string;
}

interface Line {
  readonly system: SystemName;
  readonly others: string;
  readonly points: readonly SweepPointMark[];
}

export function sweepLines(input: SweepLinesInput, tokens: Tokens): ChartDrawing {
  const { key, ticks, quantity, unit } = input;
  const lines = linesOf(input);
  const systems = systemsInOrder(input.points.map(({ system }) => system));
  const values = input.points.map(({ value }) => value).filter((value) => value > 0);
  const range = logRange(values.length ? values : [1]);
  return {
    title: input.title,
    summary: chartTexts.sweep.summary(quantity, systems.length, ticks.length, key),
    panel: {
      grid: PLOT_BOX,
      xAxis: {
        type: 'category',
        data: [...ticks],
        name: key,
        nameLocation: 'middle',
        nameGap: 24,
        boundaryGap: true,
      },
      yAxis: yAxisOf({ name: axisName(quantity, unit, true), range, log: true }),
      series: lines.map((line) => seriesOf(line, ticks, tokens)),
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const line = lines[one.seriesIndex ?? -1];
          const point = line?.points[one.dataIndex];
          if (!line || !point) return '';
          const rest = line.others ? [{ label: chartTexts.sweep.others, value: line.others }] : [];
          return tooltipOf({
            head: SYSTEM_STYLES[line.system].label,
            lines: [
              { label: key, value: point.at },
              ...rest,
              { label: quantity, value: `${input.text(point.value)} ${unit}` },
            ],
            foot: input.foot,
          });
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
        { name: key, unit: '' },
        { name: chartTexts.sweep.others, unit: '' },
        { name: quantity, unit },
      ],
      rows: input.points.map(({ system, at, others, value }) => [
        SYSTEM_STYLES[system].label,
        at,
        others,
        value,
      ]),
    },
    stops: lines.flatMap(({ system, others, points }, seriesIndex) =>
      points.map(({ at }, dataIndex) => ({ key: `${system} ${others} ${at}`, seriesIndex, dataIndex })),
    ),
  };
}

function linesOf({ points, ticks }: SweepLinesInput): Line[] {
  const lines = new Map<string, SweepPointMark[]>();
  for (const point of points) {
    const name = `${point.system}\n${point.others}`;
    lines.set(name, [...(lines.get(name) ?? []), point]);
  }
  return [...lines.values()].map((own) => ({
    system: own[0].system,
    others: own[0].others,
    points: own.toSorted((a, b) => ticks.indexOf(a.at) - ticks.indexOf(b.at)),
  }));
}

function seriesOf(
  { system, others, points }: Line,
  ticks: readonly string[],
  tokens: Tokens,
): LineSeriesOption {
  const style = SYSTEM_STYLES[system];
  const color = dataColor(tokens, style.hue);
  return {
    id: `${system} ${others}`,
    name: style.label,
    type: 'line',
    symbol: style.symbol,
    symbolSize: style.size,
    showAllSymbol: true,
    itemStyle: { color },
    lineStyle: { color, width: 1.25 },
    data: points.map(({ at, value }) => [ticks.indexOf(at), value]),
  };
}
