/**
 * How much each parameter alone explains of the first objective: variance of the means by value over the variance of
 * all, in logarithms (first-order effect, as in functional ANOVA). Over evaluated feasible candidates; shares need not
 * add up to 1, and are biased where a method has gathered around the best.
 */
import type { SearchMetric, SearchSpace } from '../contract/index.ts';
import { objectivesOf } from './objectives.ts';
import type { Evaluated } from './run-search.ts';

export function importanceOf(
  { parameters }: SearchSpace,
  all: readonly Evaluated[],
  objectives: readonly SearchMetric[],
): { key: string; share: number }[] {
  const rows = all
    .filter(({ violation }) => violation === 0)
    .map(({ point, metrics }) => ({ point, y: Math.log(objectivesOf(metrics, objectives)[0]) }));
  const total = variance(rows.map(({ y }) => y));
  return parameters.map(({ key, values }, i) => {
    const means: { mean: number; count: number }[] = [];
    values.forEach((_, k) => {
      const own = rows.filter(({ point }) => point[i] === k).map(({ y }) => y);
      if (own.length) means.push({ mean: meanOf(own), count: own.length });
    });
    const middle = meanOf(rows.map(({ y }) => y));
    const between = means.reduce((sum, { mean, count }) => sum + count * (mean - middle) ** 2, 0);
    return { key, share: total > 0 ? between / rows.length / total : 0 };
  });
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function variance(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
}
