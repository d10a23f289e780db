// What may lie at the path that is opened, and that whatever is refused stays as it was.
import { closeSync, mkdirSync, openSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ExperimentStore } from '../../../electron/store/index.ts';
import { MIGRATIONS } from '../../../electron/store/migrations/index.ts';
import { finishedRuns, isPrivate, issues, newRun, openStore, temporaryFolder, value } from './fixtures.ts';
import { refusal, refusedAs } from './refusal.ts';

describe('a new file', () => {
  it('is made with its folders, private to its owner, log and index of the log too', () => {
    const file = join(temporaryFolder(), 'a', 'b', 'runs.db');
    const before = process.umask(0o022);
    const store = openStore(file);
    value(store.createRun(newRun()));
    process.umask(before);
    expect(['', '-wal', '-shm'].map((end) => isPrivate(file + end))).toEqual([true, true, true]);
  });

  it('carries our application id, the newest version and a write-ahead log, and is made from an empty one as well', () => {
    const file = join(temporaryFolder(), 'runs.db');
    writeFileSync(file, '');
    openStore(file).close();
    const db = new Database(file, { readonly: true });
    expect(db.pragma('application_id', { simple: true })).toBe(0x53706b58);
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  it('is found again', () => {
    const store = openStore(finishedRuns(3));
    expect(value(store.countRuns())).toBe(3);
    expect(value(store.integrityCheck())).toEqual([]);
  });
});

describe('refused and left as it is', () => {
  it('a text file', () => {
    const file = join(temporaryFolder(), 'notes.txt');
    writeFileSync(file, 'Some notes\nof mine, longer than a header.\n'.repeat(9));
    expect(refusal(file)).toEqual(
      refusedAs(
        file,
        'store/not-a-database',
        /^must be a database of this application \(got a file that begins with "Some notes\.of mi"\); choose another file$/,
      ),
    );
  });

  it("another application's SQLite file, with a log or without", () => {
    for (const mode of ['delete', 'wal']) {
      const file = join(temporaryFolder(), 'other.db');
      const db = new Database(file);
      db.pragma(`journal_mode = ${mode}`);
      db.exec('create table runs (id text); pragma application_id = 77');
      db.close();
      expect(refusal(file)).toEqual(
        refusedAs(file, 'store/foreign-database', /got an SQLite file of another one, application id 77\)/),
      );
    }
  });

  it('a file that was cut off, in its header or behind it', () => {
    const file = finishedRuns();
    const whole = statSync(file).size;
    truncateSync(file, 8192);
    expect(refusal(file)).toEqual(
      refusedAs(
        file,
        'store/corrupt',
        new RegExp(`^must be ${whole} bytes long as its header says \\(got 8192\\)`),
      ),
    );
    truncateSync(file, 50);
    expect(refusal(file)).toEqual(
      refusedAs(file, 'store/corrupt', /^must be 100 bytes long as its header says \(got 50\)/),
    );
  });

  it('a file whose table of contents is damaged', () => {
    const file = finishedRuns();
    // Page 1 behind the 100 bytes of the file header: the root of sqlite_schema.
    overwrite(file, 100, 2000);
    expect(refusal(file)).toEqual(
      refusedAs(
        file,
        'store/corrupt',
        /^must be an undamaged database \(got ".*malformed.*"\); restore a backup/,
      ),
    );
  });

  it('a file of ours that lost a table', () => {
    const file = finishedRuns();
    const db = new Database(file);
    db.exec('drop table artifacts');
    db.close();
    expect(refusal(file)).toEqual(
      refusedAs(file, 'store/tables-missing', /\(got "no such table: artifacts"\)/),
    );
  });

  it('a folder', () => {
    const folder = join(temporaryFolder(), 'runs.db');
    mkdirSync(folder);
    expect(issues(ExperimentStore.open(folder))[0]).toMatchObject({ code: 'store/not-a-file', path: folder });
  });

  it('a path below a file', () => {
    const file = join(temporaryFolder(), 'plain');
    writeFileSync(file, 'x');
    expect(issues(ExperimentStore.open(join(file, 'runs.db')))[0].code).toBe('store/io');
  });
});

const ROOT_PAGES = 40;

describe('a damaged page in the middle', () => {
  it('is an issue where it is met, and found by the check', () => {
    const file = finishedRuns(200);
    const size = statSync(file).size;
    // Every page but the first ones (contents of the file, roots of the tables).
    overwrite(file, ROOT_PAGES * 4096, size - ROOT_PAGES * 4096);
    const opened = ExperimentStore.open(file);
    expect(opened.ok).toBe(true);
    const store = value(opened);
    expect(value(store.integrityCheck()).map((issue) => issue.code)).toContain('store/corrupt');
    expect(issues(store.listRuns())[0].code).toBe('store/corrupt');
    expect(issues(store.createRun(newRun()))[0].code).toBe('store/corrupt');
    store.close();
  });

  it('that keeps its form but not its sense is found by the check', () => {
    const file = finishedRuns();
    const db = new Database(file);
    db.pragma('foreign_keys = off');
    db.exec('delete from simulations; update runs set epochs_done = 9');
    db.close();
    const found = value(openStore(file).integrityCheck()).map((issue) => issue.message);
    expect(found).toHaveLength(3); // two layers without a simulation, one run with a wrong count
    expect(found[0]).toMatch(/row \d+ of layer_costs refers to nothing/);
    expect(found[2]).toMatch(/run \w{12} counts other epochs than it has/);
  });
});

function overwrite(file: string, from: number, bytes: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(bytes, 0xa5), 0, bytes, from);
  closeSync(descriptor);
}
