/**
 * Recordings written piece by piece: a head that needs the sensor's size, then the events of each piece. The writers are
 * those for whole recordings; EVT carries its clock and row from piece to piece. Left out: formats that need all events
 * at once (NPZ), which the caller collects.
 */
import { accept } from '../../contract/index.ts';
import type { Outcome } from '../../contract/index.ts';
import { encodeAedat3 } from '../formats/aedat3-encode.ts';
import { aedat4Head, encodeAedat4Packets, NOT_PACKED } from '../formats/aedat4-encode.ts';
import type { Packing } from '../formats/aedat4-encode.ts';
import { concatenated } from '../formats/bytes.ts';
import { encodeDat } from '../formats/dat.ts';
import type { EventColumns } from '../formats/event-columns.ts';
import { allocateColumns } from '../formats/event-columns.ts';
import { encodeEventText } from '../formats/event-text-encode.ts';
import { evt2Words, evt3Words, evtEncodingStart, evtHead } from '../formats/evt-encode.ts';
import { encodeNmnistBin } from '../formats/nmnist-bin.ts';
import { encodeSlayerBs3 } from '../formats/slayer-bs3.ts';
import type { EventStream } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';

export interface PieceEncoder {
  readonly head: Uint8Array;
  encode(columns: EventColumns): Outcome<Uint8Array>;
}

/** Formats that are written piece by piece. */
export const PIECE_WRITERS = [
  'nmnist-bin',
  'slayer-bs3',
  'dat',
  'aedat3',
  'aedat4',
  'evt2',
  'evt3',
  'text',
] as const;
export type PieceWriter = (typeof PIECE_WRITERS)[number];

/** `source`: the camera's name in AEDAT 3.1, from which its readers take the size. */
export function openEncoder(
  format: PieceWriter,
  size: Sensor,
  path: string,
  packing: Packing = NOT_PACKED,
): PieceEncoder {
  const state = evtEncodingStart();
  switch (format) {
    case 'evt2':
      return { head: evtHead('evt2', size), encode: (columns) => evt2Words(columns, path, state) };
    case 'evt3':
      return { head: evtHead('evt3', size), encode: (columns) => evt3Words(columns, path, state) };
    case 'aedat4':
      return {
        head: aedat4Head(size, packing),
        encode: (columns) => {
          const packets = encodeAedat4Packets(columns, path, packing);
          return packets.ok ? accept(concatenated(packets.value)) : packets;
        },
      };
    case 'aedat3':
      return withHead(size, (stream) => encodeAedat3(stream, path, deviceOf(size)));
    case 'dat':
      return withHead(size, (stream) => encodeDat(stream, path));
    case 'text':
      return withHead(size, (stream) => encodeEventText(stream, path));
    case 'slayer-bs3':
      return withHead(size, (stream) => encodeSlayerBs3(stream, path));
    case 'nmnist-bin':
      return withHead(size, (stream) => encodeNmnistBin(stream, path));
  }
}

/** Writers without state: a recording without events is the head, and stands in front of every piece. */
function withHead(size: Sensor, encode: (stream: EventStream) => Outcome<Uint8Array>): PieceEncoder {
  const empty = encode({ ...size, ...allocateColumns(0) });
  const head = empty.ok ? empty.value : new Uint8Array(0);
  return {
    head,
    encode: (columns) => {
      const whole = encode({ ...size, ...columns });
      return whole.ok ? accept(whole.value.subarray(head.length)) : whole;
    },
  };
}

/** cAER's names of cameras of this size; others by a name without one. */
function deviceOf({ width, height }: Sensor): string {
  if (width === 128 && height === 128) return 'DVS128';
  if (width === 240 && height === 180) return 'DAVIS240C';
  if (width === 346 && height === 260) return 'DAVIS346';
  return width === 640 && height === 480 ? 'DAVIS640' : 'SpikeX';
}
