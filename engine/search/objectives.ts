/** From metrics to what a method minimises: objectives, and by how much constraints are missed. */
import type { CandidateMetrics, SearchConstraint, SearchMetric } from '../contract/index.ts';
import type { Objectives } from './pareto.ts';

/** So that no error at all has a place on logarithmic axes. */
const LEAST_ERROR = 1e-4;

/** A metric that a candidate does not have counts as infinitely bad. */
export const objectivesOf = (metrics: CandidateMetrics, names: readonly SearchMetric[]): Objectives =>
  names.map((name) => {
    const value = metrics[name] ?? Infinity;
    return name === 'errorRate' ? Math.max(value, LEAST_ERROR) : value;
  });

/** Sum of relative excesses; 0 = every constraint holds, infinite = a metric is missing. */
export function violationOf(metrics: CandidateMetrics, constraints: readonly SearchConstraint[]): number {
  if (metrics.edpJs === null) return Infinity;
  return constraints.reduce((sum, { metric, most }) => {
    const value = metrics[metric];
    if (value === null) return Infinity;
    return sum + Math.max(0, (value - most) / most);
  }, 0);
}
