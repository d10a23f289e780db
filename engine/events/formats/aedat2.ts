/**
 * AEDAT 2.0 (jAER; CIFAR10-DVS, POKER-DVS): a '#' header, then records of 8 bytes,
 * big-endian: address (32 bits), time in µs (32 bits, read unsigned, wraps at 2^32 µs). DVS128 layout as in AEDAT 1.0.
 * DAVIS layout: bit 31 = 0: event, y bits 30:22, x 21:12, polarity 11 (1 = ON), bit 10 = 1 external; bit 31 = 1: frame
 * (APS) sample, or inertial (IMU) where bits 11:10 = 3. Only events are taken, the others counted. Coordinates as
 * stored; jAER shows x mirrored and y upwards. Source: iniVation, AEDAT 2.0. Left out: frames, IMU samples.
 */
import { errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { DVS128_SENSOR } from '../sensor.ts';
import { chipOf, KNOWN_CHIPS, readAedatHeader } from './aedat-header.ts';
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
import { CLOCK_RANGE_US, LEAST_WRAP_US, viewFrom, wrapWarnings } from './words.ts';

const RECORD_BYTES = 8;
/** Files that name no chip are of a DVS128, the POKER-DVS crops among them. */
const UNNAMED = [POKER_DVS_CROP, DVS128_SENSOR];

interface Decoded {
  readonly columns: EventColumns;
  readonly external: number;
  readonly aps: number;
  readonly imu: number;
  readonly epochUs: number;
}

export function decodeAedat2(bytes: Uint8Array, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const header = readAedatHeader(bytes);
  if (!header) return refuse(noAedatHeader(path));
  const chip = header.chip === null ? null : chipOf(header.chip);
  if (header.chip !== null && chip === null) return refuse(otherChip(path, header));
  const length = bytes.length - header.dataStart;
  const rest = length % RECORD_BYTES;
  const records = (length - rest) / RECORD_BYTES;
  if (records > MOST_EVENTS) return refuse(tooManyEvents(path, records));
  const view = viewFrom(bytes, header.dataStart);
  if (!chip && hasWideAddresses(view, records)) return refuse(chipMissing(path));
  const decoded = chip?.layout === 'davis' ? decodeDavis(view, records) : decodeDvs128(view, records);
  const warnings = rest ? [cutOffWarning(path, RECORD_BYTES, rest)] : [];
  const sources = { sensor, declared: chip?.sensor ?? null, usual: UNNAMED };
  return streamOf(decoded.columns, path, sources, [...warnings, ...warningsOf(decoded, path)]);
}

function decodeDvs128(view: DataView, records: number): Decoded {
  const columns = allocateColumns(records);
  const { x, y, p, tUs } = columns;
  let previous = 0;
  let epochUs = 0;
  let kept = 0;
  for (let i = 0, at = 0; i < records; i++, at += RECORD_BYTES) {
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
  return { columns: firstEvents(columns, kept), external: records - kept, aps: 0, imu: 0, epochUs };
}

function decodeDavis(view: DataView, records: number): Decoded {
  let aps = 0;
  let imu = 0;
  let external = 0;
  for (let i = 0, at = 0; i < records; i++, at += RECORD_BYTES) {
    const address = view.getUint32(at);
    if (address >>> 31 === 0) external += (address >>> 10) & 1;
    else if ((address & 0xc00) === 0xc00) imu++;
    else aps++;
  }
  const columns = allocateColumns(records - aps - imu - external);
  const { x, y, p, tUs } = columns;
  let previous = 0;
  let epochUs = 0;
  let kept = 0;
  for (let i = 0, at = 0; i < records; i++, at += RECORD_BYTES) {
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
  return { columns, external, aps, imu, epochUs };
}

/** DVS128 addresses have 16 bits; some writers extended the sign bit of external events. */
function hasWideAddresses(view: DataView, records: number): boolean {
  let wide = 0;
  for (let i = 0, at = 0; i < records; i++, at += RECORD_BYTES) {
    const high = view.getUint16(at);
    if (high !== 0 && high !== 0xffff) wide++;
  }
  return wide * 100 > records;
}

function warningsOf({ external, aps, imu, epochUs }: Decoded, path: string): Issue[] {
  const warnings = wrapWarnings(epochUs, path);
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
