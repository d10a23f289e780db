import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAedat3 } from '../../../../engine/events/formats/aedat3-encode.ts';
import { decodeAedat3 } from '../../../../engine/events/formats/aedat3.ts';
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

const HEAD =
  '#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DVS128\r\n#Start-Time: 2016-04-19 10:20:04 (TZ+0200)\r\n#!END-HEADER\r\n';

interface PacketShape {
  readonly type?: number;
  readonly overflows?: number;
  readonly capacity?: number;
  readonly number?: number;
}

/** A packet of 8-byte events given as [data, time] words. */
function packet(words: readonly number[], { type = 1, overflows = 0, capacity, number }: PacketShape = {}) {
  const stored = words.length / 2;
  const held = number ?? stored;
  return [...u16le(type, 1), ...u32le(8, 4, overflows, capacity ?? stored, held, held), ...u32le(...words)];
}

/** x << 17 | y << 2 | ON << 1 | valid. */
const data = (x: number, y: number, p: number, valid = 1): number =>
  ((x << 17) | (y << 2) | (p << 1) | valid) >>> 0;

describe('decodeAedat3', () => {
  it('reads polarity events behind a header of 28 bytes', () => {
    // x 127 << 17 = 0xfe0000, y 5 << 2 = 0x14, ON 2, valid 1: 0xfe0017.
    expect(data(127, 5, 1)).toBe(0xfe0017);
    const bytes = bytesOf(ascii(HEAD), packet([0xfe0017, 53_036_986, data(0, 127, 0), 53_036_990]));
    expect(rowsFrom(decodeAedat3, bytes)).toEqual([
      [127, 5, 1, 53_036_986],
      [0, 127, 0, 53_036_990],
    ]);
    expect(valueOf(decodeAedat3(bytes, 'a', null))).toMatchObject({ width: 128, height: 128 });
    expect(codesFrom(decodeAedat3, bytes)).toEqual([]);
  });

  it('adds 2^31 µs per overflow of the clock', () => {
    const bytes = bytesOf(
      ascii(HEAD),
      packet([data(0, 0, 0), 2147483647]),
      packet([data(0, 0, 0), 3], { overflows: 1 }),
    );
    // 1 * 2147483648 + 3.
    expect(rowsFrom(decodeAedat3, bytes).map(([, , , t]) => t)).toEqual([2147483647, 2147483651]);
  });

  it('leaves out invalid events and room that is not used', () => {
    const events = packet([data(1, 1, 1), 10, data(2, 2, 1, 0), 11, data(3, 3, 1), 12, data(4, 4, 1), 13], {
      number: 3,
    });
    const bytes = bytesOf(ascii(HEAD), events, packet([data(5, 5, 0), 20]));
    expect(rowsFrom(decodeAedat3, bytes)).toEqual([
      [1, 1, 1, 10],
      [3, 3, 1, 12],
      [5, 5, 0, 20],
    ]);
    expect(messagesOf(decodeAedat3(bytes, 'a', null))).toEqual([
      'a: should hold valid events only (got 1 of 4 events marked invalid); they are left out',
    ]);
  });

  it('follows the chain where only the used events are stored', () => {
    const short = packet([data(1, 1, 1), 10], { capacity: 4096, number: 1 });
    const bytes = bytesOf(ascii(HEAD), short, packet([data(5, 5, 0), 20]));
    expect(rowsFrom(decodeAedat3, bytes)).toEqual([
      [1, 1, 1, 10],
      [5, 5, 0, 20],
    ]);
  });

  it('skips packets of other kinds by their size and counts all but special ones', () => {
    const frame = [...u16le(2, 1), ...u32le(40, 12, 0, 1, 1, 1), ...filled(40, 0xff)];
    const bytes = bytesOf(
      ascii(HEAD),
      packet([0, 0], { type: 0 }),
      frame,
      frame,
      packet([data(5, 5, 0), 20]),
    );
    expect(rowsFrom(decodeAedat3, bytes)).toEqual([[5, 5, 0, 20]]);
    expect(messagesOf(decodeAedat3(bytes, 'a', null))).toEqual([
      'a: should hold pixel events only (got packets of other kinds: frame 2); they are left out',
    ]);
  });

  it('reads a last packet that is cut off as far as it goes', () => {
    const bytes = bytesOf(ascii(HEAD), packet([data(1, 1, 1), 10, data(2, 2, 1), 11])).slice(0, -3);
    expect(rowsFrom(decodeAedat3, bytes)).toEqual([[1, 1, 1, 10]]);
    expect(codesFrom(decodeAedat3, bytes)).toEqual(['events/cut-off']);
  });

  it('refuses compressed files and files without a packet', () => {
    const compressed = ascii(HEAD.replace('RAW', 'SerializedTS'));
    expect(codesFrom(decodeAedat3, bytesOf(compressed, packet([0, 0])))).toEqual(['aedat/compressed']);
    expect(codesFrom(decodeAedat3, bytesOf(ascii(HEAD), filled(40, 0xff)))).toEqual(['aedat/no-packet']);
  });
});

describe('encodeAedat3', () => {
  it('begins a new packet after 4096 events and at every overflow', () => {
    const many = streamOf(
      Array.from({ length: 4097 }, (_, i) => [i % 128, 0, i & 1, i]),
      128,
      128,
    );
    const head = '#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DVS128\r\n#!END-HEADER\r\n'.length;
    // Two packets: 2 * 28 + 4097 * 8.
    expect(valueOf(encodeAedat3(many, 'a', 'DVS128')).length).toBe(head + 56 + 32_776);
    const wrap = streamOf(
      [
        [0, 0, 1, 2 ** 31 - 1],
        [0, 0, 1, 2 ** 31],
      ],
      128,
      128,
    );
    expect(valueOf(encodeAedat3(wrap, 'a', 'DVS128')).length).toBe(head + 56 + 16);
    expect(rowsFrom(decodeAedat3, valueOf(encodeAedat3(wrap, 'a', 'DVS128')))).toEqual(rowsOf(wrap));
  });

  it('gives back every stream', () => {
    const streams = orderedStreams({ width: 240, height: 180, lastUs: 2 ** 36 });
    fc.assert(
      fc.property(streams, (stream) => {
        const decoded = valueOf(decodeAedat3(valueOf(encodeAedat3(stream, 'a', 'DAVIS240C')), 'a', null));
        expect(decoded).toEqual(stream);
      }),
    );
  });

  it('refuses times that are not whole', () => {
    const outcome = encodeAedat3(streamOf([[0, 0, 1, 0.5]]), 'a', 'DVS128');
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'events/not-encodable' }] });
  });
});
