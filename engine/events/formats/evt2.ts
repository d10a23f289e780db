/**
 * Prophesee EVT 2.0: little-endian words of 32 bits. Type in bits 31:28; OFF (0) and ON (1): time bits 27:22, x 21:11,
 * y 10:0; TIME_HIGH (8): time bits 33:6 in 27:0. t = TIME_HIGH * 64 + low, 34 bits in µs; a fall of TIME_HIGH by more
 * than half its range is a wrap (4.77 hours). Events before the first TIME_HIGH are left out. Source: Prophesee,
 * EVT 2.0 format. x to the right, y downwards. Left out: triggers and vendor words.
 */
import { refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { allocateColumns, firstEvents } from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';
import { streamOf } from './event-stream.ts';
import type { Extent } from './event-stream.ts';
import { EVT_SENSORS, openEvt, TIME_HIGH, WORD_TYPES } from './evt-header.ts';
import { tallyError, tallyWarnings } from './evt-tally.ts';
import type { EvtTally } from './evt-tally.ts';
import { blocks32 } from './words.ts';

const WORD_BYTES = 4;
/** Words below are events: types 0 and 1. */
const FIRST_OTHER_WORD = 0x20000000;
export const HALF_OF_28_BITS = 2 ** 27;
export const WRAP_OF_34_BITS = 2 ** 34;

export function decodeEvt2(bytes: Uint8Array, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const file = openEvt(bytes, path, 'evt2');
  if (!file.ok) return file;
  const { view, size } = file.value;
  const tally = evt2Tally(view);
  const issue = tallyError(tally, path);
  if (issue) return refuse(issue);
  const state = evt2Start();
  const columns = decodeEvt2Words(view, tally.events, state);
  const warnings = tallyWarnings(tally, tally.events - columns.x.length, path);
  const sources = { sensor, declared: size, usual: EVT_SENSORS };
  return streamOf(columns, path, sources, [...file.warnings, ...warnings], state);
}

export function evt2Tally(view: DataView): EvtTally {
  const types = new Uint32Array(16);
  for (const words of blocks32(view)) for (let i = 0; i < words.length; i++) types[words[i] >>> 28]++;
  const shape = { wordBytes: WORD_BYTES, dataBytes: view.byteLength };
  return { version: 'evt2', types, known: WORD_TYPES, events: types[0] + types[1], ...shape };
}

/** What is carried from one piece of a recording to the next. */
export interface Evt2State extends Extent {
  /** Time of the last TIME_HIGH, below 0 before the first. */
  baseUs: number;
  epochUs: number;
  high: number;
}

export const evt2Start = (): Evt2State => ({ baseUs: -1, epochUs: 0, high: 0, maxX: 0, maxY: 0 });

/** `events`: how many there are in the words at most. */
export function decodeEvt2Words(view: DataView, events: number, state: Evt2State): EventColumns {
  const columns = allocateColumns(events);
  let kept = 0;
  for (const words of blocks32(view)) kept = decodeBlock(words, columns, kept, state);
  return firstEvents(columns, kept);
}

/** Events come in runs between two other words: the inner loop over a run is twice as fast as asking for each type. */
function decodeBlock(words: Uint32Array, columns: EventColumns, first: number, state: Evt2State): number {
  const { x, y, p, tUs } = columns;
  let kept = first;
  let { baseUs, epochUs, high, maxX, maxY } = state;
  let i = 0;
  while (i < words.length) {
    let word = words[i];
    if (word >= FIRST_OTHER_WORD || baseUs < 0) {
      i++;
      if (word >>> 28 !== TIME_HIGH) continue;
      const next = word & 0xfffffff;
      if (high - next > HALF_OF_28_BITS) epochUs += WRAP_OF_34_BITS;
      high = next;
      baseUs = epochUs + next * 64;
      continue;
    }
    do {
      const column = (word >>> 11) & 0x7ff;
      const row = word & 0x7ff;
      x[kept] = column;
      y[kept] = row;
      p[kept] = word >>> 28;
      tUs[kept] = baseUs + ((word >>> 22) & 0x3f);
      if (column > maxX) maxX = column;
      if (row > maxY) maxY = row;
      kept++;
      if (++i === words.length) break;
      word = words[i];
    } while (word < FIRST_OTHER_WORD);
  }
  Object.assign(state, { baseUs, epochUs, high, maxX, maxY });
  return kept;
}
