import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_UPLOAD_LIMITS, Uploads } from '../../../electron/data/uploads.ts';
import type { UploadLimits } from '../../../electron/data/uploads.ts';
import type { Outcome } from '../../../engine/contract/index.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';

const temporary = temporaryFolders();
const nobody = (): readonly string[] => [];
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

async function cache(limits: Partial<UploadLimits> = {}) {
  const folder = join(temporary(), 'uploads');
  const clock = { nowMs: Date.now() };
  const uploads = new Uploads(folder, () => clock.nowMs, { ...DEFAULT_UPLOAD_LIMITS, ...limits });
  valueOf(await uploads.prepare(nobody));
  return { folder, clock, uploads };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.issues[0].message);
  return outcome.value;
}

const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'accepted' : outcome.issues[0].code);

async function begun(uploads: Uploads, files: number, bytes: number): Promise<string> {
  return valueOf(await uploads.begin({ name: 'drop', files, bytes })).uploadId;
}

const chunk = (uploads: Uploads, uploadId: string, relativePath: string, offset: number, text: string) =>
  uploads.chunk({ uploadId, relativePath, offset, bytes: bytesOf(text) });

describe('Uploads', () => {
  it('puts chunks together and answers with the dropped folder', async () => {
    const { folder, uploads } = await cache();
    const id = await begun(uploads, 2, 11);
    valueOf(await chunk(uploads, id, 'N-MNIST/Train/0/1.bin', 0, 'hello'));
    valueOf(await chunk(uploads, id, 'N-MNIST/Train/0/1.bin', 5, ' you'));
    valueOf(await chunk(uploads, id, 'N-MNIST/Train/1/2.bin', 0, 'ok'));
    const { path } = valueOf(await uploads.end({ uploadId: id }));
    expect(path).toBe(join(folder, id, 'N-MNIST'));
    expect(readFileSync(join(path, 'Train/0/1.bin'), 'utf8')).toBe('hello you');
    expect(readFileSync(join(path, 'Train/1/2.bin'), 'utf8')).toBe('ok');
  });

  it('answers with its own folder where several things were dropped', async () => {
    const { folder, uploads } = await cache();
    const id = await begun(uploads, 2, 2);
    valueOf(await chunk(uploads, id, '0/a.bin', 0, 'a'));
    valueOf(await chunk(uploads, id, '1/a.bin', 0, 'b'));
    expect(valueOf(await uploads.end({ uploadId: id })).path).toBe(join(folder, id));
  });

  it.skipIf(process.platform === 'win32')('keeps folders and files to their owner', async () => {
    const { folder, uploads } = await cache();
    const id = await begun(uploads, 1, 1);
    valueOf(await chunk(uploads, id, 'a/b.bin', 0, 'x'));
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect([folder, join(folder, id), join(folder, id, 'a')].map(mode)).toEqual([0o700, 0o700, 0o700]);
    expect(mode(join(folder, id, 'a/b.bin'))).toBe(0o600);
  });

  it('writes chunks of one upload in the order in which they came, also when not waited for', async () => {
    const { folder, uploads } = await cache();
    const id = await begun(uploads, 1, 100);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) => chunk(uploads, id, 'a.bin', 2 * i, String(i).padStart(2, '0'))),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    valueOf(await uploads.end({ uploadId: id }));
    const expected = Array.from({ length: 50 }, (_, i) => String(i).padStart(2, '0')).join('');
    expect(readFileSync(join(folder, id, 'a.bin'), 'utf8')).toBe(expected);
  });

  it('refuses gaps, overlaps, more bytes and more files than declared', async () => {
    const { uploads } = await cache();
    const id = await begun(uploads, 1, 6);
    valueOf(await chunk(uploads, id, 'a.bin', 0, 'abc'));
    expect(codeOf(await chunk(uploads, id, 'a.bin', 4, 'x'))).toBe('upload/offset');
    expect(codeOf(await chunk(uploads, id, 'a.bin', 0, 'x'))).toBe('upload/offset');
    expect(codeOf(await chunk(uploads, id, 'a.bin', 3, 'defg'))).toBe('upload/bytes');
    expect(codeOf(await chunk(uploads, id, 'b.bin', 0, 'x'))).toBe('upload/files');
    valueOf(await chunk(uploads, id, 'a.bin', 3, 'def'));
    expect(codeOf(await uploads.end({ uploadId: id }))).toBe('accepted');
  });

  it('refuses paths that leave the folder, and writes nothing for them', async () => {
    const { folder, uploads } = await cache();
    const id = await begun(uploads, 3, 100);
    for (const path of ['../evil.bin', '/tmp/evil.bin', 'a/../../evil.bin', 'C:\\evil.bin', 'a\0b']) {
      expect(codeOf(await chunk(uploads, id, path, 0, 'x'))).toBe('upload/path');
    }
    expect(readdirSync(folder)).toEqual([id]);
    expect(readdirSync(join(folder, id))).toEqual([]);
  });

  it('does not write through a link that someone put there', async () => {
    const { folder, uploads } = await cache();
    const id = await begun(uploads, 1, 10);
    const target = join(folder, 'target.txt');
    writeFiles(folder, { 'target.txt': 'untouched' });
    symlinkSync(target, join(folder, id, 'a.bin'));
    expect((await chunk(uploads, id, 'a.bin', 0, 'evil')).ok).toBe(false);
    expect(readFileSync(target, 'utf8')).toBe('untouched');
  });

  it('refuses a file where a folder is needed, with a reason', async () => {
    const { uploads } = await cache();
    const id = await begun(uploads, 2, 2);
    valueOf(await chunk(uploads, id, 'a', 0, 'x'));
    expect((await chunk(uploads, id, 'a/b.bin', 0, 'y')).ok).toBe(false);
  });

  it('refuses and removes an incomplete upload', async () => {
    const { folder, uploads } = await cache();
    const id = await begun(uploads, 2, 4);
    valueOf(await chunk(uploads, id, 'a.bin', 0, 'ab'));
    const outcome = await uploads.end({ uploadId: id });
    expect(outcome).toMatchObject({
      ok: false,
      issues: [
        {
          code: 'upload/incomplete',
          message: 'must bring the declared 2 files of 4 bytes (got 1 of 2); drop the folder again',
        },
      ],
    });
    expect(existsSync(join(folder, id))).toBe(false);
  });

  it('refuses unknown ids, ended ones included', async () => {
    const { uploads } = await cache();
    const id = await begun(uploads, 1, 1);
    valueOf(await chunk(uploads, id, 'a.bin', 0, 'x'));
    valueOf(await uploads.end({ uploadId: id }));
    expect(codeOf(await chunk(uploads, id, 'a.bin', 1, 'x'))).toBe('upload/unknown');
    expect(codeOf(await chunk(uploads, '../..', 'a.bin', 0, 'x'))).toBe('upload/unknown');
    expect(codeOf(await uploads.end({ uploadId: id }))).toBe('upload/unknown');
  });

  it('holds all uploads together to the total, finished ones included', async () => {
    const { uploads } = await cache({ totalBytes: 10 });
    const id = await begun(uploads, 1, 6);
    expect(codeOf(await uploads.begin({ name: 'b', files: 1, bytes: 5 }))).toBe('upload/bytes');
    valueOf(await chunk(uploads, id, 'a.bin', 0, 'sixsix'));
    valueOf(await uploads.end({ uploadId: id }));
    expect(codeOf(await uploads.begin({ name: 'b', files: 1, bytes: 5 }))).toBe('upload/bytes');
    expect(codeOf(await uploads.begin({ name: 'b', files: 1, bytes: 4 }))).toBe('accepted');
  });

  it('does not let two that begin at once take the same free bytes', async () => {
    const { uploads } = await cache({ totalBytes: 10 });
    const both = await Promise.all([
      uploads.begin({ name: 'a', files: 1, bytes: 6 }),
      uploads.begin({ name: 'b', files: 1, bytes: 6 }),
    ]);
    expect(both.map(codeOf).sort()).toEqual(['accepted', 'upload/bytes']);
  });

  it.each([
    [{ files: 0, bytes: 1 }, 'upload/files'],
    [{ files: 1.5, bytes: 1 }, 'upload/files'],
    [{ files: 300_000, bytes: 1 }, 'upload/files'],
    [{ files: 1, bytes: -1 }, 'upload/bytes'],
    [{ files: 1, bytes: Number.NaN }, 'upload/bytes'],
    [{ files: 1, bytes: 2 ** 40 }, 'upload/bytes'],
  ])('refuses the declaration %j', async (declared, code) => {
    const { uploads } = await cache();
    expect(codeOf(await uploads.begin({ name: 'a', ...declared }))).toBe(code);
  });

  it('limits how many are open, and removes those that were abandoned', async () => {
    const { folder, clock, uploads } = await cache({ openUploads: 2, staleMs: 1000 });
    const first = await begun(uploads, 1, 1);
    await begun(uploads, 1, 1);
    expect(codeOf(await uploads.begin({ name: 'c', files: 1, bytes: 1 }))).toBe('upload/too-many');
    clock.nowMs += 1001;
    await begun(uploads, 1, 1);
    expect(existsSync(join(folder, first))).toBe(false);
  });

  it('removes what earlier runs left and is old, keeps what is not, touches nothing else', async () => {
    const { folder, clock } = await cache();
    const [old, recent] = ['0'.repeat(32), '1'.repeat(32)];
    for (const id of [old, recent]) writeFiles(folder, { [`${id}/a.bin`]: '12345' });
    mkdirSync(join(folder, 'mine'));
    for (const path of [`${old}/a.bin`, old, 'mine'])
      utimesSync(join(folder, path), new Date(0), new Date(0));
    const uploads = new Uploads(folder, () => clock.nowMs, { ...DEFAULT_UPLOAD_LIMITS, totalBytes: 8 });
    valueOf(await uploads.prepare(nobody));
    expect(readdirSync(folder).sort()).toEqual([recent, 'mine']);
    // 8 - 5 bytes of the recent upload = 3 are free.
    expect(codeOf(await uploads.begin({ name: 'a', files: 1, bytes: 4 }))).toBe('upload/bytes');
    expect(codeOf(await uploads.begin({ name: 'a', files: 1, bytes: 3 }))).toBe('accepted');
  });

  it('keeps what is old but in use', async () => {
    const { folder, clock, uploads } = await cache({ staleMs: 1000 });
    const [used, other] = ['0'.repeat(32), '1'.repeat(32)];
    for (const id of [used, other]) writeFiles(folder, { [`${id}/a.bin`]: '12345' });
    clock.nowMs += 2000;
    valueOf(await uploads.prepare((path) => (path === join(folder, used) ? ['a training'] : [])));
    expect(readdirSync(folder)).toEqual([used]);
  });

  it('lists what is kept with names, files, bytes and users, newest first, without what is coming in', async () => {
    const { folder, uploads } = await cache();
    const [old, recent] = ['0'.repeat(32), '1'.repeat(32)];
    writeFiles(folder, { [`${old}/digits/0/a.bin`]: '123', [`${old}/digits/1/b.bin`]: '45' });
    writeFiles(folder, Object.fromEntries([...'abcde'].map((name) => [`${recent}/${name}.bin`, name])));
    for (const path of ['digits/0/a.bin', 'digits/1/b.bin', 'digits/0', 'digits/1', 'digits', ''])
      utimesSync(join(folder, old, path), new Date(5000), new Date(5000));
    await begun(uploads, 1, 1);
    const listed = valueOf(await uploads.list((path) => (path.endsWith(old) ? ['a search'] : [])));
    expect(listed).toMatchObject({ limitBytes: 2 ** 31, keptMs: 86_400_000 });
    expect(listed.uploads).toMatchObject([
      {
        id: recent,
        name: 'a.bin, b.bin, c.bin + 2',
        path: join(folder, recent),
        files: 5,
        bytes: 5,
        usedBy: [],
      },
      {
        id: old,
        name: 'digits',
        path: join(folder, old, 'digits'),
        files: 2,
        bytes: 5,
        changedAtMs: 5000,
        usedBy: ['a search'],
      },
    ]);
  });

  it('removes on request and gives the bytes free; what is in use or unknown refuses all', async () => {
    const { folder, uploads } = await cache({ totalBytes: 10 });
    const ids: string[] = [];
    for (const name of ['a.bin', 'b.bin']) {
      const id = await begun(uploads, 1, 5);
      valueOf(await chunk(uploads, id, name, 0, 'fivef'));
      valueOf(await uploads.end({ uploadId: id }));
      ids.push(id);
    }
    const used = (path: string): readonly string[] =>
      path === join(folder, ids[1]) ? ['run 1', 'run 2'] : [];
    const refused = await uploads.remove({ uploadIds: ids }, used);
    expect(refused).toMatchObject({
      ok: false,
      issues: [
        {
          code: 'upload/in-use',
          path: 'b.bin',
          message: 'must not be in use (got run 1, run 2); wait until it has ended, or cancel it',
        },
      ],
    });
    expect(codeOf(await uploads.remove({ uploadIds: ['../..'] }, nobody))).toBe('upload/unknown');
    const open = await begun(uploads, 1, 0);
    expect(codeOf(await uploads.remove({ uploadIds: [open] }, nobody))).toBe('upload/unknown');
    expect(readdirSync(folder).sort()).toEqual([...ids, open].sort());
    expect(valueOf(await uploads.remove({ uploadIds: [ids[0], ids[0]] }, used))).toEqual({ bytes: 5 });
    expect(readdirSync(folder).sort()).toEqual([ids[1], open].sort());
    expect(codeOf(await uploads.begin({ name: 'c', files: 1, bytes: 5 }))).toBe('accepted');
  });

  it('removes unfinished uploads when it closes and leaves finished ones', async () => {
    const { folder, uploads } = await cache();
    const done = await begun(uploads, 1, 1);
    valueOf(await chunk(uploads, done, 'a.bin', 0, 'x'));
    valueOf(await uploads.end({ uploadId: done }));
    await begun(uploads, 1, 1);
    await uploads.close();
    expect(readdirSync(folder)).toEqual([done]);
  });
});
