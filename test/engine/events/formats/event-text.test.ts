import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEventText } from '../../../../engine/events/formats/event-text-encode.ts';
import { decodeEventText, isEventText } from '../../../../engine/events/formats/event-text.ts';
import { NumberScanner } from '../../../../engine/events/formats/number-scanner.ts';
import { ascii, bytesOf, codesFrom, orderedStreams, rowsFrom } from '../../../support/event-bytes.ts';
import type { EventRow } from '../../../support/event-streams.ts';
import { streamOf } from '../../../support/event-streams.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';

const text = (value: string): Uint8Array => bytesOf(ascii(value));
const rows = (value: string): EventRow[] => rowsFrom(decodeEventText, text(value));
const codes = (value: string): string[] => codesFrom(decodeEventText, text(value));

describe('decodeEventText', () => {
  it('reads "t x y p" in seconds, rounded to whole µs', () => {
    // 0.003820001 s = 3820.001 µs.
    expect(rows('0.003811000 96 133 0\n0.003820001 127 171 1\n')).toEqual([
      [96, 133, 0, 3811],
      [127, 171, 1, 3820],
    ]);
  });

  it('reads absolute times in seconds to the µs', () => {
    expect(rows('1468941032.229763412 1 2 0\n1468941032.229763612 1 2 1\n').map(([, , , t]) => t)).toEqual([
      1468941032229763, 1468941032229764,
    ]);
  });

  it('reads "x,y,p,t" in µs and any other order that the values tell', () => {
    const expected = [
      [639, 2, 1, 700],
      [4, 5, 0, 701],
    ];
    expect(rows('639,2,1,700\n4,5,0,701\n')).toEqual(expected);
    expect(rows('639,2,700,1\r\n4,5,701,0\r\n')).toEqual(expected);
    expect(rows('700;639;2;1\n701;4;5;0')).toEqual(expected);
  });

  it.each([
    ['t_us,x,y,p', '1500,1,2,1', 1500],
    ['timestamp (ms), x, y, polarity', '1.5,1,2,1', 1500],
    ['time[s] x y pol', '2 1 2 1', 2_000_000],
    ['# ts x y p', '1500 1 2 1', 1500],
    ['index,"x","y","on","t_ns"', '9,1,2,true,1500499', 1500],
  ])('takes columns and unit from the line %j', (head, row, t) => {
    expect(rows(`${head}\n${row}\n`)).toEqual([[1, 2, 1, t]]);
  });

  it('takes polarities -1 and 1, false and true', () => {
    expect(rows('0.1 1 2 -1\n0.2 1 2 1\n').map(([, , p]) => p)).toEqual([0, 1]);
    expect(rows('t,x,y,p\n1,1,2,False\n2,1,2,TRUE\n').map(([, , p]) => p)).toEqual([0, 1]);
  });

  it('takes the sensor size from a line of its own or from the geometry', () => {
    const size = (value: string): number[] => {
      const { width, height } = valueOf(decodeEventText(text(value), 'a.txt', null));
      return [width, height];
    };
    expect(size('240 180\n0.5 1 2 1\n0.6 1 2 0\n')).toEqual([240, 180]);
    expect(size('%geometry:640,480\n5,1,1,100\n6,1,0,101\n')).toEqual([640, 480]);
    expect(size('0.5 1 2 1\n0.6 345 2 0\n')).toEqual([346, 260]);
    // Beyond every usual sensor: the box of the events.
    expect(size('0.5 1 2 1\n0.6 2000 2 0\n')).toEqual([2001, 3]);
  });

  it('reads what it is told where the values leave a doubt', () => {
    const table = text('7 7 1 1\n7 7 0 0\n');
    expect(codesFrom(decodeEventText, table)).toEqual(['text/columns']);
    const options = { roles: { t: 0, x: 1, y: 2, p: 3 }, unit: 'ms' } as const;
    const stream = valueOf(decodeEventText(table, 'a.txt', null, options));
    expect([...stream.tUs]).toEqual([7000, 7000]);
  });

  it('skips comments and empty lines between rows', () => {
    expect(rows('# recorded today\n\n0.1 1 2 0\n# pause\n0.2 1 2 1\n\n')).toHaveLength(2);
  });

  it.each([
    ['0.1 1 2 0\n0.2 1 2\n', '3 columns in line 2: "0.2 1 2"'],
    ['0.1 1 2 0\n0.2 1 2 1 1\n', '5 columns in line 2: "0.2 1 2 1 1"'],
    ['0.1 1 2 0\n0.2 x 2 1\n', 'something that is no number in line 2: "0.2 x 2 1"'],
    ['t x y p\n0.1 1 2 0\n0.2 1.5 2 1\n', 'x 1.5, y 2 in line 3'],
    ['0.1 1 2 0\n0.2 -1 2 1\n', 'x -1, y 2 in line 2'],
    ['t x y p\n0.1 1 2 0\n0.2 1 2 7\n', 'polarity 7 in line 3'],
    ['t x y p\n0.1 1 2 0\n1e30 1 2 1\n', 'time 1e+36 µs in line 3: "1e30 1 2 1"'],
    ['t x y p\n0.1 1 2 0\nnan 1 2 1\n', 'something that is no number in line 3'],
  ])('refuses %j, naming the line', (value, got) => {
    const [message] = messagesOf(decodeEventText(text(value), 'a.txt', null));
    expect(message).toContain(`got ${got}`);
    expect(codes(value)).toEqual(['text/row']);
  });

  it('leaves out a last line that is cut off, with a warning', () => {
    expect(rows('0.1 1 2 0\n0.2 1 2 1\n0.3 1')).toHaveLength(2);
    expect(codes('0.1 1 2 0\n0.2 1 2 1\n0.3 1')).toEqual(['events/cut-off']);
  });

  it('gives back every stream as CSV', () => {
    fc.assert(
      fc.property(orderedStreams({ width: 240, height: 180, lastUs: 2 ** 40 }), (stream) => {
        fc.pre(stream.x.length > 0);
        const bytes = valueOf(encodeEventText(stream, 'a'));
        const sensor = { width: 240, height: 180 };
        expect(valueOf(decodeEventText(bytes, 'a', sensor))).toEqual(stream);
      }),
    );
  });

  it('cannot write parts of µs', () => {
    expect(encodeEventText(streamOf([[0, 0, 0, 0.5]]), 'a')).toMatchObject({ ok: false });
  });
});

describe('isEventText', () => {
  it.each([
    ['class,startTime_usec,endTime_usec\n1,53036986,59508469\n', false],
    ['#sample #class\r\n1\t5\r\n2\t0\r\n', false],
    ['<!doctype html><title>4 0 4 4</title>', false],
    ['sepal,petal,x,y\n1,2,3,4\n', false],
    ['0.1 1 2 0\n', true],
    ['timestamp,x,y,polarity\n1,2,3,1\n', true],
    ['\u00ef\u00bb\u00bft,x,y,p\n1,2,3,1\n', true],
  ])('of %j is %s', (value, expected) => {
    expect(isEventText(text(value))).toBe(expected);
  });

  it('is false for binary data that begin like a row', () => {
    expect(isEventText(text('1 2 3 4\n\u0000\u0001'))).toBe(false);
  });
});

describe('NumberScanner', () => {
  const scanned = (value: string, power = 0): number | null => {
    const scanner = new NumberScanner(text(value), 0);
    return scanner.next() && scanner.read() ? scanner.times10(power) : null;
  };

  it('reads what JavaScript writes', () => {
    const decimal = fc.oneof(
      fc.maxSafeInteger(),
      fc.double({ min: 1e-7, max: 1e21, noNaN: true }),
      fc.double({ min: -1e21, max: -1e-7, noNaN: true }),
    );
    fc.assert(
      fc.property(decimal, (value) => {
        const read = scanned(String(value));
        // Rounding off after 16 digits of at least 9.007e14 loses 0.5 / 9.007e14 < 2^-50 of the value.
        expect(Math.abs((read ?? Number.NaN) - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -50);
      }),
    );
    expect(scanned('0.1')).toBe(0.1);
    expect(scanned('9007199254740991')).toBe(9007199254740991);
  });

  it('multiplies by powers of ten without a rounding error', () => {
    // 0.003811 * 1e6 is 3811.0000000000005 in floating point.
    expect(scanned('0.003811000', 6)).toBe(3811);
    expect(scanned('1.25e-3', 6)).toBe(1250);
    expect(scanned('12345678901234567890', 0)).toBeCloseTo(1.2345678901234567e19, -5);
  });

  it.each(['', 'x', '.', '-', '1e', '1x', '1.2.3', 'truex', '--1', 'inf'])(
    'takes %j for no number',
    (value) => {
      expect(scanned(value)).toBeNull();
    },
  );
});
