/**
 * Weighted linear least squares by the normal equations with a small ridge, solved by Cholesky; and isotonic
 * regression (pool adjacent violators). For few columns (about ten); the ridge keeps columns without data at 0.
 */

/** Coefficients that minimise sum of weight * (row . c - y)^2 + ridge * |c|^2. */
export function leastSquares(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  weights: readonly number[],
  ridge: number,
): number[] {
  const n = rows[0].length;
  const a = Array.from({ length: n }, () => new Float64Array(n));
  const b = new Float64Array(n);
  rows.forEach((row, r) => {
    for (let i = 0; i < n; i++) {
      b[i] += weights[r] * row[i] * y[r];
      for (let j = 0; j <= i; j++) a[i][j] += weights[r] * row[i] * row[j];
    }
  });
  for (let i = 0; i < n; i++) a[i][i] += ridge;
  return solveCholesky(a, b);
}

/** a: lower triangle of a positive definite matrix, overwritten. */
function solveCholesky(a: readonly Float64Array[], b: Float64Array): number[] {
  const n = b.length;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i][j];
      for (let k = 0; k < j; k++) sum -= a[i][k] * a[j][k];
      a[i][j] = i === j ? Math.sqrt(sum) : sum / a[j][j];
    }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i] -= a[k][i] * b[k];
    b[i] /= a[i][i];
  }
  return [...b];
}

/** The non-decreasing sequence nearest to y (equal weights). */
export function isotonic(y: readonly number[]): number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const value of y) {
    let pool = { sum: value, count: 1 };
    for (let below = pools.at(-1); below && below.sum / below.count > pool.sum / pool.count;) {
      pools.pop();
      pool = { sum: below.sum + pool.sum, count: below.count + pool.count };
      below = pools.at(-1);
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
}
