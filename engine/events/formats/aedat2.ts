/**
 * AEDAT 2.0 (jAER; CIFAR10-DVS, POKER-DVS): a '#' header, then records of 8 bytes,
 * big-endian: address (32 bits), time in µs (32 bits, read unsigned, wraps at 2^32 µs). DVS128 layout as in AEDAT 1.0.
 * DAVIS layout: bit 31 = 0: event, y bits 30:22, x 21:12, polarity 11 (1 = ON), bit 10 = 1 external; bit 31 = 1: frame
 * (APS) sample, or inertial (IMU) where bits 11:10 = 3. Only events are taken, the others counted. Coordinates as
 * stored; jAER shows x mirrored and y upwards. Source: iniVation, AEDAT 2.0. Left out: frames, IMU samples.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { DVS128_SENSOR } from '../sensor.ts';
import { chipOf, KNOWN_CHIPS, readAedatHeader } from './aedat-header.ts';
import type { Chip } from './aedat-header.ts';
import { externalWarning, noAedatHeader, otherChip } from './aedat1.ts';
import { columnOf, isExternal, polarityOf, rowOf } from './dvs128-address.ts';
import {
  allocateColumns,
  cutOffWarning,
  firstEvents,
  leftOutWarning,
  MOST_EVENTS,
  tooManyEvents,
} from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';
import { POKER_DVS_CROP, streamOf } from './event-stream.ts';
import { CLOCK_RANGE_US, clockAtStart, LEAST_WRAP_US, viewFrom, wrapWarnings } from './words.ts';
import type { Clock } from './words.ts';

export const AEDAT2_RECORD_BYTES = 8;
/** Files that name no chip are of a DVS128, the POKER-DVS crops among them. */
export const UNNAMED_CHIPS = [POKER_DVS_CROP, DVS128_SENSOR];

export interface Aedat2Head {
  readonly start: number;
  readonly chip: Chip | null;
}

/** What is carried from one piece of a recording to the next. */
export interface Aedat2State extends Clock {
  external: number;
  aps: number;
  imu: number;
}

export const aedat2Start = (): Aedat2State => ({ ...clockAtStart(), external: 0, aps: 0, imu: 0 });

export function readAedat2Head(bytes: Uint8Array, path: string): Outcome<Aedat2Head> {
  const header = readAedatHeader(bytes);
  if (!header) return refuse(noAedatHeader(path));
  const chip = header.chip === null ? null : chipOf(header.chip);
  if (header.chip !== null && chip === null) return refuse(otherChip(path, header));
  const start = header.dataStart;
  const view = viewFrom(bytes, start);
  if (!chip && hasWideAddresses(view, Math.floor(view.byteLength / AEDAT2_RECORD_BYTES)))
    return refuse(chipMissing(path));
  return accept({ start, chip });
}

export function decodeAedat2(bytes: Uint8Array, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const head = readAedat2Head(bytes, path);
  if (!head.ok) return head;
  const { start, chip } = head.value;
  const rest = (bytes.length - start) % AEDAT2_RECORD_BYTES;
  const records = (bytes.length - start - rest) / AEDAT2_RECORD_BYTES;
  if (records > MOST_EVENTS) return refuse(tooManyEvents(path, records));
  const state = aedat2Start();
  const columns = decodeAedat2Records(viewFrom(bytes, start), chip, state);
  const sources = { sensor, declared: chip?.sensor ?? null, usual: UNNAMED_CHIPS };
  return streamOf(columns, path, sources, aedat2Warnings(state, rest, path));
}

/** `view`: whole records. */
export function decodeAedat2Records(view: DataView, chip: Chip | null, state: Aedat2State): EventColumns {
  const records = Math.floor(view.byteLength / AEDAT2_RECORD_BYTES);
  return chip?.layout === 'davis' ? decodeDavis(view, records, state) : decodeDvs128(view, records, state);
}

function decodeDvs128(view: DataView, records: number, state: Aedat2State): EventColumns {
  const columns = allocateColumns(records);
  const { x, y, p, tUs } = columns;
  let { previous, epochUs } = state;
  let kept = 0;
  for (let i = 0, at = 0; i < records; i++, at += AEDAT2_RECORD_BYTES) {
    const address = view.getUint32(at);
    if (isExternal(address)) continue;
    x[kept] = columnOf(address);
    y[kept] = rowOf(address);
    p[kept] = polarityOf(address);
    const t = view.getUint32(at + 4);
    if (previous - t > LEAST_WRAP_US) epochUs += CLOCK_RANGE_US;
    previous = t;
    tUs[kept] = epochUs + t;
    kept++;
  }
  Object.assign(state, { previous, epochUs });
  state.external += records - kept;
  return firstEvents(columns, kept);
}

function decodeDavis(view: DataView, records: number, state: Aedat2State): EventColumns {
  const columns = allocateColumns(records - countDavisOthers(view, records, state));
  const { x, y, p, tUs } = columns;
  let { previous, epochUs } = state;
  let kept = 0;
  for (let i = 0, at = 0; i < records; i++, at += AEDAT2_RECORD_BYTES) {
    const address = view.getUint32(at);
    if ((address & 0x80000400) !== 0) continue;
    x[kept] = (address >>> 12) & 0x3ff;
    y[kept] = (address >>> 22) & 0x1ff;
    p[kept] = (address >>> 11) & 1;
    const t = view.getUint32(at + 4);
    if (previous - t > LEAST_WRAP_US) epochUs += CLOCK_RANGE_US;
    previous = t;
    tUs[kept] = epochUs + t;
    kept++;
  }
  Object.assign(state, { previous, epochUs });
  return columns;
}

/** Frame samples, inertial records and external events, added up in the state. */
function countDavisOthers(view: DataView, records: number, state: Aedat2State): number {
  let aps = 0;
  let imu = 0;
  let external = 0;
  for (let i = 0, at = 0; i < records; i++, at += AEDAT2_RECORD_BYTES) {
    const address = view.getUint32(at);
    if (address >>> 31 === 0) external += (address >>> 10) & 1;
    else if ((address & 0xc00) === 0xc00) imu++;
    else aps++;
  }
  state.aps += aps;
  state.imu += imu;
  state.external += external;
  return aps + imu + external;
}

/** DVS128 addresses have 16 bits; some writers extended the sign bit of external events. */
function hasWideAddresses(view: DataView, records: number): boolean {
  let wide = 0;
  for (let i = 0, at = 0; i < records; i++, at += AEDAT2_RECORD_BYTES) {
    const high = view.getUint16(at);
    if (high !== 0 && high !== 0xffff) wide++;
  }
  return wide * 100 > records;
}

export function aedat2Warnings(
  { external, aps, imu, epochUs }: Aedat2State,
  restBytes: number,
  path: string,
): Issue[] {
  const warnings = restBytes ? [cutOffWarning(path, AEDAT2_RECORD_BYTES, restBytes)] : [];
  warnings.push(...wrapWarnings(epochUs, path));
  if (external > 0) warnings.push(externalWarning(path, external));
  if (aps + imu > 0) {
    const got = `${aps} frame (APS) and ${imu} inertial (IMU) records`;
    warnings.push(leftOutWarning(path, 'aedat/other-records', 'should hold pixel events only', got));
  }
  return warnings;
}

function chipMissing(path: string): Issue {
  return errorAt(
    path,
    'aedat/no-chip',
    `must name its chip in a line "# AEChip: ..." where addresses exceed 16 bits (got no such line); add it, for ` +
      `example "# AEChip: DAVIS240C". Known are ${KNOWN_CHIPS}`,
  );
}
