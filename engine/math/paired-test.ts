/**
 * Two classifiers on the same samples: how often only one of them is right, McNemar's exact test (two-sided binomial
 * of the discordant pairs with share 1/2), and a 95 % interval of the difference in accuracy (Wald with 0.5 added to
 * each of the four cells, Agresti and Min 2005). Left out: dependence between samples that occur more than once.
 */
import type { PairedComparison } from '../contract/index.ts';

const Z95 = 1.959964;

export function comparePaired(first: readonly boolean[], second: readonly boolean[]): PairedComparison {
  const samples = first.length;
  let onlyFirst = 0;
  let onlySecond = 0;
  first.forEach((right, i) => {
    if (right && !second[i]) onlyFirst++;
    if (!right && second[i]) onlySecond++;
  });
  const n = samples + 2;
  const sum = (onlyFirst + onlySecond + 1) / n;
  const middle = (onlySecond - onlyFirst) / n;
  const half = Z95 * Math.sqrt((sum - middle * middle) / n);
  return {
    samples,
    onlyFirst,
    onlySecond,
    difference: samples ? (onlySecond - onlyFirst) / samples : 0,
    low: Math.max(-1, middle - half),
    high: Math.min(1, middle + half),
    pValue: mcNemar(onlyFirst, onlySecond),
  };
}

function mcNemar(b: number, c: number): number {
  const n = b + c;
  let term = 0.5 ** n; // C(n, 0) / 2^n
  let tail = 0;
  for (let i = 0; i <= Math.min(b, c); i++) {
    tail += term;
    term *= (n - i) / (i + 1);
  }
  return Math.min(1, 2 * tail);
}
