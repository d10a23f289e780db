// Files that can be read and not written: of a newer version, or by their permissions.
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ExperimentStore } from '../../../electron/store/index.ts';
import { finishedRuns, issues, newRun, runEnd, temporaryFolder, value, warnings } from './fixtures.ts';
import { refusal, refusedAs } from './refusal.ts';

describe('a file of a newer version', () => {
  it('is opened for reading only, with a warning, and every change is refused', () => {
    const file = finishedRuns();
    const db = new Database(file);
    db.exec('create table of_the_future (x); pragma user_version = 99');
    db.close();
    const opened = ExperimentStore.open(file);
    expect(warnings(opened)).toEqual(['store/newer-version']);
    const store = value(opened);
    expect(store.readOnly).toBe(true);
    const [run] = value(store.listRuns());
    expect(value(store.getRun(run.id)).epochs).toHaveLength(2);
    expect(issues(store.createRun(newRun()))[0].code).toBe('store/read-only');
    expect(issues(store.finishRun(run.id, runEnd()))[0].code).toBe('store/read-only');
    store.close();
  });

  it('is refused when it can no longer be read', () => {
    const file = finishedRuns();
    const db = new Database(file);
    db.exec('alter table runs rename column loss to held_out_loss; pragma user_version = 99');
    db.close();
    expect(refusal(file)).toEqual(
      refusedAs(
        file,
        'store/tables-missing',
        /\(got "no such column: loss"\); open it with the version that wrote it/,
      ),
    );
  });
});

describe('a file that cannot be written', () => {
  // The superuser may write everything: such a session looks at the file as another user.
  const asUser = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const child = join(import.meta.dirname, 'reading-child.ts');
  // No modes on Windows; and a superuser's checkout may lie where nobody else can read it.
  const skipped =
    process.platform === 'win32' || spawnSync(process.execPath, ['--check', child], asUser).status !== 0;
  const look = (file: string): { warnings: string[]; readOnly: boolean; runs: number; code: string } => {
    const done = spawnSync(process.execPath, [child, file], {
      encoding: 'utf8',
      ...asUser,
    });
    if (done.status !== 0) throw new Error(done.stderr);
    return JSON.parse(done.stdout);
  };

  it.skipIf(skipped)('is opened for reading only, its folder writable or not', () => {
    const file = finishedRuns(2);
    const folder = join(file, '..');
    chmodSync(file, 0o444);
    for (const mode of [0o777, 0o555]) {
      chmodSync(folder, mode);
      expect(look(file)).toEqual({
        warnings: ['store/read-only'],
        readOnly: true,
        runs: 2,
        code: 'store/read-only',
      });
    }
  });

  it.skipIf(skipped)('in a folder that refuses new files is refused with the reason', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o555);
    expect(look(join(folder, 'new.db'))).toMatchObject({ code: 'store/read-only', runs: -1 });
  });
});
