import { chmodSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileChooser } from '../../../electron/data/chooser.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';

const temporary = temporaryFolders();

/** root/ may be browsed; secret/ beside it may not. */
async function house() {
  const base = realpathSync(temporary());
  const root = join(base, 'root');
  writeFiles(base, {
    'root/N-MNIST/Train/0/00001.bin': 'x',
    'root/10.bin': 'abc',
    'root/9.bin': 'ab',
    'root/.hidden': 'h',
    'secret/key.txt': 'k',
    'root-too/key.txt': 'k',
  });
  return { base, root, chooser: await FileChooser.open([root]) };
}

async function codeOf(listing: ReturnType<FileChooser['list']>): Promise<string> {
  const outcome = await listing;
  return outcome.ok ? 'listed' : outcome.issues[0].code;
}

describe('FileChooser', () => {
  it('lists the roots, then folders first and names in natural order', async () => {
    const { root, chooser } = await house();
    expect(await chooser.list(null)).toMatchObject({
      ok: true,
      value: { path: '', parent: null, entries: [{ path: root, kind: 'folder' }], truncated: false },
    });
    const listing = await chooser.list(root);
    if (!listing.ok) throw new Error(listing.issues[0].message);
    expect(listing.value.parent).toBeNull();
    expect(listing.value.entries.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
      ['N-MNIST', 'folder', 0],
      ['9.bin', 'file', 2],
      ['10.bin', 'file', 3],
    ]);
    expect(await chooser.list(join(root, 'N-MNIST'))).toMatchObject({ value: { parent: root } });
  });

  it('refuses what lies outside: beside, above, by dots, and folders that only begin like a root', async () => {
    const { base, root, chooser } = await house();
    for (const path of [
      base,
      join(base, 'secret'),
      `${root}/../secret`,
      `${root}/N-MNIST/../../secret`,
      `${root}-too`,
      '/',
      '/etc',
    ]) {
      expect([path, await codeOf(chooser.list(path))]).toEqual([path, 'file/outside-roots']);
    }
  });

  it('answers the same for paths outside that exist and that do not', async () => {
    const { base, chooser } = await house();
    expect(await codeOf(chooser.list(join(base, 'secret')))).toBe(
      await codeOf(chooser.list(join(base, 'none'))),
    );
  });

  it('refuses null characters and relative paths', async () => {
    const { root, chooser } = await house();
    expect(await codeOf(chooser.list(`${root}\0/x`))).toBe('file/null-byte');
    expect(await codeOf(chooser.list('N-MNIST'))).toBe('file/relative');
    expect(await codeOf(chooser.list(''))).toBe('file/relative');
  });

  it('neither lists nor follows links that lead outside, and follows those that stay inside', async () => {
    const { base, root, chooser } = await house();
    symlinkSync(join(base, 'secret'), join(root, 'out'));
    symlinkSync(join(base, 'secret', 'key.txt'), join(root, 'out.txt'));
    symlinkSync(join(root, 'N-MNIST'), join(root, 'in'));
    symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
    const listing = await chooser.list(root);
    if (!listing.ok) throw new Error(listing.issues[0].message);
    expect(listing.value.entries.map(({ name }) => name)).toEqual(['in', 'N-MNIST', '9.bin', '10.bin']);
    expect(await codeOf(chooser.list(join(root, 'out')))).toBe('file/outside-roots');
    expect(await codeOf(chooser.list(join(root, 'out', '..', 'secret')))).not.toBe('listed');
    expect(await chooser.resolve(join(root, 'in', 'Train'))).toMatchObject({
      value: join(root, 'N-MNIST', 'Train'),
    });
  });

  it('accepts a root that was given as a link, by either path', async () => {
    const { base, root } = await house();
    const link = join(base, 'link');
    symlinkSync(root, link);
    const chooser = await FileChooser.open([link, join(base, 'absent')]);
    expect(chooser.roots).toEqual([root]);
    expect(await codeOf(chooser.list(join(link, 'N-MNIST')))).toBe('listed');
    expect(await codeOf(chooser.list(join(root, 'N-MNIST')))).toBe('listed');
  });

  it('says why a path inside cannot be listed', async () => {
    const { root, chooser } = await house();
    expect(await codeOf(chooser.list(join(root, 'absent')))).toBe('file/enoent');
    expect(await codeOf(chooser.list(join(root, '9.bin')))).toBe('file/enotdir');
  });

  it.skipIf(process.getuid?.() === 0)('says that a folder is not readable', async () => {
    const { root, chooser } = await house();
    mkdirSync(join(root, 'closed'));
    chmodSync(join(root, 'closed'), 0o000);
    expect(await codeOf(chooser.list(join(root, 'closed')))).toBe('file/eacces');
    chmodSync(join(root, 'closed'), 0o700);
  });

  it('cuts a very long listing and says so', async () => {
    const { root, chooser } = await house();
    const files = Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`many/${i}.bin`, '']));
    writeFiles(root, files);
    const listing = await chooser.list(join(root, 'many'));
    if (!listing.ok) throw new Error(listing.issues[0].message);
    expect(listing.value.entries.length).toBe(5000);
    expect(listing.value.truncated).toBe(true);
  });
});
