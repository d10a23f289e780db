/**
 * Events in .npy files: structured arrays with fields t, x, y, p (Tonic, expelliarmus; other names as in
 * column-roles.ts), or (N, 4) arrays whose columns are told from the values. Times with fractions are seconds, whole
 * ones µs, unless the field's name says otherwise; they are rounded to whole µs. Polarity: 0/1, -1/1, false/true. x to
 * the right, y downwards. Left out: dense frames (T, C, H, W), which are no events.
 */
import { errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { guessedUnit, POWER_TO_US, rolesByName, rolesByValue } from './column-roles.ts';
import type { ColumnRoles, TimeUnit } from './column-roles.ts';
import { allocateColumns, MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';
import { streamOf } from './event-stream.ts';
import { TABLE_SENSORS } from './event-text.ts';
import { isPixel } from './number-columns.ts';
import { readNpyTable } from './npy-table.ts';
import type { NpyColumn, NpyFault, NpyTable } from './npy-table.ts';

const SAMPLED_ROWS = 1000;

/** True for .npy files that hold, or should hold, a table of events rather than frames. */
export function isNpyEvents(bytes: Uint8Array): boolean {
  const table = readNpyTable(bytes);
  return 'rows' in table || table.tabular;
}

export function decodeNpyEvents(
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null,
): Outcome<EventStream> {
  return decodeNpyTable(readNpyTable(bytes), path, sensor);
}

/** A table from one array or from several. */
export function decodeNpyTable(
  table: NpyTable | NpyFault,
  path: string,
  sensor: Sensor | null,
): Outcome<EventStream> {
  if (!('rows' in table)) return refuse(noTableIssue(path, table.got));
  if (table.rows > MOST_EVENTS) return refuse(tooManyEvents(path, table.rows));
  const meaning = meaningOf(table);
  if (!meaning) return refuse(unclearIssue(path, table));
  const columns = readColumns(table, meaning);
  if (!columns.ok) return refuse(valueIssue(path, columns.row, columns.fault));
  return streamOf(columns.value, path, { sensor, declared: null, usual: TABLE_SENSORS }, []);
}

interface Meaning {
  readonly roles: ColumnRoles;
  readonly unit: TimeUnit;
}

function meaningOf({ rows, columns }: NpyTable): Meaning | null {
  const sampled = Math.min(rows, SAMPLED_ROWS);
  const sample = columns.map(({ firstByte, strideBytes, view, read }) =>
    Array.from({ length: sampled }, (_, i) => read(view, firstByte + i * strideBytes)),
  );
  const names = columns.map(({ name }) => name ?? '');
  const named = rolesByName(names);
  const roles = named?.roles ?? (names.every((name) => name === '') ? rolesByValue(sample) : null);
  return roles ? { roles, unit: named?.unit ?? guessedUnit(sample[roles.t]) } : null;
}

type Read = { ok: true; value: EventColumns } | { ok: false; row: number; fault: string };

function readColumns({ rows, columns }: NpyTable, { roles, unit }: Meaning): Read {
  const target = allocateColumns(rows);
  const { x, y, p, tUs } = target;
  const toUs = 10 ** Math.abs(POWER_TO_US[unit]);
  const divide = POWER_TO_US[unit] < 0;
  const reader =
    ({ firstByte, strideBytes, view, read }: NpyColumn) =>
    (row: number): number =>
      read(view, firstByte + row * strideBytes);
  const [readT, readX, readY, readP] = [roles.t, roles.x, roles.y, roles.p].map((i) => reader(columns[i]));
  for (let i = 0; i < rows; i++) {
    const [column, row, polarity] = [readX(i), readY(i), readP(i)];
    const t = Math.round(divide ? readT(i) / toUs : readT(i) * toUs) + 0;
    if (!isPixel(column) || !isPixel(row)) return { ok: false, row: i, fault: `x ${column}, y ${row}` };
    if (polarity !== 0 && polarity !== 1 && polarity !== -1)
      return { ok: false, row: i, fault: `polarity ${polarity}` };
    if (!Number.isSafeInteger(t)) return { ok: false, row: i, fault: `time ${t} µs` };
    x[i] = column;
    y[i] = row;
    p[i] = polarity > 0 ? 1 : 0;
    tUs[i] = t;
  }
  return { ok: true, value: target };
}

function noTableIssue(path: string, got: string): Issue {
  return errorAt(
    path,
    'npy/no-events',
    `must hold records with fields t, x, y, p or an (N, 4) array of numbers (got ${got}); save the events so, ` +
      "for example with Tonic's structured arrays",
  );
}

function unclearIssue(path: string, { columns }: NpyTable): Issue {
  const names = columns.map(({ name }) => name).filter(Boolean);
  return errorAt(
    path,
    'npy/columns',
    `must let its columns be told apart (got ${names.length ? `fields ${names.join(', ')}` : 'values that leave a doubt'}); ` +
      'save a structured array with fields t, x, y, p',
  );
}

function valueIssue(path: string, row: number, fault: string): Issue {
  return errorAt(
    path,
    'npy/value',
    `must hold whole pixels, polarity 0 or 1 (or -1 or 1) and a time in every row (got ${fault} in row ${row}); ` +
      'correct the array',
  );
}
