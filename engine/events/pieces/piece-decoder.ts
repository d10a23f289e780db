/**
 * Recordings decoded piece by piece, so that a file of any length needs the memory of one piece. Each format's decoder
 * carries its state (clock, words, counters) from one piece to the next; a piece begins with what the last one left over.
 * The same inner loops as for whole files. Left out: formats that need the whole file (text, NumPy, HDF5, MATLAB, SLAYER
 * .bs1 and .bs3, AEDAT 1.0, EVT 2.1).
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventFormat, Issue, Outcome } from '../../contract/index.ts';
import {
  AEDAT2_RECORD_BYTES,
  aedat2Start,
  aedat2Warnings,
  decodeAedat2Records,
  readAedat2Head,
  UNNAMED_CHIPS,
} from '../formats/aedat2.ts';
import {
  AEDAT3_SENSORS,
  aedat3End,
  aedat3Start,
  decodeAedat3Packets,
  readAedat3Head,
} from '../formats/aedat3.ts';
import { DAT_RECORD_BYTES, datEnd, datStart, decodeDatRecords, readDatHead } from '../formats/dat.ts';
import { lengthIssue } from '../formats/event-columns.ts';
import type { EventColumns } from '../formats/event-columns.ts';
import { EVT_SENSORS, openEvt } from '../formats/evt-header.ts';
import { tallyError, tallyWarnings } from '../formats/evt-tally.ts';
import type { EvtTally } from '../formats/evt-tally.ts';
import { decodeEvt2Words, evt2Start, evt2Tally } from '../formats/evt2.ts';
import { decodeEvt3Words, evt3Start, evt3Tally } from '../formats/evt3.ts';
import { decodeNmnistRecords } from '../formats/nmnist-bin.ts';
import { RECORD_BYTES } from '../formats/nmnist-records.ts';
import { viewFrom } from '../formats/words.ts';
import type { Sensor } from '../sensor.ts';
import { BIN_SENSORS, NCALTECH_SENSOR, sensorText } from '../sensor.ts';

export interface Piece {
  readonly columns: EventColumns;
  /** Bytes that were read; the others come again in front of the next piece. */
  readonly usedBytes: number;
}

export interface PieceDecoder {
  /** Where the data begin in the file. */
  readonly start: number;
  /** Where they end; null: at the end of the file. */
  readonly end: number | null;
  readonly declared: Sensor | null;
  readonly usual: readonly Sensor[];
  /** `more`: further bytes will follow. */
  decode(bytes: Uint8Array, more: boolean): Outcome<Piece> | Promise<Outcome<Piece>>;
  /** After the last piece, with the bytes that it left over: warnings, or why the file is refused after all. */
  finish(restBytes: number): Outcome<null>;
}

type Open = (head: Uint8Array, path: string) => Outcome<PieceDecoder>;

/** `head`: the first bytes of the file, at least its header. */
const OPENERS: Partial<Record<EventFormat, Open>> = {
  'nmnist-bin': openBin,
  'slayer-bs2': openBin,
  dat: openDat,
  aedat2: openAedat2,
  aedat3: openAedat3,
  evt2: (head, path) => openEvtWords(head, path, 'evt2'),
  evt3: (head, path) => openEvtWords(head, path, 'evt3'),
};

/** Null where the format cannot be read in pieces. */
export function openPieces(
  format: EventFormat,
  head: Uint8Array,
  path: string,
): Outcome<PieceDecoder> | null {
  return OPENERS[format]?.(head, path) ?? null;
}

function whole(
  bytes: Uint8Array,
  recordBytes: number,
  decode: (view: DataView) => EventColumns,
): Outcome<Piece> {
  const usedBytes = bytes.length - (bytes.length % recordBytes);
  return accept({ columns: decode(viewFrom(bytes.subarray(0, usedBytes), 0)), usedBytes });
}

function openBin(_head: Uint8Array, path: string): Outcome<PieceDecoder> {
  const state = { addedUs: 0 };
  let outside = false;
  return accept({
    start: 0,
    end: null,
    declared: null,
    usual: BIN_SENSORS,
    decode: (bytes) => {
      const usedBytes = bytes.length - (bytes.length % RECORD_BYTES);
      const { maxX, maxY, ...columns } = decodeNmnistRecords(bytes.subarray(0, usedBytes), state);
      outside ||= maxX >= NCALTECH_SENSOR.width || maxY >= NCALTECH_SENSOR.height;
      return accept({ columns, usedBytes });
    },
    finish: (rest) => {
      if (outside) return refuse(largerIssue(path));
      const issue = rest ? lengthIssue(rest, RECORD_BYTES, 'N-MNIST .bin', path) : null;
      return issue ? refuse(issue) : accept(null);
    },
  });
}

function largerIssue(path: string): Issue {
  return errorAt(
    path,
    'events/outside-sensor',
    `must hold events inside the ${sensorText(NCALTECH_SENSOR)} sensor (got events outside); the file is damaged or in ` +
      'another format',
  );
}

function openDat(bytes: Uint8Array, path: string): Outcome<PieceDecoder> {
  const head = readDatHead(bytes, path);
  if (!head.ok) return head;
  const { start, wide, declared, usual, hasHeader } = head.value;
  const state = datStart();
  return accept({
    start,
    end: null,
    declared,
    usual,
    decode: (piece) => whole(piece, DAT_RECORD_BYTES, (view) => decodeDatRecords(view, wide, state)),
    finish: (rest) => {
      const cut = rest && !hasHeader ? lengthIssue(rest, DAT_RECORD_BYTES, 'ATIS .dat', path) : null;
      return cut ? refuse(cut) : datEnd(state, head.value, rest, path);
    },
  });
}

function openAedat2(bytes: Uint8Array, path: string): Outcome<PieceDecoder> {
  const head = readAedat2Head(bytes, path);
  if (!head.ok) return head;
  const { start, chip } = head.value;
  const state = aedat2Start();
  return accept({
    start,
    end: null,
    declared: chip?.sensor ?? null,
    usual: UNNAMED_CHIPS,
    decode: (piece) => whole(piece, AEDAT2_RECORD_BYTES, (view) => decodeAedat2Records(view, chip, state)),
    finish: (rest) => accept(null, aedat2Warnings(state, rest, path)),
  });
}

function openAedat3(bytes: Uint8Array, path: string): Outcome<PieceDecoder> {
  const head = readAedat3Head(bytes, path);
  if (!head.ok) return head;
  const state = aedat3Start();
  return accept({
    start: head.value.header.dataStart,
    end: null,
    declared: head.value.declared,
    usual: AEDAT3_SENSORS,
    decode: (piece, more) => {
      const { columns, restBytes } = decodeAedat3Packets(viewFrom(piece, 0), state, more);
      return accept({ columns, usedBytes: piece.length - restBytes });
    },
    finish: (rest) => aedat3End(state, head.value, rest, path),
  });
}

function openEvtWords(head: Uint8Array, path: string, version: 'evt2' | 'evt3'): Outcome<PieceDecoder> {
  const file = openEvt(head, path, version);
  if (!file.ok) return file;
  const [tallyOf, wordBytes] = version === 'evt2' ? ([evt2Tally, 4] as const) : ([evt3Tally, 2] as const);
  const decodeWords = version === 'evt2' ? evt2Decoder() : evt3Decoder();
  let total: EvtTally | null = null;
  let kept = 0;
  return accept({
    start: file.value.view.byteOffset - head.byteOffset,
    end: null,
    declared: file.value.size,
    usual: EVT_SENSORS,
    decode: (piece) =>
      whole(piece, wordBytes, (view) => {
        const tally = tallyOf(view);
        total = total ? added(total, tally) : tally;
        const columns = decodeWords(view, tally.events);
        kept += columns.x.length;
        return columns;
      }),
    finish: (rest) => {
      if (!total) return accept(null, file.warnings);
      const seen = { ...total, dataBytes: total.dataBytes + rest };
      const issue = tallyError({ ...seen, events: Math.min(1, seen.events) }, path);
      if (issue) return refuse(issue);
      return accept(null, [...file.warnings, ...tallyWarnings(seen, seen.events - kept, path)]);
    },
  });
}

function evt2Decoder(): (view: DataView, events: number) => EventColumns {
  const state = evt2Start();
  return (view, events) => decodeEvt2Words(view, events, state);
}

function evt3Decoder(): (view: DataView, events: number) => EventColumns {
  const state = evt3Start();
  return (view, events) => decodeEvt3Words(view, events, state);
}

function added(total: EvtTally, piece: EvtTally): EvtTally {
  return {
    ...total,
    types: total.types.map((count, type) => count + piece.types[type]),
    events: total.events + piece.events,
    dataBytes: total.dataBytes + piece.dataBytes,
  };
}
