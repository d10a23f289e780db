/** CSV by RFC 4180: CRLF, fields quoted where needed. */

export type Cell = string | number | boolean | null;

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).
 * Numbers are written as they are, so that a negative one stays a number.
 */
const FORMULA = /^[=+\-@\t\r\n]/;

export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvText(lines: readonly (readonly Cell[])[]): string {
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}
