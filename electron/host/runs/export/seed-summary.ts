/** Runs that differ only in their seed, as one line: mean and standard deviation (n - 1) of every figure. */
import type { RunRow } from '../../../../engine/contract/index.ts';

export interface Spread {
  readonly mean: number;
  /** Null for a single run. */
  readonly sd: number | null;
  readonly n: number;
}

export interface SeedSummary {
  readonly rows: readonly RunRow[];
  readonly name: string;
}

/** In the order of their first run. */
export function bySeedGroup(rows: readonly RunRow[]): SeedSummary[] {
  return [...Map.groupBy(rows, ({ seedGroup }) => seedGroup).values()].map((members) => ({
    rows: onePerSeed(members),
    name: members[0].name,
  }));
}

/** The same seed again (a repetition) adds no knowledge: the first run of each seed counts. */
function onePerSeed(rows: readonly RunRow[]): RunRow[] {
  return rows.filter(({ seed }, i) => seed === null || rows.findIndex((row) => row.seed === seed) === i);
}

/** Null where no run has the figure. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const n = known.length;
  if (n === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / n;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : null, n };
}
