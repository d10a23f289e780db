/**
 * Pareto front and hypervolume of points that are minimised in every objective. Exact hypervolume by slicing along the
 * last objective (recursive; fine for the two to four objectives here). A point dominates another that it equals or
 * betters everywhere and betters somewhere; of equal points the first stays.
 */
export type Objectives = readonly number[];

export function dominates(a: Objectives, b: Objectives): boolean {
  let better = false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] > b[i]) return false;
    if (a[i] < b[i]) better = true;
  }
  return better;
}

/** Indices of the points that nothing dominates, in order. */
export function paretoIndices(points: readonly Objectives[]): number[] {
  const order = points.map((_, i) => i).sort((a, b) => compare(points[a], points[b]) || a - b);
  const front: number[] = [];
  for (const i of order) {
    const beaten = front.some((j) => dominates(points[j], points[i]) || compare(points[j], points[i]) === 0);
    if (!beaten) front.push(i);
  }
  return front.sort((a, b) => a - b);
}

function compare(a: Objectives, b: Objectives): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/** Volume between the points and the reference; points at or beyond the reference add nothing. */
export function hypervolume(points: readonly Objectives[], reference: Objectives): number {
  const inside = points.filter((point) => point.every((value, i) => value < reference[i]));
  return inside.length ? volume(inside, reference, reference.length) : 0;
}

function volume(points: readonly Objectives[], reference: Objectives, dimensions: number): number {
  if (dimensions === 1) return reference[0] - Math.min(...points.map(([x]) => x));
  const last = dimensions - 1;
  const sorted = [...points].sort((a, b) => a[last] - b[last]);
  let sum = 0;
  for (let i = 0; i < sorted.length; i++) {
    const next = i + 1 < sorted.length ? sorted[i + 1][last] : reference[last];
    const height = next - sorted[i][last];
    if (height > 0) sum += height * volume(sorted.slice(0, i + 1), reference, last);
  }
  return sum;
}
