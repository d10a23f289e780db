/**
 * Writers of Prophesee RAW files, EVT 2.0 and EVT 3.0 (layouts: evt2.ts, evt3.ts). Events must be in time order, for the
 * clock of these formats runs forward. EVT 3.0: three and more events of one time, row and polarity within 12 columns
 * become a vector; silence of more than half the clock's range is bridged by TIME_HIGH words, so that readers see every
 * wrap and absolute times survive. Left out: EVT 2.1, triggers, the regular time words of cameras.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import { TIME_HIGH } from './evt-header.ts';
import { WRAP_OF_34_BITS } from './evt2.ts';
import { ADDR_X, ADDR_Y, TIME_LOW, VECT_12, VECT_BASE_X } from './evt3.ts';
import { viewFrom } from './words.ts';

const VECTOR_COLUMNS = 12;
const WORTH_A_VECTOR = 3;
/** In units of 4096 µs; the next larger step would look like a small fall. */
const LONGEST_STEP = 2047;
const BRIDGING_WORDS = Math.ceil(WRAP_OF_34_BITS / 4096 / LONGEST_STEP) + 1;

export function encodeEvt2(stream: EventStream, path: string): Outcome<Uint8Array> {
  const issue = encodableIssue(stream, path);
  if (issue) return refuse(issue);
  const { x, y, p, tUs } = stream;
  const head = headerBytes('2.0', 'EVT2', stream);
  const bytes = new Uint8Array(head.length + 8 * x.length);
  bytes.set(head);
  const view = viewFrom(bytes, head.length);
  let at = 0;
  let high = -1;
  for (let i = 0; i < x.length; i++) {
    const next = Math.floor(tUs[i] / 64);
    if (next !== high) {
      view.setUint32(at, (TIME_HIGH << 28) | next, true);
      at += 4;
      high = next;
    }
    view.setUint32(at, (p[i] << 28) | ((tUs[i] - next * 64) << 22) | (x[i] << 11) | y[i], true);
    at += 4;
  }
  return accept(bytes.slice(0, head.length + at));
}

export function encodeEvt3(stream: EventStream, path: string): Outcome<Uint8Array> {
  const issue = encodableIssue(stream, path);
  if (issue) return refuse(issue);
  const head = headerBytes('3.0', 'EVT3', stream);
  const { words, count } = evt3Words(stream);
  const bytes = new Uint8Array(head.length + 2 * count);
  bytes.set(head);
  const view = viewFrom(bytes, head.length);
  for (let i = 0; i < count; i++) view.setUint16(2 * i, words[i], true);
  return accept(bytes);
}

function evt3Words(stream: EventStream): { words: Uint16Array; count: number } {
  const { x, y, p, tUs } = stream;
  const words = new Uint16Array(4 * x.length + BRIDGING_WORDS);
  let count = 0;
  const put = (type: number, value: number): void => {
    words[count++] = (type << 12) | value;
  };
  let [high, low, row] = [0, 0, -1];
  put(TIME_HIGH, 0);
  for (let i = 0; i < x.length;) {
    const nextHigh = Math.floor(tUs[i] / 4096);
    while (high !== nextHigh) {
      high = Math.min(nextHigh, high + LONGEST_STEP);
      put(TIME_HIGH, high & 0xfff);
      low = 0;
    }
    const nextLow = tUs[i] - nextHigh * 4096;
    if (nextLow !== low) put(TIME_LOW, nextLow);
    if (y[i] !== row) put(ADDR_Y, y[i]);
    low = nextLow;
    row = y[i];
    const events = vectorLength(stream, i);
    if (events < WORTH_A_VECTOR) {
      put(ADDR_X, (p[i] << 11) | x[i]);
      i++;
      continue;
    }
    put(VECT_BASE_X, (p[i] << 11) | x[i]);
    let mask = 0;
    for (const [first, end] = [i, i + events]; i < end; i++) mask |= 1 << (x[i] - x[first]);
    put(VECT_12, mask);
  }
  return { words, count };
}

/** How many events from `first` on fit into one vector without a change of order. */
function vectorLength({ x, y, p, tUs }: EventStream, first: number): number {
  let i = first + 1;
  while (
    i < x.length &&
    x[i] > x[i - 1] &&
    x[i] - x[first] < VECTOR_COLUMNS &&
    y[i] === y[first] &&
    p[i] === p[first] &&
    tUs[i] === tUs[first]
  )
    i++;
  return i - first;
}

function headerBytes(version: string, format: string, { width, height }: EventStream): Uint8Array {
  const text =
    `% evt ${version}\n% format ${format};height=${height};width=${width}\n` +
    `% geometry ${width}x${height}\n% end\n`;
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function encodableIssue({ x, y, tUs }: EventStream, path: string): Issue | null {
  for (let i = 0, previous = 0; i < x.length; previous = tUs[i], i++) {
    const t = tUs[i];
    if (x[i] < 2048 && y[i] < 2048 && t >= previous && t < WRAP_OF_34_BITS && Number.isInteger(t)) continue;
    return errorAt(
      path,
      'events/not-encodable',
      `must hold x and y below 2048 and whole times of 0..${WRAP_OF_34_BITS - 1} µs in increasing order for EVT ` +
        `(got x ${x[i]}, y ${y[i]}, t ${t} µs after ${previous} µs in event ${i}); sort the events, start them at 0`,
    );
  }
  return null;
}
