// Two connections on one file, processes that open at once, locks, a full disk.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../electron/store/migrations/index.ts';
import type { ProcessIdentity } from '../../../electron/store/process-identity.ts';
import {
  epochMetrics,
  issues,
  newRun,
  openStore,
  runEnd,
  startedRun,
  temporaryFolder,
  value,
} from './fixtures.ts';

const path = (): string => join(temporaryFolder(), 'runs.db');

describe('two connections on one file', () => {
  it('see what the other has saved, and can both write', () => {
    const file = path();
    const [a, b] = [openStore(file), openStore(file)];
    const first = startedRun(a, 1);
    const second = startedRun(b, 2);
    value(b.addEpoch(first, epochMetrics(2)));
    expect(value(a.getRun(first)).epochs).toHaveLength(2);
    value(a.finishRun(second, runEnd()));
    expect(value(b.listRuns()).map((run) => [run.id, run.state])).toEqual([
      [second, 'done'],
      [first, 'running'],
    ]);
  });

  it('leave each other’s runs alone when opened', () => {
    const file = path();
    const a = openStore(file);
    const id = startedRun(a, 1);
    expect(openStore(file).interruptedAtOpen).toEqual([]);
    expect(value(a.getRun(id)).row.state).toBe('running');
  });

  it('wait for a lock, and say so when it lasts', () => {
    const file = path();
    const store = openStore(file, { lockTimeoutMs: 20 });
    const id = startedRun(store);
    const other = new Database(file);
    other.exec('begin immediate');
    const [issue] = issues(store.addEpoch(id, epochMetrics(1)));
    expect(issue.code).toBe('store/locked');
    expect(issue.message).toBe(
      'must be free for writing (got "database is locked"); another program holds it; close that program or try again; nothing of this change was saved',
    );
    expect(value(store.getRun(id)).epochs).toEqual([]);
    other.exec('rollback');
    other.close();
    value(store.addEpoch(id, epochMetrics(1)));
    expect(value(store.getRun(id)).epochs).toHaveLength(1);
  });

  it('are read while the other one writes', () => {
    const file = path();
    const store = openStore(file);
    const id = startedRun(store, 1);
    const other = new Database(file);
    other.exec(`begin immediate; update runs set name = 'changed'`);
    expect(value(store.getRun(id)).row.name).toBe('first');
    other.exec('rollback');
    other.close();
  });
});

describe('runs of a process that is gone', () => {
  const gone: ProcessIdentity = { pid: 4711, host: 'h', boot: 'b', space: null, started: '1' };
  const dead = { mayBeAlive: (owner: ProcessIdentity) => owner.pid !== 4711 };

  it('are marked by the next that opens the file: queued and running, not those that ended', () => {
    const file = path();
    let now = 1000;
    const before = openStore(file, { owner: gone, now: () => now });
    const running = startedRun(before);
    now = 9000;
    value(before.addEpoch(running, epochMetrics(1)));
    const queued = value(before.createRun(newRun()));
    const simulation = value(before.createRun(newRun({ kind: 'simulate', epochs: null })));
    const ended = startedRun(before, 1);
    value(before.finishRun(ended, runEnd()));
    before.close();

    const store = openStore(file, dead);
    expect(store.interruptedAtOpen).toEqual([running, queued, simulation]);
    // It worked from second 1 to its last sign of life in second 9.
    expect(value(store.getRun(running)).row).toMatchObject({
      state: 'interrupted',
      durationMs: 8000,
      epochsDone: 1,
      message: 'its process (4711) ended after 1 of 3 epochs before the run did; start it again',
    });
    expect(value(store.getRun(simulation)).row.message).toBe(
      'its process (4711) ended before the run did; start it again',
    );
    expect(value(store.getRun(ended)).row.state).toBe('done');
    expect(issues(store.addEpoch(running, epochMetrics(2)))[0].message).toContain('(got interrupted)');
    expect(openStore(file, dead).interruptedAtOpen).toEqual([]);
  });
});

describe('a full disk', () => {
  it('is an issue; what was saved before stays, the half of a change does not, and later changes go on', () => {
    // The same error that SQLite gives for a full disk: no page more than 60.
    const narrow = { version: MIGRATIONS.length + 1, title: 'narrow', sql: 'pragma max_page_count = 60' };
    const store = openStore(path(), { migrations: [...MIGRATIONS, narrow] });
    const id = startedRun(store);
    let epoch = 0;
    let refused = store.addEpoch(id, epochMetrics(++epoch));
    while (refused.ok) refused = store.addEpoch(id, epochMetrics(++epoch));
    expect(refused.issues[0].code).toBe('store/disk-full');
    expect(epoch).toBeGreaterThan(3);
    const { row, epochs } = value(store.getRun(id));
    expect(row.epochsDone).toBe(epoch - 1);
    expect(epochs).toHaveLength(epoch - 1);
    expect(value(store.metricsOf(id, 'loss.total'))).toHaveLength(epoch - 1);
    expect(value(store.integrityCheck())).toEqual([]);
    value(
      store.finishRun(id, runEnd({ state: 'failed', message: 'disk full', costs: [], evaluation: null })),
    );
  });
});

describe('processes that open one new file at once', () => {
  it('all get it, and every run of theirs is in it', async () => {
    const file = path();
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, [join(import.meta.dirname, 'logging-child.ts'), file, '5', '2'], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    const codes = await Promise.all(
      children.map((child) => once(child, 'exit').then(([code]) => Number(code))),
    );
    expect(codes).toEqual([0, 0, 0, 0]);
    const runs = value(openStore(file).listRuns());
    expect(runs).toHaveLength(20);
    expect(runs.every((run) => run.state === 'done' && run.epochsDone === 2)).toBe(true);
    expect(value(openStore(file).integrityCheck())).toEqual([]);
  });
});
