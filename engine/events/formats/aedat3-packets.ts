/**
 * The chain of packets in an AEDAT 3 file. A packet's header says how many events it has room for (capacity) and how
 * many it holds (number). Files store as many as the capacity says; where the chain goes on only behind `number`
 * events, that many are taken as stored. Reading stops at the first header that cannot be one; the last packet may be
 * cut off and is read as far as it goes. All integers are signed and little-endian in the format.
 */
export interface Packet {
  readonly type: number;
  /** Where its first event lies in the view. */
  readonly start: number;
  readonly eventBytes: number;
  readonly timeOffset: number;
  /** How often the 31-bit clock had wrapped. */
  readonly overflows: number;
  /** Events that are there. */
  readonly events: number;
}

export const PACKET_HEADER_BYTES = 28;
/** Times beyond 2^53 µs cannot be told apart. */
const MOST_OVERFLOWS = 2 ** 21;

/**
 * Calls `visit` with every packet; returns the number of bytes at the end that belong to none. `more`: further bytes will
 * follow, so that only packets are visited whose end, and the header behind it, can be seen.
 */
export function visitPackets(view: DataView, visit: (packet: Packet) => void, more = false): number {
  let at = 0;
  while (isHeader(view, at)) {
    if (more && !isSeenWhole(view, at)) break;
    const eventBytes = view.getInt32(at + 4, true);
    const [capacity, number] = [view.getInt32(at + 16, true), view.getInt32(at + 20, true)];
    const start = at + PACKET_HEADER_BYTES;
    const end = packetEnd(view, start, eventBytes, capacity, number);
    const events = Math.min(number, Math.floor((Math.min(end, view.byteLength) - start) / eventBytes));
    visit({
      type: view.getInt16(at, true),
      start,
      eventBytes,
      timeOffset: view.getInt32(at + 8, true),
      overflows: view.getInt32(at + 12, true),
      events,
    });
    if (end > view.byteLength) return view.byteLength - start - events * eventBytes;
    at = end;
  }
  return view.byteLength - at;
}

function isSeenWhole(view: DataView, at: number): boolean {
  const stored = view.getInt32(at + 16, true) * view.getInt32(at + 4, true);
  return at + 2 * PACKET_HEADER_BYTES + stored <= view.byteLength;
}

function packetEnd(
  view: DataView,
  start: number,
  eventBytes: number,
  capacity: number,
  number: number,
): number {
  const full = start + capacity * eventBytes;
  const used = start + number * eventBytes;
  const goesOn = (next: number): boolean => next === view.byteLength || isHeader(view, next);
  return goesOn(full) || !goesOn(used) ? full : used;
}

function isHeader(view: DataView, at: number): boolean {
  if (at + PACKET_HEADER_BYTES > view.byteLength) return false;
  const field = (offset: number): number => view.getInt32(at + offset, true);
  const [eventBytes, timeOffset, overflows] = [field(4), field(8), field(12)];
  const [capacity, number, valid] = [field(16), field(20), field(24)];
  return (
    view.getInt16(at, true) >= 0 &&
    eventBytes >= 8 &&
    timeOffset >= 0 &&
    timeOffset <= eventBytes - 4 &&
    overflows >= 0 &&
    overflows < MOST_OVERFLOWS &&
    capacity >= number &&
    number >= valid &&
    valid >= 0
  );
}
