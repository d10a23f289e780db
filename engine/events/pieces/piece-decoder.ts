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
  type Aedat2Head,
  type Aedat2State,
  aedat2Warnings,
  decodeAedat2Records,
  readAedat2Head,
  UNNAMED_CHIPS,
} from '../formats/aedat2.ts';
import {
  AEDAT3_SENSORS,
  aedat3End,
  aedat3Start,
  type Aedat3Head,
  type Aedat3State,
  decodeAedat3Packets,
  readAedat3Head,
} from '../formats/aedat3.ts';
import { DAT_RECORD_BYTES, datEnd, datStart, decodeDatRecords, readDatHead } from '../formats/dat.ts';
import type { DatHead, DatState } from '../formats/dat.ts';
import { lengthIssue } from '../formats/event-columns.ts';
import type { EventColumns } from '../formats/event-columns.ts';
import { EVT_SENSORS, openEvt } from '../formats/evt-header.ts';
import { tallyError, tallyWarnings } from '../formats/evt-tally.ts';
import type { EvtTally } from '../formats/evt-tally.ts';
import { decodeEvt2Words, evt2Start, evt2Tally } from '../formats/evt2.ts';
import type { Evt2State } from '../formats/evt2.ts';
import { decodeEvt3Words, evt3Start, evt3Tally } from '../formats/evt3.ts';
import type { Evt3State } from '../formats/evt3.ts';
import { decodeNmnistRecords } from '../formats/nmnist-bin.ts';
import type { NmnistState } from '../formats/nmnist-bin.ts';
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
  /** Another decoder that goes on from here, so that a piece can be decoded again later. */
  fork(): PieceDecoder;
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
  return accept(binDecoder(path, { addedUs: 0, outside: false }));
}

function binDecoder(path: string, state: NmnistState & { outside: boolean }): PieceDecoder {
  return {
    start: 0,
    end: null,
    declared: null,
    usual: BIN_SENSORS,
    decode: (bytes) => {
      const usedBytes = bytes.length - (bytes.length % RECORD_BYTES);
      const { maxX, maxY, ...columns } = decodeNmnistRecords(bytes.subarray(0, usedBytes), state);
      state.outside ||= maxX >= NCALTECH_SENSOR.width || maxY >= NCALTECH_SENSOR.height;
      return accept({ columns, usedBytes });
    },
    fork: () => binDecoder(path, { ...state }),
    finish: (rest) => {
      if (state.outside) return refuse(largerIssue(path));
      const issue = rest ? lengthIssue(rest, RECORD_BYTES, 'N-MNIST .bin', path) : null;
      return issue ? refuse(issue) : accept(null);
    },
  };
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
  return head.ok ? accept(datDecoder(head.value, path, datStart())) : head;
}

function datDecoder(head: DatHead, path: string, state: DatState): PieceDecoder {
  const { start, wide, declared, usual, hasHeader } = head;
  return {
    start,
    end: null,
    declared,
    usual,
    decode: (piece) => whole(piece, DAT_RECORD_BYTES, (view) => decodeDatRecords(view, wide, state)),
    fork: () => datDecoder(head, path, { ...state }),
    finish: (rest) => {
      const cut = rest && !hasHeader ? lengthIssue(rest, DAT_RECORD_BYTES, 'ATIS .dat', path) : null;
      return cut ? refuse(cut) : datEnd(state, head, rest, path);
    },
  };
}

function openAedat2(bytes: Uint8Array, path: string): Outcome<PieceDecoder> {
  const head = readAedat2Head(bytes, path);
  return head.ok ? accept(aedat2Decoder(head.value, path, aedat2Start())) : head;
}

function aedat2Decoder(head: Aedat2Head, path: string, state: Aedat2State): PieceDecoder {
  const { start, chip } = head;
  return {
    start,
    end: null,
    declared: chip?.sensor ?? null,
    usual: UNNAMED_CHIPS,
    decode: (piece) => whole(piece, AEDAT2_RECORD_BYTES, (view) => decodeAedat2Records(view, chip, state)),
    fork: () => aedat2Decoder(head, path, { ...state }),
    finish: (rest) => accept(null, aedat2Warnings(state, rest, path)),
  };
}

function openAedat3(bytes: Uint8Array, path: string): Outcome<PieceDecoder> {
  const head = readAedat3Head(bytes, path);
  return head.ok ? accept(aedat3Decoder(head.value, path, aedat3Start())) : head;
}

function aedat3Decoder(head: Aedat3Head, path: string, state: Aedat3State): PieceDecoder {
  return {
    start: head.header.dataStart,
    end: null,
    declared: head.declared,
    usual: AEDAT3_SENSORS,
    decode: (piece, more) => {
      const { columns, restBytes } = decodeAedat3Packets(viewFrom(piece, 0), state, more);
      return accept({ columns, usedBytes: piece.length - restBytes });
    },
    fork: () => aedat3Decoder(head, path, { ...state, others: new Map(state.others) }),
    finish: (rest) => aedat3End(state, head, rest, path),
  };
}

interface EvtState {
  readonly evt2: Evt2State;
  readonly evt3: Evt3State;
  total: EvtTally | null;
  kept: number;
}

function openEvtWords(head: Uint8Array, path: string, version: 'evt2' | 'evt3'): Outcome<PieceDecoder> {
  const file = openEvt(head, path, version);
  if (!file.ok) return file;
  const place = {
    start: file.value.view.byteOffset - head.byteOffset,
    end: null,
    declared: file.value.size,
    usual: EVT_SENSORS,
  };
  const state = { evt2: evt2Start(), evt3: evt3Start(), total: null, kept: 0 };
  return accept(evtDecoder(version, place, { path, warnings: file.warnings }, state));
}

function evtDecoder(
  version: 'evt2' | 'evt3',
  place: Pick<PieceDecoder, 'start' | 'end' | 'declared' | 'usual'>,
  file: { readonly path: string; readonly warnings: readonly Issue[] },
  state: EvtState,
): PieceDecoder {
  const [tallyOf, wordBytes] = version === 'evt2' ? ([evt2Tally, 4] as const) : ([evt3Tally, 2] as const);
  return {
    ...place,
    decode: (piece) =>
      whole(piece, wordBytes, (view) => {
        const tally = tallyOf(view);
        state.total = state.total ? added(state.total, tally) : tally;
        const columns =
          version === 'evt2'
            ? decodeEvt2Words(view, tally.events, state.evt2)
            : decodeEvt3Words(view, tally.events, state.evt3);
        state.kept += columns.x.length;
        return columns;
      }),
    fork: () =>
      evtDecoder(version, place, file, { ...state, evt2: { ...state.evt2 }, evt3: { ...state.evt3 } }),
    finish: (rest) => {
      if (!state.total) return accept(null, file.warnings);
      const seen = { ...state.total, dataBytes: state.total.dataBytes + rest };
      const issue = tallyError({ ...seen, events: Math.min(1, seen.events) }, file.path);
      if (issue) return refuse(issue);
      return accept(null, [...file.warnings, ...tallyWarnings(seen, seen.events - state.kept, file.path)]);
    },
  };
}

function added(total: EvtTally, piece: EvtTally): EvtTally {
  return {
    ...total,
    types: total.types.map((count, type) => count + piece.types[type]),
    events: total.events + piece.events,
    dataBytes: total.dataBytes + piece.dataBytes,
  };
}
