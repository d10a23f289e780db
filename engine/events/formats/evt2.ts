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
import { EVT_SENSORS, openEvt, TIME_HIGH, WORD_TYPES } from './evt-header.ts';
import { tallyError, tallyWarnings } from './evt-tally.ts';
import type { EvtTally } from './evt-tally.ts';

const WORD_BYTES = 4;
export const HALF_OF_28_BITS = 2 ** 27;
export const WRAP_OF_34_BITS = 2 ** 34;

export function decodeEvt2(bytes: Uint8Array, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const file = openEvt(bytes, path, 'evt2');
  if (!file.ok) return file;
  const { view, size } = file.value;
  const tally = tallyOf(view);
  const issue = tallyError(tally, path);
  if (issue) return refuse(issue);
  const columns = decodeWords(view, tally.events);
  const warnings = tallyWarnings(tally, tally.events - columns.x.length, path);
  const sources = { sensor, declared: size, usual: EVT_SENSORS };
  return streamOf(columns, path, sources, [...file.warnings, ...warnings]);
}

function tallyOf(view: DataView): EvtTally {
  const types = new Uint32Array(16);
  const end = view.byteLength - WORD_BYTES;
  for (let at = 0; at <= end; at += WORD_BYTES) types[view.getUint8(at + 3) >>> 4]++;
  const shape = { wordBytes: WORD_BYTES, dataBytes: view.byteLength };
  return { version: 'evt2', types, known: WORD_TYPES, events: types[0] + types[1], ...shape };
}

function decodeWords(view: DataView, events: number): EventColumns {
  const columns = allocateColumns(events);
  const { x, y, p, tUs } = columns;
  const end = view.byteLength - WORD_BYTES;
  let kept = 0;
  let baseUs = -1;
  let epochUs = 0;
  let high = 0;
  for (let at = 0; at <= end; at += WORD_BYTES) {
    const word = view.getUint32(at, true);
    const type = word >>> 28;
    if (type <= 1) {
      if (baseUs < 0) continue;
      x[kept] = (word >>> 11) & 0x7ff;
      y[kept] = word & 0x7ff;
      p[kept] = type;
      tUs[kept] = baseUs + ((word >>> 22) & 0x3f);
      kept++;
    } else if (type === TIME_HIGH) {
      const next = word & 0xfffffff;
      if (high - next > HALF_OF_28_BITS) epochUs += WRAP_OF_34_BITS;
      high = next;
      baseUs = epochUs + next * 64;
    }
  }
  return firstEvents(columns, kept);
}
