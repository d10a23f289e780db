import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSlayerBs1 } from '../../../../engine/events/formats/slayer-bs1.ts';
import { decodeSlayerBs3, encodeSlayerBs3 } from '../../../../engine/events/formats/slayer-bs3.ts';
import { bytesOf, codesFrom, orderedStreams, rowsFrom } from '../../../support/event-bytes.ts';
import { streamOf } from '../../../support/event-streams.ts';
import { valueOf } from '../../../support/outcomes.ts';

describe('decodeSlayerBs1', () => {
  it('reads 16 bits of neuron and 24 bits of time', () => {
    // Neuron 0x0102 = 258; time 0x80 << 16 | 1 = 8388609.
    const bytes = bytesOf([1, 2, 0x80, 0, 1]);
    expect(rowsFrom(decodeSlayerBs1, bytes)).toEqual([[258, 0, 1, 8388609]]);
    expect(valueOf(decodeSlayerBs1(bytes, 'a', null))).toMatchObject({ width: 512, height: 1 });
  });

  it.each([
    [63, 64],
    [64, 128],
    [699, 700],
    [65_535, 65_536],
  ])('takes the smallest usual layer that has neuron %d: %d', (neuron, width) => {
    const bytes = bytesOf([neuron >> 8, neuron & 255, 0, 0, 0]);
    expect(valueOf(decodeSlayerBs1(bytes, 'a', null)).width).toBe(width);
  });

  it('refuses half records and nothing', () => {
    expect(codesFrom(decodeSlayerBs1, new Uint8Array(6))).toEqual(['events/truncated']);
    expect(codesFrom(decodeSlayerBs1, new Uint8Array(0))).toEqual(['events/empty']);
  });
});

describe('decodeSlayerBs3', () => {
  it('reads 12 bits of x and y, 8 of channel, 24 of time', () => {
    // x = 0x12 << 4 | 0x3 = 0x123 = 291; y = 0x4 << 8 | 0x56 = 0x456 = 1110; channel 1; t = 0x010203 = 66051.
    const bytes = bytesOf([0x12, 0x34, 0x56, 1, 1, 2, 3]);
    const sensor = { width: 2048, height: 2048 };
    const stream = valueOf(decodeSlayerBs3(bytes, 'a', sensor));
    expect([stream.x[0], stream.y[0], stream.p[0], stream.tUs[0]]).toEqual([291, 1110, 1, 66051]);
  });

  it('refuses a third channel', () => {
    expect(codesFrom(decodeSlayerBs3, bytesOf([0, 0, 0, 2, 0, 0, 0]))).toEqual(['bs3/channels']);
  });

  it('gives back every stream, rows beyond 255 too', () => {
    const streams = orderedStreams({ width: 1280, height: 720, lastUs: 2 ** 24 - 1 });
    fc.assert(
      fc.property(
        streams.filter(({ x }) => x.length > 0),
        (stream) => {
          const bytes = valueOf(encodeSlayerBs3(stream, 'a'));
          expect(valueOf(decodeSlayerBs3(bytes, 'a', { width: 1280, height: 720 }))).toEqual(stream);
        },
      ),
    );
  });

  it.each([
    [4096, 0, 0],
    [0, 4096, 0],
    [0, 0, 2 ** 24],
  ])('cannot write x %d, y %d, t %d', (x, y, t) => {
    const outcome = encodeSlayerBs3(streamOf([[x, y, 0, t]], 8192, 8192), 'a');
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'events/not-encodable' }] });
  });
});
