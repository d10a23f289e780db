/**
 * Prophesee EVT 2.1: words of 64 bits. Upper half as in EVT 2.0 (type, time, x of a group of 32 pixels, y), lower half
 * a mask: bit i set is an event at x + i; TIME_HIGH as in EVT 2.0. Files are little-endian; with "endianness=legacy"
 * (IMX636) the upper half comes first. Where the header does not say, the order is taken in which more words make
 * sense. Source: Prophesee, EVT 2.1 format. x to the right, y downwards. Left out: triggers and vendor words.
 */
import { refuse } from '../../contract/index.ts';
import type { EventStream, Outcome } from '../../contract/index.ts';
import { popCount } from '../../math/bits.ts';
import type { Sensor } from '../sensor.ts';
import { allocateColumns, firstEvents } from './event-columns.ts';
import type { EventColumns } from './event-columns.ts';
import { streamOf } from './event-stream.ts';
import { EVT_SENSORS, openEvt, TIME_HIGH, WORD_TYPES } from './evt-header.ts';
import type { EvtFile } from './evt-header.ts';
import { tallyError, tallyWarnings } from './evt-tally.ts';
import type { EvtTally } from './evt-tally.ts';
import { HALF_OF_28_BITS, WRAP_OF_34_BITS } from './evt2.ts';

const WORD_BYTES = 8;
/** The bits of a column within its group of 32. */
const GROUP_OFFSET = 31 << 11;

export function decodeEvt21(bytes: Uint8Array, path: string, sensor: Sensor | null): Outcome<EventStream> {
  const file = openEvt(bytes, path, 'evt21');
  if (!file.ok) return file;
  const { view, size } = file.value;
  const headAt = headOffset(file.value);
  const tally = tallyOf(view, headAt);
  const issue = tallyError(tally, path);
  if (issue) return refuse(issue);
  const columns = decodeWords(view, tally.events, headAt);
  const warnings = tallyWarnings(tally, tally.events - columns.x.length, path);
  const sources = { sensor, declared: size, usual: EVT_SENSORS };
  return streamOf(columns, path, sources, [...file.warnings, ...warnings]);
}

/** Byte within a word at which its upper half begins. */
function headOffset({ view, endianness }: EvtFile): number {
  if (endianness === 'legacy') return 0;
  if (endianness === 'little') return 4;
  return plausibleWords(view, 0) > plausibleWords(view, 4) ? 0 : 4;
}

/** Words whose half at `headAt` has a known type, and in groups of events a column divisible by 32. */
function plausibleWords(view: DataView, headAt: number): number {
  let plausible = 0;
  for (let at = 0; at <= view.byteLength - WORD_BYTES; at += WORD_BYTES) {
    const head = view.getUint32(at + headAt, true);
    const type = head >>> 28;
    if (type <= 1 ? (head & GROUP_OFFSET) === 0 : WORD_TYPES.includes(type)) plausible++;
  }
  return plausible;
}

function tallyOf(view: DataView, headAt: number): EvtTally {
  const types = new Uint32Array(16);
  const end = view.byteLength - WORD_BYTES;
  let events = 0;
  for (let at = 0; at <= end; at += WORD_BYTES) {
    const type = view.getUint8(at + headAt + 3) >>> 4;
    types[type]++;
    if (type <= 1) events += popCount(view.getUint32(at + 4 - headAt, true));
  }
  const shape = { wordBytes: WORD_BYTES, dataBytes: view.byteLength };
  return { version: 'evt21', types, known: WORD_TYPES, events, ...shape };
}

function decodeWords(view: DataView, events: number, headAt: number): EventColumns {
  const columns = allocateColumns(events);
  const { x, y, p, tUs } = columns;
  const end = view.byteLength - WORD_BYTES;
  let kept = 0;
  let baseUs = -1;
  let epochUs = 0;
  let high = 0;
  for (let at = 0; at <= end; at += WORD_BYTES) {
    const head = view.getUint32(at + headAt, true);
    const type = head >>> 28;
    if (type === TIME_HIGH) {
      const next = head & 0xfffffff;
      if (high - next > HALF_OF_28_BITS) epochUs += WRAP_OF_34_BITS;
      high = next;
      baseUs = epochUs + next * 64;
    } else if (type <= 1 && baseUs >= 0) {
      const column = (head >>> 11) & 0x7ff;
      const row = head & 0x7ff;
      const t = baseUs + ((head >>> 22) & 0x3f);
      for (let mask = view.getUint32(at + 4 - headAt, true); mask !== 0; mask &= mask - 1) {
        x[kept] = column + 31 - Math.clz32(mask & -mask);
        y[kept] = row;
        p[kept] = type;
        tUs[kept] = t;
        kept++;
      }
    }
  }
  return firstEvents(columns, kept);
}
