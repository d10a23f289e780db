import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUtf8, utf8Length, writeUtf8 } from '../../../engine/contract/utf8.ts';
import { times } from '../../support/soak.ts';

// The oracle is the platform's own strict decoder.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
function oracle(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

describe('UTF-8', () => {
  it('is written as the platform writes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const expected = new TextEncoder().encode(text);
        const bytes = new Uint8Array(expected.length + 2);
        expect(utf8Length(text)).toBe(expected.length);
        expect(writeUtf8(text, bytes, 1)).toBe(expected.length + 1);
        expect(bytes.subarray(1, -1)).toEqual(expected);
      }),
    );
  });

  it('is read as the platform reads it, also where it is damaged', () => {
    const text = fc.string({ unit: 'binary', maxLength: 50 }).map((value) => new TextEncoder().encode(value));
    const damaged = fc
      .tuple(text, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }))
      .map(([bytes, edits]) => {
        for (const [at, byte] of edits) if (bytes.length) bytes[at % bytes.length] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 12 })), (bytes) => {
        expect(readUtf8(bytes, 0, bytes.length)).toBe(oracle(bytes));
      }),
      { numRuns: times(5000, 200_000) },
    );
  });

  it('is read in whole, across the pieces it is read in', () => {
    const text = `${'a'.repeat(4095)}é${'b'.repeat(4096)}😀${'c'.repeat(5000)}`;
    const bytes = new TextEncoder().encode(text);
    expect(readUtf8(bytes, 0, bytes.length)).toBe(text);
    expect(readUtf8(bytes, 1, 4095)).toBe('a'.repeat(4094));
  });

  it.each([
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong zero in three bytes', [0xe0, 0x80, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation', [0x80]],
    ['a cut character', [0xf0, 0x9f, 0x98]],
  ])('%s is refused', (_name, bytes) => {
    expect(readUtf8(new Uint8Array(bytes), 0, bytes.length)).toBeNull();
  });
});
