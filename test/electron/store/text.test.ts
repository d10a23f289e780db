// Stored text: numbers that JSON lacks, hashes that do not depend on the order of keys, damaged entries.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DamagedText } from '../../../electron/store/failure.ts';
import { contentHash, decode, encode } from '../../../electron/store/text.ts';

describe('encode and decode', () => {
  it('give back any value of plain data', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.constant('$number'),
      fc.double().map((x) => x + 0),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree')),
        fc.dictionary(fc.string(), tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, (given) => {
        // JSON knows one zero only.
        expect(JSON.stringify(decode(encode(given)))).toBe(JSON.stringify(given));
      }),
      { seed: 5 },
    );
  });

  it('keep NaN and the infinities', () => {
    expect(encode({ a: NaN })).toBe('{"a":{"$number":"NaN"}}');
    expect(decode(encode([NaN, Infinity, -Infinity, 0.1]))).toEqual([NaN, Infinity, -Infinity, 0.1]);
  });

  it('leave alone what only looks like a mark', () => {
    const spec = [{ $number: 'seven' }, { $number: 7 }, { $number: null }];
    expect(decode(encode(spec))).toEqual(spec);
  });

  it('call a text damaged that is not JSON', () => {
    expect(() => decode('{"a":')).toThrow(DamagedText);
  });
});

describe('contentHash', () => {
  it('is SHA-256 over the sorted content', () => {
    const text = '{"a":[1,{"c":null,"d":2}],"b":"x"}';
    expect(contentHash({ b: 'x', a: [1, { d: 2, c: null }] })).toBe(
      createHash('sha256').update(text).digest('hex'),
    );
  });

  it('differs for differing values and for the order of a list', () => {
    const hashes = [{ a: 1 }, { a: 2 }, { b: 1 }, { a: [1, 2] }, { a: [2, 1] }, { a: '1' }].map(contentHash);
    expect(new Set(hashes).size).toBe(6);
  });
});
