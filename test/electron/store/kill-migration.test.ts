// kill -9 while a file of the first schema is brought to the newest one: it is the old one or the new one, whole.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { APPLICATION_ID } from '../../../electron/store/file-header.ts';
import { MIGRATIONS } from '../../../electron/store/migrations/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { times } from '../../support/soak.ts';
import { epochMetrics, openStore, temporaryFolder, value } from './fixtures.ts';

const MOMENTS = times(5, 200);
const RUNS = 400;
const STEPS = 60;
/** Until the child loads, opens, copies and migrates on a slow machine; later kills hit a finished child. */
const LATEST_MS = 400;

function oldFile(file: string): void {
  const db = new Database(file);
  db.exec(MIGRATIONS[0].sql);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma('user_version = 1');
  db.pragma('journal_mode = wal');
  const report = JSON.stringify(epochMetrics(1));
  db.transaction(() => {
    db.exec(`insert into experiments values (1, 'old trials', 5)`);
    const run =
      db.prepare(`insert into runs (run, id, experiment, name, kind, state, created_at_ms, updated_at_ms, network, dataset, epochs, epochs_done)
      values (?, ?, 1, 'old', 'train', 'done', 1, 1, 'n', 'd', 1, 1)`);
    const documents = db.prepare(
      `insert into run_documents values (?, '{"epochs":1}', '{"appVersion":"0"}', null)`,
    );
    const epoch = db.prepare(`insert into epochs values (?, 1, 1, ?)`);
    const metric = db.prepare('insert into metrics values (?, ?, ?, ?)');
    for (let n = 1; n <= RUNS; n++) {
      run.run(n, `old${String(n).padStart(9, '0')}`);
      documents.run(n);
      epoch.run(n, report);
      for (let step = 1; step <= STEPS; step++) metric.run(n, 'loss.total', step, n / step);
    }
  })();
  db.close();
}

describe('a process killed while it migrates', () => {
  const random = new Random(11);
  it.each(Array.from({ length: MOMENTS }, (_, n) => [n, random.below(LATEST_MS)]))(
    'leaves everything, kill %i after %i ms',
    async (_n, afterMs) => {
      const file = join(temporaryFolder(), 'runs.db');
      oldFile(file);
      const child = spawn(process.execPath, [join(import.meta.dirname, 'migrating-child.ts'), file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exit = once(child, 'exit');
      await once(child.stdout, 'data');
      await wait(afterMs);
      child.kill('SIGKILL');
      await exit;
      const store = openStore(file);
      expect(value(store.integrityCheck())).toEqual([]);
      expect(value(store.countRuns())).toBe(RUNS);
      for (const run of [1, RUNS]) {
        const points = value(store.metricsOf(`old${String(run).padStart(9, '0')}`, 'loss.total'));
        expect(points).toEqual(
          Array.from({ length: STEPS }, (_, i) => ({ step: i + 1, value: run / (i + 1) })),
        );
      }
    },
  );
});
