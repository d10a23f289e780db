// Run ids: their form, their order, their uniqueness; nearest ids against a plain recursive distance.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestRunId, normalizedRunId, runIdSource } from '../../../electron/store/run-id.ts';

const START = Date.UTC(2025, 0, 1);

describe('runIdSource', () => {
  it('writes milliseconds since 2025 in 9 digits of base 32 and a draw in 3', () => {
    // 1 000 000 = 30*32^3 + 16*32^2 + 18*32 + 0 -> digits y g j 0 of 0123456789abcdefghjkmnpqrstvwxyz;
    // 0.5 * 32^3 = 16384 = 16*32^2 -> g00
    const next = runIdSource(
      () => START + 1_000_000,
      () => 0.5,
    );
    expect(next()).toBe('00000ygj0g00');
    expect(next()).toBe('00000ygj0g01');
  });

  it('sorts by making, also within a millisecond, at the end of its tails, and when the clock goes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 })),
        fc.constantFrom(0, 0.5, 0.99999),
        (times, drawn) => {
          let turn = 0;
          const next = runIdSource(
            () => START + 5 + (times[turn++] ?? 0),
            () => drawn,
          );
          const made = times.map(() => next());
          expect(made.toSorted()).toEqual(made);
          expect(new Set(made).size).toBe(made.length);
          expect(made.every((id) => /^[0-9a-hjkmnp-tv-z]{12}$/.test(id))).toBe(true);
        },
      ),
      { seed: 3 },
    );
  });

  it('makes 40,000 ids of one millisecond without repeating any', () => {
    const next = runIdSource(
      () => START,
      () => 0.7,
    );
    expect(new Set(Array.from({ length: 40_000 }, next)).size).toBe(40_000);
  });
});

describe('an id as typed', () => {
  it('is read as meant', () => {
    expect(normalizedRunId(' 0OiL1Ab ')).toBe('00111ab');
  });
});

describe('editDistance', () => {
  const plain = (a: string, b: string): number => {
    if (a === '' || b === '') return a.length + b.length;
    const swap = plain(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1);
    return Math.min(swap, plain(a.slice(1), b) + 1, plain(a, b.slice(1)) + 1);
  };

  it('equals the plain recursion', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(plain(a, b));
      }),
      { seed: 2 },
    );
  });

  it('names the nearest, the later of equals, none of none', () => {
    expect(nearestRunId('abc', ['xbc', 'abx', 'xyz'])).toBe('xbc');
    expect(nearestRunId('abc', [])).toBeNull();
  });
});
