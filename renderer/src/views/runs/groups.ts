/** Lines of the table: runs, or groups of them with the mean and spread of every figure. */
import type { RunRow } from '../../../../engine/contract/index.ts';
import type { RunColumn } from './columns.ts';

export const GROUPINGS = [
  'none',
  'seedGroup',
  'experiment',
  'project',
  'dataset',
  'network',
  'beta',
  'state',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface RunLine {
  readonly kind: 'run';
  readonly id: string;
  readonly row: RunRow;
  readonly inGroup: boolean;
}
export interface GroupLine {
  readonly kind: 'group';
  readonly id: string;
  readonly title: string;
  readonly rows: readonly RunRow[];
  readonly open: boolean;
}
export type TableLine = RunLine | GroupLine;

/** Groups in the order of their first row; runs without the value form a group of their own. */
export function tableLines(
  rows: readonly RunRow[],
  grouping: Grouping,
  open: ReadonlySet<string>,
): TableLine[] {
  if (grouping === 'none') return rows.map((row) => ({ kind: 'run', id: row.id, row, inGroup: false }));
  const groups = Map.groupBy(rows, (row) => String(row[grouping] ?? ''));
  return [...groups].flatMap(([value, members]): TableLine[] => {
    const id = `group ${grouping} ${value}`;
    const title = grouping === 'seedGroup' ? members[0].name : value || '–';
    const isOpen = open.has(id);
    const line: GroupLine = { kind: 'group', id, title, rows: members, open: isOpen };
    const below = members.map((row): RunLine => ({ kind: 'run', id: row.id, row, inGroup: true }));
    return isOpen ? [line, ...below] : [line];
  });
}

/** Mean ± standard deviation (n - 1) of a figure over distinct seeds; the text where all agree, else how many differ. */
export function groupCell(column: RunColumn, rows: readonly RunRow[]): { mean: string; spread: string } {
  if (!column.format) {
    const texts = new Set(rows.map((row) => column.text(row)));
    const [first] = texts;
    return texts.size === 1
      ? { mean: first ?? '', spread: '' }
      : { mean: '', spread: `${texts.size} values` };
  }
  const values = onePerSeed(rows).flatMap((row) => {
    const value = column.raw(row);
    return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
  });
  if (values.length === 0) return { mean: '–', spread: '' };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean: column.format(mean), spread: '' };
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return { mean: column.format(mean), spread: `± ${column.format(sd)}` };
}

/** Runs of one seed group with the same seed are repetitions, not observations. */
export function onePerSeed(rows: readonly RunRow[]): RunRow[] {
  const seen = new Set<string>();
  return rows.filter(({ seed, seedGroup }) => {
    if (seed === null) return true;
    const key = `${seedGroup} ${seed}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
