/**
 * AEDAT 4.0 (iniVation DV): head (aedat4-header.ts), packets (aedat4-packets.ts), data table, which is not needed. Times
 * are absolute, µs since 1970. Size from the head, never from the events. x to the right, y downwards, p 1 = ON.
 * Unpacking LZ4 and ZSTD is the caller's. Source: iniVation, AEDAT 4.0. Left out: frames, inertial samples, triggers,
 * which are counted.
 */
import { errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { DVS128_SENSOR, NCALTECH_SENSOR } from '../sensor.ts';
import { readAedat4Header } from './aedat4-header.ts';
import type { Aedat4Header } from './aedat4-header.ts';
import { decodeAedat4Packets, noCounts, wholePackets } from './aedat4-packets.ts';
import type { Aedat4Counts, Unpack } from './aedat4-packets.ts';
import { leftOutWarning, MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import { streamOf, VGA_SENSOR } from './event-stream.ts';

export const AEDAT4_SENSORS = [DVS128_SENSOR, NCALTECH_SENSOR, { width: 346, height: 260 }, VGA_SENSOR];

export function decodeAedat4(
  bytes: Uint8Array,
  path: string,
  sensor: Sensor | null,
  unpack: Unpack,
): Outcome<EventStream> {
  const header = readAedat4Header(bytes);
  if (!header) return refuse(aedat4HeadIssue(path));
  const data = bytes.subarray(header.dataStart, header.dataEnd ?? bytes.length);
  const used = wholePackets(data);
  const counts = noCounts();
  const columns = decodeAedat4Packets(data.subarray(0, used), header.compression, counts, unpack);
  if (columns.x.length > MOST_EVENTS) return refuse(tooManyEvents(path, columns.x.length));
  const refused = aedat4Refusal(counts, path);
  if (refused) return refuse(refused);
  const sources = { sensor, declared: declaredSize(header, counts), usual: AEDAT4_SENSORS };
  return streamOf(columns, path, sources, aedat4Warnings(counts, data.length - used, path));
}

export const declaredSize = ({ streams }: Aedat4Header, { eventStream }: Aedat4Counts): Sensor | null =>
  (eventStream === null ? null : streams.get(eventStream)?.size) ?? null;

/** A file of which nothing could be unpacked. */
export function aedat4Refusal({ packets, damagedPackets, damage }: Aedat4Counts, path: string): Issue | null {
  if (damagedPackets === 0 || damagedPackets < packets) return null;
  return errorAt(
    path,
    'aedat/no-packet',
    `must hold packets that can be unpacked (got ${packets} that cannot: ${damage}); fetch the original file`,
  );
}

export function aedat4Warnings(counts: Aedat4Counts, restBytes: number, path: string): Issue[] {
  const warnings: Issue[] = [];
  const { frames, imuSamples, triggers, otherEvents, packets, damagedPackets, damage } = counts;
  if (restBytes > 0) {
    warnings.push(
      warningAt(
        path,
        'events/cut-off',
        `must end with a whole packet (got ${restBytes} bytes that are none); they are left out, the recording was ` +
          'probably stopped hard or copied in part',
      ),
    );
  }
  if (damagedPackets > 0) {
    const got = `${damagedPackets} of ${packets} packets that cannot be: ${damage}`;
    warnings.push(
      leftOutWarning(path, 'aedat/damaged-packets', 'must hold packets that can be unpacked', got),
    );
  }
  if (frames + imuSamples + triggers > 0) {
    const got = `${frames} frames, ${imuSamples} inertial samples, ${triggers} triggers`;
    warnings.push(leftOutWarning(path, 'aedat/other-records', 'should hold pixel events only', got));
  }
  if (otherEvents > 0) {
    const got = `${otherEvents} events of other cameras`;
    warnings.push(leftOutWarning(path, 'aedat/other-streams', 'should hold one event stream', got));
  }
  return warnings;
}

export function aedat4HeadIssue(path: string): Issue {
  return errorAt(
    path,
    'aedat/no-header',
    'must begin with the head of AEDAT 4.0 (got a version line, and then something else or the end of the file); copy ' +
      'the file again',
  );
}
