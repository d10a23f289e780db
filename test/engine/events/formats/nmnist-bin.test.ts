import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNmnistBin, encodeNmnistBin } from '../../../../engine/events/formats/nmnist-bin.ts';
import { decodeRecords } from '../../../../engine/events/formats/nmnist-records.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import type { EventRow } from '../../../support/event-streams.ts';

function decoded(bytes: readonly number[], sensor: { width: number; height: number } | null = null) {
  const outcome = decodeNmnistBin(Uint8Array.from(bytes), 'a.bin', sensor);
  if (!outcome.ok) throw new Error(outcome.issues[0].message);
  return outcome.value;
}

function refusal(bytes: readonly number[], sensor: { width: number; height: number } | null = null) {
  const outcome = decodeNmnistBin(Uint8Array.from(bytes), 'a.bin', sensor);
  if (outcome.ok) throw new Error('decoded');
  return outcome.issues;
}

describe('decodeNmnistBin', () => {
  it('reads the 40-bit big-endian records', () => {
    // Event 1: x 3, y 33, 0x80 = ON and time bits 22-16 = 0, then 0x01 0x02: t = 0x0102 = 258.
    // Event 2: x 33, y 0, 0x7f 0xff 0xff: OFF, t = 2^23 - 1 = 8388607.
    // Event 3: x 1, y 2, 0x81 0x00 0x00: ON, t = 0x10000 = 65536.
    const stream = decoded([3, 33, 0x80, 0x01, 0x02, 33, 0, 0x7f, 0xff, 0xff, 1, 2, 0x81, 0, 0]);
    expect(rowsOf(stream)).toEqual([
      [3, 33, 1, 258],
      [33, 0, 0, 8388607],
      [1, 2, 1, 65536],
    ]);
    expect([stream.width, stream.height]).toEqual([34, 34]);
  });

  it.each([
    [[33, 33, 0, 0, 0], 34, 34],
    [[34, 0, 0, 0, 0], 128, 128],
    [[0, 127, 0, 0, 0], 128, 128],
    [[239, 179, 0, 0, 0], 240, 180],
  ])('takes the smallest usual sensor that holds %j', (bytes, width, height) => {
    expect(decoded(bytes)).toMatchObject({ width, height });
  });

  it('drops overflow markers and adds 2^13 µs each to what follows', () => {
    // t 100; marker; t 5 -> 5 + 8192 = 8197; two markers; t 7 -> 7 + 3 * 8192 = 24583.
    const marker = [0, 240, 0, 0, 0];
    const stream = decoded([
      1,
      1,
      0,
      0,
      100,
      ...marker,
      2,
      2,
      0x80,
      0,
      5,
      ...marker,
      ...marker,
      3,
      3,
      0,
      0,
      7,
    ]);
    expect(rowsOf(stream)).toEqual([
      [1, 1, 0, 100],
      [2, 2, 1, 8197],
      [3, 3, 0, 24583],
    ]);
  });

  it('refuses an empty file', () => {
    expect(refusal([])).toEqual([
      {
        code: 'events/empty',
        path: 'a.bin',
        message: 'must hold events (got an empty file); copy or download it again',
        severity: 'error',
      },
    ]);
  });

  it('refuses a length that is no multiple of five, with the remainder', () => {
    expect(refusal([1, 1, 0, 0, 0, 9, 9])[0].message).toBe(
      'must be a multiple of 5 bytes, one record per event (got 7 bytes, 2 too many); ' +
        'the file is cut off or not N-MNIST .bin: copy it again',
    );
  });

  it('refuses events outside the given sensor and names the first', () => {
    expect(refusal([1, 1, 0, 0, 0, 33, 34, 0, 0, 0], { width: 34, height: 34 })[0]).toMatchObject({
      code: 'events/outside-sensor',
      message:
        'must hold events inside the 34×34 sensor (got x 33, y 34 in event 1 of 2); ' +
        'the file is damaged or in another format',
    });
    expect(refusal([255, 255, 0, 0, 0])[0].message).toContain('inside the 240×180 sensor (got x 255, y 255');
  });
});

describe('both inner loops', () => {
  it('give the same events, aligned (words) and not aligned (bytes)', () => {
    const bytes = fc
      .uint8Array({ minLength: 5, maxLength: 300 })
      .map((all) => all.slice(0, all.length - (all.length % 5)));
    fc.assert(
      fc.property(bytes, (aligned) => {
        const shifted = new Uint8Array(aligned.length + 1).subarray(1);
        shifted.set(aligned);
        expect(decodeRecords(shifted)).toEqual(decodeRecords(aligned));
      }),
      { numRuns: 300, seed: 9 },
    );
  });
});

describe('encodeNmnistBin', () => {
  const row = fc.tuple(
    fc.integer({ min: 0, max: 33 }),
    fc.integer({ min: 0, max: 33 }),
    fc.integer({ min: 0, max: 1 }),
    fc.integer({ min: 0, max: 2 ** 23 - 1 }),
  );

  it('is undone by decoding, event by event', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows: EventRow[]) => {
        const bytes = encodeNmnistBin(streamOf(rows), 'a.bin');
        if (!bytes.ok) throw new Error('not encoded');
        expect(bytes.value.length).toBe(5 * rows.length);
        expect(rowsOf(decoded([...bytes.value]))).toEqual(rows);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it.each([
    [[0, 0, 0, 2 ** 23], 'a time of 24 bits'],
    [[0, 0, 0, -1], 'a time before 0'],
    [[0, 240, 0, 1], 'the marker row'],
    [[256, 0, 0, 1], 'a wide sensor'],
  ] satisfies [EventRow, string][])('refuses %j: %s', (bad) => {
    const outcome = encodeNmnistBin(streamOf([[1, 1, 1, 1], bad], 640, 480), 'b.bin');
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'events/not-encodable', path: 'b.bin' }] });
  });
});
