/**
 * A recording that is too large to be held: an index of its pieces by event and time, made in two ways through the file,
 * and any stretch of it decoded when it is asked for. The pieces decoded last are kept. For recordings in order of time.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { accept, errorAt, refuse, SLICE_EVENTS } from '../../engine/contract/index.ts';
import type {
  EventFormat,
  EventStream,
  Issue,
  Outcome,
  PolarityFrame,
  RecordingView,
} from '../../engine/contract/index.ts';
import { joined } from '../../engine/events/formats/aedat4-packets.ts';
import type { EventColumns } from '../../engine/events/formats/event-columns.ts';
import { withoutOutside } from '../../engine/events/formats/event-stream.ts';
import type { ScanFacts } from '../../engine/events/pieces/scan.ts';
import { ViewBuilder } from '../../engine/events/pieces/view-builder.ts';
import { addFrame, counted, firstAt } from '../../engine/events/recording-view.ts';
import { fileIssue } from './file-issues.ts';
import { openRecording, PIECE_BYTES, pieceAgain } from './recording-pieces.ts';
import type { PiecePlace, RecordingPieces } from './recording-pieces.ts';
import { cancelledIssue } from './sample-source.ts';
import { scanRecording } from './scan-recording.ts';

/** Files from this size on are looked at in pieces, where their format allows it. */
export const LARGE_BYTES = 64 * 2 ** 20;
const KEPT_PIECES = 4;

interface IndexedPiece {
  readonly place: PiecePlace;
  readonly firstEvent: number;
  readonly events: number;
  readonly firstUs: number;
  readonly lastUs: number;
}

export class LargeRecording {
  readonly format: EventFormat;
  readonly bytes: number;
  /** SHA-256 of the file. */
  readonly digest: string;
  readonly facts: ScanFacts;
  readonly warnings: readonly Issue[];
  private readonly path: string;
  private readonly pieces: readonly IndexedPiece[];
  private readonly builder: ViewBuilder;
  private readonly kept = new Map<number, Promise<Outcome<EventColumns>>>();

  private constructor(path: string, recording: RecordingPieces, found: Found) {
    this.path = path;
    this.format = recording.format;
    this.bytes = recording.bytes;
    this.digest = found.digest;
    this.facts = found.facts;
    this.warnings = found.warnings;
    this.pieces = found.pieces;
    this.builder = found.builder;
  }

  /** Null where the recording has to be held as a whole: its format cannot be cut, or it is not in order of time. */
  static async open(
    path: string,
    shouldStop: () => boolean = () => false,
    pieceBytes = PIECE_BYTES,
  ): Promise<Outcome<LargeRecording | null>> {
    const opened = await openRecording(path, {}, pieceBytes);
    if (!opened.ok) return opened;
    const recording = opened.value;
    if (!recording.inPieces) return accept(null);
    const scanned = await scanRecording(recording, path, shouldStop);
    if (!scanned.ok) return scanned;
    const facts = scanned.value;
    if (facts.backwards > 0) return accept(null);
    const builder = new ViewBuilder(facts);
    const pieces: IndexedPiece[] = [];
    let events = 0;
    const read = await recording.each((columns, place) => {
      if (shouldStop()) return refuse(cancelledIssue(path));
      const inside = withoutOutside(columns, facts.size);
      const { x, tUs } = inside;
      builder.add(inside);
      if (place && x.length > 0)
        pieces.push({
          place,
          firstEvent: events,
          events: x.length,
          firstUs: tUs[0],
          lastUs: tUs[x.length - 1],
        });
      events += x.length;
      return accept(null);
    });
    if (!read.ok) return read;
    const digest = await digestOf(path);
    if (!digest.ok) return digest;
    const found = { facts, builder, pieces, digest: digest.value, warnings: scanned.warnings };
    return accept(new LargeRecording(path, recording, found));
  }

  view(id: number): RecordingView {
    return this.builder.view(id);
  }

  picture(): PolarityFrame {
    return this.builder.picture();
  }

  slice(slice: number): Promise<Outcome<EventStream>> {
    return this.collect(slice * SLICE_EVENTS, Math.min(this.facts.events, (slice + 1) * SLICE_EVENTS));
  }

  /** Events with fromUs <= t < toUs, by the recording's own clock. */
  async between(fromUs: number, toUs: number, most = Infinity): Promise<Outcome<EventStream>> {
    const from = await this.eventAt(fromUs);
    const to = await this.eventAt(toUs);
    if (!from.ok || !to.ok) return from.ok ? (to as Outcome<never>) : from;
    const events = Math.max(0, to.value - from.value);
    return events > most ? refuse(tooManyIssue(this.path, events, most)) : this.collect(from.value, to.value);
  }

  /** Counts per pixel of the events in a stretch of time from the first event on. */
  async frame(startUs: number, lengthUs: number): Promise<Outcome<PolarityFrame>> {
    const { size, firstUs } = this.facts;
    const [fromUs, toUs] = [firstUs + startUs, firstUs + startUs + lengthUs];
    const pixels = size.width * size.height;
    const sum = { on: new Uint16Array(pixels), off: new Uint16Array(pixels), events: 0, onEvents: 0 };
    const read = await this.eachWithin(fromUs, toUs, (columns) => {
      const frame = counted(
        { ...size, ...columns },
        firstAt(columns.tUs, fromUs),
        firstAt(columns.tUs, toUs),
      );
      addFrame(sum, frame);
      sum.events += frame.events;
      sum.onEvents += frame.onEvents;
    });
    return read.ok ? accept({ ...size, ...sum }) : read;
  }

  /** Every piece that has events in fromUs <= t < toUs, whole. */
  async eachWithin(
    fromUs: number,
    toUs: number,
    take: (columns: EventColumns) => void,
  ): Promise<Outcome<null>> {
    for (const [i, { firstUs, lastUs }] of this.pieces.entries()) {
      if (lastUs < fromUs || firstUs >= toUs) continue;
      const columns = await this.piece(i);
      if (!columns.ok) return columns;
      take(columns.value);
    }
    return accept(null);
  }

  /** Events before a time. */
  async eventAt(timeUs: number): Promise<Outcome<number>> {
    const i = this.pieces.findIndex(({ lastUs }) => lastUs >= timeUs);
    if (i < 0) return accept(this.facts.events);
    const { firstEvent, firstUs } = this.pieces[i];
    if (firstUs >= timeUs) return accept(firstEvent);
    const columns = await this.piece(i);
    return columns.ok ? accept(firstEvent + firstAt(columns.value.tUs, timeUs)) : columns;
  }

  private async collect(from: number, to: number): Promise<Outcome<EventStream>> {
    const parts: EventColumns[] = [];
    for (const [i, { firstEvent, events }] of this.pieces.entries()) {
      if (firstEvent + events <= from || firstEvent >= to) continue;
      const columns = await this.piece(i);
      if (!columns.ok) return columns;
      const { x, y, p, tUs } = columns.value;
      const range = [Math.max(0, from - firstEvent), Math.min(events, to - firstEvent)] as const;
      parts.push({
        x: x.slice(...range),
        y: y.slice(...range),
        p: p.slice(...range),
        tUs: tUs.slice(...range),
      });
    }
    return accept({ ...this.facts.size, ...joined(parts) });
  }

  private piece(i: number): Promise<Outcome<EventColumns>> {
    const again = this.kept.get(i) ?? this.decoded(i);
    this.kept.delete(i);
    this.kept.set(i, again);
    for (const old of [...this.kept.keys()].slice(0, -KEPT_PIECES)) this.kept.delete(old);
    return again;
  }

  private async decoded(i: number): Promise<Outcome<EventColumns>> {
    const { place, events } = this.pieces[i];
    const read = await pieceAgain(this.path, place);
    if (!read.ok) return read;
    const columns = withoutOutside(read.value, this.facts.size);
    return columns.x.length === events ? accept(columns) : refuse(changedIssue(this.path));
  }
}

interface Found {
  readonly facts: ScanFacts;
  readonly builder: ViewBuilder;
  readonly pieces: readonly IndexedPiece[];
  readonly digest: string;
  readonly warnings: readonly Issue[];
}

async function digestOf(path: string): Promise<Outcome<string>> {
  const hash = createHash('sha256');
  try {
    for await (const part of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(part);
    return accept(hash.digest('hex'));
  } catch (error) {
    return refuse(fileIssue(error, path));
  }
}

const changedIssue = (path: string): Issue =>
  errorAt(path, 'file/changed', 'must stay as it was when it was opened (got other events); open it again');

const tooManyIssue = (path: string, got: number, most: number): Issue =>
  errorAt(
    path,
    'events/too-many',
    `must hold at most ${most} events to be taken as a whole (got ${got}); cut it to a stretch of time first (CropTime)`,
  );
