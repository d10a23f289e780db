// From every older file to the newest, and what happens when a step fails. A released step is held by its text.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { APPLICATION_ID } from '../../../electron/store/file-header.ts';
import { MIGRATIONS } from '../../../electron/store/migrations/index.ts';
import type { Migration } from '../../../electron/store/migrations/index.ts';
import { ExperimentStore } from '../../../electron/store/index.ts';
import {
  epochMetrics,
  isPrivate,
  issues,
  newRun,
  openStore,
  runEnd,
  startedRun,
  temporaryFolder,
  value,
  warnings,
} from './fixtures.ts';

/** Rows that a file of each version held, as that version wrote them; a new version adds its own entry. */
const ROWS: Record<number, string> = {
  1: `
    insert into experiments values (1, 'old trials', 5);
    insert into energy_tables values ('h1', 'paper', '{"name":"paper"}', 5);
    insert into runs (run, id, experiment, name, kind, state, created_at_ms, started_at_ms, ended_at_ms, updated_at_ms, seed,
      network, dataset, beta, epochs, epochs_done, accuracy, best_accuracy, best_epoch, loss, energy_hash)
      values (1, '00000000old1', 1, 'old', 'train', 'done', 10, 20, 50, 50, 3, 'nmnist', 'd', 0.5, 1, 1, 0.9, 0.9, 1, 0.2, 'h1');
    insert into run_documents values (1, '{"network":"nmnist"}', '{"appVersion":"0.1.0"}', null);
    insert into epochs values (1, 1, 30, '${JSON.stringify(epochMetrics(1))}');
    insert into metrics values (1, 'loss.total', 1, 0.5);
    insert into simulations values (1, 1, 0, 'spikex', '[3]', 'spikex-8x8', 'paper', 'h1', 8, 100, 0.2, 300, 6e-17);
    insert into layer_costs values (1, 0, 'conv1', 3, 'spikex-t', 100, 0.2, 300, 0.5, 40, '{"RF.weight":7}', '{"ALU":1}');
    insert into checkpoints values (1, 1, 1, '/c', 'ff', 50);`,
  2: `
    insert into experiments values (1, 'old trials', 5, 1);
    insert into energy_tables values ('h1', 'paper', '{"name":"paper"}', 5);
    insert into runs (run, id, experiment, name, kind, state, created_at_ms, started_at_ms, ended_at_ms, updated_at_ms, seed,
      network, dataset, beta, epochs, epochs_done, accuracy, best_accuracy, best_epoch, loss, energy_hash, note, seed_group)
      values (1, '00000000old1', 1, 'old', 'train', 'done', 10, 20, 50, 50, 3, 'nmnist', 'd', 0.5, 1, 1, 0.9, 0.9, 1, 0.2, 'h1', '', 'g');
    insert into run_documents values (1, '{"network":"nmnist"}', '{"appVersion":"0.1.0"}', null);
    insert into epochs values (1, 1, 30, '${JSON.stringify(epochMetrics(1))}');
    insert into curves values (1, 1, 'loss.total', 'epoch');
    insert into points values (1, 1, 0.5, 30);
    insert into simulations values (1, 1, 0, 'spikex', '[3]', 'spikex-8x8', 'paper', 'h1', 8, 100, 0.2, 300, 6e-17, '{"RF.weight":7}');
    insert into layer_costs values (1, 0, 'conv1', 3, 'spikex-t', 100, 0.2, 300, 0.5, 40, '{"RF.weight":7}', '{"ALU":1}');
    insert into artifacts values (1, 1, 1, '/c', 'ff', 50, 'checkpoint', null);
    insert into tags values (1, 'kept');`,
  3: `
    insert into experiments values (1, 'old trials', 5, 1);
    insert into energy_tables values ('h1', 'paper', '{"name":"paper"}', 5);
    insert into runs (run, id, experiment, name, kind, state, created_at_ms, started_at_ms, ended_at_ms, updated_at_ms, seed,
      network, dataset, beta, epochs, epochs_done, accuracy, best_accuracy, best_epoch, loss, energy_hash, note, seed_group, project)
      values (1, '00000000old1', 1, 'old', 'train', 'done', 10, 20, 50, 50, 3, 'nmnist', 'd', 0.5, 1, 1, 0.9, 0.9, 1, 0.2, 'h1', '', 'g', 1);
    insert into run_documents values (1, '{"network":"nmnist"}', '{"appVersion":"0.1.0"}', null);
    insert into epochs values (1, 1, 30, '${JSON.stringify(epochMetrics(1))}');
    insert into curves values (1, 1, 'loss.total', 'epoch');
    insert into points values (1, 1, 0.5, 30);
    insert into simulations values (1, 1, 0, 'spikex', '[3]', 'spikex-8x8', 'paper', 'h1', 8, 100, 0.2, 300, 6e-17, '{"RF.weight":7}');
    insert into layer_costs values (1, 0, 'conv1', 3, 'spikex-t', 100, 0.2, 300, 0.5, 40, '{"RF.weight":7}', '{"ALU":1}');
    insert into artifacts values (1, 1, 1, '/c', 'ff', 50, 'checkpoint', null);
    insert into tags values (1, 'kept');`,
};

/** A file as version `version` left it: every step up to it, that version's rows, a write-ahead log. */
function fileOf(version: number, steps: readonly Migration[] = MIGRATIONS): string {
  const file = join(temporaryFolder(), 'runs.db');
  const db = new Database(file);
  for (const step of steps.slice(0, version)) db.exec(step.sql);
  db.exec(ROWS[version] ?? ROWS[MIGRATIONS.length]);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${version}`);
  db.pragma('journal_mode = wal');
  db.close();
  return file;
}

const NEWEST = MIGRATIONS.length;
const NEXT: Migration = {
  version: NEWEST + 1,
  title: 'moods',
  sql: `alter table runs add column mood text not null default 'none'; create table moods (mood text) strict`,
};
const withNext = [...MIGRATIONS, NEXT];

describe('the steps', () => {
  it('are numbered without a gap', () => {
    expect(MIGRATIONS.map((step) => step.version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  it('have a fixture each', () => {
    expect(Object.keys(ROWS)).toEqual(MIGRATIONS.map((step) => String(step.version)));
  });
});

describe.each(MIGRATIONS.map((step) => step.version))('a file of version %i', (version) => {
  it('is read by this version with everything that it held', () => {
    const file = fileOf(version);
    const store = openStore(file);
    const detail = value(store.getRun('00000000old1'));
    expect(detail.row).toMatchObject({
      experiment: 'old trials',
      durationMs: 30,
      accuracy: 0.9,
      bestEpoch: 1,
      loss: 0.2,
    });
    expect(detail.epochs).toEqual([epochMetrics(1)]);
    expect(detail.costs[0]).toMatchObject({ system: 'spikex', tws: [3], edpJs: 6e-17 });
    expect(detail.costs[0].layers[0].counts).toEqual({ 'RF.weight': 7 });
    expect(detail.checkpoint).toEqual({ file: '/c', sha256: 'ff' });
    expect(value(store.metricsOf('00000000old1', 'loss.total'))).toEqual([{ step: 1, value: 0.5 }]);
    expect(value(store.integrityCheck())).toEqual([]);
    value(store.finishRun(startedRun(store, 1), runEnd()));
    expect(value(store.countRuns())).toBe(2);
  });

  it('is brought to a newer one with all its rows, and kept as it was in a private backup', () => {
    const file = fileOf(version, withNext);
    const opened = ExperimentStore.open(file, { migrations: withNext });
    const store = value(opened);
    expect(warnings(opened)).toEqual(['store/migrated']);
    expect(value(store.getRun('00000000old1')).epochs).toHaveLength(1);
    store.close();

    const backup = `${file}.v${version}.backup`;
    expect(isPrivate(backup)).toBe(true);
    const old = new Database(backup, { readonly: true });
    expect(old.pragma('user_version', { simple: true })).toBe(version);
    expect(old.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(old.prepare('select count(*) from epochs').pluck().get()).toBe(1);
    old.close();
    // The backup is a database that this version opens as it is.
    expect(value(openStore(backup).getRun('00000000old1')).row.name).toBe('old');

    const again = ExperimentStore.open(file, { migrations: withNext });
    expect(warnings(again)).toEqual([]);
    value(again).close();
  });
});

describe('a step that fails', () => {
  const filesBeside = (file: string) =>
    readdirSync(dirname(file)).map((name) => name.replace(basename(file), 'F'));

  it('leaves the file as it was, and says which table it stumbled over', () => {
    const broken: Migration = {
      version: NEWEST + 1,
      title: 'broken',
      sql: 'create table moods (mood text); insert into nowhere values (1)',
    };
    const file = fileOf(NEWEST);
    const [issue] = issues(ExperimentStore.open(file, { migrations: [...MIGRATIONS, broken] }));
    expect(issue).toMatchObject({ code: 'store/tables-missing', path: file });
    expect(issue.message).toContain(
      `of schema ${NEWEST} to be brought to ${NEWEST + 1} (got "no such table: nowhere")`,
    );
    const store = openStore(file);
    expect(value(store.getRun('00000000old1')).epochs).toHaveLength(1);
    store.close();
    const db = new Database(file);
    expect(db.prepare(`select count(*) from sqlite_schema where name = 'moods'`).pluck().get()).toBe(0);
    db.close();
  });

  it('in the middle keeps the steps before it', () => {
    const broken: Migration = { version: NEWEST + 2, title: 'broken', sql: 'drop table nowhere' };
    const file = fileOf(NEWEST);
    issues(ExperimentStore.open(file, { migrations: [...withNext, broken] }));
    const db = new Database(file);
    expect(db.pragma('user_version', { simple: true })).toBe(NEWEST + 1);
    db.close();
    expect(filesBeside(file).toSorted()).toEqual(['F', `F.v${NEWEST}.backup`]);
    // The next attempt keeps the first backup and adds its own.
    issues(ExperimentStore.open(file, { migrations: [...withNext, broken] }));
    expect(existsSync(`${file}.v${NEWEST + 1}.backup`)).toBe(true);
  });

  it('for leaving rows that refer to nothing is our own bug and undone', () => {
    const careless: Migration = { version: NEWEST + 1, title: 'careless', sql: 'delete from experiments' };
    const file = fileOf(NEWEST);
    expect(() => ExperimentStore.open(file, { migrations: [...MIGRATIONS, careless] })).toThrow(
      /careless\) leaves dangling rows in runs/,
    );
    expect(value(openStore(file).listRuns())[0].experiment).toBe('old trials');
  });

  it('is never begun on a damaged file', () => {
    const file = fileOf(NEWEST);
    const db = new Database(file);
    db.unsafeMode(true);
    db.pragma('writable_schema = on');
    // A page that belongs to nothing any more.
    db.exec(`delete from sqlite_schema where name = 'runs_by_experiment'`);
    db.close();
    const bytes = digest(file);
    const [issue] = issues(ExperimentStore.open(file, { migrations: withNext }));
    expect(issue.code).toBe('store/corrupt');
    expect(issue.message).toMatch(/^must be undamaged to be brought from schema \d+ to \d+ \(got "/);
    expect(digest(file)).toBe(bytes);
    expect(filesBeside(file)).toEqual(['F']);
  });
});

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

describe('a database in memory', () => {
  it('has the newest version and no backup', () => {
    const opened = ExperimentStore.open(':memory:', { migrations: withNext });
    expect(warnings(opened)).toEqual([]);
    value(value(opened).createRun(newRun()));
    value(opened).close();
  });
});
