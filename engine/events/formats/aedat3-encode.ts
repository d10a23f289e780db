/**
 * Writer of AEDAT 3.1 (layout: aedat3.ts): one source, polarity packets of at most 4096 events, each packet within one
 * wrap of the 31-bit clock, all events valid, capacity = number as cAER writes it. Left out: other event types.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';
import { PACKET_HEADER_BYTES } from './aedat3-packets.ts';
import { viewFrom } from './words.ts';

const EVENT_BYTES = 8;
const PACKET_EVENTS = 4096;
const OVERFLOW_US = 2 ** 31;
const MOST_US = 2 ** 52;
const LARGEST_SIDE = 2 ** 15;

/** `source`: device name as in cAER, for example "DVS128"; it gives readers the sensor size. */
export function encodeAedat3(stream: EventStream, path: string, source: string): Outcome<Uint8Array> {
  const { x, y, tUs } = stream;
  for (let i = 0; i < x.length; i++) {
    const t = tUs[i];
    if (x[i] < LARGEST_SIDE && y[i] < LARGEST_SIDE && t >= 0 && t < MOST_US && Number.isInteger(t)) continue;
    return refuse(
      errorAt(
        path,
        'events/not-encodable',
        `must hold x and y below ${LARGEST_SIDE} and whole times of 0..${MOST_US - 1} µs for AEDAT 3.1 ` +
          `(got x ${x[i]}, y ${y[i]}, t ${t} µs in event ${i}); crop the recording or start its times at 0`,
      ),
    );
  }
  const head = `#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: ${source}\r\n#!END-HEADER\r\n`;
  const ends = packetEnds(tUs);
  const bytes = new Uint8Array(head.length + ends.length * PACKET_HEADER_BYTES + x.length * EVENT_BYTES);
  for (let i = 0; i < head.length; i++) bytes[i] = head.charCodeAt(i);
  const view = viewFrom(bytes, head.length);
  let at = 0;
  let first = 0;
  for (const end of ends) {
    at = writePacket(view, at, stream, first, end);
    first = end;
  }
  return accept(bytes);
}

/** Index after the last event of every packet. */
function packetEnds(tUs: Float64Array): number[] {
  const ends: number[] = [];
  for (let i = 1, first = 0; i <= tUs.length; i++) {
    const full = i - first === PACKET_EVENTS || i === tUs.length;
    if (!full && Math.floor(tUs[i] / OVERFLOW_US) === Math.floor(tUs[first] / OVERFLOW_US)) continue;
    ends.push(i);
    first = i;
  }
  return ends;
}

function writePacket(
  view: DataView,
  start: number,
  { x, y, p, tUs }: EventStream,
  first: number,
  end: number,
): number {
  const overflows = Math.floor(tUs[first] / OVERFLOW_US);
  const count = end - first;
  view.setInt16(start, 1, true);
  view.setInt16(start + 2, 1, true);
  [EVENT_BYTES, 4, overflows, count, count, count].forEach((value, i) =>
    view.setInt32(start + 4 + 4 * i, value, true),
  );
  let at = start + PACKET_HEADER_BYTES;
  for (let i = first; i < end; i++, at += EVENT_BYTES) {
    view.setUint32(at, (x[i] << 17) | (y[i] << 2) | (p[i] << 1) | 1, true);
    view.setUint32(at + 4, tUs[i] - overflows * OVERFLOW_US, true);
  }
  return at;
}
