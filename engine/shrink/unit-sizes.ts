/**
 * Sizes that a layer may shrink to. The array works on as many output channels at a time as it has columns, so only
 * whole multiples of them save passes: the next size is the largest multiple that is at most 3/4 of the present one,
 * and one column count at least. A layer of one column count or less stays.
 */
const LARGEST_SHARE = 0.75;

/** Null: it stays. columns: `array.cols`. */
export function nextSize(units: number, columns: number): number | null {
  if (units <= columns) return null;
  return Math.max(columns, Math.floor((LARGEST_SHARE * units) / columns) * columns);
}

/** How many times a layer can shrink. */
export function stepsDown(units: number, columns: number): number {
  const next = nextSize(units, columns);
  return next === null ? 0 : 1 + stepsDown(next, columns);
}
