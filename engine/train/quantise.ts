/**
 * Symmetric uniform quantisation of a layer's weights: w = s q, q whole in -(2^(b-1) - 1) .. 2^(b-1) - 1. The step starts
 * from s = 2 mean |w| / sqrt(Qp), the first guess of learned step sizes (Esser et al. 2020), and is not coarser than the
 * largest weight needs. In training the rounding has slope 1 inside the range and 0 beyond (straight-through).
 */
export const FLOAT_BITS = 32;

export function largestWhole(bits: number): number {
  return 2 ** (bits - 1) - 1;
}

/** Step of the values, above 0 (1 where all are zero). */
export function stepOf(values: Float32Array, bits: number): number {
  const top = largestWhole(bits);
  let sum = 0;
  let largest = 0;
  let used = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size === 0) continue; // padding
    sum += size;
    used++;
    if (size > largest) largest = size;
  }
  if (used === 0) return 1;
  return Math.fround(Math.min((2 * sum) / used / Math.sqrt(top), largest / top));
}

export function wholeOf(value: number, step: number, bits: number): number {
  const top = largestWhole(bits);
  return Math.max(-top, Math.min(top, Math.round(value / step)));
}

/** Replaces values by their nearest multiples of the step. */
export function quantise(values: Float32Array, step: number, bits: number): void {
  for (let i = 0; i < values.length; i++) values[i] = step * wholeOf(values[i], step, bits);
}

/** Straight-through: no gradient for values outside the range. */
export function cutOutside(gradient: Float32Array, values: Float32Array, step: number, bits: number): void {
  const reach = step * (largestWhole(bits) + 0.5);
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) > reach) gradient[i] = 0;
}
