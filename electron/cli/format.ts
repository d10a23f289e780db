/** Numbers and tables for people at a terminal. */
import type { HardwareAccuracy } from '../../engine/contract/index.ts';

const PREFIXES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'µ'],
  [1e-9, 'n'],
  [1e-12, 'p'],
  [1e-15, 'f'],
  [1e-18, 'a'],
] as const;

/** Three significant digits with an SI prefix: si(2.5e-6, 'J') = '2.50 µJ'. */
export function si(value: number, unit: string): string {
  if (value === 0) return `0 ${unit}`;
  const [factor, prefix] =
    PREFIXES.find(([least]) => Math.abs(value) >= least * 0.9995) ?? PREFIXES[PREFIXES.length - 1];
  return `${(value / factor).toPrecision(3)} ${prefix}${unit}`;
}

export const percent = (share: number, digits = 2): string => `${(share * 100).toFixed(digits)} %`;

export interface Column<Row> {
  readonly head: string;
  readonly right?: boolean;
  readonly of: (row: Row) => string;
}

/** Aligned columns with two spaces between, a head line and a rule. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map((column) => column.of(row)));
  const widths = columns.map((column, i) =>
    Math.max(column.head.length, ...cells.map((line) => line[i].length)),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (columns[i].right ? text.padStart(widths[i]) : text.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  const head = line(columns.map((column) => column.head));
  return [head, widths.map((width) => '-'.repeat(width)).join('  '), ...cells.map(line)].join('\n');
}

/** Accuracy on the accelerator's numbers, in one line. */
export function hardwareLine({
  accuracy,
  correct,
  total,
  weightBits,
  potentialBits,
  overflows,
}: HardwareAccuracy): string {
  const bits = new Set(weightBits).size === 1 ? weightBits[0] : weightBits.join(',');
  return `As the hardware runs it (${bits}-bit weights, ${potentialBits}-bit potentials): ${percent(accuracy)} (${correct} of ${total}), ${overflows} overflows`;
}
