// A copy of a database in use: whole, private, and never over another file.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPrivate, issues, openStore, runEnd, startedRun, temporaryFolder, value } from './fixtures.ts';

describe('backup', () => {
  it('holds what was saved so far, while the run goes on', async () => {
    const folder = temporaryFolder();
    const store = openStore(join(folder, 'runs.db'));
    const id = startedRun(store, 2);
    const copy = join(folder, 'copies', 'one.db');
    const { file, bytes } = value(await store.backup(copy));
    expect(file).toBe(copy);
    expect(statSync(copy).size).toBe(bytes);
    expect(isPrivate(copy)).toBe(true);
    value(store.finishRun(id, runEnd()));
    expect(readdirSync(join(folder, 'copies'))).toEqual(['one.db']);

    const restored = openStore(copy);
    expect(value(restored.integrityCheck())).toEqual([]);
    expect(value(restored.getRun(id)).row).toMatchObject({ state: 'running', epochsDone: 2 });
  });

  it('of a database in memory is a file', async () => {
    const store = openStore();
    const id = startedRun(store, 1);
    const copy = join(temporaryFolder(), 'copy.db');
    value(await store.backup(copy));
    expect(value(openStore(copy).getRun(id)).epochs).toHaveLength(1);
  });

  it('is refused over an existing file, which stays', async () => {
    const copy = join(temporaryFolder(), 'mine.txt');
    writeFileSync(copy, 'mine');
    expect(issues(await openStore().backup(copy))[0]).toEqual({
      code: 'store/backup-exists',
      path: copy,
      message: 'must not exist yet (got an existing file); choose another name',
      severity: 'error',
    });
    expect(readFileSync(copy, 'utf8')).toBe('mine');
  });

  it('of a database that is closed meanwhile is an issue and leaves no file', async () => {
    const folder = temporaryFolder();
    const store = openStore(join(folder, 'runs.db'));
    startedRun(store, 2);
    const copying = store.backup(join(folder, 'copy.db'));
    store.close();
    expect(issues(await copying)[0].code).toBe('store/closed');
    expect(readdirSync(folder)).toEqual(['runs.db']);
  });

  it('into a place that cannot be is an issue', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'plain'), '');
    expect(issues(await openStore().backup(join(folder, 'plain', 'copy.db')))[0].code).toBe('store/io');
    expect(readdirSync(folder)).toEqual(['plain']);
  });
});
