// Random streams and single transforms for the tests of this folder.
import * as fc from 'fast-check';
import { applyPipeline } from '../../../../engine/events/transforms/index.ts';
import type { EventStream, TransformSpec } from '../../../../engine/contract/index.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';

const SIDE = 6;

const rows = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: SIDE - 1 }),
    fc.integer({ min: 0, max: SIDE - 1 }),
    fc.integer({ min: 0, max: 1 }),
    fc.integer({ min: 0, max: 400 }),
  ),
  { maxLength: 60 },
);

/** 6x6 pixels, 0..400 µs, in any order. */
export const anyStream: fc.Arbitrary<EventStream> = rows.map((all) => streamOf(all, SIDE, SIDE));

/** The same in order of time. */
export const orderedStream: fc.Arbitrary<EventStream> = rows.map((all) =>
  streamOf(
    all.toSorted((a, b) => a[3] - b[3]),
    SIDE,
    SIDE,
  ),
);

export const anySeed = fc.nat(2 ** 31 - 1);

/** The rows after one transform. */
export function after(stream: EventStream, spec: TransformSpec, seed = 1): EventRow[] {
  return rowsOf(applyPipeline(stream, [spec], seed));
}

/** Whether the rows of `part` stand in `whole` in the same order. */
export function isSubsequence(part: readonly EventRow[], whole: readonly EventRow[]): boolean {
  let found = 0;
  for (const row of whole) if (found < part.length && row.join() === part[found].join()) found++;
  return found === part.length;
}

/** Rows in an order that depends on the rows only. */
export const asSet = (all: readonly EventRow[]): string[] => all.map((row) => row.join()).sort();
