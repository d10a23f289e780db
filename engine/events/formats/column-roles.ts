/**
 * Which column of a table holds t, x, y and p: by its name, or for tables of exactly four columns without names by the
 * values of the first rows. t is the column with fractions, else the growing one with the largest values; p the last
 * other one with only 0 and 1, or -1 and 1; x comes before y. Where this leaves a doubt there is no answer.
 */
export interface ColumnRoles {
  readonly t: number;
  readonly x: number;
  readonly y: number;
  readonly p: number;
}

export const TIME_UNITS = ['s', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** Powers of ten to µs. */
export const POWER_TO_US: Record<TimeUnit, number> = { s: 6, ms: 3, us: 0, ns: -3 };

export interface NamedColumns {
  readonly roles: ColumnRoles;
  /** Where a name gives it, like t_us. */
  readonly unit: TimeUnit | null;
}

const TIME = /^(?:t|ts|time|timestamps?)(?:[_\s([]+(s|sec|seconds?|ms|msec|us|µs|usec|ns|nsec)[\])]*)?$/;
const OTHERS: readonly (readonly ['x' | 'y' | 'p', RegExp])[] = [
  ['x', /^(?:x|xs|col|column)$/],
  ['y', /^(?:y|ys|row)$/],
  ['p', /^(?:p|ps|pol|polarity|polarities|on)$/],
];

/** Null where one of the four is missing or named twice; other columns do not matter. */
export function rolesByName(names: readonly string[]): NamedColumns | null {
  const found: Partial<Record<'t' | 'x' | 'y' | 'p', number>> = {};
  let unit: TimeUnit | null = null;
  for (const [column, given] of names.entries()) {
    const name = given.trim().replaceAll('"', '').toLowerCase();
    const time = TIME.exec(name);
    const role = time ? 't' : OTHERS.find(([, pattern]) => pattern.test(name))?.[0];
    if (!role) continue;
    if (found[role] !== undefined) return null;
    found[role] = column;
    if (time?.[1]) unit = unitOf(time[1]);
  }
  const { t, x, y, p } = found;
  if (t === undefined || x === undefined || y === undefined || p === undefined) return null;
  return { roles: { t, x, y, p }, unit };
}

/** `columns`: the first values of each of four columns. */
export function rolesByValue(columns: readonly (readonly number[])[]): ColumnRoles | null {
  if (columns.length !== 4) return null;
  const t = timeColumn(columns);
  if (t === null) return null;
  const others = [0, 1, 2, 3].filter((column) => column !== t);
  const p = others.findLast((column) => isPolarity(columns[column]));
  if (p === undefined) return null;
  const [x, y] = others.filter((column) => column !== p);
  return { t, x, y, p };
}

/** Whole numbers are µs, others seconds. */
export function guessedUnit(times: readonly number[]): TimeUnit {
  return times.every(Number.isInteger) ? 'us' : 's';
}

function timeColumn(columns: readonly (readonly number[])[]): number | null {
  const fractional = indices(columns, (values) => !values.every(Number.isInteger));
  if (fractional.length > 0) return fractional.length === 1 ? fractional[0] : null;
  const growing = indices(columns, (values) => values.every((value, i) => i === 0 || value >= values[i - 1]));
  const highest = columns.map((values) => values.reduce((high, value) => Math.max(high, value), 0));
  const largest = growing.filter((column) => growing.every((other) => highest[other] <= highest[column]));
  const alone =
    largest.length === 1 && columns.every((_, i) => i === largest[0] || highest[i] < highest[largest[0]]);
  return alone ? largest[0] : null;
}

function isPolarity(values: readonly number[]): boolean {
  const zeroAndOne = values.every((value) => value === 0 || value === 1);
  return zeroAndOne || values.every((value) => value === -1 || value === 1);
}

function indices(
  columns: readonly (readonly number[])[],
  holds: (values: readonly number[]) => boolean,
): number[] {
  return columns.flatMap((values, i) => (holds(values) ? [i] : []));
}

function unitOf(text: string): TimeUnit {
  if (text.startsWith('m')) return 'ms';
  if (text.startsWith('n')) return 'ns';
  return text.startsWith('u') || text.startsWith('µ') ? 'us' : 's';
}
