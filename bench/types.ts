/** One measured figure: medians, in the same unit, measured side by side in one run. */
export interface BenchResult {
  readonly name: string;
  readonly ours: number;
  /** What it is compared with; null where there is no peer on this machine. */
  readonly baseline: number | null;
  readonly baselineName: string | null;
  /** ours / baseline for rates, baseline / ours for times: above 1 = ours is faster. */
  readonly ratio: number | null;
  readonly unit: string;
  /** Repetitions behind the median. */
  readonly runs: number;
  readonly note: string;
}

export type BenchSuite = (progress: (line: string) => void) => Promise<readonly BenchResult[]>;

/** Median of an odd or even number of figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
