import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces, rank, search } from '../../../renderer/src/shell/palette-search.ts';

const items = [
  { title: 'Home', also: 'Demo, this machine' },
  { title: 'Run the demo' },
  { title: 'nmnist-demo-b1e-2' },
  { title: 'Demo again' },
];

describe('search', () => {
  it('puts the start of the title before the start of a word, and words found elsewhere last', () => {
    expect(search(items, 'demo', 9).map(({ title }) => title)).toEqual([
      'Demo again',
      'Run the demo',
      'nmnist-demo-b1e-2',
      'Home',
    ]);
  });

  it('wants every word, in any order and case', () => {
    expect(search(items, 'DEMO run', 9).map(({ title }) => title)).toEqual(['Run the demo']);
    expect(search(items, 'demo zebra', 9)).toEqual([]);
  });

  it('keeps the given order for an empty query, up to the limit', () => {
    expect(search(items, '  ', 2)).toEqual(items.slice(0, 2));
    expect(rank(items[0], '')).toBe(0);
  });
});

describe('pieces', () => {
  it('marks matches', () => {
    expect(pieces('Run the demo', 'dem run')).toEqual([
      { text: 'Run', match: true },
      { text: ' the ', match: false },
      { text: 'dem', match: true },
      { text: 'o', match: false },
    ]);
  });

  it('never loses a letter', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, query) => {
        expect(
          pieces(title, query)
            .map(({ text }) => text)
            .join(''),
        ).toBe(title);
      }),
    );
  });
});
