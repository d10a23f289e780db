/** Results as points of the accuracy-against-cost chart, in the unit of its axis. */
import type { FrontierPoint } from '../../charts/frontier.ts';
import { SYSTEM_STYLES } from '../../charts/series-style.ts';
import {
  columnScale,
  count,
  edp,
  energy,
  latency,
  percent,
  setting,
  type Quantity,
  type Scale,
} from '../../format/index.ts';
import { costValue, type CostQuantity, type Result } from './results.ts';

export const COST_NAMES: Readonly<Record<CostQuantity, string>> = {
  edp: 'EDP',
  energy: 'Energy',
  latency: 'Latency',
};

const BASE_UNITS: Readonly<Record<CostQuantity, { unit: string; factor: number }>> = {
  edp: { unit: 'J·s', factor: 1 },
  energy: { unit: 'J', factor: 1e-12 },
  latency: { unit: 's', factor: 1e-6 },
};

/** Base units: J·s, J or s. */
export const baseCost = (result: Result, quantity: CostQuantity): number =>
  costValue(result, quantity) * BASE_UNITS[quantity].factor;

export const costScale = (results: readonly Result[], quantity: CostQuantity): Scale =>
  columnScale(
    results.map((result) => baseCost(result, quantity)),
    BASE_UNITS[quantity].unit,
  );

export const baseUnit = (quantity: CostQuantity): string => BASE_UNITS[quantity].unit;

export function costQuantity(result: Result, quantity: CostQuantity): Quantity {
  if (quantity === 'edp') return edp(result.cost.edpJs);
  return quantity === 'energy' ? energy(result.cost.energyPj) : latency(result.cost.latencyUs);
}

/** `demo-b1e-2 on SpikeX` */
export const resultName = (result: Result): string =>
  `${result.row.name} on ${SYSTEM_STYLES[result.system].label}`;

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

export function pointsOf(results: readonly Result[], quantity: CostQuantity, scale: Scale): FrontierPoint[] {
  const withLabel = labelled(results);
  return results.map((result) => {
    const { row, cost, system } = result;
    return {
      key: result.key,
      name: resultName(result),
      system,
      cost: baseCost(result, quantity) * scale.factor,
      accuracyPercent: result.accuracy * 100,
      settled: result.settled,
      label: withLabel.has(result.key) ? `β ${setting(row.beta)}` : '',
      lines: [
        { label: 'Accuracy', value: percent(result.accuracy).label },
        { label: 'EDP', value: edp(cost.edpJs).label },
        { label: 'Energy', value: energy(cost.energyPj).label },
        { label: 'Latency', value: latency(cost.latencyUs).label },
        { label: 'β', value: setting(row.beta) },
        { label: 'TWS', value: cost.tws.join(' ') },
      ],
      foot: `${result.settled ? '' : `Still running, epoch ${row.epochsDone ?? 0}. `}Energy table ${cost.energyTable}, mean of ${cost.samples} samples`,
    };
  });
}

/** `1 run`, `24 runs` */
export const counted = (amount: number, noun: string): string =>
  `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`;

/** Line under an exported figure: everything a reader needs to judge the numbers. */
export function captionOf(results: readonly Result[], appVersion: string): string {
  const distinct = (values: readonly (string | number)[]): string => [...new Set(values)].sort().join(', ');
  if (results.length === 0) return '';
  const runCount = new Set(results.map(({ row }) => row.id)).size;
  return (
    `One point per run and system (${counted(results.length, 'result')} of ${counted(runCount, 'run')}); ` +
    `held-out accuracy against the mean cost of one inference over ${distinct(results.map(({ cost }) => cost.samples))} samples. ` +
    `Energy table ${distinct(results.map(({ cost }) => cost.energyTable))}; ` +
    `accelerator ${distinct(results.map(({ cost }) => cost.archName))}. SpikeX Workbench ${appVersion}.`
  );
}
