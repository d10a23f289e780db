/**
 * Fewer points of a long curve for drawing: of every stretch the first, the least, the largest and the last value, in
 * order. No minimum or maximum is lost, as it is by taking every n-th point.
 */
const PER_STRETCH = 4;

/** Indices to keep, ascending; all of them where there are at most `most` (at least 4). */
export function thinned(values: readonly number[], most: number): number[] {
  if (values.length <= most) return values.map((_, index) => index);
  const stretches = Math.max(1, Math.floor(most / PER_STRETCH));
  const kept: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * values.length) / stretches);
    const to = Math.floor(((stretch + 1) * values.length) / stretches);
    let least = from;
    let most = from;
    for (let i = from; i < to; i++) {
      if (values[i] < values[least] || Number.isNaN(values[least])) least = i;
      if (values[i] > values[most] || Number.isNaN(values[most])) most = i;
    }
    kept.push(...[...new Set([from, least, most, to - 1])].sort((a, b) => a - b));
  }
  return kept;
}
