/**
 * A recording read piece by piece: the memory of one piece, whatever the length of the file. Formats that need the whole
 * file are read whole and given as one piece.
 */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { EventFormat, Outcome } from '../../engine/contract/index.ts';
import type { EventColumns } from '../../engine/events/formats/event-columns.ts';
import { identifyFormat } from '../../engine/events/identify.ts';
import { openPieces } from '../../engine/events/pieces/piece-decoder.ts';
import type { PieceDecoder } from '../../engine/events/pieces/piece-decoder.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import { openAedat4Pieces } from './aedat4-pieces.ts';
import { decodeRecording } from './decode-recording.ts';
import type { ReadOptions } from './decode-recording.ts';
import { fileIssue } from './file-issues.ts';
import { readBytes } from './read-bytes.ts';

export const PIECE_BYTES = 4 * 2 ** 20;
/** One packet or record that does not fit in here belongs to no recording. */
const LARGEST_PIECE_BYTES = 64 * 2 ** 20;

export interface RecordingPieces {
  readonly format: EventFormat;
  readonly bytes: number;
  readonly declared: Sensor | null;
  readonly usual: readonly Sensor[];
  /** False: it is read whole and given as one piece. */
  readonly inPieces: boolean;
  /** Gives every piece to `take`; the outcome carries the warnings of the whole recording. */
  each(take: TakePiece): Promise<Outcome<null>>;
}

/** Where a piece lies in its file, and the state in which it is decoded; null for recordings that are read whole. */
export interface PiecePlace {
  readonly at: number;
  readonly bytes: number;
  readonly more: boolean;
  readonly decoder: PieceDecoder;
}

type TakePiece = (columns: EventColumns, place: PiecePlace | null) => Outcome<null> | Promise<Outcome<null>>;

export async function openRecording(
  path: string,
  options: ReadOptions = {},
  pieceBytes = PIECE_BYTES,
): Promise<Outcome<RecordingPieces>> {
  let file: FileHandle | null = null;
  try {
    file = await open(path);
    const bytes = (await file.stat()).size;
    const head = await readAt(file, 0, Math.min(bytes, PIECE_BYTES));
    const identified = identifyFormat(head, path);
    if (!identified.ok) return identified;
    const format = identified.value;
    const openDecoder = (): Outcome<PieceDecoder> | null =>
      format === 'aedat4' ? openAedat4Pieces(head, path) : openPieces(format, head, path);
    const decoder = openDecoder();
    if (!decoder) return await openWhole(path, options);
    if (!decoder.ok) return decoder;
    const { declared, usual } = decoder.value;
    return accept({
      format,
      bytes,
      declared: options.sensor ?? declared,
      usual,
      inPieces: true,
      each: async (take) => {
        const again = openDecoder(); // a decoder carries state: one for every way through the file
        return again?.ok
          ? readPieces(path, bytes, again.value, take, pieceBytes)
          : refuse(...(again?.issues ?? []));
      },
    });
  } catch (error) {
    return refuse(fileIssue(error, path));
  } finally {
    await file?.close();
  }
}

async function openWhole(path: string, options: ReadOptions): Promise<Outcome<RecordingPieces>> {
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const decoded = await decodeRecording(bytes.value, path, options);
  if (!decoded.ok) return decoded;
  const { format, stream } = decoded.value;
  return accept({
    format,
    bytes: bytes.value.length,
    declared: { width: stream.width, height: stream.height },
    usual: [],
    inPieces: false,
    each: async (take) => {
      const taken = await take(stream, null);
      return taken.ok ? accept(null, decoded.warnings) : taken;
    },
  });
}

async function readPieces(
  path: string,
  fileBytes: number,
  decoder: PieceDecoder,
  take: TakePiece,
  pieceBytes: number,
): Promise<Outcome<null>> {
  const file = await open(path);
  try {
    const end = Math.min(decoder.end ?? fileBytes, fileBytes);
    let at = decoder.start;
    let wanted = pieceBytes;
    while (at < end) {
      const bytes = await readAt(file, at, Math.min(wanted, end - at));
      const more = at + bytes.length < end;
      const place = { at, bytes: bytes.length, more, decoder: decoder.fork() };
      const piece = await decoder.decode(bytes, more);
      if (!piece.ok) return piece;
      const taken = await take(piece.value.columns, place);
      if (!taken.ok) return taken;
      at += piece.value.usedBytes;
      if (!more) break;
      wanted = piece.value.usedBytes > 0 ? pieceBytes : 2 * wanted;
      if (wanted > LARGEST_PIECE_BYTES) return refuse(tooLargePiece(path, at));
    }
    return decoder.finish(end - at);
  } finally {
    await file.close();
  }
}

/** The events of a piece once more. */
export async function pieceAgain(
  path: string,
  { at, bytes, more, decoder }: PiecePlace,
): Promise<Outcome<EventColumns>> {
  try {
    const file = await open(path);
    try {
      const piece = await decoder.fork().decode(await readAt(file, at, bytes), more);
      return piece.ok ? accept(piece.value.columns, piece.warnings) : piece;
    } finally {
      await file.close();
    }
  } catch (error) {
    return refuse(fileIssue(error, path));
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? bytes : bytes.subarray(0, filled);
}

function tooLargePiece(path: string, at: number) {
  return errorAt(
    path,
    'events/packet-too-large',
    `must hold packets of at most ${LARGEST_PIECE_BYTES} bytes (got a larger one at byte ${at}); the file is damaged`,
  );
}
