/**
 * Chooses one point (x, y) of every group so that (sum of x) * (sum of y) is least, exactly. For x, y >= 0 the product
 * is quasi-concave, so its minimum lies at a corner of the convex hull of all sums, and the corners of a sum of sets
 * are sums of corners (Minkowski). Walking the lower-left hulls of all groups edge by edge in order of slope visits
 * every such corner: n points cost n log n, where trying all choices costs the product of the group sizes.
 */

export interface PlanePoint {
  readonly x: number;
  readonly y: number;
}

interface Edge {
  readonly group: number;
  /** Index into the group's hull that the edge leads to. */
  readonly to: number;
  readonly slope: number;
}

/** Index of the chosen point of every group; groups are not empty. */
export function leastProduct(groups: readonly (readonly PlanePoint[])[]): number[] {
  const hulls = groups.map(lowerLeftHull);
  const edges = hulls.flatMap((hull, group) =>
    hull.slice(1).map((index, i): Edge => {
      const [from, to] = [groups[group][hull[i]], groups[group][index]];
      return { group, to: i + 1, slope: (to.y - from.y) / (to.x - from.x) };
    }),
  );
  // A hull is convex, so its own edges stay in order.
  edges.sort((a, b) => a.slope - b.slope);
  const at = groups.map(() => 0);
  const product = (): number => {
    let x = 0;
    let y = 0;
    hulls.forEach((hull, group) => {
      const point = groups[group][hull[at[group]]];
      x += point.x;
      y += point.y;
    });
    return x * y;
  };
  let best = [...at];
  let least = product();
  for (const { group, to } of edges) {
    at[group] = to;
    const now = product();
    if (now >= least) continue;
    least = now;
    best = [...at];
  }
  return best.map((place, group) => hulls[group][place]);
}

/** Corners from least x (then least y) to least y, slopes negative and rising; the first of equal points. */
function lowerLeftHull(points: readonly PlanePoint[]): number[] {
  const order = points
    .map((_, i) => i)
    .sort((a, b) => points[a].x - points[b].x || points[a].y - points[b].y);
  const hull: number[] = [];
  for (const i of order) {
    const { x, y } = points[i];
    if (hull.length > 0 && y >= points[hull[hull.length - 1]].y) continue;
    while (hull.length > 1) {
      const [a, b] = [points[hull[hull.length - 2]], points[hull[hull.length - 1]]];
      if ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) > 0) break;
      hull.pop();
    }
    hull.push(i);
  }
  return hull;
}
