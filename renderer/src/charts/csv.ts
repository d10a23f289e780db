/** The drawn data as CSV (RFC 4180): names with units in the head, raw numbers below. */
import type { ChartTable, TableValue } from './drawing.ts';

export function csvOf(table: ChartTable): string {
  const head = table.columns.map(({ name, unit }) => (unit ? `${name} (${unit})` : name));
  return [head, ...table.rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

function field(value: TableValue): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
