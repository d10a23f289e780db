/**
 * Events as text or CSV, one per line: RPG's "t x y p" in seconds (Mueggler et al. 2017), Prophesee's "x,y,p,t" in µs and
 * any other order of columns. Columns are given, or named in the first line, or told from the values; the time unit is
 * given, or part of the name (t_us), or s for times with fractions and µs for whole ones. Times are rounded to whole
 * µs. Polarity: 0/1, -1/1 or false/true. x to the right, y downwards. Left out: quoted numbers, decimal commas.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import { DVS128_SENSOR, NCALTECH_SENSOR, NMNIST_SENSOR } from '../sensor.ts';
import type { Sensor } from '../sensor.ts';
import { POWER_TO_US } from './column-roles.ts';
import type { ColumnRoles, TimeUnit } from './column-roles.ts';
import { allocateColumns, firstEvents, MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import { ATIS_SENSOR, HD_SENSOR, streamOf, VGA_SENSOR } from './event-stream.ts';
import { textOf } from './header-lines.ts';
import { NumberScanner } from './number-scanner.ts';
import { isComment, readTextTable } from './text-preamble.ts';
import type { TextTable } from './text-preamble.ts';

/** Null: as the file says. Columns count from 0. */
export interface EventTextOptions {
  readonly roles: ColumnRoles | null;
  readonly unit: TimeUnit | null;
}

const AS_THE_FILE_SAYS: EventTextOptions = { roles: null, unit: null };
export const TABLE_SENSORS = [
  NMNIST_SENSOR,
  DVS128_SENSOR,
  NCALTECH_SENSOR,
  ATIS_SENSOR,
  { width: 346, height: 260 },
  VGA_SENSOR,
  HD_SENSOR,
];
const LF = 10;

/** True for text that begins like a table of events. */
export function isEventText(bytes: Uint8Array): boolean {
  const binary = bytes.subarray(0, 4096).some((byte) => byte < 0x20 && (byte < 9 || byte > 13));
  return !binary && (readTextTable(bytes)?.columns ?? 0) >= 4;
}

export function decodeEventText(
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null,
  options: EventTextOptions = AS_THE_FILE_SAYS,
): Outcome<EventStream> {
  const table = readTextTable(bytes);
  if (!table) return refuse(noTableIssue(path));
  const roles = options.roles ?? table.roles;
  if (!roles) return refuse(unclearIssue(path, table.columns));
  const lines = countLines(bytes, table.dataStart);
  if (lines > MOST_EVENTS) return refuse(tooManyEvents(path, lines));
  const rows = new RowReader(bytes, table, roles, options.unit ?? table.unit).readAll(lines, path);
  if (!rows.ok) return rows;
  const sources = { sensor, declared: table.size, usual: TABLE_SENSORS };
  return streamOf(rows.value, path, sources, rows.warnings);
}

function countLines(bytes: Uint8Array, start: number): number {
  let lines = 1;
  for (let i = start; i < bytes.length; i++) if (bytes[i] === LF) lines++;
  return lines;
}

class RowReader {
  private readonly bytes: Uint8Array;
  private readonly table: TextTable;
  private readonly roles: ColumnRoles;
  private readonly power: number;
  private readonly scanner: NumberScanner;
  private t = 0;
  private x = 0;
  private y = 0;
  private p = 0;

  constructor(bytes: Uint8Array, table: TextTable, roles: ColumnRoles, unit: TimeUnit) {
    this.bytes = bytes;
    this.table = table;
    this.roles = roles;
    this.power = POWER_TO_US[unit];
    this.scanner = new NumberScanner(bytes, table.dataStart);
  }

  readAll(lines: number, path: string) {
    const { bytes, scanner } = this;
    const columns = allocateColumns(lines);
    let kept = 0;
    for (let line = this.table.firstLine; scanner.at < bytes.length; line++, scanner.nextLine()) {
      const start = scanner.at;
      if (!scanner.next() || isComment(bytes[scanner.at])) continue;
      const fault = this.readRow();
      if (fault !== null) {
        if (bytes.indexOf(LF, start) >= 0) return refuse(rowIssue(path, line, fault, bytes, start));
        // The last line has no end: the recording was cut off in the middle of it.
        return accept(firstEvents(columns, kept), [lastLineWarning(path, line)]);
      }
      columns.x[kept] = this.x;
      columns.y[kept] = this.y;
      columns.p[kept] = this.p > 0 ? 1 : 0;
      columns.tUs[kept] = this.t;
      kept++;
    }
    return accept(firstEvents(columns, kept));
  }

  /** What is wrong with the row, or null. */
  private readRow(): string | null {
    const { scanner, roles } = this;
    let column = 0;
    for (; scanner.next(); column++) {
      if (!scanner.read()) return 'something that is no number';
      if (column === roles.t) this.t = Math.round(scanner.times10(this.power)) + 0;
      else if (column === roles.x) this.x = scanner.times10(0);
      else if (column === roles.y) this.y = scanner.times10(0);
      else if (column === roles.p) this.p = scanner.times10(0);
    }
    if (column !== this.table.columns) return `${column} columns`;
    if (!isPixel(this.x) || !isPixel(this.y)) return `x ${this.x}, y ${this.y}`;
    if (this.p !== 0 && this.p !== 1 && this.p !== -1) return `polarity ${this.p}`;
    return Number.isSafeInteger(this.t) ? null : `time ${this.t} µs`;
  }
}

const isPixel = (value: number): boolean => value >= 0 && value <= 0xffff && Number.isInteger(value);

function noTableIssue(path: string): Issue {
  return errorAt(
    path,
    'text/no-table',
    'must hold rows of at least four numbers, t, x, y and p (got other text); choose the file of events',
  );
}

function unclearIssue(path: string, columns: number): Issue {
  return errorAt(
    path,
    'text/columns',
    `must let its columns be told apart (got ${columns} columns without names, whose values leave a doubt); ` +
      'write the names as the first line, for example "t_us,x,y,p"',
  );
}

function rowIssue(path: string, line: number, fault: string, bytes: Uint8Array, start: number): Issue {
  const text = textOf(bytes, start, Math.min(bytes.length, start + 60)).split(/[\r\n]/)[0];
  return errorAt(
    path,
    'text/row',
    `must hold whole pixels, polarity 0 or 1 (or -1 or 1), a time, and as many columns as the first row ` +
      `(got ${fault} in line ${line}: "${text}"); correct the line or the column names`,
  );
}

function lastLineWarning(path: string, line: number): Issue {
  return warningAt(
    path,
    'events/cut-off',
    `must end with a whole line (got a part of line ${line}); it is left out, the file was probably copied in part`,
  );
}
