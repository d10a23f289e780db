// Prophesee RAW: EVT 2.0, 2.1 and 3.0.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEvt2, encodeEvt3 } from '../../../../engine/events/formats/evt-encode.ts';
import { evtVersion } from '../../../../engine/events/formats/evt-header.ts';
import { decodeEvt2 } from '../../../../engine/events/formats/evt2.ts';
import { decodeEvt21 } from '../../../../engine/events/formats/evt21.ts';
import { decodeEvt3 } from '../../../../engine/events/formats/evt3.ts';
import {
  ascii,
  bytesOf,
  codesFrom,
  filled,
  orderedStreams,
  rowsFrom,
  u16le,
  u32le,
} from '../../../support/event-bytes.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';

const header = (version: string): number[] => ascii(`% evt ${version}\n% geometry 640x480\n% end\n`);

/** Little-endian, lower half first. */
const u64 = (high: number, low: number): number[] => u32le(low, high);

describe('decodeEvt2', () => {
  const head = header('2.0');

  it('puts TIME_HIGH over 6 low bits', () => {
    // TIME_HIGH 100: 0x80000064, 100 * 64 = 6400. ON, low 5, x 639, y 479:
    // 1 << 28 | 5 << 22 | 639 << 11 | 479 = 0x10000000 + 0x01400000 + 0x0013f800 + 0x1df = 0x1153f9df.
    const bytes = bytesOf(head, u32le(0x80000064, 0x1153f9df, 0x00000000));
    expect(rowsFrom(decodeEvt2, bytes)).toEqual([
      [639, 479, 1, 6405],
      [0, 0, 0, 6400],
    ]);
    expect(valueOf(decodeEvt2(bytes, 'a.raw', null))).toMatchObject({ width: 640, height: 480 });
  });

  it('adds 2^34 µs where TIME_HIGH falls by more than half its range, not where it steps back', () => {
    const bytes = bytesOf(head, u32le(0x8fffffff, 0, 0x80000001, 0, 0x80000000, 0));
    // 0xfffffff * 64 = 17179869120; 2^34 + 64 = 17179869248; 2^34 = 17179869184.
    expect(rowsFrom(decodeEvt2, bytes).map(([, , , t]) => t)).toEqual([
      17179869120, 17179869248, 17179869184,
    ]);
  });

  it('leaves out events before the first TIME_HIGH, triggers and half a word, and says so; vendor words silently', () => {
    const bytes = bytesOf(head, u32le(0, 0x80000000, 0xa0000000, 0xe0000000, 0xf0000000, 1), [1, 2]);
    expect(rowsFrom(decodeEvt2, bytes)).toEqual([[0, 1, 0, 0]]);
    expect(codesFrom(decodeEvt2, bytes)).toEqual(['events/cut-off', 'evt/early-events', 'evt/triggers']);
  });

  it('refuses a file without a clock, and one with many unknown words', () => {
    expect(codesFrom(decodeEvt2, bytesOf(head, u32le(0, 1)))).toEqual(['evt/no-time']);
    expect(codesFrom(decodeEvt2, bytesOf(head, u32le(0x80000000, 0x30000000)))).toEqual([
      'evt/unknown-words',
    ]);
  });

  it('leaves out one unknown word in a hundred', () => {
    const words = [0x80000000, 0x50000000, ...filled(98, 0)];
    expect(rowsFrom(decodeEvt2, bytesOf(head, u32le(...words)))).toHaveLength(98);
    expect(codesFrom(decodeEvt2, bytesOf(head, u32le(...words)))).toEqual(['evt/unknown-words']);
  });
});

describe('decodeEvt21', () => {
  it('gives an event for every set bit of the mask', () => {
    // Head ON, low 3, x 32, y 7: 1 << 28 | 3 << 22 | 32 << 11 | 7 = 0x10c10007; mask bits 0, 4, 31 = 0x80000011.
    const bytes = bytesOf(header('2.1'), u64(0x80000002, 0), u64(0x10c10007, 0x80000011));
    // 2 * 64 + 3 = 131.
    expect(rowsFrom(decodeEvt21, bytes)).toEqual([
      [32, 7, 1, 131],
      [36, 7, 1, 131],
      [63, 7, 1, 131],
    ]);
  });

  it.each(['% format EVT21;endianness=legacy;height=480;width=640\n', '% evt 2.1\n'])(
    'reads words with swapped halves after %j: stated, or because only so they make sense',
    (line) => {
      // As lower half, 0x80000011 could be a word of its own; 0x00000801, a column of 1, could not.
      const swapped = u32le(0x80000002, 0, 0x10c10007, 0x80000011, 0x10c10007, 0x00000801);
      expect(rowsFrom(decodeEvt21, bytesOf(ascii(line), swapped))).toHaveLength(5);
    },
  );

  it('keeps the stated order even if the words fit the other', () => {
    const line = ascii('% format EVT21;endianness=little;height=480;width=640\n');
    expect(codesFrom(decodeEvt21, bytesOf(line, u32le(0x80000002, 0, 0x10c10007, 0x90000011)))).toEqual([
      'evt/unknown-words',
    ]);
  });

  it('leaves out groups before the first TIME_HIGH', () => {
    const bytes = bytesOf(header('2.1'), u64(0, 3), u64(0x80000000, 0), u64(0, 1));
    expect(rowsFrom(decodeEvt21, bytes)).toEqual([[0, 0, 0, 0]]);
    expect(messagesOf(decodeEvt21(bytes, 'a', null))[0]).toContain('got 2 events before them');
  });
});

describe('decodeEvt3', () => {
  const head = header('3.0');
  const [timeHigh, timeLow, row] = [0x8000, 0x6000, 0x0000];
  const column = (x: number, p: number): number => 0x2000 | (p << 11) | x;

  it('keeps time, row and vector base between words', () => {
    const words = [timeHigh | 2, timeLow | 5, row | 7, column(3, 1), column(4, 0), timeLow | 6, column(5, 1)];
    // 2 * 4096 + 5 = 8197.
    expect(rowsFrom(decodeEvt3, bytesOf(head, u16le(...words)))).toEqual([
      [3, 7, 1, 8197],
      [4, 7, 0, 8197],
      [5, 7, 1, 8198],
    ]);
  });

  it('moves the base of vectors on by 12 and by 8', () => {
    // Base 100, OFF. VECT_12 0x801: 100 and 111; base 112. VECT_8 0x81: 112 and 119; base 120. VECT_12 1: 120.
    const words = [timeHigh, row | 1, 0x3000 | 100, 0x4801, 0x5081, 0x4001];
    expect(rowsFrom(decodeEvt3, bytesOf(head, u16le(...words))).map(([x]) => x)).toEqual([
      100, 111, 112, 119, 120,
    ]);
  });

  it('ignores the upper bits of VECT_8 and the camera bit of ADDR_Y', () => {
    const words = [timeHigh, 0x0800 | 9, 0x3000, 0x5f01];
    expect(rowsFrom(decodeEvt3, bytesOf(head, u16le(...words)))).toEqual([[0, 9, 0, 0]]);
  });

  it('takes a TIME_LOW that steps back for no overflow', () => {
    const words = [timeHigh | 1, timeLow | 811, row, column(0, 0), timeHigh | 1, timeLow | 800, column(0, 0)];
    expect(rowsFrom(decodeEvt3, bytesOf(head, u16le(...words))).map(([, , , t]) => t)).toEqual([4907, 4896]);
  });

  it('begins at the start of a new TIME_HIGH and keeps the low bits at a repeated one', () => {
    const words = [
      timeHigh,
      timeLow | 4095,
      row,
      timeHigh | 1,
      column(0, 0),
      timeLow | 9,
      timeHigh | 1,
      column(0, 0),
    ];
    expect(rowsFrom(decodeEvt3, bytesOf(head, u16le(...words))).map(([, , , t]) => t)).toEqual([4096, 4105]);
  });

  it('adds 2^24 µs at a fall of TIME_HIGH by more than half its range only', () => {
    const times = (from: number, to: number): number[] =>
      rowsFrom(
        decodeEvt3,
        bytesOf(head, u16le(timeHigh | from, row, column(0, 0), timeHigh | to, column(0, 0))),
      ).map(([, , , t]) => t);
    // 4095 -> 0 is a wrap: 16777216. 2048 -> 0 falls by exactly half and is none; 2049 -> 0 is one.
    expect(times(4095, 0)).toEqual([4095 * 4096, 16777216]);
    expect(times(2048, 0)).toEqual([2048 * 4096, 0]);
    expect(times(2049, 0)).toEqual([2049 * 4096, 16777216]);
  });

  it('leaves out events before time, row or vector base', () => {
    const words = [row | 1, column(1, 1), timeHigh, 0x4fff, column(2, 1)];
    const bytes = bytesOf(head, u16le(...words));
    expect(rowsFrom(decodeEvt3, bytes)).toEqual([[2, 1, 1, 0]]);
    // 1 event before the time, 12 without a base.
    expect(messagesOf(decodeEvt3(bytes, 'a', null))[0]).toContain('got 13 events before them');
    const noRow = bytesOf(head, u16le(timeHigh, column(1, 1)));
    expect(rowsFrom(decodeEvt3, noRow)).toEqual([]);
  });

  it('counts vectors beyond the sensor as outside instead of wrapping around', () => {
    const words = [timeHigh, row, 0x3000, ...filled(6000, 0x4001)];
    expect(codesFrom(decodeEvt3, bytesOf(head, u16le(...words)))).toEqual(['events/outside-sensor']);
  });
});

describe('evtVersion', () => {
  const name = 'a.raw';
  const version = (text: string): string | null => evtVersion(bytesOf(ascii(text)), name);

  it('reads both ways of stating it', () => {
    expect(version('% evt 2.0\n')).toBe('evt2');
    expect(version('% evt 2.1\n')).toBe('evt21');
    expect(version('% format EVT3;height=720;width=1280\n')).toBe('evt3');
    expect(version('% evt 3.0\n% format EVT21\n')).toBe('evt21');
    expect(version('% format HISTO3D\n% evt 3.0\n')).toBeNull();
  });

  const evt2 = u32le(0x80000001, 0x1153f9df, 0x00000801);
  const evt21 = [...u64(0x80000001, 0), ...u64(0x10c10007, 5)];
  const evt3 = u16le(0x8001, 0x6000, 0x0007, 0x2801);
  const cases = [
    ['evt2', evt2],
    ['evt21', evt21],
    ['evt21', u32le(0x80000001, 0, 0x10c10007, 5)],
    ['evt3', evt3],
  ] as const;

  it.each(cases)('tells %s from the words of a .raw file without a header', (expected, words) => {
    expect(evtVersion(bytesOf(words), name)).toBe(expected);
    expect(evtVersion(bytesOf(ascii('% Date 2020-01-01\n'), words), name)).toBe(expected);
    expect(evtVersion(bytesOf(words), 'a.bin')).toBeNull();
  });

  it('warns about a guess', () => {
    expect(codesFrom(decodeEvt3, bytesOf(evt3))).toEqual(['evt/version-guessed']);
    expect(codesFrom(decodeEvt2, bytesOf(evt2))).toEqual(['evt/version-guessed']);
  });

  it('refuses what it cannot tell, and other formats by name', () => {
    expect(codesFrom(decodeEvt2, bytesOf([1, 2, 3]))).toEqual(['evt/version']);
    expect(messagesOf(decodeEvt2(bytesOf(ascii('% format HISTO3D\n')), 'a.raw', null))).toEqual([
      'a.raw: must hold EVT 2.0 events (got "HISTO3D" in its header); record or export it as EVT 2.0, 2.1 or 3.0',
    ]);
  });
});

describe('encodeEvt2 and encodeEvt3', () => {
  const streams = orderedStreams({ width: 640, height: 480, lastUs: 2 ** 34 - 1 });

  it('give back every stream', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        expect(valueOf(decodeEvt2(valueOf(encodeEvt2(stream, 'a')), 'a', null))).toEqual(stream);
        expect(valueOf(decodeEvt3(valueOf(encodeEvt3(stream, 'a')), 'a', null))).toEqual(stream);
      }),
      { numRuns: 300 },
    );
  });

  it('write three neighbours as one vector, two as single events', () => {
    const head = '% evt 3.0\n% format EVT3;height=34;width=34\n% geometry 34x34\n% end\n'.length;
    const words = (xs: readonly number[]): number =>
      (valueOf(encodeEvt3(streamOf(xs.map((x) => [x, 1, 1, 5])), 'a')).length - head) / 2;
    // TIME_HIGH, TIME_LOW, ADDR_Y, then 2 x ADDR_X, or base and mask for 1, 2, 12 (columns 0, 1, 11 of the vector).
    expect(words([1, 2])).toBe(5);
    expect(words([1, 2, 12])).toBe(5);
    // 13 lies outside the 12 columns from 1: 1, 2 and 13 stay single.
    expect(words([1, 2, 13])).toBe(6);
  });

  it('bridge long silence, so that every wrap is seen', () => {
    const stream = streamOf([
      [0, 0, 1, 5],
      [0, 0, 1, 2 ** 33],
    ]);
    expect(rowsOf(valueOf(decodeEvt3(valueOf(encodeEvt3(stream, 'a')), 'a', null)))).toEqual(rowsOf(stream));
  });

  it.each([
    [2048, 0],
    [0, 2 ** 34],
    [0, 1.5],
    [0, -1],
  ])('refuse x %d, t %d', (x, t) => {
    const stream = streamOf([[x, 0, 0, t]], 4096, 4096);
    for (const encode of [encodeEvt2, encodeEvt3]) {
      expect(encode(stream, 'a')).toMatchObject({ ok: false, issues: [{ code: 'events/not-encodable' }] });
    }
  });

  it('refuse events out of order', () => {
    const stream = streamOf([
      [0, 0, 0, 5],
      [0, 0, 0, 4],
    ]);
    expect(encodeEvt3(stream, 'a')).toMatchObject({ ok: false });
  });
});
