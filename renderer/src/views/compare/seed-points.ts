/** Results as points of two metrics: every run for itself, or the mean and standard deviation of a seed group. */
import type { Metric } from './metrics.ts';
import type { Result } from './results.ts';

export interface MetricPoint {
  /** The first result of the group; it stands for the point. */
  readonly result: Result;
  readonly members: readonly Result[];
  readonly x: number;
  readonly y: number;
  /** n - 1; null for one seed. */
  readonly xSd: number | null;
  readonly ySd: number | null;
}

export function metricPoints(
  results: readonly Result[],
  x: Metric,
  y: Metric,
  bySeeds: boolean,
): MetricPoint[] {
  const groups = bySeeds
    ? [
        ...Map.groupBy(
          results,
          ({ row, system, settled }) => `${row.seedGroup} ${system} ${settled}`,
        ).values(),
      ]
    : results.map((result) => [result]);
  return groups.flatMap((members) => {
    const known = onePerSeed(members).filter((result) => x.of(result) !== null && y.of(result) !== null);
    if (known.length === 0) return [];
    const [xs, ys] = [x, y].map(({ of }) => known.map((result) => of(result) ?? NaN));
    return [{ result: known[0], members: known, x: mean(xs), y: mean(ys), xSd: sd(xs), ySd: sd(ys) }];
  });
}

/** A repetition with the same seed is not another observation. */
function onePerSeed(members: readonly Result[]): readonly Result[] {
  if (members.length < 2) return members;
  const seen = new Set<number>();
  return members.filter(({ row: { seed } }) => {
    if (seed === null) return true;
    if (seen.has(seed)) return false;
    seen.add(seed);
    return true;
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function sd(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
