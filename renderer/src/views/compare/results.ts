/** Runs as points of accuracy against cost: one result per run and system, grouped by dataset. */
import type { RunRow, SystemName } from '../../../../engine/contract/index.ts';
import { SYSTEM_ORDER } from '../../charts/series-style.ts';
import type { Metric } from './metrics.ts';

export interface Result {
  /** `runId/system`, unique. */
  readonly key: string;
  readonly row: RunRow;
  readonly system: SystemName;
  readonly cost: RunRow['costs'][number];
  /** 0..1 */
  readonly accuracy: number;
  /** False while the run is queued or running: its figures are those of its last epoch. */
  readonly settled: boolean;
}

export interface Facet {
  readonly dataset: string;
  readonly results: readonly Result[];
}

export interface ResultFilter {
  /** Empty = all. */
  readonly systems: readonly SystemName[];
  readonly experiments: readonly string[];
}

export const resultKey = (runId: string, system: SystemName): string => `${runId}/${system}`;

/** Every run with an accuracy and a simulated cost, once per system. A failed run's last figures are no result. */
export function resultsOf(rows: readonly RunRow[]): Result[] {
  return rows.flatMap((row) => {
    const { accuracy } = row;
    if (accuracy === null || row.state === 'failed') return [];
    return row.costs.map((cost) => ({
      key: resultKey(row.id, cost.system),
      row,
      system: cost.system,
      cost,
      accuracy,
      settled: row.state !== 'running' && row.state !== 'queued',
    }));
  });
}

export function filterResults(results: readonly Result[], filter: ResultFilter): Result[] {
  return results.filter(
    ({ system, row }) =>
      (filter.systems.length === 0 || filter.systems.includes(system)) &&
      (filter.experiments.length === 0 || filter.experiments.includes(row.experiment)),
  );
}

/** One facet per dataset, the one with most results first, then by name, so that the order does not jump. */
export function facetsOf(results: readonly Result[]): Facet[] {
  const byDataset = Map.groupBy(results, ({ row }) => row.dataset);
  return [...byDataset]
    .map(([dataset, members]) => ({ dataset, results: members }))
    .sort((a, b) => b.results.length - a.results.length || a.dataset.localeCompare(b.dataset));
}

/**
 * What ratios refer to until the user chooses: the dearest published baseline that is present, without
 * hardware loss. PTB stands for the published baseline; the array without dispatch comes next.
 */
export function defaultBaseline(results: readonly Result[]): Result | null {
  const preference: readonly SystemName[] = ['ptb', 'serial-dense', 'serial', 'spikex'];
  const plain = (result: Result): number => result.row.beta ?? 0;
  const ranked = [...results].sort(
    (a, b) =>
      preference.indexOf(a.system) - preference.indexOf(b.system) ||
      plain(a) - plain(b) ||
      a.row.createdAtMs - b.row.createdAtMs ||
      a.key.localeCompare(b.key),
  );
  return ranked[0] ?? null;
}

/** How many times smaller than the baseline; null where a ratio means nothing. */
export function reduction(baseline: number, value: number): number | null {
  return baseline > 0 && value > 0 ? baseline / value : null;
}

/** `x` and `y`: what the axes show. */
export type SortKey = 'name' | 'beta' | 'x' | 'y';
export interface SortOrder {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Missing values come last in both directions. */
export function sortResults(
  results: readonly Result[],
  order: SortOrder,
  [x, y]: readonly [Metric, Metric],
): Result[] {
  const valueOf: Record<Exclude<SortKey, 'name'>, (result: Result) => number | null> = {
    beta: ({ row }) => row.beta ?? -1,
    x: x.of,
    y: y.of,
  };
  const direction = order.descending ? -1 : 1;
  return [...results].sort((a, b) => {
    const difference =
      order.key === 'name'
        ? a.row.name.localeCompare(b.row.name)
        : between(valueOf[order.key](a), valueOf[order.key](b), direction);
    return (
      direction * difference ||
      SYSTEM_ORDER.indexOf(b.system) - SYSTEM_ORDER.indexOf(a.system) ||
      a.key.localeCompare(b.key)
    );
  });
}

function between(a: number | null, b: number | null, direction: number): number {
  if (a === null || b === null) return direction * (Number(a === null) - Number(b === null));
  return a - b;
}
