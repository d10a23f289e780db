/** Figures of several seeds as mean, smallest and largest. */
import type { Spread } from '../contract/index.ts';

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const spread = (values: readonly number[]): Spread => ({
  mean: mean(values),
  low: Math.min(...values),
  high: Math.max(...values),
});

export const geometric = (values: readonly number[]): Spread => ({
  ...spread(values),
  mean: Math.exp(mean(values.map(Math.log))),
});
