/** Which runs nobody beats: lower cost and higher gain are better. O(n log n). */

/**
 * Members that no other member dominates, cheapest first. A member dominates another when it is at
 * least as good in both and better in one; equal members therefore stay together. Members without a
 * finite cost and gain never take part.
 */
export function paretoFront<T>(
  members: readonly T[],
  costOf: (member: T) => number,
  gainOf: (member: T) => number,
): T[] {
  const scored = members
    .map((member) => ({ member, cost: costOf(member), gain: gainOf(member) }))
    .filter(({ cost, gain }) => Number.isFinite(cost) && Number.isFinite(gain));
  scored.sort((a, b) => a.cost - b.cost || b.gain - a.gain);

  const front: T[] = [];
  let bestGain = -Infinity;
  let bestCost = NaN;
  for (const { member, cost, gain } of scored) {
    const equalsLast = gain === bestGain && cost === bestCost;
    if (gain > bestGain || equalsLast) {
      front.push(member);
      bestGain = gain;
      bestCost = cost;
    }
  }
  return front;
}

/**
 * Corners of the staircase through a front, carried to `rightEdge`. Never a straight join: between two
 * runs only the cheaper one's gain is proven.
 */
export function staircase(
  front: readonly { readonly cost: number; readonly gain: number }[],
  rightEdge: number,
): [number, number][] {
  const corners: [number, number][] = [];
  front.forEach((point, index) => {
    if (index > 0) corners.push([point.cost, front[index - 1].gain]);
    corners.push([point.cost, point.gain]);
  });
  const last = front.at(-1);
  if (last && rightEdge > last.cost) corners.push([rightEdge, last.gain]);
  return corners;
}
