/**
 * Writer of AEDAT 4.0 (layout: aedat4-header.ts, aedat4-packets.ts): one event stream, packets of at most 8192 events,
 * no data table (readers then go through the packets). Packing (LZ4, ZSTD) is the caller's; without it packets stay as they
 * are. FlatBuffers are laid out by hand, numbers of 64 bits on multiples of 8 counted from the size in front.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { COMPRESSION } from './aedat4-header.ts';
import { concatenated } from './bytes.ts';
import type { EventColumns } from './event-columns.ts';
import { viewFrom } from './words.ts';

/** How packets are packed, as the head says it. */
export interface Packing {
  readonly compression: number;
  readonly pack: (bytes: Uint8Array) => Uint8Array;
}

export const NOT_PACKED: Packing = { compression: COMPRESSION.none, pack: (bytes) => bytes };

const PACKET_EVENTS = 8192;
const EVENT_BYTES = 16;
const LARGEST_COORDINATE = 0x7fff;
/** Size in front of the buffer, then root, identifier, two bytes, vtable, table, vector length. */
const [VTABLE_AT, TABLE_AT, VECTOR_AT] = [10, 16, 24];

export function encodeAedat4(stream: EventStream, path: string, packing = NOT_PACKED): Outcome<Uint8Array> {
  const packets = encodeAedat4Packets(stream, path, packing);
  return packets.ok ? accept(concatenated([aedat4Head(stream, packing), ...packets.value])) : packets;
}

export function aedat4Head({ width, height }: Sensor, { compression }: Packing): Uint8Array {
  const names = ['NONE', 'LZ4', 'LZ4_HIGH', 'ZSTD', 'ZSTD_HIGH'];
  const xml =
    '<dv version="2.0">\n<node name="outInfo" path="/mainloop/Recorder/outInfo/">\n' +
    '<node name="0" path="/mainloop/Recorder/outInfo/0/">\n' +
    `<attr key="compression" type="string">${names[compression]}</attr>\n` +
    '<attr key="originalOutputName" type="string">events</attr>\n' +
    '<attr key="typeDescription" type="string">Array of events (polarity ON/OFF).</attr>\n' +
    '<attr key="typeIdentifier" type="string">EVTS</attr>\n' +
    '<node name="info" path="/mainloop/Recorder/outInfo/0/info/">\n' +
    `<attr key="sizeX" type="int">${width}</attr>\n<attr key="sizeY" type="int">${height}</attr>\n` +
    '<attr key="source" type="string">SpikeX</attr>\n</node>\n</node>\n</node>\n</dv>\n';
  const version = '#!AER-DAT4.0\r\n';
  const tableBytes = 48 + Math.ceil((xml.length + 1) / 4) * 4;
  const bytes = new Uint8Array(version.length + 4 + tableBytes);
  writeText(bytes, 0, version);
  const view = viewFrom(bytes, version.length);
  view.setUint32(0, tableBytes, true);
  const table = viewFrom(bytes, version.length + 4);
  table.setUint32(0, 24, true);
  writeText(bytes, version.length + 8, 'IOHE');
  [10, 20, 4, 12, 8].forEach((value, i) => table.setUint16(14 + 2 * i, value, true));
  table.setInt32(24, 10, true);
  table.setInt32(28, compression, true);
  table.setUint32(32, 12, true);
  table.setBigInt64(36, -1n, true);
  table.setUint32(44, xml.length, true);
  writeText(bytes, version.length + 4 + 48, xml);
  return bytes;
}

export function encodeAedat4Packets(
  events: EventColumns,
  path: string,
  packing: Packing,
): Outcome<Uint8Array[]> {
  const { x, y, tUs } = events;
  for (let i = 0; i < x.length; i++) {
    if (x[i] <= LARGEST_COORDINATE && y[i] <= LARGEST_COORDINATE && Number.isSafeInteger(tUs[i])) continue;
    return refuse(
      errorAt(
        path,
        'events/not-encodable',
        `must hold x and y of at most ${LARGEST_COORDINATE} and whole times in µs for AEDAT 4 ` +
          `(got x ${x[i]}, y ${y[i]}, t ${tUs[i]} µs in event ${i}); crop or round the recording`,
      ),
    );
  }
  const packets: Uint8Array[] = [];
  for (let first = 0; first < x.length; first += PACKET_EVENTS) {
    const body = packing.pack(packetBody(events, first, Math.min(x.length, first + PACKET_EVENTS)));
    const head = new Uint8Array(8);
    viewFrom(head, 0).setInt32(4, body.length, true);
    packets.push(head, body);
  }
  return accept(packets);
}

function packetBody({ x, y, p, tUs }: EventColumns, first: number, end: number): Uint8Array {
  const count = end - first;
  const bytes = new Uint8Array(4 + VECTOR_AT + 4 + count * EVENT_BYTES);
  viewFrom(bytes, 0).setUint32(0, bytes.length - 4, true);
  const view = viewFrom(bytes, 4);
  view.setUint32(0, TABLE_AT, true);
  writeText(bytes, 8, 'EVTS');
  [6, 8, 4].forEach((value, i) => view.setUint16(VTABLE_AT + 2 * i, value, true));
  view.setInt32(TABLE_AT, TABLE_AT - VTABLE_AT, true);
  view.setUint32(TABLE_AT + 4, VECTOR_AT - TABLE_AT - 4, true);
  view.setUint32(VECTOR_AT, count, true);
  for (let i = first, at = VECTOR_AT + 4; i < end; i++, at += EVENT_BYTES) {
    const high = Math.floor(tUs[i] / 2 ** 32);
    view.setUint32(at, tUs[i] - high * 2 ** 32, true);
    view.setInt32(at + 4, high, true);
    view.setInt16(at + 8, x[i], true);
    view.setInt16(at + 10, y[i], true);
    view.setUint8(at + 12, p[i]);
  }
  return bytes;
}

function writeText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}
