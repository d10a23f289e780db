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
}

export function frontier(input: FrontierInput, tokens: Tokens): ChartDrawing {
  const costs = input.points.map((point) => point.cost);
  const x = input.log ? logRange(costs) : linearRange(costs, { zero: true });
  const floor = input.floorPercent;
  const y = accuracyRange([
    ...input.points.map((point) => point.accuracyPercent),
    ...(floor === null ? [] : [floor]),
  ]);
  const feasible = input.points.filter(
    (point) => point.settled && (floor === null || point.accuracyPercent >= floor),
  );
  const front = paretoFront(
    feasible,
    (point) => point.cost,
    (point) => point.accuracyPercent,
  );
  const onFront = new Set(front.map((point) => point.key));
  const systems = systemsInOrder(input.points.map((point) => point.system));

  const series: ChartSeries[] = [];
  const stops: ChartStop[] = [];
  for (const system of systems) {
    const points = input.points.filter((point) => point.system === system);
    points.forEach((point, dataIndex) =>
      stops.push({ key: point.key, seriesIndex: series.length, dataIndex }),
    );
    series.push(
      pointsOf(system, points, (key) => !input.showFront || onFront.has(key), input.log, x, tokens),
    );
  }
  if (input.showFront && front.length > 0) series.push(frontLine(front, x.max, tokens));
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
      yAxis: yAxisOf({ name: axisName('Accuracy', '%', false), range: y, log: false }),
      series,
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const one = Array.isArray(params) ? params[0] : params;
          const point = input.points.find(({ key }) => key === one.name);
          return point ? tooltipOf({ head: point.name, lines: point.lines, foot: point.foot }) : '';
        },
      },
    },
    legend: legendOf(systems, input.showFront && front.length > 0, tokens),
    table: {
      columns: [
        { name: 'Run', unit: '' },
        { name: 'System', unit: '' },
        { name: 'Accuracy', unit: '%' },
        { name: input.costName, unit: input.costUnit },
        { name: 'On the front', unit: '' },
      ],
      rows: input.points.map((point) => [
        point.name,
        SYSTEM_STYLES[point.system].label,
        point.accuracyPercent,
        point.cost,
        onFront.has(point.key) ? 'yes' : 'no',
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
    ? [...entries, { id: 'front', name: 'Pareto front', color: tokens.t1, mark: 'line' }]
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
  log: boolean,
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
      itemStyle: markStyle(point, color, strong(point.key), tokens),
      label: {
        show: point.label !== '',
        formatter: point.label,
        // Near the left edge there is no room on the usual side.
        position: share(point.cost, log, x) < NEAR_EDGE ? ('right' as const) : ('left' as const),
        distance: 1,
        color: strong(point.key) ? tokens.t2 : tokens.t3,
        opacity: 1,
        fontSize: 12,
      },
    })),
  };
}

function markStyle(point: FrontierPoint, color: string, strong: boolean, tokens: Tokens) {
  if (!point.settled) return { color: tokens.panel, borderColor: color, borderWidth: 1.5, opacity: 1 };
  return { color, opacity: strong ? 1 : 0.5, borderColor: tokens.panel, borderWidth: 1 };
}

function frontLine(front: readonly FrontierPoint[], right: number, tokens: Tokens): LineSeriesOption {
  const steps = staircase(
    front.map((point) => ({ cost: point.cost, gain: point.accuracyPercent })),
    right,
  );
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
      formatter: `floor ${floor} %`,
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
  if (input.points.length === 0) return `Accuracy against ${input.costName}: no run yet.`;
  const systems = systemsInOrder(input.points.map((point) => point.system)).map(
    (one) => SYSTEM_STYLES[one].label,
  );
  return (
    `${input.title}: accuracy against ${input.costName} of ${input.points.length} results on ` +
    `${systems.join(', ')}; ${frontSize} on the Pareto front.`
  );
}
