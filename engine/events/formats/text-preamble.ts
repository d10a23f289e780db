/**
 * What stands before the rows of a table of events: comments (# or %), a line with column names (as a comment too), a
 * line with width and height alone (as the event files of E2VID have it), "%geometry:640,480" (Prophesee's CSV). Then
 * the first rows tell the columns where no names do. Left out: column names in other words than those of
 * column-roles.ts, which the caller gives by number instead.
 */
import type { Sensor } from '../sensor.ts';
import { guessedUnit, rolesByName, rolesByValue } from './column-roles.ts';
import type { ColumnRoles, TimeUnit } from './column-roles.ts';
import { LARGEST_SIDE } from './event-stream.ts';
import { startsWith, textOf } from './header-lines.ts';
import { NumberScanner } from './number-scanner.ts';

export interface TextTable {
  readonly dataStart: number;
  /** Counted from 1. */
  readonly firstLine: number;
  readonly size: Sensor | null;
  /** Null: neither names nor values tell. */
  readonly roles: ColumnRoles | null;
  readonly unit: TimeUnit;
  /** Numbers in the first row. */
  readonly columns: number;
}

const MOST_PREAMBLE_LINES = 1000;
const MOST_LINE_CHARACTERS = 1000;
const SAMPLED_ROWS = 1000;
const MOST_COLUMNS = 64;
const HASH = 0x23;
const PERCENT = 0x25;

export const isComment = (byte: number): boolean => byte === HASH || byte === PERCENT;

/** Null where no row of at least four numbers follows. */
export function readTextTable(bytes: Uint8Array): TextTable | null {
  const scanner = new NumberScanner(bytes, startsWith(bytes, 0, '\u00ef\u00bb\u00bf') ? 3 : 0);
  let names: readonly string[] | null = null;
  let size: Sensor | null = null;
  for (let line = 1; line <= MOST_PREAMBLE_LINES && scanner.at < bytes.length; line++, scanner.nextLine()) {
    const start = scanner.at;
    if (!scanner.next()) continue;
    const comment = isComment(bytes[scanner.at]);
    const row = comment ? [] : rowAt(bytes, scanner.at);
    if (row.length >= 4) return tableAt(bytes, start, { line, names, size });
    const text = lineText(bytes, scanner.at);
    if (row.length === 2) size = sizeOf(row[0], row[1]);
    else if (comment) {
      size = geometry(text) ?? size;
      names = namesIn(text.slice(1)) ?? names;
    } else {
      names = namesIn(text);
      if (!names) return null;
    }
  }
  return null;
}

interface Before {
  readonly line: number;
  readonly names: readonly string[] | null;
  readonly size: Sensor | null;
}

function tableAt(bytes: Uint8Array, dataStart: number, { line, names, size }: Before): TextTable {
  const sample = sampleColumns(bytes, dataStart);
  const named = names ? rolesByName(names) : null;
  const roles = named?.roles ?? rolesByValue(sample);
  const unit = named?.unit ?? (roles ? guessedUnit(sample[roles.t] ?? []) : 'us');
  return { dataStart, firstLine: line, size, roles, unit, columns: sample.length };
}

/** The first values of each column, from rows as long as the first. */
function sampleColumns(bytes: Uint8Array, start: number): number[][] {
  const scanner = new NumberScanner(bytes, start);
  const columns: number[][] = rowAt(bytes, start).map(() => []);
  for (let rows = 0; rows < SAMPLED_ROWS && scanner.at < bytes.length; rows++, scanner.nextLine()) {
    const row = rowAt(bytes, scanner.at);
    if (row.length === columns.length) row.forEach((value, i) => columns[i].push(value));
  }
  return columns;
}

/** The numbers of a line; none where it holds anything else. */
function rowAt(bytes: Uint8Array, start: number): number[] {
  const scanner = new NumberScanner(bytes, start);
  const row: number[] = [];
  while (row.length < MOST_COLUMNS && scanner.next()) {
    if (!scanner.read()) return [];
    row.push(scanner.times10(0));
  }
  return row;
}

function lineText(bytes: Uint8Array, start: number): string {
  let end = start;
  while (end < bytes.length && end - start < MOST_LINE_CHARACTERS && bytes[end] !== 10 && bytes[end] !== 13)
    end++;
  return textOf(bytes, start, end);
}

function namesIn(text: string): readonly string[] | null {
  const names = text.trim().split(/[,;]/.test(text) ? /[,;]/ : /\s+/);
  return rolesByName(names) ? names : null;
}

function geometry(text: string): Sensor | null {
  const [, width, height] = /geometry:\s*(\d+)\s*[,x]\s*(\d+)/i.exec(text) ?? [];
  return width ? sizeOf(Number(width), Number(height)) : null;
}

function sizeOf(width: number, height: number): Sensor | null {
  const usable = [width, height].every((n) => Number.isInteger(n) && n >= 1 && n <= LARGEST_SIDE);
  return usable ? { width, height } : null;
}
