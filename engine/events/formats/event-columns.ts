/**
 * The four columns into which every decoder writes its events, and the memory rule that all of them follow: count
 * first, then allocate exactly, never more than MOST_EVENTS (13 bytes each, about 3.3 GiB). Columns are given back
 * shorter where fewer events were kept than counted. Left out: growing while reading.
 */
import { errorAt, warningAt } from '../../contract/index.ts';
import type { Issue } from '../../contract/index.ts';

export interface EventColumns {
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly p: Uint8Array;
  readonly tUs: Float64Array;
}

export const MOST_EVENTS = 2 ** 28;

export function allocateColumns(events: number): EventColumns {
  return {
    x: new Uint16Array(events),
    y: new Uint16Array(events),
    p: new Uint8Array(events),
    tUs: new Float64Array(events),
  };
}

/** The first `kept` events, without the memory of the others. */
export function firstEvents(columns: EventColumns, kept: number): EventColumns {
  const { x, y, p, tUs } = columns;
  if (kept === x.length) return columns;
  return { x: x.slice(0, kept), y: y.slice(0, kept), p: p.slice(0, kept), tUs: tUs.slice(0, kept) };
}

export function tooManyEvents(path: string, events: number): Issue {
  return errorAt(
    path,
    'events/too-many',
    `must hold at most ${MOST_EVENTS} events (got ${events}); cut the recording into clips`,
  );
}

/** For formats without a header, of which nothing else tells that they are whole. */
export function lengthIssue(length: number, recordBytes: number, name: string, path: string): Issue | null {
  if (length === 0) {
    return errorAt(path, 'events/empty', 'must hold events (got an empty file); copy or download it again');
  }
  if (length % recordBytes === 0) return null;
  return errorAt(
    path,
    'events/truncated',
    `must be a multiple of ${recordBytes} bytes, one record per event (got ${length} bytes, ${length % recordBytes} ` +
      `too many); the file is cut off or no ${name}: copy it again`,
  );
}

/** For formats with a header, whose recorders leave half a record when they are stopped hard. */
export function cutOffWarning(path: string, unitBytes: number, restBytes: number): Issue {
  return warningAt(
    path,
    'events/cut-off',
    `must end with a whole record of ${unitBytes} bytes (got ${restBytes} bytes more); they are left out, ` +
      'the recording was probably stopped hard or copied in part',
  );
}

/** Events, words or records that were left out for a stated reason. */
export function leftOutWarning(path: string, code: string, what: string, got: string): Issue {
  return warningAt(path, code, `${what} (got ${got}); they are left out`);
}
