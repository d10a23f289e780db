import { describe, expect, it } from 'vitest';
import { identifyFormat } from '../../../engine/events/identify.ts';

const text = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value));
const zeros = new Uint8Array(20);

function codeOf(bytes: Uint8Array, path: string): string {
  const outcome = identifyFormat(bytes, path);
  return outcome.ok ? outcome.value : outcome.issues.map(({ code }) => code).join();
}

describe('identifyFormat', () => {
  it('knows raw records by their name, whatever its case', () => {
    expect(codeOf(zeros, '/data/5/00001.bin')).toBe('nmnist-bin');
    expect(codeOf(zeros, 'CLIP.BS2')).toBe('slayer-bs2');
  });

  it.each([
    ['<!DOCTYPE html><html><body>404 Not Found', 'events/web-page'],
    ['\n  <html lang="en">\n', 'events/web-page'],
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:c32f9c9e\nsize 67386381\n',
      'events/lfs-pointer',
    ],
    ['this is a read-me file', 'events/text'],
    ['PK\u0003\u0004\u0014\u0000\u0000\u0000', 'events/other-file'],
  ])('refuses %j in place of a recording', (content, code) => {
    expect(codeOf(text(content), 'Train/5/00001.bin')).toBe(code);
  });

  it('says what to do about a Git LFS pointer and a web page', () => {
    const pointer = identifyFormat(text('version https://git-lfs.github.com/spec/v1\n'), 'a.bin');
    expect(pointer).toMatchObject({
      ok: false,
      issues: [{ path: 'a.bin', message: expect.stringContaining('"git lfs pull"') }],
    });
    const page = identifyFormat(text('<!doctype html><title>Error'), 'a.bin');
    expect(page).toMatchObject({ issues: [{ message: expect.stringContaining('download the file again') }] });
  });

  it('refuses an empty file and an unknown name, listing what is known', () => {
    expect(codeOf(new Uint8Array(0), 'a.bin')).toBe('events/empty');
    const outcome = identifyFormat(zeros, 'a.xyz');
    expect(outcome).toMatchObject({
      issues: [
        { code: 'events/unknown-format', message: expect.stringContaining('(.bin); SLAYER 1-D (.bs1)') },
      ],
    });
  });

  it('does not take a recording for text because its first record is printable', () => {
    // One record "ABCDE" is printable, the next is not.
    expect(codeOf(Uint8Array.from([65, 66, 67, 68, 69, 1, 2, 0, 0, 9]), 'a.bin')).toBe('nmnist-bin');
  });
});
