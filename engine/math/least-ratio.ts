/**
 * Chooses one point (x, y) of every group so that (sum of x) / (sum of y) is least, exactly (Dinkelbach 1967): with the
 * ratio r of a choice, the choice that minimises sum of (x - r y) has a lower one, until none has. y > 0.
 */
import type { PlanePoint } from './least-product.ts';

/** Index of the chosen point of every group; groups are not empty. */
export function leastRatio(groups: readonly (readonly PlanePoint[])[]): number[] {
  const ratioOf = (chosen: readonly number[]): number => {
    const points = chosen.map((at, group) => groups[group][at]);
    return points.reduce((sum, { x }) => sum + x, 0) / points.reduce((sum, { y }) => sum + y, 0);
  };
  let best = groups.map(() => 0);
  let ratio = ratioOf(best);
  for (;;) {
    const next = groups.map((points) => leastIndex(points.map(({ x, y }) => x - ratio * y)));
    const lower = ratioOf(next);
    if (!(lower < ratio)) return best;
    best = next;
    ratio = lower;
  }
}

export const leastIndex = (values: readonly number[]): number =>
  values.reduce((best, value, i) => (value < values[best] ? i : best), 0);
