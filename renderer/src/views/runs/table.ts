/** Filtering, sorting and "only differing" of the runs table. */
import type { RunRow, RunState } from '../../../../engine/contract/index.ts';
import type { RunColumn } from './columns.ts';

export interface RunFilter {
  /** Words that must all occur somewhere in the run's names, state or message. */
  readonly text: string;
  /** Empty = all. */
  readonly states: readonly RunState[];
}

export interface RunSort {
  readonly column: string;
  readonly descending: boolean;
}

export function filterRuns(rows: readonly RunRow[], filter: RunFilter): RunRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (filter.states.length > 0 && !filter.states.includes(row.state)) return false;
    if (words.length === 0) return true;
    const hay = [row.name, row.experiment, row.dataset, row.network, row.state, row.kind, row.id, row.message]
      .join('\n')
      .toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/** Missing values come last in both directions; equal ones keep newest first. */
export function sortRuns(rows: readonly RunRow[], sort: RunSort, columns: readonly RunColumn[]): RunRow[] {
  const column = columns.find(({ id }) => id === sort.column);
  const direction = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [column?.raw(a) ?? null, column?.raw(b) ?? null];
    if (left === null || right === null) {
      const order = Number(left === null) - Number(right === null);
      return order || newestFirst(a, b);
    }
    const difference =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left).localeCompare(String(right));
    return direction * difference || newestFirst(a, b);
  });
}

const newestFirst = (a: RunRow, b: RunRow): number =>
  b.createdAtMs - a.createdAtMs || a.id.localeCompare(b.id);

/** Columns whose text is not the same in every row. With fewer than two rows nothing can differ: all stay. */
export function differingColumns(rows: readonly RunRow[], columns: readonly RunColumn[]): RunColumn[] {
  if (rows.length < 2) return [...columns];
  return columns.filter((column) => {
    const first = column.text(rows[0]);
    return rows.some((row) => column.text(row) !== first);
  });
}

/** What the user ticked, in table order; with `onlyDiffering` less what is equal everywhere. The name always stays. */
export function visibleColumns(
  columns: readonly RunColumn[],
  chosen: readonly string[],
  rows: readonly RunRow[],
  onlyDiffering: boolean,
): RunColumn[] {
  const ticked = columns.filter(({ id }) => id === 'name' || chosen.includes(id));
  if (!onlyDiffering) return ticked;
  const differing = new Set(differingColumns(rows, ticked).map(({ id }) => id));
  return ticked.filter(({ id }) => id === 'name' || differing.has(id));
}
