/**
 * Prophesee EVT 3.0: little-endian words of 16 bits that change a state. Type in bits 15:12: ADDR_Y (0) row 10:0;
 * ADDR_X (2) column 10:0, polarity 11, one event; VECT_BASE_X (3) column and polarity of a vector; VECT_12 (4), VECT_8
 * (5) one event per set bit, then the column moves on by 12 or 8; TIME_LOW (6) t 11:0; TIME_HIGH (8) t 23:12. A fall of
 * TIME_HIGH by more than half its range is a wrap (16.8 s). TIME_LOW may step back by some µs, which is none. A new
 * TIME_HIGH sets the low bits to 0, for TIME_LOW follows it. Events before time, row or vector base are left out.
 * Source: Prophesee, EVT 3.0 format. x to the right, y downwards. Left out: triggers, vendor words.
 */
import { refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';
import { popCount } from '../../math/bits.ts';
import type { Sensor } from '../sensor.ts';
import { allocateColumns, firstEvents } from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';
import { streamOf } from './event-stream.ts';
import { EVT3_TYPES, EVT_SENSORS, openEvt, TIME_HIGH } from './evt-header.ts';
import { tallyError, tallyWarnings } from './evt-tally.ts';
import type { EvtTally } from './evt-tally.ts';
import { blocks16 } from './words.ts';

export const ADDR_Y = 0x0;
export const ADDR_X = 0x2;
export const VECT_BASE_X = 0x3;
export const VECT_12 = 0x4;
const VECT_8 = 0x5;
export const TIME_LOW = 0x6;
const WORD_BYTES = 2;
const HALF_OF_12_BITS = 2 ** 11;
const WRAP_OF_24_BITS = 2 ** 24;
/** Beyond every sensor, so that vectors without end count as outside. */
const LAST_BASE = 0x7000;

export function decodeEvt3(bytes: Uint8Array, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const file = openEvt(bytes, path, 'evt3');
  if (!file.ok) return file;
  const { view, size } = file.value;
  const tally = evt3Tally(view);
  const issue = tallyError(tally, path);
  if (issue) return refuse(issue);
  const columns = decodeEvt3Words(view, tally.events, evt3Start());
  const warnings = tallyWarnings(tally, tally.events - columns.x.length, path);
  const sources = { sensor, declared: size, usual: EVT_SENSORS };
  return streamOf(columns, path, sources, [...file.warnings, ...warnings]);
}

export function evt3Tally(view: DataView): EvtTally {
  const types = new Uint32Array(16);
  let events = 0;
  for (const words of blocks16(view)) events += tallyBlock(words, types);
  const shape = { wordBytes: WORD_BYTES, dataBytes: view.byteLength };
  return { version: 'evt3', types, known: EVT3_TYPES, events, ...shape };
}

function tallyBlock(words: Uint16Array, types: Uint32Array): number {
  let events = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const type = word >>> 12;
    types[type]++;
    if (type === ADDR_X) events++;
    else if (type === VECT_12) events += popCount(word & 0xfff);
    else if (type === VECT_8) events += popCount(word & 0xff);
  }
  return events;
}

/** What is carried from one piece of a recording to the next; below 0: not set yet. */
export interface Evt3State {
  row: number;
  base: number;
  basePolarity: number;
  high: number;
  epochUs: number;
  highUs: number;
  t: number;
}

export const evt3Start = (): Evt3State => ({
  row: -1,
  base: -1,
  basePolarity: 0,
  high: -1,
  epochUs: 0,
  highUs: 0,
  t: 0,
});

/** `events`: how many there are in the words at most. */
export function decodeEvt3Words(view: DataView, events: number, state: Evt3State): EventColumns {
  const columns = allocateColumns(events);
  let kept = 0;
  for (const words of blocks16(view)) kept = decodeBlock(words, columns, kept, state);
  return firstEvents(columns, kept);
}

/** The state is kept in local variables, which makes the loop three times as fast as fields would. */
function decodeBlock(words: Uint16Array, columns: EventColumns, first: number, state: Evt3State): number {
  const { x, y, p, tUs } = columns;
  let kept = first;
  let { row, base, basePolarity, high, epochUs, highUs, t } = state;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const type = word >>> 12;
    if (type === ADDR_X) {
      if (row < 0 || high < 0) continue;
      x[kept] = word & 0x7ff;
      y[kept] = row;
      p[kept] = (word >>> 11) & 1;
      tUs[kept] = t;
      kept++;
    } else if (type === VECT_12 || type === VECT_8) {
      if (base < 0) continue;
      const width = type === VECT_12 ? 12 : 8;
      const mask = row < 0 || high < 0 ? 0 : word & ((1 << width) - 1);
      for (let left = mask; left !== 0; left &= left - 1) {
        x[kept] = base + 31 - Math.clz32(left & -left);
        y[kept] = row;
        p[kept] = basePolarity;
        tUs[kept] = t;
        kept++;
      }
      base = Math.min(base + width, LAST_BASE);
    } else if (type === ADDR_Y) {
      row = word & 0x7ff;
    } else if (type === VECT_BASE_X) {
      base = word & 0x7ff;
      basePolarity = (word >>> 11) & 1;
    } else if (type === TIME_LOW) {
      t = highUs + (word & 0xfff);
    } else if (type === TIME_HIGH && (word & 0xfff) !== high) {
      const next = word & 0xfff;
      if (high - next > HALF_OF_12_BITS) epochUs += WRAP_OF_24_BITS;
      high = next;
      highUs = epochUs + next * 4096;
      t = highUs;
    }
  }
  Object.assign(state, { row, base, basePolarity, high, epochUs, highUs, t });
  return kept;
}
