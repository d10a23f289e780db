/**
 * A non-decreasing, piecewise linear function of a density: what the training evaluates and differentiates. Plain
 * data, so that it crosses to threads and into checkpoints. Beyond the last point it goes on with its last slope.
 */
export interface Curve {
  /** Rising, the first is 0. At least two. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Index of the piece that holds `at`: x[i] <= at < x[i + 1], the last piece for all above. */
export function pieceOf(x: ArrayLike<number>, length: number, at: number): number {
  let low = 0;
  let high = length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function slopeAt({ x, y }: Curve, at: number): number {
  const i = pieceOf(x, x.length, at);
  return (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
}

export function valueAt(curve: Curve, at: number): number {
  const i = pieceOf(curve.x, curve.x.length, at);
  return curve.y[i] + slopeAt(curve, at) * (at - curve.x[i]);
}

/** sum of factor * curve at common x (the first curve's). */
export function combined(parts: readonly { readonly factor: number; readonly curve: Curve }[]): Curve {
  const { x } = parts[0].curve;
  const y = x.map((at) => parts.reduce((sum, { factor, curve }) => sum + factor * valueAt(curve, at), 0));
  return { x, y };
}

/** Point by point a^g b^(2-g) of two curves of the same x. */
export const weightedProduct = (a: Curve, b: Curve, g: number): Curve => ({
  x: a.x,
  y: a.y.map((value, i) => (g === 1 ? value * b.y[i] : value ** g * b.y[i] ** (2 - g))),
});

export const scaled = (curve: Curve, factor: number): Curve => ({
  x: curve.x,
  y: curve.y.map((value) => value * factor),
});
