// AEDAT 1.0 and 2.0.
import { describe, expect, it } from 'vitest';
import { chipOf, readAedatHeader } from '../../../../engine/events/formats/aedat-header.ts';
import { decodeAedat1 } from '../../../../engine/events/formats/aedat1.ts';
import { decodeAedat2 } from '../../../../engine/events/formats/aedat2.ts';
import { ascii, bytesOf, codesFrom, rowsFrom, u32be } from '../../../support/event-bytes.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';

const HEAD_1 = '#!AER-DAT1.0\r\n# created 2007\r\n';
const HEAD_2 = '#!AER-DAT2.0\r\n# This is a raw AE data file\r\n';
const DAVIS = `${HEAD_2}# AEChip: eu.seebetter.ini.chips.davis.DAVIS240C\r\n`;
const END = '#End Of ASCII Header\r\n';

describe('decodeAedat1', () => {
  it('reads big-endian records of 6 bytes; bit 0 = 1 is OFF', () => {
    // 0x2b07: y = 0x2b = 43, x = 0x07 >> 1 = 3, bit 0 = 1: OFF. 0x7ffe: y 127, x 127, ON.
    const bytes = bytesOf(ascii(HEAD_1), [0x2b, 0x07], u32be(679877510), [0x7f, 0xfe], u32be(679877511));
    expect(rowsFrom(decodeAedat1, bytes)).toEqual([
      [3, 43, 0, 679877510],
      [127, 127, 1, 679877511],
    ]);
    expect(valueOf(decodeAedat1(bytes, 'a.dat', null))).toMatchObject({ width: 128, height: 128 });
  });

  it('takes a header without a version for 1.0', () => {
    const bytes = bytesOf(ascii('# an old recording\n'), [0, 0], u32be(1));
    expect(rowsFrom(decodeAedat1, bytes)).toEqual([[0, 0, 1, 1]]);
  });

  it('does not take a first address of row 35, byte "#", for a header line', () => {
    // 0x2300: y = 0x23 = 35. The time begins with a zero byte, which no text has.
    const bytes = bytesOf(ascii(HEAD_1), [0x23, 0x00], u32be(10), [0, 0], u32be(20));
    expect(rowsFrom(decodeAedat1, bytes)).toEqual([
      [0, 35, 1, 10],
      [0, 0, 1, 20],
    ]);
  });

  it('leaves out external events and half a record, with warnings', () => {
    const bytes = bytesOf(ascii(HEAD_1), [0x80, 0], u32be(1), [0, 0], u32be(2), [9]);
    expect(rowsFrom(decodeAedat1, bytes)).toEqual([[0, 0, 1, 2]]);
    expect(codesFrom(decodeAedat1, bytes)).toEqual(['events/cut-off', 'aedat/external']);
  });
});

describe('decodeAedat2, DVS128', () => {
  it('reads times beyond 2^31 unsigned', () => {
    // 0xe279fa3f = 3799644735. 0x2cad: y 0x2c = 44, x 0xad & 0xfe >> 1 = 86, bit 0 = 1: OFF.
    const bytes = bytesOf(ascii(HEAD_2), u32be(0x2cad, 0xe279fa3f));
    expect(rowsFrom(decodeAedat2, bytes)).toEqual([[86, 44, 0, 3799644735]]);
  });

  it('ends the header after "#End Of ASCII Header" even if the next byte is "#"', () => {
    // 0x2344410a is "#DA" and a line feed: y = 0x2344410a >> 22 = 141, x = (0x2344410a >> 12) & 0x3ff = 0x44 = 68;
    // bits 11 and 10 are 0: OFF, no external event.
    const data = u32be(0x2344410a, 0x41424344);
    expect(rowsFrom(decodeAedat2, bytesOf(ascii(DAVIS + END), data))).toEqual([[68, 141, 0, 0x41424344]]);
    // Without the end line nothing tells it from a header line: 4 of 8 bytes remain.
    expect(codesFrom(decodeAedat2, bytesOf(ascii(DAVIS), data))).toEqual(['events/cut-off']);
  });

  it('does not take binary data with zero bytes for a header line', () => {
    const header = readAedatHeader(bytesOf(ascii(HEAD_2), u32be(0x23000000, 1)));
    expect(header?.dataStart).toBe(HEAD_2.length);
  });

  it('accepts bare line feeds', () => {
    const bytes = bytesOf(ascii('#!AER-DAT2.0\n# x\n'), u32be(0x0100, 5));
    expect(rowsFrom(decodeAedat2, bytes)).toEqual([[0, 1, 1, 5]]);
  });

  it('takes the 35 x 35 crop of POKER-DVS where no chip is named, else 128 x 128', () => {
    const size = (address: number) =>
      valueOf(decodeAedat2(bytesOf(ascii(HEAD_2), u32be(address, 0)), 'a', null)).width;
    expect(size(34 << 1)).toBe(35);
    expect(size(35 << 1)).toBe(128);
  });

  it('leaves out external events with an extended sign bit', () => {
    const bytes = bytesOf(ascii(HEAD_2), u32be(0xffff8000, 1), u32be(0x8000, 2), u32be(0, 3));
    expect(rowsFrom(decodeAedat2, bytes)).toEqual([[0, 0, 1, 3]]);
    expect(codesFrom(decodeAedat2, bytes)).toEqual(['aedat/external']);
  });

  it('adds 2^32 µs where the clock wraps', () => {
    const bytes = bytesOf(ascii(HEAD_2), u32be(0, 0xfffffff0), u32be(0, 16));
    expect(rowsFrom(decodeAedat2, bytes).map(([, , , t]) => t)).toEqual([4294967280, 4294967312]);
    expect(codesFrom(decodeAedat2, bytes)).toEqual(['events/time-wrapped']);
  });
});

describe('decodeAedat2, DAVIS', () => {
  it('reads y, x and polarity; bit 11 = 1 is ON', () => {
    // y 179 << 22 = 0x2cc00000, x 239 << 12 = 0xef000, ON 0x800: 0x2ccef800.
    const bytes = bytesOf(ascii(DAVIS + END), u32be(0x2ccef800, 100));
    expect(rowsFrom(decodeAedat2, bytes)).toEqual([[239, 179, 1, 100]]);
    expect(valueOf(decodeAedat2(bytes, 'a', null))).toMatchObject({ width: 240, height: 180 });
  });

  it('counts frame, inertial and external records and takes none of them', () => {
    // 0x80000000 frame sample of type 0, 0x80000400 of type 1, 0x80000c00 inertial, 0x400 external.
    const bytes = bytesOf(
      ascii(DAVIS),
      u32be(0x80000000, 1, 0x80000400, 1, 0x80000c00, 1, 0x400, 1, 0x00001800, 2),
    );
    expect(rowsFrom(decodeAedat2, bytes)).toEqual([[1, 0, 1, 2]]);
    expect(messagesOf(decodeAedat2(bytes, 'a', null))).toEqual([
      'a: should hold pixel events only (got 1 external events); they are left out',
      'a: should hold pixel events only (got 2 frame (APS) and 1 inertial (IMU) records); they are left out',
    ]);
  });

  it('asks for the chip where addresses are wide and none is named', () => {
    expect(codesFrom(decodeAedat2, bytesOf(ascii(HEAD_2), u32be(0x2ccef800, 1)))).toEqual(['aedat/no-chip']);
  });

  it('refuses chips that it does not know', () => {
    const bytes = bytesOf(
      ascii(`${HEAD_2}# AEChip: ch.unizh.ini.jaer.chip.cochlea.CochleaAMS1c\r\n`),
      u32be(0, 1),
    );
    expect(codesFrom(decodeAedat2, bytes)).toEqual(['aedat/unknown-chip']);
  });
});

describe('chipOf', () => {
  it.each([
    ['ch.unizh.ini.jaer.chip.retina.DVS128', 'dvs128', 128, 128],
    ['ch.unizh.ini.jaer.chip.retina.Tmpdiff128', 'dvs128', 128, 128],
    ['eu.seebetter.ini.chips.davis.DAVIS240C', 'davis', 240, 180],
    ['eu.seebetter.ini.chips.sbret10.SBret10', 'davis', 240, 180],
    ['eu.seebetter.ini.chips.davis.Davis346blue', 'davis', 346, 260],
    ['eu.seebetter.ini.chips.davis.DAVIS128', 'davis', 128, 128],
    ['eu.seebetter.ini.chips.davis.DavisRGB640', 'davis', 640, 480],
  ])('knows %s', (name, layout, width, height) => {
    expect(chipOf(name)).toEqual({ layout, sensor: { width, height } });
  });
});
