/**
 * Packets of AEDAT 4: stream number and size (32 bits each, little-endian), then so many bytes, which are compressed as
 * the head says. Unpacked: a size again, then a FlatBuffer whose identifier says what it holds: EVTS (field 0: events
 * of 16 bytes: time in µs 64 bits, x 16, y 16, polarity 8, padding), FRME one frame, IMUS and TRIG vectors. Only events
 * are taken, of the first stream that has any; the others are counted. A packet that cannot be unpacked is left out.
 */
import type { EventColumns } from './event-columns.ts';
import { allocateColumns } from './event-columns.ts';
import { FlatTable, identifierOf } from './flat-table.ts';
import { COMPRESSION } from './aedat4-header.ts';
import { viewFrom } from './words.ts';

/** The bytes of a packet unpacked, or why they could not be. */
export type Unpack = (packed: Uint8Array, compression: number) => Uint8Array | string;

export interface Aedat4Counts {
  /** Of the stream whose events are taken; null before there is one. */
  eventStream: number | null;
  frames: number;
  imuSamples: number;
  triggers: number;
  /** Events of further event streams. */
  otherEvents: number;
  packets: number;
  damagedPackets: number;
  /** Why the first damaged packet could not be read. */
  damage: string | null;
}

export const noCounts = (): Aedat4Counts => ({
  eventStream: null,
  frames: 0,
  imuSamples: 0,
  triggers: 0,
  otherEvents: 0,
  packets: 0,
  damagedPackets: 0,
  damage: null,
});

/** Counts of two parts of a recording together. */
export function addedCounts(a: Aedat4Counts, b: Aedat4Counts): Aedat4Counts {
  return {
    eventStream: a.eventStream ?? b.eventStream,
    frames: a.frames + b.frames,
    imuSamples: a.imuSamples + b.imuSamples,
    triggers: a.triggers + b.triggers,
    otherEvents: a.otherEvents + b.otherEvents,
    packets: a.packets + b.packets,
    damagedPackets: a.damagedPackets + b.damagedPackets,
    damage: a.damage ?? b.damage,
  };
}

const PACKET_HEADER_BYTES = 8;
const EVENT_BYTES = 16;

/** Where whole packets end: behind the last one that lies in the bytes. Negative sizes end the chain. */
export function wholePackets(bytes: Uint8Array): number {
  const view = viewFrom(bytes, 0);
  let at = 0;
  while (at + PACKET_HEADER_BYTES <= bytes.length) {
    const size = view.getInt32(at + 4, true);
    const next = at + PACKET_HEADER_BYTES + size;
    if (size < 0 || next > bytes.length) break;
    at = next;
  }
  return at;
}

/** `bytes`: whole packets. Counts are added up in `counts`. */
export function decodeAedat4Packets(
  bytes: Uint8Array,
  compression: number,
  counts: Aedat4Counts,
  unpack: Unpack,
): EventColumns {
  const view = viewFrom(bytes, 0);
  const parts: EventColumns[] = [];
  for (let at = 0; at + PACKET_HEADER_BYTES <= bytes.length;) {
    const start = at + PACKET_HEADER_BYTES;
    at = start + view.getInt32(at + 4, true);
    counts.packets++;
    const packed = bytes.subarray(start, at);
    const body = compression === COMPRESSION.none ? packed : unpack(packed, compression);
    const stream = view.getInt32(start - PACKET_HEADER_BYTES, true);
    const found = typeof body === 'string' ? body : readBody(body, stream, counts);
    if (typeof found !== 'string') parts.push(...found);
    else {
      counts.damagedPackets++;
      counts.damage ??= found;
    }
  }
  return joined(parts);
}

/** Events of the packet if they are to be taken; a text where it is damaged. */
function readBody(body: Uint8Array, stream: number, counts: Aedat4Counts): EventColumns[] | string {
  if (body.length < 12) return 'a packet without content';
  const view = viewFrom(body, 4);
  const type = identifierOf(view);
  const table = FlatTable.open(view, type);
  if (!table) return 'a packet that is no FlatBuffer';
  if (type === 'FRME') counts.frames++;
  else if (type === 'IMUS') counts.imuSamples += table.vector(0, 4)?.count ?? 0;
  else if (type === 'TRIG') counts.triggers += table.vector(0, 4)?.count ?? 0;
  else if (type === 'EVTS') return readEvents(view, table, stream, counts);
  return type === '\0\0\0\0' ? 'a packet without a type' : [];
}

function readEvents(
  view: DataView,
  table: FlatTable,
  stream: number,
  counts: Aedat4Counts,
): EventColumns[] | string {
  const vector = table.vector(0, EVENT_BYTES);
  if (!vector) return table.isAbsent(0) ? [] : 'a packet with more events than bytes';
  counts.eventStream ??= stream;
  if (stream !== counts.eventStream) {
    counts.otherEvents += vector.count;
    return [];
  }
  const columns = allocateColumns(vector.count);
  const { x, y, p, tUs } = columns;
  for (let i = 0, at = vector.start; i < vector.count; i++, at += EVENT_BYTES) {
    const t = view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
    if (!Number.isSafeInteger(t)) return 'a packet with impossible times';
    tUs[i] = t;
    x[i] = view.getUint16(at + 8, true);
    y[i] = view.getUint16(at + 10, true);
    p[i] = view.getUint8(at + 12) & 1;
  }
  return [columns];
}

export function joined(parts: readonly EventColumns[]): EventColumns {
  if (parts.length === 1) return parts[0];
  const columns = allocateColumns(parts.reduce((sum, { x }) => sum + x.length, 0));
  let at = 0;
  for (const part of parts) {
    columns.x.set(part.x, at);
    columns.y.set(part.y, at);
    columns.p.set(part.p, at);
    columns.tUs.set(part.tUs, at);
    at += part.x.length;
  }
  return columns;
}
