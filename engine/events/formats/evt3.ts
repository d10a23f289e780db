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
  const tally = tallyOf(view);
  const issue = tallyError(tally, path);
  if (issue) return refuse(issue);
  const columns = new Evt3State(tally.events).decode(view);
  const warnings = tallyWarnings(tally, tally.events - columns.x.length, path);
  const sources = { sensor, declared: size, usual: EVT_SENSORS };
  return streamOf(columns, path, sources, [...file.warnings, ...warnings]);
}

function tallyOf(view: DataView): EvtTally {
  const types = new Uint32Array(16);
  const end = view.byteLength - WORD_BYTES;
  let events = 0;
  for (let at = 0; at <= end; at += WORD_BYTES) {
    const word = view.getUint16(at, true);
    const type = word >>> 12;
    types[type]++;
    if (type === ADDR_X) events++;
    else if (type === VECT_12) events += popCount(word & 0xfff);
    else if (type === VECT_8) events += popCount(word & 0xff);
  }
  const shape = { wordBytes: WORD_BYTES, dataBytes: view.byteLength };
  return { version: 'evt3', types, known: EVT3_TYPES, events, ...shape };
}

class Evt3State {
  private readonly columns: EventColumns;
  private kept = 0;
  private y = -1;
  private base = -1;
  private basePolarity = 0;
  /** TIME_HIGH part and earlier wraps; -1 before the first. */
  private highUs = -1;
  private lowUs = 0;
  private high = 0;
  private epochUs = 0;

  constructor(events: number) {
    this.columns = allocateColumns(events);
  }

  decode(view: DataView): EventColumns {
    const end = view.byteLength - WORD_BYTES;
    for (let at = 0; at <= end; at += WORD_BYTES) {
      const word = view.getUint16(at, true);
      switch (word >>> 12) {
        case ADDR_Y:
          this.y = word & 0x7ff;
          break;
        case ADDR_X:
          this.emit(word & 0x7ff, (word >>> 11) & 1);
          break;
        case VECT_BASE_X:
          this.base = word & 0x7ff;
          this.basePolarity = (word >>> 11) & 1;
          break;
        case VECT_12:
          this.emitVector(word & 0xfff, 12);
          break;
        case VECT_8:
          this.emitVector(word & 0xff, 8);
          break;
        case TIME_LOW:
          this.lowUs = word & 0xfff;
          break;
        case TIME_HIGH:
          this.setHigh(word & 0xfff);
      }
    }
    return firstEvents(this.columns, this.kept);
  }

  private setHigh(next: number): void {
    if (next === this.high && this.highUs >= 0) return;
    if (this.high - next > HALF_OF_12_BITS) this.epochUs += WRAP_OF_24_BITS;
    this.high = next;
    this.highUs = this.epochUs + next * 4096;
    this.lowUs = 0;
  }

  private emit(x: number, p: number): void {
    if (this.highUs < 0 || this.y < 0) return;
    const { columns, kept } = this;
    columns.x[kept] = x;
    columns.y[kept] = this.y;
    columns.p[kept] = p;
    columns.tUs[kept] = this.highUs + this.lowUs;
    this.kept++;
  }

  private emitVector(mask: number, width: number): void {
    if (this.base < 0) return;
    for (let left = mask; left !== 0; left &= left - 1) {
      this.emit(this.base + 31 - Math.clz32(left & -left), this.basePolarity);
    }
    this.base = Math.min(this.base + width, LAST_BASE);
  }
}
