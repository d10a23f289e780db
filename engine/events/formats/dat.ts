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
import { readPercentHeader } from './percent-header.ts';
import type { PercentHeader } from './percent-header.ts';
import { CLOCK_RANGE_US, LEAST_WRAP_US, viewFrom, wrapWarnings } from './words.ts';

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
  const header = readPercentHeader(bytes);
  const start = header ? header.dataStart + 2 : 0;
  if (header) {
    const issue = recordTypeIssue(bytes, header.dataStart, path);
    if (issue) return refuse(issue);
  }
  const length = bytes.length - start;
  const rest = length % DAT_RECORD_BYTES;
  const cut = header ? null : lengthIssue(length, DAT_RECORD_BYTES, 'ATIS .dat', path);
  if (cut) return refuse(cut);
  const events = (length - rest) / DAT_RECORD_BYTES;
  if (events > MOST_EVENTS) return refuse(tooManyEvents(path, events));
  const warnings: Issue[] = rest ? [cutOffWarning(path, DAT_RECORD_BYTES, rest)] : [];
  const version = header ? versionOf(header) : 0;
  const view = viewFrom(bytes, start);
  const { columns, unusedBits, epochUs } = version >= 2 ? decodeWide(view, events) : decodeAtis(view, events);
  if (unusedBits !== 0 && version < 2) return refuse(notAtisIssue(path, header !== null));
  if (unusedBits !== 0) {
    warnings.push(
      warningAt(path, 'dat/polarity', 'must hold polarities 0 and 1 (got larger ones); they are taken as ON'),
    );
  }
  warnings.push(...wrapWarnings(epochUs, path));
  const usual = header ? PROPHESEE_SENSORS : CROPS_AND_ATIS;
  return streamOf(columns, path, { sensor, declared: header?.size ?? null, usual }, warnings);
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

interface Decoded {
  readonly columns: EventColumns;
  /** Bits that must be 0, of all records together. */
  readonly unusedBits: number;
  readonly epochUs: number;
}

/** Version 2. The loops are written out for each layout, because shifts by constants are twice as fast. */
function decodeWide(view: DataView, events: number): Decoded {
  const columns = allocateColumns(events);
  const { x, y, p, tUs } = columns;
  let previous = 0;
  let epochUs = 0;
  let unusedBits = 0;
  for (let i = 0, at = 0; i < events; i++, at += DAT_RECORD_BYTES) {
    const data = view.getUint32(at + 4, true);
    unusedBits |= data >>> 29;
    x[i] = data & 0x3fff;
    y[i] = (data >>> 14) & 0x3fff;
    // 1 for every value but 0, without a branch that random polarities would mispredict.
    p[i] = ((data >>> 28) + 15) >>> 4;
    const t = view.getUint32(at, true);
    if (previous - t > LEAST_WRAP_US) epochUs += CLOCK_RANGE_US;
    previous = t;
    tUs[i] = epochUs + t;
  }
  return { columns, unusedBits, epochUs };
}

/** Versions 0 and 1, and files without a header. */
function decodeAtis(view: DataView, events: number): Decoded {
  const columns = allocateColumns(events);
  const { x, y, p, tUs } = columns;
  let previous = 0;
  let epochUs = 0;
  let unusedBits = 0;
  for (let i = 0, at = 0; i < events; i++, at += DAT_RECORD_BYTES) {
    const data = view.getUint32(at + 4, true);
    unusedBits |= data >>> 18;
    x[i] = data & 0x1ff;
    y[i] = (data >>> 9) & 0xff;
    p[i] = (data >>> 17) & 1;
    const t = view.getUint32(at, true);
    if (previous - t > LEAST_WRAP_US) epochUs += CLOCK_RANGE_US;
    previous = t;
    tUs[i] = epochUs + t;
  }
  return { columns, unusedBits, epochUs };
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
