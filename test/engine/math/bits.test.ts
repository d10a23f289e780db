// Bit counts against counting characters of the binary text.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledFields, popCount, topBits } from '../../../engine/math/bits.ts';

const binary = (word: number): string => (word >>> 0).toString(2).padStart(32, '0');

describe('popCount', () => {
  it('counts ones of any word', () => {
    expect([0, 1, -1, 0x80000000, 0x0f0f0f0f].map(popCount)).toEqual([0, 1, 32, 1, 16]);
    fc.assert(
      fc.property(fc.integer(), (word) => {
        expect(popCount(word)).toBe(binary(word).replaceAll('0', '').length);
      }),
    );
  });
});

describe('filledFields', () => {
  it.each([1, 2, 4, 8, 16, 32])('counts fields of %i bits that hold any', (width) => {
    const tops = topBits(width);
    const words = fc.oneof(
      fc.integer(),
      fc.integer({ min: 0, max: 31 }).map((bit) => 1 << bit),
      fc.constant(0),
    );
    fc.assert(
      fc.property(words, (word) => {
        const fields = binary(word).match(new RegExp(`.{${width}}`, 'g')) ?? [];
        expect(filledFields(word, tops)).toBe(fields.filter((field) => field.includes('1')).length);
      }),
      { numRuns: 300 },
    );
  });
});
