/**
 * AEDAT 3.0 and 3.1 (cAER; DVS128 Gesture): a '#' header that ends with "#!END-HEADER", then little-endian packets,
 * each a header of 28 bytes (type, source, event size, time offset, time overflows, capacity, number, valid) and its
 * events. Polarity packets (type 1) hold events of two 32-bit words: bit 0 valid, bit 1 polarity (1 = ON), y bits
 * 16:2, x bits 31:17; time in µs, 31 bits, plus overflows * 2^31. Invalid events are left out; packets of other types
 * are skipped by their size. Source: iniVation, AEDAT 3.1. x to the right; y as stored (3.1 downwards, 3.0 upwards).
 * Left out: compressed packets ("#Format:" other than RAW), frames, IMU, triggers.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { DVS128_SENSOR, NCALTECH_SENSOR } from '../sensor.ts';
import { chipOf, readAedatHeader } from './aedat-header.ts';
import type { AedatHeader } from './aedat-header.ts';
import { visitPackets } from './aedat3-packets.ts';
import type { Packet } from './aedat3-packets.ts';
import { noAedatHeader } from './aedat1.ts';
import { allocateColumns, firstEvents, leftOutWarning, MOST_EVENTS, tooManyEvents } from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';
import { streamOf, VGA_SENSOR } from './event-stream.ts';
import { viewFrom } from './words.ts';

const SPECIAL = 0;
const POLARITY = 1;
const POLARITY_BYTES = 8;
const OVERFLOW_US = 2 ** 31;
const TYPE_NAMES = ['special', 'polarity', 'frame', 'IMU', 'IMU'];
export const AEDAT3_SENSORS = [DVS128_SENSOR, NCALTECH_SENSOR, { width: 346, height: 260 }, VGA_SENSOR];

export function decodeAedat3(bytes: Uint8Array, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const head = readAedat3Head(bytes, path);
  if (!head.ok) return head;
  const most = Math.floor(bytes.length / POLARITY_BYTES);
  if (most > MOST_EVENTS) return refuse(tooManyEvents(path, most));
  const state = aedat3Start();
  const piece = decodeAedat3Packets(viewFrom(bytes, head.value.header.dataStart), state, false);
  const ending = aedat3End(state, head.value, piece.restBytes, path);
  const sources = { sensor, declared: head.value.declared, usual: AEDAT3_SENSORS };
  return ending.ok ? streamOf(piece.columns, path, sources, ending.warnings) : ending;
}

export interface Aedat3Head {
  readonly header: AedatHeader;
  readonly declared: Sensor | null;
}

/** What is added up over the pieces of a recording. */
export interface Aedat3State {
  packets: number;
  /** Events of the polarity packets, invalid ones included. */
  stored: number;
  kept: number;
  /** Packets of other kinds by name, without the special ones (resets, inputs), which every file has. */
  readonly others: Map<string, number>;
}

export const aedat3Start = (): Aedat3State => ({ packets: 0, stored: 0, kept: 0, others: new Map() });

export function readAedat3Head(bytes: Uint8Array, path: string): Outcome<Aedat3Head> {
  const header = readAedatHeader(bytes);
  if (!header) return refuse(noAedatHeader(path));
  const unread = formatIssue(header, path);
  if (unread) return refuse(unread);
  return accept({ header, declared: header.chip === null ? null : (chipOf(header.chip)?.sensor ?? null) });
}

/** `more`: further bytes follow; what is left over belongs in front of them. */
export function decodeAedat3Packets(
  view: DataView,
  state: Aedat3State,
  more: boolean,
): { columns: EventColumns; restBytes: number } {
  let stored = 0;
  const restBytes = visitPackets(
    view,
    (packet) => {
      state.packets++;
      if (isPolarity(packet)) stored += packet.events;
      else if (packet.type !== SPECIAL) {
        const name = TYPE_NAMES[packet.type] ?? 'other';
        state.others.set(name, (state.others.get(name) ?? 0) + 1);
      }
    },
    more,
  );
  const columns = decodePolarity(view, stored, more);
  state.stored += stored;
  state.kept += columns.x.length;
  return { columns, restBytes };
}

/** After the last packet: what the packets as a whole say. */
export function aedat3End(
  { packets, stored, kept, others }: Aedat3State,
  { header }: Aedat3Head,
  restBytes: number,
  path: string,
): Outcome<null> {
  if (packets === 0 && restBytes > 0) return refuse(noPacketIssue(path, header));
  const warnings: Issue[] = restBytes > 0 ? [damagedWarning(path, restBytes)] : [];
  if (stored > kept) {
    const got = `${stored - kept} of ${stored} events marked invalid`;
    warnings.push(leftOutWarning(path, 'aedat/invalid-events', 'should hold valid events only', got));
  }
  warnings.push(...otherPackets(others, path));
  return accept(null, warnings);
}

const isPolarity = ({ type, eventBytes }: Packet): boolean =>
  type === POLARITY && eventBytes >= POLARITY_BYTES;

function decodePolarity(view: DataView, stored: number, more: boolean): EventColumns {
  const columns = allocateColumns(stored);
  const { x, y, p, tUs } = columns;
  let kept = 0;
  const decode = (packet: Packet): void => {
    if (!isPolarity(packet)) return;
    const { start, events, eventBytes, timeOffset } = packet;
    const epochUs = packet.overflows * OVERFLOW_US;
    for (let i = 0, at = start; i < events; i++, at += eventBytes) {
      const data = view.getUint32(at, true);
      if ((data & 1) === 0) continue;
      x[kept] = data >>> 17;
      y[kept] = (data >>> 2) & 0x7fff;
      p[kept] = (data >>> 1) & 1;
      tUs[kept] = epochUs + (view.getUint32(at + timeOffset, true) & 0x7fffffff);
      kept++;
    }
  };
  visitPackets(view, decode, more);
  return firstEvents(columns, kept);
}

function formatIssue({ lines }: AedatHeader, path: string): Issue | null {
  const format = lines.map((line) => /^#Format:\s*(\S+)/i.exec(line)?.[1]).find(Boolean);
  if (!format || format.toUpperCase() === 'RAW') return null;
  return errorAt(
    path,
    'aedat/compressed',
    `must have "#Format: RAW" (got ${format}); export it uncompressed with cAER or DV`,
  );
}

function noPacketIssue(path: string, { lines, version }: AedatHeader): Issue {
  const ended = lines.some((line) => line.toLowerCase() === '#!end-header');
  return errorAt(
    path,
    'aedat/no-packet',
    `must hold event packets after ${ended ? 'its header' : 'a line "#!END-HEADER"'} (got other bytes in a file that ` +
      `says AEDAT ${version}); fetch the original file`,
  );
}

function damagedWarning(path: string, restBytes: number): Issue {
  return warningAt(
    path,
    'events/cut-off',
    `must end with a whole packet (got ${restBytes} bytes that are none); they are left out, the recording was ` +
      'probably stopped hard or copied in part',
  );
}

function otherPackets(others: ReadonlyMap<string, number>, path: string): Issue[] {
  if (others.size === 0) return [];
  const got = `packets of other kinds: ${[...others].map(([name, count]) => `${name} ${count}`).join(', ')}`;
  return [leftOutWarning(path, 'aedat/other-records', 'should hold pixel events only', got)];
}
