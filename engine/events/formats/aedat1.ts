/**
 * AEDAT 1.0, jAER files up to about 2010, often named .dat: a '#' header, then records of 6 bytes, big-endian: address
 * (16 bits, DVS128 layout), time in µs (32 bits, read unsigned, wraps at 2^32 µs). External events (bit 15) are left
 * out and counted. Source: iniVation, AEDAT 1.0. Left out: files without any header line, which nothing tells apart
 * from other binary files, and chips other than DVS128 and Tmpdiff128.
 */
import { errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { DVS128_SENSOR } from '../sensor.ts';
import { chipOf, readAedatHeader } from './aedat-header.ts';
import type { AedatHeader } from './aedat-header.ts';
import { columnOf, isExternal, polarityOf, rowOf } from './dvs128-address.ts';
import {
  allocateColumns,
  cutOffWarning,
  firstEvents,
  leftOutWarning,
  MOST_EVENTS,
  tooManyEvents,
} from './event-columns.ts';
import { streamOf } from './event-stream.ts';
import { CLOCK_RANGE_US, LEAST_WRAP_US, viewFrom, wrapWarnings } from './words.ts';

const RECORD_BYTES = 6;

export function decodeAedat1(bytes: Uint8Array, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const header = readAedatHeader(bytes);
  if (!header) return refuse(noAedatHeader(path));
  if (header.chip !== null && chipOf(header.chip)?.layout !== 'dvs128')
    return refuse(otherChip(path, header));
  const length = bytes.length - header.dataStart;
  const rest = length % RECORD_BYTES;
  const records = (length - rest) / RECORD_BYTES;
  if (records > MOST_EVENTS) return refuse(tooManyEvents(path, records));
  const warnings: Issue[] = rest ? [cutOffWarning(path, RECORD_BYTES, rest)] : [];
  const view = viewFrom(bytes, header.dataStart);
  const columns = allocateColumns(records);
  const { x, y, p, tUs } = columns;
  let previous = 0;
  let epochUs = 0;
  let kept = 0;
  for (let at = 0; at < length - rest; at += RECORD_BYTES) {
    const address = view.getUint16(at);
    if (isExternal(address)) continue;
    x[kept] = columnOf(address);
    y[kept] = rowOf(address);
    p[kept] = polarityOf(address);
    const t = view.getUint32(at + 2);
    if (previous - t > LEAST_WRAP_US) epochUs += CLOCK_RANGE_US;
    previous = t;
    tUs[kept] = epochUs + t;
    kept++;
  }
  warnings.push(...wrapWarnings(epochUs, path));
  if (kept < records) warnings.push(externalWarning(path, records - kept));
  const sources = { sensor, declared: DVS128_SENSOR, usual: [] };
  return streamOf(firstEvents(columns, kept), path, sources, warnings);
}

export function noAedatHeader(path: string): Issue {
  return errorAt(
    path,
    'aedat/no-header',
    'must begin with a header of # lines, as AEDAT files do (got other content); fetch the original file',
  );
}

export function otherChip(path: string, { version, chip }: AedatHeader): Issue {
  return errorAt(
    path,
    'aedat/unknown-chip',
    `must be of a chip whose addresses are known, ${version.startsWith('1') ? 'DVS128 in AEDAT 1.0' : 'DVS128 or DAVIS'} ` +
      `(got ${chip}); export its events as text or .npy`,
  );
}

export function externalWarning(path: string, count: number): Issue {
  return leftOutWarning(path, 'aedat/external', 'should hold pixel events only', `${count} external events`);
}
