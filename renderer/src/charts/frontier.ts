/** Accuracy against cost: one point per run and system, and the staircase of the runs nobody beats. */
import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { SystemName } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { accuracyRange, linearRange, logRange, type AxisRange } from './axis.ts';
import { axisName, PLOT_BOX, xAxisOf, yAxisOf } from './axes.ts';
import type { ChartDrawing, ChartSeries, ChartStop, LegendEntry } from './drawing.ts';
import { paretoFront, staircase } from './pareto.ts';
import { dataColor, SYSTEM_STYLES, systemsInOrder } from './series-style.ts';
import { tooltipOf, type TooltipLine } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface FrontierPoint {
  /** Names the run and the system. */
  readonly key: string;
  readonly name: string;
  readonly system: SystemName;
  /** In the unit of the axis. */
  readonly cost: number;
  readonly accuracyPercent: number;
  /** False while the run is going on: a hollow mark that takes no part in the front. */
  readonly settled: boolean;
  /** Standard deviations over seeds, in the units of the axes; null or missing = one run. */
  readonly costSd?: number | null;
  readonly accuracySd?: number | null;
  /** False draws the mark open: one run where others stand for several seeds. */
  readonly replicated?: boolean;
  /** Short label beside the point, for example β. */
  readonly label: string;
  readonly lines: readonly TooltipLine[];
  readonly foot: string;
}

export interface FrontierInput {
  readonly title: string;
  readonly points: readonly FrontierPoint[];
  readonly costName: string;
  readonly costUnit: string;
  readonly log: boolean;
  readonly showFront: boolean;
  /** Runs below this accuracy are not feasible; null = all are. */
  readonly floorPercent: number | null;
  readonly selectedKey: string | null;
  /** What the upright axis shows, where it is not the accuracy. */
  readonly gain?: { readonly name: string; readonly unit: string; readonly better: 'low' | 'high' };
  /** Whether less of the cost is better (the usual case). */
  readonly costBetter?: 'low' | 'high';
  /** Points that a brush let through; missing = all. The others are drawn faint. */
  readonly brushed?: ReadonlySet<string> | null;
}

export function frontier(input: FrontierInput, tokens: Tokens): ChartDrawing {
  const costs = input.points.flatMap(({ cost, costSd }) =>
    costSd ? [cost - costSd, cost, cost + costSd] : [cost],
  );
  const x = input.log ? logRange(costs) : linearRange(costs, { zero: true });
  const floor = input.floorPercent;
  const gains = [
    ...input.points.flatMap(({ accuracyPercent: gain, accuracySd: sd }) =>
      sd ? [gain - sd, gain, gain + sd] : [gain],
    ),
    ...(floor === null ? [] : [floor]),
  ];
  const y = input.gain ? linearRange(gains) : accuracyRange(gains);
  const costSign = input.costBetter === 'high' ? -1 : 1;
  const gainSign = input.gain?.better === 'low' ? -1 : 1;
  const feasible = input.points.filter(
    (point) => point.settled && (floor === null || gainSign * point.accuracyPercent >= gainSign * floor),
  );
  const front = paretoFront(
    feasible,
    (point) => costSign * point.cost,
    (point) => gainSign * point.accuracyPercent,
  );
  const onFront = new Set(front.map((point) => point.key));
  const systems = systemsInOrder(input.points.map((point) => point.system));
  const { name: gainName, unit: gainUnit } = input.gain ?? { name: wordTexts.accuracy, unit: '%' };
  const hasSpread = input.points.some((point) => point.costSd || point.accuracySd);
  const byKey = new Map(input.points.map((point) => [point.key, point]));

  const series: ChartSeries[] = [];
  const stops: ChartStop[] = [];
  for (const system of systems) {
    const points = input.points.filter((point) => point.system === system);
    points.forEach((point, dataIndex) =>
      stops.push({ key: point.key, seriesIndex: series.length, dataIndex }),
    );
    series.push(
      pointsOf(
        system,
        points,
        (key) => (input.brushed ? input.brushed.has(key) : !input.showFront || onFront.has(key)),
        input,
        x,
        tokens,
      ),
    );
  }
  for (const system of systems) {
    const spread = input.points.filter(
      (point) =>
        point.system === system &&
        (point.costSd || point.accuracySd) &&
        (!input.brushed || input.brushed.has(point.key)),
    );
    if (spread.length > 0) series.push(spreadBars(system, spread, input.log, x, tokens));
  }
  if (input.showFront && front.length > 0)
    series.push(frontLine(front, costSign > 0 ? x.max : x.min, [costSign, gainSign], tokens));
  if (floor !== null) series.push(floorLine(floor, x, y, tokens));
  const selected = input.points.find((point) => point.key === input.selectedKey);
  if (selected) series.push(selectionRing(selected, x, input.log, tokens));

  // Arrow keys walk from left to right whatever the system.
  const costByKey = new Map(input.points.map((point) => [point.key, point.cost]));
  stops.sort((a, b) => (costByKey.get(a.key) ?? 0) - (costByKey.get(b.key) ?? 0));

  return {
    title: input.title,
    summary: summaryOf(input, front.length),
    panel: {
      grid: PLOT_BOX,
      xAxis: xAxisOf({
        name: axisName(input.costName, input.costUnit, input.log),
        range: x,
        log: input.log,
      }),
      yAxis: yAxisOf({ name: axisName(gainName, gainUnit, false), range: y, log: false }),
      series,
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const point = byKey.get(one.name ?? '');
          return point ? tooltipOf({ head: point.name, lines: point.lines, foot: point.foot }) : '';
        },
      },
    },
    legend: legendOf(systems, input.showFront && front.length > 0, tokens),
    table: {
      columns: [
        { name: wordTexts.run, unit: '' },
        { name: wordTexts.system, unit: '' },
        { name: gainName, unit: gainUnit },
        { name: input.costName, unit: input.costUnit },
        { name: chartTexts.front.on, unit: '' },
        ...(hasSpread
          ? [
              { name: chartTexts.sd(gainName), unit: gainUnit },
              { name: chartTexts.sd(input.costName), unit: input.costUnit },
            ]
          : []),
      ],
      rows: input.points.map((point) => [
        point.name,
        SYSTEM_STYLES[point.system].label,
        point.accuracyPercent,
        point.cost,
        onFront.has(point.key) ? wordTexts.yes : wordTexts.no,
        ...(hasSpread ? [point.accuracySd ?? null, point.costSd ?? null] : []),
      ]),
    },
    stops,
  };
}

function legendOf(systems: readonly SystemName[], withFront: boolean, tokens: Tokens): LegendEntry[] {
  const entries = systems.map((system): LegendEntry => {
    const { label, hue, path } = SYSTEM_STYLES[system];
    return { id: system, name: label, color: dataColor(tokens, hue), mark: { path } };
  });
  return withFront
    ? [...entries, { id: 'front', name: chartTexts.front.name, color: tokens.t1, mark: 'line' }]
    : entries;
}

/** A cost of zero has no place on a log axis: it stands on the left edge and the tooltip says 0. */
const placed = (cost: number, log: boolean, x: AxisRange): number => (log && cost <= 0 ? x.min : cost);

const NEAR_EDGE = 0.14;

/** Position on the axis, 0..1. */
function share(cost: number, log: boolean, x: AxisRange): number {
  const at = log ? Math.log : (value: number): number => value;
  return (at(placed(cost, log, x)) - at(x.min)) / (at(x.max) - at(x.min));
}

function pointsOf(
  system: SystemName,
  points: readonly FrontierPoint[],
  strong: (key: string) => boolean,
  { log, brushed }: FrontierInput,
  x: AxisRange,
  tokens: Tokens,
): ScatterSeriesOption {
  const style = SYSTEM_STYLES[system];
  const color = dataColor(tokens, style.hue);
  return {
    id: system,
    name: style.label,
    type: 'scatter',
    z: 4,
    symbol: style.symbol,
    symbolSize: style.size,
    cursor: 'pointer',
    // Hover is an ink ring, drawn on top of the system's own hue.
    emphasis: { scale: 1.35, itemStyle: { borderColor: tokens.t1, borderWidth: 1.5, opacity: 1 } },
    // The staircase comes from below and leaves to the right: only the upper side is free.
    labelLayout: { hideOverlap: true, dy: -10 },
    data: points.map((point) => ({
      name: point.key,
      value: [placed(point.cost, log, x), point.accuracyPercent],
      itemStyle: markStyle(point, color, strong(point.key), brushed ? FAINT : 0.5, tokens),
      ...(point.label !== '' && (!brushed || brushed.has(point.key))
        ? {
            label: {
              show: true,
              formatter: point.label,
              // Near the left edge there is no room on the usual side.
              position: share(point.cost, log, x) < NEAR_EDGE ? ('right' as const) : ('left' as const),
              distance: 1,
              color: strong(point.key) ? tokens.t2 : tokens.t3,
              opacity: 1,
              fontSize: 12,
            },
          }
        : {}),
    })),
  };
}

const FAINT = 0.15;

function markStyle(point: FrontierPoint, color: string, strong: boolean, weak: number, tokens: Tokens) {
  if (!point.settled || point.replicated === false)
    return {
      color: tokens.panel,
      borderColor: color,
      borderWidth: 1.5,
      opacity: strong || !point.settled ? 1 : weak,
    };
  return { color, opacity: strong ? 1 : weak, borderColor: tokens.panel, borderWidth: 1 };
}

/** One standard deviation to both sides, 1 px with caps of 5 px, in the hue of the system. */
function spreadBars(
  system: SystemName,
  points: readonly FrontierPoint[],
  log: boolean,
  x: AxisRange,
  tokens: Tokens,
): CustomSeriesOption {
  const stroke = dataColor(tokens, SYSTEM_STYLES[system].hue);
  const cap = 2.5;
  return {
    id: `${system} spread`,
    type: 'custom',
    silent: true,
    z: 3,
    tooltip: { show: false },
    data: points.map(({ cost, accuracyPercent, costSd, accuracySd }) => [
      placed(cost, log, x),
      accuracyPercent,
      costSd ?? 0,
      accuracySd ?? 0,
    ]),
    renderItem: (_params, api) => {
      const [cost, gain, costSd, gainSd] = [0, 1, 2, 3].map((at) => Number(api.value(at)));
      const left = api.coord([Math.max(cost - costSd, log ? x.min : -Infinity), gain]);
      const right = api.coord([cost + costSd, gain]);
      const low = api.coord([cost, gain - gainSd]);
      const high = api.coord([cost, gain + gainSd]);
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line' as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke, lineWidth: 1 },
      });
      const across = costSd
        ? [
            line(left[0], left[1], right[0], right[1]),
            line(left[0], left[1] - cap, left[0], left[1] + cap),
            line(right[0], right[1] - cap, right[0], right[1] + cap),
          ]
        : [];
      const upright = gainSd
        ? [
            line(low[0], low[1], high[0], high[1]),
            line(low[0] - cap, low[1], low[0] + cap, low[1]),
            line(high[0] - cap, high[1], high[0] + cap, high[1]),
          ]
        : [];
      return { type: 'group', children: [...across, ...upright] };
    },
  };
}

/** `signs`: -1 for an axis on which more cost, or less gain, is better; the staircase then turns with it. */
function frontLine(
  front: readonly FrontierPoint[],
  edge: number,
  [costSign, gainSign]: readonly [number, number],
  tokens: Tokens,
): LineSeriesOption {
  const steps = staircase(
    front.map((point) => ({ cost: costSign * point.cost, gain: gainSign * point.accuracyPercent })),
    costSign * edge,
  ).map(([cost, gain]) => [costSign * cost, gainSign * gain]);
  return {
    id: 'front',
    type: 'line',
    data: steps,
    symbol: 'none',
    silent: true,
    z: 2,
    tooltip: { show: false },
    lineStyle: { color: tokens.t1, width: 1.25 },
  };
}

function floorLine(floor: number, x: AxisRange, y: AxisRange, tokens: Tokens): LineSeriesOption {
  return {
    id: 'floor',
    type: 'line',
    data: [
      [x.min, floor],
      [x.max, floor],
    ],
    symbol: 'none',
    silent: true,
    z: 1,
    tooltip: { show: false },
    lineStyle: { color: tokens.t3, width: 1, type: [4, 3] },
    endLabel: {
      show: true,
      formatter: chartTexts.front.floor(floor),
      color: tokens.t3,
      fontSize: 12,
      align: 'right',
      verticalAlign: 'top',
      offset: [-8, 4],
    },
    markArea: {
      silent: true,
      itemStyle: { color: tokens.t3, opacity: 0.08 },
      data: [[{ yAxis: y.min }, { yAxis: floor }]],
    },
  };
}

function selectionRing(
  point: FrontierPoint,
  x: AxisRange,
  log: boolean,
  tokens: Tokens,
): ScatterSeriesOption | CustomSeriesOption {
  return {
    id: 'selected',
    type: 'scatter',
    silent: true,
    z: 6,
    symbol: 'circle',
    symbolSize: 17,
    tooltip: { show: false },
    itemStyle: { color: 'transparent', borderColor: tokens.t1, borderWidth: 1.5 },
    data: [[placed(point.cost, log, x), point.accuracyPercent]],
  };
}

function summaryOf(input: FrontierInput, frontSize: number): string {
  if (input.points.length === 0)
    return chartTexts.front.none(input.gain?.name ?? wordTexts.accuracy, input.costName);
  const systems = systemsInOrder(input.points.map((point) => point.system)).map(
    (one) => SYSTEM_STYLES[one].label,
  );
  return chartTexts.front.summary(
    input.title,
    input.gain?.name ?? wordTexts.accuracy,
    input.costName,
    input.points.length,
    systems.join(', '),
    frontSize,
  );
}
