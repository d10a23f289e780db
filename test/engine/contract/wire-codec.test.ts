import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from '../../../engine/contract/wire-codec.ts';
import { times } from '../../support/soak.ts';

function roundTrip(value: unknown): unknown {
  const outcome = decodeFrame(encodeFrame(value));
  if (!outcome.ok) throw new Error(outcome.issues[0].message);
  return outcome.value;
}

/** A frame written by hand: magic, JSON length, JSON, padding, payload. */
function frameOf(json: string | Uint8Array, payload = new Uint8Array(0)): Uint8Array {
  const text = typeof json === 'string' ? Buffer.from(json) : json;
  const head = Buffer.alloc(Math.ceil((8 + text.length) / 8) * 8);
  head.write('SWX1', 0, 'latin1');
  head.writeUInt32LE(text.length, 4);
  head.set(text, 8);
  return Buffer.concat([head, payload]);
}

function refusal(frame: Uint8Array): string {
  const outcome = decodeFrame(frame);
  return outcome.ok ? `accepted ${JSON.stringify(outcome.value)}` : outcome.issues[0].message;
}

describe('frames', () => {
  it('have the documented bytes', () => {
    // {"a":{"$":"Uint16Array","at":0,"bytes":4}} is 42 characters; 8 + 42 = 50, padded to 56; 2 numbers of 2 bytes, padded to 8
    const frame = encodeFrame({ a: new Uint16Array([1, 0x0203]) });
    const json = '{"a":{"$":"Uint16Array","at":0,"bytes":4}}';
    expect(json.length).toBe(42);
    expect(frame.length).toBe(56 + 8);
    expect([...frame.subarray(0, 8)]).toEqual([...Buffer.from('SWX1'), 42, 0, 0, 0]);
    expect(Buffer.from(frame.subarray(8, 50)).toString()).toBe(json);
    expect([...frame.subarray(50)]).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 3, 2, 0, 0, 0, 0]);
  });

  it('carry typed arrays of every kind, also those that start off their alignment', () => {
    const bytes = new Uint8Array(48).map((_, i) => i * 5);
    const value = {
      arrays: [
        new Int8Array([-1, 2]),
        bytes.subarray(3, 20),
        new Uint8ClampedArray([255]),
        new Int16Array([-300]),
        new Uint16Array(bytes.buffer, 2, 5),
        new Int32Array([]),
        new Uint32Array([2 ** 32 - 1]),
        new Float32Array([NaN, -0, 1.5]),
        new Float64Array([Math.PI, Infinity]),
      ],
    };
    expect(roundTrip(value)).toEqual(value);
  });

  it('decode from a buffer at any offset', () => {
    const frame = encodeFrame({ x: new Float64Array([1, 2, 3]) });
    for (let shift = 0; shift < 8; shift++) {
      const moved = new Uint8Array(frame.length + shift);
      moved.set(frame, shift);
      expect(decodeFrame(moved.subarray(shift))).toMatchObject({ value: { x: new Float64Array([1, 2, 3]) } });
    }
  });

  it('decode from a Node Buffer into memory of their own', () => {
    const frame = Buffer.from(encodeFrame({ x: new Uint8Array([1, 2]) }));
    const outcome = decodeFrame(frame);
    frame.fill(0);
    expect(outcome).toMatchObject({ value: { x: new Uint8Array([1, 2]) } });
  });

  it('carry a Node Buffer and shared memory as plain bytes', () => {
    const shared = new Float32Array(new SharedArrayBuffer(8));
    shared.set([1, 2]);
    expect(roundTrip([Buffer.from([7, 8]), shared])).toEqual([
      new Uint8Array([7, 8]),
      new Float32Array([1, 2]),
    ]);
  });

  it('carry what JSON loses', () => {
    expect(roundTrip([NaN, Infinity, -Infinity, -0, { $: 'Uint8Array', at: 0 }, { $: { $: 1 } }])).toEqual([
      NaN,
      Infinity,
      -Infinity,
      -0,
      { $: 'Uint8Array', at: 0 },
      { $: { $: 1 } },
    ]);
    expect(roundTrip({ left: undefined, kept: null })).toEqual({ kept: null });
  });

  it('bring back any plain value', () => {
    const leaf = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.string({ unit: 'binary' }),
      fc.uint8Array(),
      fc.float32Array(),
      fc.float64Array(),
      fc.uint32Array(),
    );
    const key = fc
      .oneof(fc.string({ unit: 'binary' }), fc.constant('$'))
      .filter((text) => text !== '__proto__');
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(key, tie('any'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (given) => {
        expect(roundTrip(given)).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });

  it('carry a lone surrogate as it is', () => {
    expect(roundTrip(['a\ud800b', '\udc00'])).toEqual(['a\ud800b', '\udc00']);
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', { x: Symbol('x') }],
    ['a bigint', { x: 1n }],
    ['a Map', { x: new Map() }],
    ['a bigint array', new BigInt64Array(1)],
    ['undefined', undefined],
  ])('do not carry %s: that is a bug of the sender', (_name, value) => {
    expect(() => encodeFrame(value)).toThrow(TypeError);
  });
});

describe('a malformed frame is refused', () => {
  const array = (at: unknown, bytes: unknown, type = 'Uint16Array'): string =>
    JSON.stringify({ $: type, at, bytes });

  it.each([
    ['nothing', new Uint8Array(0), /at least 8 bytes/],
    ['another magic number', Buffer.from('GET / HT'), /magic/],
    ['a JSON part longer than the frame', frameOf('null').subarray(0, 10), /hold its JSON part/],
    ['no JSON', frameOf('{'), /hold JSON/],
    ['no UTF-8', frameOf(new Uint8Array([0x22, 0xc0, 0x80, 0x22])), /UTF-8/],
    ['an array past the end', frameOf(array(0, 4), new Uint8Array(2)), /hold the bytes/],
    ['an array that starts past the end', frameOf(array(8, 0), new Uint8Array(2)), /hold the bytes/],
    ['a negative place', frameOf(array(-8, 2), new Uint8Array(8)), /whole elements/],
    ['an odd place', frameOf(array(2, 2), new Uint8Array(8)), /whole elements/],
    ['half an element', frameOf(array(0, 3), new Uint8Array(8)), /whole elements/],
    ['a huge length', frameOf(array(0, 2 ** 52), new Uint8Array(8)), /hold the bytes/],
    ['a length that is no number', frameOf(array(0, '2'), new Uint8Array(8)), /whole elements/],
    ['an unknown type', frameOf(array(0, 2, 'constructor'), new Uint8Array(8)), /known marks/],
    ['a forged number', frameOf('{"$":"number","value":"7"}'), /only numbers/],
    ['forged pairs', frameOf('{"$":"object","pairs":[["a"]]}'), /pairs/],
    ['a forged prototype', frameOf('{"__proto__":{"x":1}}'), /__proto__/],
    ['a forged prototype in pairs', frameOf('{"$":"object","pairs":[["__proto__",1]]}'), /__proto__/],
    ['deep nesting', frameOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), /64 deep/],
  ])('%s', (_name, frame, rule) => {
    expect(refusal(frame)).toMatch(rule);
  });

  it('one that names the same bytes many times, to make the reader run out of memory', () => {
    const bomb = `[${Array.from({ length: 1000 }, () => array(0, 1024)).join(',')}]`;
    expect(refusal(frameOf(bomb, new Uint8Array(1024)))).toMatch(/each typed array once/);
  });

  it('never by throwing: 5,000 damaged frames', () => {
    const whole = encodeFrame({
      type: 'answer',
      id: 7,
      outcome: {
        ok: true,
        value: { x: new Float32Array([1, 2, 3]), $: 'é€😀', n: NaN, list: [1, [2, { a: null }]] },
      },
    });
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.option(fc.nat(whole.length)),
        (edits, cut) => {
          const frame = whole.slice(0, cut ?? whole.length);
          for (const [at, byte] of edits) if (at < frame.length) frame[at] = byte;
          const outcome = decodeFrame(frame);
          if (!outcome.ok) refused++;
          expect(outcome.ok || outcome.issues[0].code === 'wire/malformed').toBe(true);
        },
      ),
      { numRuns: times(5000, 200_000) },
    );
    expect(refused).toBeGreaterThan(1000);
  });
});
