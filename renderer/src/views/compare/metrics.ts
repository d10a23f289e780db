/** What the axes of the comparison may show: figures of a run on one system, or one value of any of its curves. */
import {
  percent,
  edp,
  energy,
  latency,
  count,
  density,
  significant,
  setting,
  type Quantity,
} from '../../format/index.ts';
import { pickOf, pickTitle } from '../../stores/columns.ts';
import type { Result } from './results.ts';
import { compareTexts } from '../../texts/compare.ts';
import { wordTexts } from '../../texts/words.ts';

export interface Metric {
  readonly id: string;
  readonly name: string;
  /** Base unit, which takes a prefix on the axis; empty for plain numbers and shares. */
  readonly unit: string;
  /** Shares are shown in percent. */
  readonly isShare: boolean;
  readonly better: 'low' | 'high';
  /** In the base unit, shares 0..1; null where the run has none. */
  readonly of: (result: Result) => number | null;
  readonly label: (value: number) => Quantity;
}

const plain = (value: number): Quantity => {
  const text = significant(value);
  return { text, unit: '', label: text, raw: String(value) };
};
const asText =
  (text: (value: number) => string) =>
  (value: number): Quantity => ({ text: text(value), unit: '', label: text(value), raw: String(value) });

function metric(
  id: string,
  name: () => string,
  of: Metric['of'],
  label: Metric['label'],
  { unit = '', isShare = false, better = 'low' }: Partial<Pick<Metric, 'unit' | 'isShare' | 'better'>> = {},
): Metric {
  return {
    id,
    get name() {
      return name();
    },
    of,
    label,
    unit,
    isShare,
    better,
  };
}

export const METRICS: readonly Metric[] = [
  metric(
    'edp',
    () => wordTexts.edp,
    ({ cost }) => cost.edpJs,
    edp,
    { unit: 'J·s' },
  ),
  metric(
    'energy',
    () => wordTexts.energy,
    ({ cost }) => cost.energyPj * 1e-12,
    (joule) => energy(joule * 1e12),
    { unit: 'J' },
  ),
  metric(
    'latency',
    () => wordTexts.latency,
    ({ cost }) => cost.latencyUs * 1e-6,
    (seconds) => latency(seconds * 1e6),
    { unit: 's' },
  ),
  metric(
    'cycles',
    () => wordTexts.cycles,
    ({ cost }) => cost.cycles,
    asText(count),
  ),
  metric(
    'accuracy',
    () => wordTexts.accuracy,
    ({ accuracy }) => accuracy,
    (share) => percent(share),
    { isShare: true, better: 'high' },
  ),
  metric(
    'bestAccuracy',
    () => compareTexts.metrics.bestAccuracy,
    ({ row }) => row.bestAccuracy,
    (share) => percent(share),
    {
      isShare: true,
      better: 'high',
    },
  ),
  metric(
    'loss',
    () => wordTexts.loss,
    ({ row }) => row.loss,
    plain,
  ),
  metric(
    'spikeDensity',
    () => wordTexts.spikeDensity,
    ({ row }) => row.spikeDensity,
    density,
    { isShare: true },
  ),
  metric(
    'twDensity',
    () => wordTexts.twDensity,
    ({ row }) => row.twDensity,
    density,
    { isShare: true },
  ),
  metric(
    'beta',
    () => 'β',
    ({ row }) => row.beta,
    asText(setting),
  ),
  metric(
    'tws',
    () => compareTexts.metrics.meanTws,
    ({ cost: { tws } }) => tws.reduce((sum, one) => sum + one, 0) / tws.length,
    plain,
  ),
];

/** Names that say which way is better. */
const MORE_IS_BETTER = /acc|correct|samplesPerSecond|util|objective/i;

/** A metric by its id; the first one where the id is not known (any more). */
export function metricOf(id: string, valueOf: (id: string, runId: string) => number | null): Metric {
  const known = METRICS.find((one) => one.id === id);
  const pick = known ? null : pickOf(id);
  if (!pick) return known ?? METRICS[0];
  const better = MORE_IS_BETTER.test(pick.key) ? 'high' : 'low';
  return metric(
    id,
    () => pickTitle(pick),
    ({ row }) => valueOf(id, row.id),
    plain,
    { better },
  );
}
