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

/** One of the bits that a layer's weights are mixed from; the shares of a layer sum to 1. */
export interface BitsShare {
  readonly bits: number;
  readonly share: number;
  /** Of the layer's values at these bits. */
  readonly step: number;
}

/** Shares above 0 with their steps. parts: the layer's values. */
export function sharesOf(
  parts: readonly Float32Array[],
  mixture: readonly Pick<BitsShare, 'bits' | 'share'>[],
): BitsShare[] {
  const all = parts.length === 1 ? parts[0] : Float32Array.from(parts.flatMap((values) => [...values]));
  return mixture
    .filter(({ share }) => share > 0)
    .map(({ bits, share }) => ({ bits, share, step: stepOf(all, bits) }));
}

/** Replaces values by the mean of their nearest multiples of each step, weighed by the shares. */
export function quantise(values: Float32Array, mixture: readonly BitsShare[]): void {
  for (let i = 0; i < values.length; i++) {
    let mean = 0;
    for (const { bits, share, step } of mixture) mean += share * step * wholeOf(values[i], step, bits);
    values[i] = mean;
  }
}

/** Straight-through: from the gradient of mixed values to that of the values; nothing passes where they are outside a range. */
export function passStraight(
  gradient: Float32Array,
  values: Float32Array,
  mixture: readonly BitsShare[],
): void {
  const reaches = mixture.map(({ bits, step }) => step * (largestWhole(bits) + 0.5));
  for (let i = 0; i < values.length; i++) {
    let inside = 0;
    const size = Math.abs(values[i]);
    for (let k = 0; k < mixture.length; k++) if (size <= reaches[k]) inside += mixture[k].share;
    if (inside < 1) gradient[i] *= inside;
  }
}

/** <gradient, values at these bits>, the derivative of the loss by the share of these bits. */
export function projection(
  gradient: Float32Array,
  values: Float32Array,
  { bits, step }: Omit<BitsShare, 'share'>,
): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    if (gradient[i] !== 0) sum += gradient[i] * step * wholeOf(values[i], step, bits);
  return sum;
}
