import * as fc from 'fast-check';
import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { safeParts } from '../../../electron/data/upload-path.ts';

describe('safeParts', () => {
  it('accepts plain paths with either separator', () => {
    expect(safeParts('Train/5/00001.bin')).toMatchObject({ ok: true, value: ['Train', '5', '00001.bin'] });
    expect(safeParts('Train\\5\\Größe 1.bin')).toMatchObject({
      ok: true,
      value: ['Train', '5', 'Größe 1.bin'],
    });
  });

  it.each([
    '',
    '.',
    '..',
    '../x.bin',
    'a/../../x.bin',
    'a\\..\\..\\x.bin',
    '/etc/passwd',
    '\\\\server\\share\\x',
    'C:\\x.bin',
    'c:x.bin',
    'a//b.bin',
    'a/./b.bin',
    'a/b.bin/',
    'a\0.bin',
    'a\nb.bin',
    'x.bin:stream',
    'CON',
    'nul.bin',
    'a/com1.bin',
    'a./b.bin',
    'a /b.bin',
    'a?.bin',
    '1/2/3/4/5/6/7/8/9.bin',
    `${'x'.repeat(201)}.bin`,
    `${'ö'.repeat(101)}.bin`,
    Array.from({ length: 8 }, () => 'y'.repeat(120)).join('/'),
  ])('refuses %j', (path) => {
    expect(safeParts(path)).toMatchObject({ ok: false, issues: [{ code: 'upload/path' }] });
  });

  it('never lets a path leave its folder, on any system', () => {
    const piece = fc.constantFrom('..', '.', '/', '\\', 'a', 'C:', '\0', ' ', 'b.bin', '~', '%2e%2e');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const outcome = safeParts(pieces.join(''));
        if (!outcome.ok) return;
        expect(posix.join('/base', ...outcome.value).startsWith('/base/')).toBe(true);
        expect(win32.join('C:\\base', ...outcome.value).startsWith('C:\\base\\')).toBe(true);
      }),
      { numRuns: 2000, seed: 5 },
    );
  });
});
