/** The two metrics of the plane that a search's front is drawn in. */
import type { SearchMetric } from '../../../../engine/contract/index.ts';
import type { MetricAxis } from '../../charts/search-front.ts';
import { metricName } from './metric-look.ts';

/** Unit of an axis and what one unit of the metric is in it. */
const UNITS: Readonly<Record<SearchMetric, readonly [unit: string, scale: number]>> = {
  energyPj: ['µJ', 1e-6],
  latencyUs: ['µs', 1],
  edpJs: ['nJ·s', 1e9],
  areaMm2: ['mm²', 1],
  averagePowerMw: ['mW', 1],
  errorRate: ['%', 100],
};

const axisOf = (metric: SearchMetric): MetricAxis => ({
  metric,
  name: metricName(metric),
  unit: UNITS[metric][0],
  scale: UNITS[metric][1],
  // An error rate may be 0.
  log: metric !== 'errorRate',
});

/**
 * Errors stand against the first cost that is minimised; else the first two objectives that are not their own product.
 * One objective has no plane of its own: energy against latency, as for EDP.
 */
export function frontAxes(objectives: readonly SearchMetric[]): { x: MetricAxis; y: MetricAxis } {
  const costs = objectives.filter((metric) => metric !== 'errorRate');
  if (costs.length < objectives.length) return { x: axisOf(costs[0] ?? 'edpJs'), y: axisOf('errorRate') };
  const both = costs.includes('energyPj') && costs.includes('latencyUs');
  const [y, x] = both || costs.length < 2 ? (['energyPj', 'latencyUs'] as const) : costs;
  return { x: axisOf(x), y: axisOf(y) };
}
