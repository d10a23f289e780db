/** CSV (RFC 4180; LF alone and a byte order mark are taken too) as a head and rows of texts. */
import { accept, errorAt, refuse, type Outcome } from '../../../../engine/contract/index.ts';

export interface CsvTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const MOST_COLUMNS = 10_000;
const MOST_ROWS = 2_000_000;

export function readCsv(text: string, file: string): Outcome<CsvTable> {
  const lines = split(text.startsWith('\ufeff') ? text.slice(1) : text);
  if (typeof lines === 'string')
    return refuse(errorAt(file, 'csv/shape', `must be a CSV table (got ${lines}); export it again`));
  const [head, ...rows] = lines;
  if (!head || head.every((name) => name.trim() === ''))
    return refuse(errorAt(file, 'csv/head', 'must begin with a line of column names; add one'));
  const ragged = rows.findIndex((row) => row.length !== head.length);
  if (ragged >= 0) {
    const got = `${rows[ragged].length} in line ${ragged + 2}`;
    return refuse(
      errorAt(file, 'csv/columns', `must have ${head.length} fields in every line (got ${got}); mend it`),
    );
  }
  return accept({ head: head.map((name) => name.trim()), rows });
}

/** A text says what is wrong. */
function split(text: string): string[][] | string {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      if (end < 0) return `a quote that is never closed in line ${lines.length + 1}`;
      field = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
      if (at < text.length && !',\r\n'.includes(text[at]))
        return `text behind a quote in line ${lines.length + 1}`;
    } else {
      const end = fieldEnd(text, at);
      field = text.slice(at, end);
      at = end;
    }
    line.push(field);
    if (line.length > MOST_COLUMNS) return `more than ${MOST_COLUMNS} columns`;
    if (text[at] === ',') {
      at++;
      if (at === text.length) line.push('');
      if (at < text.length) continue;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    if (line.length > 1 || line[0] !== '') lines.push(line);
    if (lines.length > MOST_ROWS) return `more than ${MOST_ROWS} lines`;
    line = [];
  }
  return lines;
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}

function fieldEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}
