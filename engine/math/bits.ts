/**
 * Counting in 32-bit words, after Warren, Hacker's Delight: set bits by parallel sums (section 5-1), and fields of
 * equal width that are not zero (section 6-1, by carries into each field's top bit).
 */
export function popCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The top bit of every field of `width` bits; width divides 32. */
export function topBits(width: number): number {
  let mask = 0;
  for (let bit = width - 1; bit < 32; bit += width) mask |= 1 << bit;
  return mask;
}

/** Fields that hold any bit, with the mask of `topBits(width)`. */
export function filledFields(word: number, tops: number): number {
  return popCount((((word & ~tops) + ~tops) | word) & tops);
}
