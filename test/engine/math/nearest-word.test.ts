// Edit distances by hand, and which slips are near enough to be named.
import { describe, expect, it } from 'vitest';
import { editDistance, nearestWord } from '../../../engine/math/nearest-word.ts';

describe('editDistance', () => {
  it.each([
    ['kitten', 'sitting', 3], // k->s, e->i, +g
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['rows', 'row', 1],
    ['ab', 'ba', 2], // no transposition
  ])('%s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('nearestWord', () => {
  const known = ['array.rows', 'array.cols', 'drain'];
  it('names the likely meaning', () => {
    expect(nearestWord('array.row', known)).toBe('array.rows');
    expect(nearestWord('ARRAY.COLS', known)).toBe('array.cols');
  });
  it('names nothing when nothing is near', () => {
    expect(nearestWord('temperature', known)).toBeNull();
    expect(nearestWord('x', [])).toBeNull();
  });
});
