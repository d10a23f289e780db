/**
 * How much of a figure's ranks one parameter explains, alone: Spearman's ρ² for numbers, the correlation ratio η² of the
 * ranks for words. No interaction of parameters is seen, and few runs prove little: `n` is shown beside it.
 */
import type { ParameterValue } from '../../charts/parallel.ts';

export interface Importance {
  readonly name: string;
  /** 0..1 */
  readonly share: number;
  /** Sign of the rank correlation; 0 for words. */
  readonly sign: -1 | 0 | 1;
  readonly n: number;
}

const LEAST_RUNS = 3;

/** The most important first; parameters that do not vary are left out. */
export function importances(
  parameters: readonly { readonly name: string; readonly values: readonly ParameterValue[] }[],
  target: readonly (number | null)[],
): Importance[] {
  return parameters
    .flatMap(({ name, values }): Importance[] => {
      const known = values.flatMap((value, i) => {
        const goal = target[i];
        return value === null || goal === null || goal === undefined || !Number.isFinite(goal)
          ? []
          : [{ value, goal }];
      });
      if (known.length < LEAST_RUNS || new Set(known.map(({ value }) => value)).size < 2) return [];
      const goals = ranks(known.map(({ goal }) => goal));
      const n = known.length;
      if (known.every(({ value }) => typeof value === 'number')) {
        const rho = correlation(ranks(known.map(({ value }) => Number(value))), goals);
        return [{ name, share: rho * rho, sign: rho > 0 ? 1 : rho < 0 ? -1 : 0, n }];
      }
      return [
        {
          name,
          share: correlationRatio(
            known.map(({ value }) => String(value)),
            goals,
          ),
          sign: 0,
          n,
        },
      ];
    })
    .sort((a, b) => b.share - a.share || a.name.localeCompare(b.name));
}

/** Equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const found = values.map(() => 0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && order[to].value === order[from].value) to++;
    for (let i = from; i < to; i++) found[order[i].at] = (from + to - 1) / 2 + 1;
    from = to;
  }
  return found;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [a, b].map((list) => list.reduce((sum, one) => sum + one, 0) / list.length);
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((one, i) => {
    both += (one - meanA) * (b[i] - meanB);
    ofA += (one - meanA) ** 2;
    ofB += (b[i] - meanB) ** 2;
  });
  return ofA > 0 && ofB > 0 ? both / Math.sqrt(ofA * ofB) : 0;
}

/** Variance between the groups over the whole variance. */
function correlationRatio(groups: readonly string[], values: readonly number[]): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const whole = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const byGroup = Map.groupBy(values, (_, i) => groups[i]);
  const between = [...byGroup.values()].reduce((sum, own) => {
    const middle = own.reduce((total, one) => total + one, 0) / own.length;
    return sum + own.length * (middle - mean) ** 2;
  }, 0);
  return whole > 0 ? between / whole : 0;
}
