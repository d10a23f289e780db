/**
 * A cost (energy or latency of one layer) as a function of its input's window density d, fitted to simulated samples:
 * log y = c0 + c1 log d + sum_j c_j max(0, log d - q_j), knots q at the quantiles 0.2, 0.4, 0.6, 0.8 of log d, least
 * squares (in logarithms, so relative errors count), then tabulated and made non-decreasing (isotonic). At d = 0 stands
 * the simulated cost of a silent layer. See docs/training.md, hardware loss.
 */
import { isotonic, leastSquares } from '../math/least-squares.ts';
import type { Curve } from './curve.ts';

export interface CostSample {
  /** Filled windows over all, above 0. */
  readonly density: number;
  /** Above 0. */
  readonly cost: number;
}

export const CURVE_POINTS = 25;
const KNOT_QUANTILES = [0.2, 0.4, 0.6, 0.8];
const RIDGE = 1e-6;

export function fitCurve(samples: readonly CostSample[], silentCost: number): Curve {
  const logs = samples.map(({ density }) => Math.log(density)).sort((a, b) => a - b);
  const [lowest, highest] = [logs[0], logs[logs.length - 1]];
  if (!(highest > lowest)) return flatAt(samples, silentCost);
  const knots = KNOT_QUANTILES.map((share) => logs[Math.floor(share * (logs.length - 1))]);
  const row = (u: number): number[] => [1, u - lowest, ...knots.map((knot) => Math.max(0, u - knot))];
  const coefficients = leastSquares(
    samples.map(({ density }) => row(Math.log(density))),
    samples.map(({ cost }) => Math.log(cost)),
    samples.map(() => 1),
    RIDGE,
  );
  const at = (u: number): number => Math.exp(row(u).reduce((sum, x, i) => sum + x * coefficients[i], 0));
  const logsOfTable = Array.from(
    { length: CURVE_POINTS - 1 },
    (_, i) => lowest + ((highest - lowest) * i) / (CURVE_POINTS - 2),
  );
  const values = isotonic(logsOfTable.map(at));
  return {
    x: [0, ...logsOfTable.map((u) => Math.exp(u))],
    // The silent cost is exact; no point of the table may lie below it.
    y: [silentCost, ...values.map((value) => Math.max(value, silentCost))],
  };
}

/** All samples at one density: a line through the silent cost. */
function flatAt(samples: readonly CostSample[], silentCost: number): Curve {
  const mean = samples.reduce((sum, { cost }) => sum + cost, 0) / Math.max(1, samples.length);
  return { x: [0, samples[0]?.density ?? 1], y: [silentCost, Math.max(mean, silentCost)] };
}
