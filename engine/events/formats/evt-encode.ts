/**
 * Writers of Prophesee RAW files, EVT 2.0 and EVT 3.0 (layouts: evt2.ts, evt3.ts). Events must be in time order, for the
 * clock of these formats runs forward. EVT 3.0: three and more events of one time, row and polarity within 12 columns
 * become a vector; silence of more than half the clock's range is bridged by TIME_HIGH words, so that readers see every
 * wrap and absolute times survive. Left out: EVT 2.1, triggers, the regular time words of cameras.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { concatenated } from './bytes.ts';
import type { EventColumns } from './event-columns.ts';
import { TIME_HIGH } from './evt-header.ts';
import { WRAP_OF_34_BITS } from './evt2.ts';
import { ADDR_X, ADDR_Y, TIME_LOW, VECT_12, VECT_BASE_X } from './evt3.ts';
import { viewFrom } from './words.ts';

const VECTOR_COLUMNS = 12;
const WORTH_A_VECTOR = 3;
/** In units of 4096 µs; the next larger step would look like a small fall. */
const LONGEST_STEP = 2047;
const BRIDGING_WORDS = Math.ceil(WRAP_OF_34_BITS / 4096 / LONGEST_STEP) + 1;

/** What is carried from one piece of a recording to the next. */
export interface EvtEncoding {
  previousUs: number;
  /** EVT 2.0: last TIME_HIGH; EVT 3.0: last TIME_HIGH, TIME_LOW and row. Below 0 before the first. */
  high: number;
  low: number;
  row: number;
}

export const evtEncodingStart = (): EvtEncoding => ({ previousUs: 0, high: -1, low: 0, row: -1 });

export function encodeEvt2(stream: EventStream, path: string): Outcome<Uint8Array> {
  const words = evt2Words(stream, path, evtEncodingStart());
  return words.ok ? accept(concatenated([evtHead('evt2', stream), words.value])) : words;
}

export function encodeEvt3(stream: EventStream, path: string): Outcome<Uint8Array> {
  const words = evt3Words(stream, path, evtEncodingStart());
  return words.ok ? accept(concatenated([evtHead('evt3', stream), words.value])) : words;
}

export function evt2Words(columns: EventColumns, path: string, state: EvtEncoding): Outcome<Uint8Array> {
  const issue = encodableIssue(columns, path, state.previousUs);
  if (issue) return refuse(issue);
  const { x, y, p, tUs } = columns;
  const bytes = new Uint8Array(8 * x.length);
  const view = viewFrom(bytes, 0);
  let at = 0;
  let { high } = state;
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
  Object.assign(state, { high, previousUs: tUs.at(-1) ?? state.previousUs });
  return accept(bytes.slice(0, at));
}

export function evt3Words(columns: EventColumns, path: string, state: EvtEncoding): Outcome<Uint8Array> {
  const issue = encodableIssue(columns, path, state.previousUs);
  if (issue) return refuse(issue);
  const { words, count } = packEvt3(columns, state);
  const bytes = new Uint8Array(2 * count);
  const view = viewFrom(bytes, 0);
  for (let i = 0; i < count; i++) view.setUint16(2 * i, words[i], true);
  state.previousUs = columns.tUs.at(-1) ?? state.previousUs;
  return accept(bytes);
}

function packEvt3(columns: EventColumns, state: EvtEncoding): { words: Uint16Array; count: number } {
  const { x, y, p, tUs } = columns;
  const words = new Uint16Array(4 * x.length + BRIDGING_WORDS);
  let count = 0;
  const put = (type: number, value: number): void => {
    words[count++] = (type << 12) | value;
  };
  let { high, low, row } = state;
  if (high < 0) {
    put(TIME_HIGH, 0);
    high = 0;
  }
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
    const events = vectorLength(columns, i);
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
  Object.assign(state, { high, low, row });
  return { words, count };
}

/** How many events from `first` on fit into one vector without a change of order. */
function vectorLength({ x, y, p, tUs }: EventColumns, first: number): number {
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

export function evtHead(version: 'evt2' | 'evt3', { width, height }: Sensor): Uint8Array {
  const [number, format] = version === 'evt2' ? ['2.0', 'EVT2'] : ['3.0', 'EVT3'];
  const text =
    `% evt ${number}\n% format ${format};height=${height};width=${width}\n` +
    `% geometry ${width}x${height}\n% end\n`;
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function encodableIssue({ x, y, tUs }: EventColumns, path: string, afterUs: number): Issue | null {
  for (let i = 0, previous = afterUs; i < x.length; previous = tUs[i], i++) {
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
