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
  name: string,
  of: Metric['of'],
  label: Metric['label'],
  { unit = '', isShare = false, better = 'low' }: Partial<Pick<Metric, 'unit' | 'isShare' | 'better'>> = {},
): Metric {
  return { id, name, of, label, unit, isShare, better };
}

export const METRICS: readonly Metric[] = [
  metric('edp', 'EDP', ({ cost }) => cost.edpJs, edp, { unit: 'J·s' }),
  metric(
    'energy',
    'Energy',
    ({ cost }) => cost.energyPj * 1e-12,
    (joule) => energy(joule * 1e12),
    { unit: 'J' },
  ),
  metric(
    'latency',
    'Latency',
    ({ cost }) => cost.latencyUs * 1e-6,
    (seconds) => latency(seconds * 1e6),
    { unit: 's' },
  ),
  metric('cycles', 'Cycles', ({ cost }) => cost.cycles, asText(count)),
  metric(
    'accuracy',
    'Accuracy',
    ({ accuracy }) => accuracy,
    (share) => percent(share),
    { isShare: true, better: 'high' },
  ),
  metric(
    'bestAccuracy',
    'Best accuracy',
    ({ row }) => row.bestAccuracy,
    (share) => percent(share),
    {
      isShare: true,
      better: 'high',
    },
  ),
  metric('loss', 'Loss', ({ row }) => row.loss, plain),
  metric('spikeDensity', 'Spike density', ({ row }) => row.spikeDensity, density, { isShare: true }),
  metric('twDensity', 'TW density', ({ row }) => row.twDensity, density, { isShare: true }),
  metric('beta', 'β', ({ row }) => row.beta, asText(setting)),
  metric(
    'tws',
    'Mean TWS',
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
  return metric(id, pickTitle(pick), ({ row }) => valueOf(id, row.id), plain, { better });
}
