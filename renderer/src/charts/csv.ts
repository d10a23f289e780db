/** The drawn data as CSV (RFC 4180): names with units in the head, raw numbers below. */
import type { ChartTable, TableValue } from './drawing.ts';

export function csvOf(table: ChartTable): string {
  const head = table.columns.map(({ name, unit }) => (unit ? `${name} (${unit})` : name));
  return [head, ...table.rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers. */
const FORMULA = /^[=+\-@\t\r\n]/;

function field(value: TableValue): string {
  if (value === null) return '';
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
