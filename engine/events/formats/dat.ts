/**
 * ATIS and Prophesee .dat: text lines "% key value", two bytes (event type, event size), then records of two
 * little-endian 32-bit words, time in µs and packed coordinates. Version 2: x 14 bits, y 14, polarity 4. Without a
 * header, and in versions 0 and 1: x 9 bits, y 8, polarity 1 (ATIS; POKER-DVS, HOTS); a file without header lines has
 * no type and size bytes either. Times wrap at 2^32 µs. Source: Prophesee, DAT file format; N-CARS, HOTS files.
 * x to the right, y downwards. Left out: grey-level (EM) and trigger files, which are refused.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { allocateColumns, cutOffWarning, lengthIssue, MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';
import { ATIS_SENSOR, HD_SENSOR, POKER_DVS_CROP, streamOf, VGA_SENSOR } from './event-stream.ts';
import type { Extent } from './event-stream.ts';
import { readPercentHeader } from './percent-header.ts';
import type { PercentHeader } from './percent-header.ts';
import { blocks32, CLOCK_RANGE_US, clockAtStart, LEAST_WRAP_US, viewFrom, wrapWarnings } from './words.ts';
import type { Clock } from './words.ts';

export const DAT_RECORD_BYTES = 8;
/** Event2d and EventCD; others are triggers or grey levels. */
const EVENT_TYPES = [0x00, 0x0c];
const CROPS_AND_ATIS = [POKER_DVS_CROP, ATIS_SENSOR];
const PROPHESEE_SENSORS = [ATIS_SENSOR, VGA_SENSOR, HD_SENSOR];

/** True for '%' headers of .dat files; headerless ones have no signature. */
export function isDatHeader(bytes: Uint8Array): boolean {
  const header = readPercentHeader(bytes);
  return header !== null && (header.entries.has('data') || header.entries.has('version'));
}

export function decodeDat(bytes: Uint8Array, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const head = readDatHead(bytes, path);
  if (!head.ok) return head;
  const { start, hasHeader, wide, declared, usual } = head.value;
  const length = bytes.length - start;
  const rest = length % DAT_RECORD_BYTES;
  const cut = hasHeader ? null : lengthIssue(length, DAT_RECORD_BYTES, 'ATIS .dat', path);
  if (cut) return refuse(cut);
  const events = (length - rest) / DAT_RECORD_BYTES;
  if (events > MOST_EVENTS) return refuse(tooManyEvents(path, events));
  const state = datStart();
  const columns = decodeDatRecords(viewFrom(bytes, start), wide, state);
  const ending = datEnd(state, head.value, rest, path);
  return ending.ok ? streamOf(columns, path, { sensor, declared, usual }, ending.warnings, state) : ending;
}

export interface DatHead {
  /** Where the records begin. */
  readonly start: number;
  readonly hasHeader: boolean;
  readonly wide: boolean;
  readonly declared: Sensor | null;
  readonly usual: readonly Sensor[];
}

export function readDatHead(bytes: Uint8Array, path: string): Outcome<DatHead> {
  const header = readPercentHeader(bytes);
  const issue = header ? recordTypeIssue(bytes, header.dataStart, path) : null;
  if (issue) return refuse(issue);
  return accept({
    start: header ? header.dataStart + 2 : 0,
    hasHeader: header !== null,
    wide: header !== null && versionOf(header) >= 2,
    declared: header?.size ?? null,
    usual: header ? PROPHESEE_SENSORS : CROPS_AND_ATIS,
  });
}

/** After the last record: what the records as a whole say. */
export function datEnd(
  { unusedBits, epochUs }: DatState,
  { wide, hasHeader }: DatHead,
  restBytes: number,
  path: string,
): Outcome<null> {
  if (unusedBits !== 0 && !wide) return refuse(notAtisIssue(path, hasHeader));
  const warnings: Issue[] = restBytes ? [cutOffWarning(path, DAT_RECORD_BYTES, restBytes)] : [];
  if (unusedBits !== 0) {
    warnings.push(
      warningAt(path, 'dat/polarity', 'must hold polarities 0 and 1 (got larger ones); they are taken as ON'),
    );
  }
  return accept(null, [...warnings, ...wrapWarnings(epochUs, path)]);
}

/** Version 2 with the size in the header; refuses what it cannot hold. */
export function encodeDat({ width, height, x, y, p, tUs }: EventStream, path: string): Outcome<Uint8Array> {
  const head = `% Data file containing CD events.\n% Version 2\n% Width ${width}\n% Height ${height}\n`;
  const start = head.length + 2;
  const bytes = new Uint8Array(start + x.length * DAT_RECORD_BYTES);
  for (let i = 0; i < head.length; i++) bytes[i] = head.charCodeAt(i);
  bytes[head.length] = 0x0c;
  bytes[head.length + 1] = DAT_RECORD_BYTES;
  const view = viewFrom(bytes, start);
  for (let i = 0, at = 0; i < x.length; i++, at += DAT_RECORD_BYTES) {
    const t = tUs[i];
    if (!(t >= 0 && t < CLOCK_RANGE_US) || !Number.isInteger(t) || x[i] > 0x3fff || y[i] > 0x3fff) {
      return refuse(
        errorAt(
          path,
          'events/not-encodable',
          `must hold x and y below 16384 and whole times of 0..4294967295 µs for .dat ` +
            `(got x ${x[i]}, y ${y[i]}, t ${t} µs in event ${i}); crop the recording or start its times at 0`,
        ),
      );
    }
    view.setUint32(at, t, true);
    view.setUint32(at + 4, x[i] | (y[i] << 14) | (p[i] << 28), true);
  }
  return accept(bytes);
}

/** What is carried from one piece of a recording to the next. */
export interface DatState extends Clock, Extent {
  /** Bits that must be 0, of all records together. */
  unusedBits: number;
}

export const datStart = (): DatState => ({ ...clockAtStart(), unusedBits: 0, maxX: 0, maxY: 0 });

/** `view`: whole records. */
export function decodeDatRecords(view: DataView, wide: boolean, state: DatState): EventColumns {
  const columns = allocateColumns(Math.floor(view.byteLength / DAT_RECORD_BYTES));
  const decode = wide ? decodeWide : decodeAtis;
  let first = 0;
  for (const words of blocks32(view)) {
    const to = first + (words.length >>> 1);
    decode(words, columns, first, to, state);
    readClock(words, columns.tUs, first, to, state);
    first = to;
  }
  return columns;
}

/** Version 2. The loops are written out for each layout, because shifts by constants are twice as fast. */
function decodeWide(
  words: Uint32Array,
  { x, y, p }: EventColumns,
  first: number,
  to: number,
  state: DatState,
): void {
  let { unusedBits, maxX, maxY } = state;
  for (let i = first, w = 1; i < to; i++, w += 2) {
    const data = words[w];
    unusedBits |= data >>> 29;
    const column = data & 0x3fff;
    const row = (data >>> 14) & 0x3fff;
    x[i] = column;
    y[i] = row;
    // 1 for every value but 0, without a branch that random polarities would mispredict.
    p[i] = ((data >>> 28) + 15) >>> 4;
    if (column > maxX) maxX = column;
    if (row > maxY) maxY = row;
  }
  Object.assign(state, { unusedBits, maxX, maxY });
}

/** Versions 0 and 1, and files without a header. */
function decodeAtis(
  words: Uint32Array,
  { x, y, p }: EventColumns,
  first: number,
  to: number,
  state: DatState,
): void {
  let { unusedBits, maxX, maxY } = state;
  for (let i = first, w = 1; i < to; i++, w += 2) {
    const data = words[w];
    unusedBits |= data >>> 18;
    const column = data & 0x1ff;
    const row = (data >>> 9) & 0xff;
    x[i] = column;
    y[i] = row;
    p[i] = (data >>> 17) & 1;
    if (column > maxX) maxX = column;
    if (row > maxY) maxY = row;
  }
  Object.assign(state, { unusedBits, maxX, maxY });
}

/**
 * Times of a block. A wrap is a fall of the highest bit; blocks without one take a loop without a branch, which is three
 * times as fast.
 */
function readClock(words: Uint32Array, tUs: Float64Array, first: number, to: number, clock: Clock): void {
  const { epochUs } = clock;
  let falls = 0;
  let previous = clock.previous;
  for (let i = first, w = 0; i < to; i++, w += 2) {
    const t = words[w];
    falls |= previous & ~t;
    previous = t;
    tUs[i] = epochUs + t;
  }
  if (falls < 0) readWrappingClock(words, tUs, first, to, clock);
  else clock.previous = previous;
}

function readWrappingClock(
  words: Uint32Array,
  tUs: Float64Array,
  first: number,
  to: number,
  clock: Clock,
): void {
  for (let i = first, w = 0; i < to; i++, w += 2) {
    const t = words[w];
    if (clock.previous - t > LEAST_WRAP_US) clock.epochUs += CLOCK_RANGE_US;
    clock.previous = t;
    tUs[i] = clock.epochUs + t;
  }
}

/** A header without a version line is that of the ATIS layout. */
const versionOf = ({ entries }: PercentHeader): number =>
  Number.parseInt(entries.get('version') ?? '0', 10) || 0;

function recordTypeIssue(bytes: Uint8Array, at: number, path: string): Issue | null {
  if (bytes.length < at + 2) {
    return errorAt(
      path,
      'events/truncated',
      `must hold event type and size after its header (got ${bytes.length - at} bytes); copy the file again`,
    );
  }
  const [type, size] = [bytes[at], bytes[at + 1]];
  if (EVENT_TYPES.includes(type) && size === DAT_RECORD_BYTES) return null;
  return errorAt(
    path,
    'dat/event-type',
    `must hold change events of 8 bytes, type 0 or 12 (got type ${type}, ${size} bytes); ` +
      'choose the file of change detection (CD, TD), not that of triggers or grey levels',
  );
}

function notAtisIssue(path: string, header: boolean): Issue {
  return errorAt(
    path,
    'dat/not-atis',
    `must have no bits set beyond the 18 of the ATIS layout (got such bits in a file ` +
      `${header ? 'whose header says no version or one below 2' : 'without a header'}); ` +
      'the file is damaged, lost its header or is another .dat: fetch the original',
  );
}
