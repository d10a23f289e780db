/** Results as points of the accuracy-against-cost chart, in the unit of its axis. */
import type { FrontierPoint } from '../../charts/frontier.ts';
import { SYSTEM_STYLES } from '../../charts/series-style.ts';
import {
  columnScale,
  count,
  edp,
  energy,
  latency,
  setting,
  type Quantity,
  type Scale,
} from '../../format/index.ts';
import type { Metric } from './metrics.ts';
import type { Result } from './results.ts';
import type { MetricPoint } from './seed-points.ts';
import { chartTexts } from '../../texts/charts.ts';
import { compareTexts } from '../../texts/compare.ts';
import { wordTexts } from '../../texts/words.ts';

/** Shares are drawn in percent, everything else with the prefix of its middle value. */
export function axisScale(values: readonly number[], { unit, isShare }: Metric): Scale {
  if (isShare) return { factor: 100, unit: '%' };
  return unit === '' ? { factor: 1, unit: '' } : columnScale(values, unit);
}

/** `demo-b1e-2 on SpikeX` */
export const resultName = (result: Result): string =>
  chartTexts.on(result.row.name, SYSTEM_STYLES[result.system].label);

/** One label per system and β, at its most accurate run: seeds lie so close that theirs would overlap. */
function labelled(results: readonly Result[]): ReadonlySet<string> {
  const best = new Map<string, Result>();
  for (const result of results) {
    if (!result.row.beta) continue;
    const group = `${result.system} ${result.row.network} ${result.row.beta}`;
    const known = best.get(group);
    if (!known || result.accuracy > known.accuracy) best.set(group, result);
  }
  return new Set([...best.values()].map(({ key }) => key));
}

export interface PointScales {
  readonly x: Scale;
  readonly y: Scale;
}

export function pointsOf(
  points: readonly MetricPoint[],
  [x, y]: readonly [Metric, Metric],
  scales: PointScales,
): FrontierPoint[] {
  const withLabel = labelled(points.map(({ result }) => result));
  const hasSeeds = points.some(({ members }) => members.length > 1);
  return points.map(({ result, members, x: cost, y: gain, xSd, ySd }) => {
    const { row } = result;
    return {
      key: result.key,
      name: resultName(result),
      system: result.system,
      cost: cost * scales.x.factor,
      accuracyPercent: gain * scales.y.factor,
      costSd: xSd === null ? null : xSd * scales.x.factor,
      accuracySd: ySd === null ? null : ySd * scales.y.factor,
      replicated: !hasSeeds || members.length > 1,
      settled: result.settled,
      label: withLabel.has(result.key) ? `β ${setting(row.beta)}` : '',
      // Only the point under the pointer needs its texts.
      get lines() {
        return [
          { label: y.name, value: spread(y.label(gain), ySd, y) },
          { label: x.name, value: spread(x.label(cost), xSd, x) },
          ...(members.length > 1
            ? [
                {
                  label: wordTexts.seeds,
                  value: members.map(({ row: { seed } }) => setting(seed)).join(', '),
                },
              ]
            : otherCosts(result, [x.id, y.id])),
          { label: 'β', value: setting(row.beta) },
          { label: 'TWS', value: result.cost.tws.join(' ') },
        ];
      },
      get foot() {
        return footOf(result, members.length);
      },
    };
  });
}

const spread = (value: Quantity, sd: number | null, { label }: Metric): string =>
  sd === null ? value.label : `${value.label} ± ${label(sd).label}`;

function otherCosts({ cost }: Result, shown: readonly string[]) {
  const costs = [
    { id: 'edp', label: 'EDP', value: edp(cost.edpJs).label },
    { id: 'energy', label: wordTexts.energy, value: energy(cost.energyPj).label },
    { id: 'latency', label: wordTexts.latency, value: latency(cost.latencyUs).label },
  ];
  return costs.filter(({ id }) => !shown.includes(id)).map(({ label, value }) => ({ label, value }));
}

function footOf({ settled, row, cost }: Result, n: number): string {
  const going = settled ? '' : compareTexts.point.running(row.epochsDone ?? 0);
  const seeds = n > 1 ? compareTexts.point.seeds(n) : '';
  return `${going}${seeds}${compareTexts.point.source(cost.energyTable, cost.samples)}`;
}

/** `1 result`, `24 runs` */
export const counted = (amount: number, noun: 'results' | 'runs'): string =>
  compareTexts[noun](count(amount), amount === 1);

/** Line under an exported figure: everything a reader needs to judge the numbers. */
export function captionOf(results: readonly Result[], appVersion: string): string {
  const distinct = (values: readonly (string | number)[]): string => [...new Set(values)].sort().join(', ');
  if (results.length === 0) return '';
  const runCount = new Set(results.map(({ row }) => row.id)).size;
  return compareTexts.point.caption(
    counted(results.length, 'results'),
    counted(runCount, 'runs'),
    distinct(results.map(({ cost }) => cost.samples)),
    distinct(results.map(({ cost }) => cost.energyTable)),
    distinct(results.map(({ cost }) => cost.archName)),
    appVersion,
  );
}
