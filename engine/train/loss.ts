/**
 * Softmax cross-entropy on spike counts n: L = log(sum exp(n_j)) - n_label, in natural units (nat);
 * dL/dn_j = softmax_j - [j = label]. Left out: count and van Rossum losses.
 */
export function crossEntropy(counts: ArrayLike<number>, label: number, gradient: Float32Array): number {
  let top = 0;
  for (let j = 0; j < counts.length; j++) top = Math.max(top, counts[j]);
  let sum = 0;
  for (let j = 0; j < counts.length; j++) sum += Math.exp(counts[j] - top);
  for (let j = 0; j < counts.length; j++)
    gradient[j] = Math.exp(counts[j] - top) / sum - (j === label ? 1 : 0);
  return Math.log(sum) + top - counts[label];
}
