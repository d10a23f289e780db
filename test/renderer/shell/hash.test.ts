import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, placeOf } from '../../../renderer/src/shell/hash.ts';
import { PAGE_IDS } from '../../../renderer/src/shell/page-ids.ts';

describe('hash', () => {
  it('names page and subject', () => {
    expect(hashOf({ page: 'compare', subject: 'run 7' })).toBe('#/compare/run%207');
    expect(placeOf('#/compare/run%207', PAGE_IDS)).toEqual({ page: 'compare', subject: 'run 7' });
    expect(placeOf('#/home', PAGE_IDS)).toEqual({ page: 'home', subject: null });
    expect(placeOf('#/home/', PAGE_IDS)).toEqual({ page: 'home', subject: null });
  });

  it('refuses pages that do not exist, and survives a broken escape', () => {
    expect(placeOf('', PAGE_IDS)).toBeNull();
    expect(placeOf('#/settings', PAGE_IDS)).toBeNull();
    expect(placeOf('#/runs/%', PAGE_IDS)).toEqual({ page: 'runs', subject: '%' });
  });

  it('comes back from any subject, slashes included', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PAGE_IDS),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        (page, subject) => {
          expect(placeOf(hashOf({ page, subject }), PAGE_IDS)).toEqual({ page, subject });
        },
      ),
    );
  });
});
