/**
 * Shapley value: the share of each of n factors in v(all) - v(none), as its marginal effect averaged over all n!
 * orders of switching the factors one by one (Shapley 1953). Exact by the weights |S|! (n - 1 - |S|)! / n! over the
 * 2^n subsets, so the shares add up to the difference and do not depend on an order.
 */

/** valueOf[mask]: value with the factors of the mask switched; length 2^n. */
export function shapleyShares(valueOf: readonly number[]): number[] {
  const factors = Math.round(Math.log2(valueOf.length));
  if (2 ** factors !== valueOf.length) throw new Error(`shapleyShares: ${valueOf.length} is no power of two`);
  const weights = orderWeights(factors);
  return Array.from({ length: factors }, (_, factor) => {
    const bit = 1 << factor;
    let share = 0;
    for (let mask = 0; mask < valueOf.length; mask++) {
      if (mask & bit) continue;
      share += weights[sizeOf(mask)] * (valueOf[mask | bit] - valueOf[mask]);
    }
    return share;
  });
}

/** Fraction of orders in which a given factor comes right after a given set of this size: 1 / (n * C(n-1, size)). */
function orderWeights(factors: number): number[] {
  const weights: number[] = [];
  let sets = 1;
  for (let size = 0; size < factors; size++) {
    weights.push(1 / (factors * sets));
    sets = (sets * (factors - 1 - size)) / (size + 1);
  }
  return weights;
}

function sizeOf(mask: number): number {
  let size = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) size++;
  return size;
}
