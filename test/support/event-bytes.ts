// Building event files byte by byte, and streams for round trips.
import * as fc from 'fast-check';
import type { EventStream, Outcome } from '../../engine/contract/index.ts';
import { rowsOf, streamOf } from './event-streams.ts';
import type { EventRow } from './event-streams.ts';
import { valueOf } from './outcomes.ts';

export const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

export const u16le = (...words: readonly number[]): number[] =>
  words.flatMap((w) => [w & 255, (w >>> 8) & 255]);

export const u32le = (...words: readonly number[]): number[] =>
  words.flatMap((w) => [w & 255, (w >>> 8) & 255, (w >>> 16) & 255, (w >>> 24) & 255]);

export const u32be = (...words: readonly number[]): number[] =>
  words.flatMap((w) => [(w >>> 24) & 255, (w >>> 16) & 255, (w >>> 8) & 255, w & 255]);

export const filled = (length: number, value: number): number[] => Array.from({ length }, () => value);

export const bytesOf = (...parts: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flat());

export type Decode = (bytes: Uint8Array, path: string, sensor: null) => Outcome<EventStream>;

/** Rows, or the codes of the issues. */
export function rowsFrom(decode: Decode, bytes: Uint8Array): EventRow[] {
  return rowsOf(valueOf(decode(bytes, 'a.file', null)));
}

/** Codes of the refusal, or of the warnings of a success. */
export function codesFrom(decode: Decode, bytes: Uint8Array): string[] {
  const outcome = decode(bytes, 'a.file', null);
  return (outcome.ok ? outcome.warnings : outcome.issues).map(({ code }) => code);
}

interface StreamLimits {
  readonly width: number;
  readonly height: number;
  readonly lastUs: number;
}

/** Streams in time order with many equal times and neighbours, which vectors and packets depend on. */
export function orderedStreams({ width, height, lastUs }: StreamLimits): fc.Arbitrary<EventStream> {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 5000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: Math.floor(lastUs / 8) }) },
  );
  const event = fc.record({
    x: fc.integer({ min: 0, max: width - 1 }),
    nextTo: fc.boolean(),
    y: fc.integer({ min: 0, max: height - 1 }),
    p: fc.integer({ min: 0, max: 1 }),
    step,
  });
  return fc.array(event, { maxLength: 60 }).map((events) => {
    const rows: EventRow[] = [];
    let t = 0;
    for (const { x, nextTo, y, p, step: stepUs } of events) {
      t = Math.min(lastUs, t + stepUs);
      const before = rows.at(-1);
      if (nextTo && before && before[0] + 1 < width)
        rows.push([before[0] + 1, before[1], before[2], before[3]]);
      else rows.push([x, y, p, Math.max(t, before?.[3] ?? 0)]);
    }
    return streamOf(rows, width, height);
  });
}
