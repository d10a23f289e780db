import { describe, expect, it } from 'vitest';
import { decodeDat, encodeDat } from '../../../../engine/events/formats/dat.ts';
import { ascii, bytesOf, codesFrom, rowsFrom, u32le } from '../../../support/event-bytes.ts';
import { streamOf } from '../../../support/event-streams.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';

const VERSION_2 = '% Data file containing CD events.\n% Version 2\n% Width 640\n% Height 480\n';

describe('decodeDat, version 2', () => {
  it('reads 14 bits of x, 14 of y, 4 of polarity after type and size', () => {
    // x 639 = 0x27f, y 479 = 0x1df: 0x1df << 14 = 0x77c000, polarity 1 << 28: 0x1077c27f.
    const records = u32le(1000, 0x1077c27f, 1001, 0x00004002);
    const bytes = bytesOf(ascii(VERSION_2), [0x0c, 8], records);
    // Second: 0x4002 = y 1 << 14 | x 2, OFF.
    expect(rowsFrom(decodeDat, bytes)).toEqual([
      [639, 479, 1, 1000],
      [2, 1, 0, 1001],
    ]);
    expect(valueOf(decodeDat(bytes, 'a.dat', null))).toMatchObject({ width: 640, height: 480 });
  });

  it('takes type 0 as well, CR LF line ends, and the smallest Prophesee sensor where the header has no size', () => {
    const bytes = bytesOf(ascii('% Version 2\r\n'), [0, 8], u32le(5, 303 | (239 << 14)));
    const stream = valueOf(decodeDat(bytes, 'a.dat', null));
    expect([stream.width, stream.height, stream.tUs[0]]).toEqual([304, 240, 5]);
  });

  it('adds 2^32 µs where the clock wraps, and only there', () => {
    // 4294967290 -> 4: a fall of 4294967286 > 2^31 is a wrap: 4294967296 + 4. Then 4 -> 1 is disorder.
    const bytes = bytesOf(ascii(VERSION_2), [0, 8], u32le(4294967290, 0, 4, 0, 1, 0));
    expect(rowsFrom(decodeDat, bytes).map(([, , , t]) => t)).toEqual([4294967290, 4294967300, 4294967297]);
    expect(codesFrom(decodeDat, bytes)).toEqual(['events/time-wrapped']);
  });

  it('takes polarities above 1 as ON, with a warning', () => {
    const bytes = bytesOf(ascii(VERSION_2), [0, 8], u32le(0, 2 << 28, 0, 15 << 28, 0, 0));
    expect(rowsFrom(decodeDat, bytes).map(([, , p]) => p)).toEqual([1, 1, 0]);
    expect(codesFrom(decodeDat, bytes)).toEqual(['dat/polarity']);
  });

  it('leaves out half a record at the end, with a warning', () => {
    const bytes = bytesOf(ascii(VERSION_2), [0, 8], u32le(1, 0), [1, 2, 3]);
    expect(rowsFrom(decodeDat, bytes)).toHaveLength(1);
    expect(codesFrom(decodeDat, bytes)).toEqual(['events/cut-off']);
  });

  it('refuses trigger files and a header without type and size', () => {
    const trigger = decodeDat(bytesOf(ascii(VERSION_2), [0x0e, 8], u32le(1, 0)), 'a.dat', null);
    expect(messagesOf(trigger)).toEqual([
      'a.dat: must hold change events of 8 bytes, type 0 or 12 (got type 14, 8 bytes); ' +
        'choose the file of change detection (CD, TD), not that of triggers or grey levels',
    ]);
    expect(codesFrom(decodeDat, bytesOf(ascii(VERSION_2)))).toEqual(['events/truncated']);
  });
});

describe('decodeDat, ATIS layout', () => {
  it('reads 9 bits of x, 8 of y, 1 of polarity from the first byte on', () => {
    // x 300 = 0x12c, y 200 << 9 = 0x19000, ON 1 << 17 = 0x20000: 0x3912c.
    const bytes = bytesOf(u32le(7, 0x3912c, 9, 0));
    expect(rowsFrom(decodeDat, bytes)).toEqual([
      [300, 200, 1, 7],
      [0, 0, 0, 9],
    ]);
    expect(valueOf(decodeDat(bytes, 'a.dat', null))).toMatchObject({ width: 304, height: 240 });
  });

  it('takes events within 35 x 35 for a POKER-DVS crop', () => {
    expect(valueOf(decodeDat(bytesOf(u32le(0, 34 | (34 << 9))), 'a.dat', null))).toMatchObject({ width: 35 });
    expect(valueOf(decodeDat(bytesOf(u32le(0, 35)), 'a.dat', null))).toMatchObject({ width: 304 });
  });

  it('has type and size bytes behind a header of version 1', () => {
    const bytes = bytesOf(ascii('% Data file\n% Version 1\n'), [0, 8], u32le(7, 0x3912c));
    expect(rowsFrom(decodeDat, bytes)).toEqual([[300, 200, 1, 7]]);
  });

  it('refuses bits beyond the layout and half records', () => {
    expect(codesFrom(decodeDat, bytesOf(u32le(0, 1 << 18)))).toEqual(['dat/not-atis']);
    expect(codesFrom(decodeDat, bytesOf(u32le(0, 0), [1]))).toEqual(['events/truncated']);
    expect(codesFrom(decodeDat, new Uint8Array(0))).toEqual(['events/empty']);
  });

  it('takes a first time of 37 µs, byte "%", for no header', () => {
    expect(rowsFrom(decodeDat, bytesOf(u32le(0x25, 1)))).toEqual([[1, 0, 0, 37]]);
  });
});

describe('the sensor size', () => {
  const header = ascii('% Version 2\n% Width 10\n% Height 10\n');
  const inside = Array.from({ length: 199 }, () => u32le(0, 9)).flat();

  it('leaves out single events outside, with a warning', () => {
    const bytes = bytesOf(header, [0, 8], u32le(0, 10), inside);
    expect(rowsFrom(decodeDat, bytes)).toHaveLength(199);
    expect(codesFrom(decodeDat, bytes)).toEqual(['events/outside-left-out']);
  });

  it('refuses a file with more than one in a hundred outside', () => {
    // 3 of 202 are 1.5 %.
    const bytes = bytesOf(header, [0, 8], inside, u32le(0, 10, 0, 11, 0, 10 << 14));
    expect(codesFrom(decodeDat, bytes)).toEqual(['events/outside-sensor']);
  });

  it("is the caller's where given", () => {
    const bytes = bytesOf(header, [0, 8], inside);
    const stream = valueOf(decodeDat(bytes, 'a.dat', { width: 20, height: 15 }));
    expect([stream.width, stream.height]).toEqual([20, 15]);
  });
});

describe('encodeDat', () => {
  it.each([
    [16384, 0, 0],
    [0, 16384, 0],
    [0, 0, 2 ** 32],
    [0, 0, -1],
    [0, 0, 0.5],
  ])('refuses x %d, y %d, t %d', (x, y, t) => {
    const outcome = encodeDat(streamOf([[x, y, 0, t]], 65_536, 65_536), 'a.dat');
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'events/not-encodable' }] });
  });
});
