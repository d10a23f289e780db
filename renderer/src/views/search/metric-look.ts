/** How a metric of a candidate is called and written: name and value with its unit. */
import type { SearchMetric } from '../../../../engine/contract/index.ts';
import { edp, energy, fixed, GAP, latency, MISSING, power, significant } from '../../format/index.ts';
import { searchTexts } from '../../texts/search.ts';
import { wordTexts } from '../../texts/words.ts';

export const metricName = (metric: SearchMetric): string =>
  ({
    edpJs: wordTexts.edp,
    energyPj: wordTexts.energy,
    latencyUs: wordTexts.latency,
    areaMm2: searchTexts.area,
    averagePowerMw: searchTexts.power,
    errorRate: searchTexts.errorRate,
  })[metric];

export function metricText(metric: SearchMetric, value: number | null): string {
  if (value === null) return MISSING;
  return {
    edpJs: () => edp(value).label,
    energyPj: () => energy(value).label,
    latencyUs: () => latency(value).label,
    areaMm2: () => `${significant(value)} mm²`,
    averagePowerMw: () => power(value).label,
    errorRate: () => `${fixed(100 * value, 1)}${GAP}%`,
  }[metric]();
}
