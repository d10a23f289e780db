/** Sorting and "only differing" of the runs table. */
import type { RunRow } from '../../../../engine/contract/index.ts';
import type { RunColumn } from './columns.ts';

export interface RunSort {
  readonly column: string;
  readonly descending: boolean;
}

/** By the first key, equal ones by the next. Missing values come last in both directions; equal runs keep newest first. */
export function sortRuns(
  rows: readonly RunRow[],
  sorts: readonly RunSort[],
  columns: readonly RunColumn[],
): RunRow[] {
  const keys = sorts.flatMap(({ column: id, descending }) => {
    const column = columns.find((one) => one.id === id);
    return column
      ? [{ values: new Map(rows.map((row) => [row, column.raw(row)])), sign: descending ? -1 : 1 }]
      : [];
  });
  return [...rows].sort((a, b) => {
    for (const { values, sign } of keys) {
      const order = compare(values.get(a) ?? null, values.get(b) ?? null, sign);
      if (order !== 0) return order;
    }
    return newestFirst(a, b);
  });
}

type Raw = ReturnType<RunColumn['raw']>;
const words = new Intl.Collator();

function compare(left: Raw, right: Raw, sign: number): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
  return sign * words.compare(String(left), String(right));
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
