// Files of other tools, as small fixtures in their documented formats: what is taken in, and that nothing else happens.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { importRuns } from '../../../electron/host/runs/import/import-runs.ts';
import { parseTensorboard } from '../../../engine/exchange/tensorboard.ts';
import { Random } from '../../../engine/math/random.ts';
import { mutated } from '../../support/mutate.ts';
import { times } from '../../support/soak.ts';
import {
  PLAIN_CSV,
  SCALE_SIM,
  tensorboardBytes,
  WANDB_CHART,
  WANDB_RUNS,
  writeMlflow,
  writeOptuna,
} from '../../support/foreign-files.ts';
import { issues, openStore, temporaryFolder, value } from '../store/fixtures.ts';

const NOW = Date.UTC(2026, 0, 1);

function place() {
  const folder = temporaryFolder();
  const store = openStore();
  return { folder, store, into: { store, checkpoints: join(folder, 'c'), nowMs: NOW, project: 'Imported' } };
}

async function imported(name: string, content: string | Buffer | ((file: string) => void)) {
  const { folder, store, into } = place();
  const file = join(folder, name);
  if (typeof content === 'function') content(file);
  else writeFileSync(file, content);
  const before = createHash('sha256').update(readFileSync(file)).digest('hex');
  const report = value(await importRuns(file, into));
  // The file and its folder are as they were.
  expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(before);
  expect(readdirSync(folder)).toEqual([name]);
  const again = value(await importRuns(file, into));
  expect(again).toMatchObject({ runIds: [], skipped: report.runIds.length + report.skipped });
  expect(value(store.integrityCheck())).toEqual([]);
  const rows = value(store.listRuns());
  const run = (wanted: string) => {
    const id = rows.find((row) => row.name === wanted)?.id;
    if (!id) throw new Error(`no run ${wanted} among ${rows.map((row) => row.name).join(', ')}`);
    return value(store.getRun(id));
  };
  return { report, rows, run, store };
}

describe('MLflow', () => {
  it('gives its active runs with params, curves, tags and notes', async () => {
    const { report, rows, run, store } = await imported('mlflow.db', writeMlflow);
    expect(report).toMatchObject({ tool: 'mlflow', skipped: 0, points: 4 });
    expect(rows).toHaveLength(2);
    const { row, spec } = run('=cmd()');
    expect(row).toMatchObject({
      kind: 'import',
      state: 'done',
      experiment: 'snn',
      project: 'Imported',
      seed: 7,
      accuracy: 0.75,
      bestEpoch: 1,
      durationMs: 60_000,
      tags: ['paper=yes'],
      note: 'a note',
    });
    expect(spec).toMatchObject({ importedFrom: 'mlflow', params: { lr: '0.01', seed: '7' } });
    // NaN by its flag; of step 1, logged twice, the later value.
    expect(value(store.metricsOf(row.id, 'loss'))).toEqual([
      { step: 0, value: NaN },
      { step: 1, value: 0.2 },
    ]);
    const failed = run('bbbb').row;
    expect(failed.state).toBe('failed');
    // The same but for the seed.
    expect(failed.seedGroup).toBe(row.seedGroup);
  });

  it('of another schema is refused, whole', async () => {
    const { folder, store, into } = place();
    const file = join(folder, 'm.db');
    writeMlflow(file);
    const db = new Database(file);
    db.exec('alter table metrics rename column step to schritt');
    db.close();
    const [issue] = issues(await importRuns(file, into));
    expect(issue.code).toBe('import/tables');
    expect(issue.message).toBe(
      'must hold the tables of a known version (got "no such column: step"); export it as CSV instead',
    );
    expect(value(store.countRuns())).toBe(0);
  });
});

describe('Optuna', () => {
  it('gives trials with chosen categories, objectives and intermediate values', async () => {
    const { rows, run, store } = await imported('optuna.db', writeOptuna);
    expect(rows.map(({ name, state }) => [name, state]).sort()).toEqual([
      ['has trial 0', 'done'],
      ['has trial 1', 'cancelled'],
    ]);
    const { row, spec } = run('has trial 0');
    expect(spec).toMatchObject({ params: { tws: 4, mode: 'spatial' } });
    expect(row.createdAtMs).toBe(Date.UTC(2024, 0, 31, 12, 0, 0, 500));
    expect(value(store.metricsOf(row.id, 'objective.0'))).toEqual([{ step: 0, value: 0.91 }]);
    expect(value(store.metricsOf(row.id, 'objective.1'))).toEqual([{ step: 0, value: Infinity }]);
    expect(value(store.metricsOf(row.id, 'intermediate'))).toEqual([
      { step: 5, value: 0.8 },
      { step: 10, value: NaN },
    ]);
  });
});

const LOGGED = [
  { tag: 'loss', step: 0, value: 1.5, wallSeconds: 1_700_000_000 },
  { tag: 'test/accuracy', step: 1, value: 0.5, wallSeconds: 1_700_000_001 },
  { tag: 'loss', step: -2, value: 0.25, wallSeconds: 1_700_000_002, asTensor: true },
];

describe('TensorBoard', () => {
  it('gives scalars of both kinds with their steps and times', async () => {
    const { report, run, store } = await imported('events.out.tfevents.1.host', tensorboardBytes(LOGGED));
    expect(report).toMatchObject({ tool: 'tensorboard', points: 3 });
    const [row] = value(store.listRuns());
    expect(value(store.metricsOf(row.id, 'loss'))).toEqual([
      { step: -2, value: 0.25 },
      { step: 0, value: 1.5 },
    ]);
    expect(run(row.name).row).toMatchObject({ accuracy: 0.5, durationMs: 2000 });
  });

  it('gives one run per folder of logs', async () => {
    const { folder, store, into } = place();
    for (const name of ['a', 'b/c']) {
      mkdirSync(join(folder, 'logs', name), { recursive: true });
      writeFileSync(join(folder, 'logs', name, 'events.out.tfevents.1'), tensorboardBytes(LOGGED));
    }
    value(await importRuns(join(folder, 'logs'), into));
    expect(
      value(store.listRuns())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['a', 'b/c']);
  });

  it('still being written is read up to its last whole record', () => {
    const whole = tensorboardBytes(LOGGED);
    const cut = parseTensorboard(whole.subarray(0, whole.length - 3), 'f');
    expect(value(cut)).toHaveLength(2);
    expect(cut.ok && cut.warnings[0].message).toMatch(/got the end of the file at byte \d+/);
  });

  it('never crashes on damaged bytes', () => {
    const whole = tensorboardBytes(LOGGED);
    for (let seed = 0; seed < times(300, 20_000); seed++) {
      const outcome = parseTensorboard(mutated(whole, new Random(seed)), 'f');
      expect(outcome.ok ? outcome.value.length <= LOGGED.length + 1 : outcome.issues.length > 0).toBe(true);
    }
  });
});

describe('CSV', () => {
  it('of the W&B table: a run per line, what it says of itself apart from parameters', async () => {
    const { report, run } = await imported('wandb.csv', WANDB_RUNS);
    expect(report.tool).toBe('wandb');
    expect(run('calm-sea-1').row).toMatchObject({
      state: 'done',
      accuracy: 0.93,
      tags: ['a', 'b'],
      note: '',
      durationMs: 90_000,
    });
    expect(run('wild-sky-2').row).toMatchObject({ state: 'failed', accuracy: null, note: '=1+1' });
    expect(run('wild-sky-2').spec).toMatchObject({ params: { lr: 0.1 } });
  });

  it('of a W&B chart: a curve per run, without the bounds beside it', async () => {
    const { report, run, store } = await imported('chart.csv', WANDB_CHART);
    expect(report).toMatchObject({ tool: 'wandb', points: 3 });
    expect(value(store.metricsOf(run('calm-sea-1').row.id, 'val_acc'))).toEqual([
      { step: 0, value: 0.5 },
      { step: 10, value: 0.9 },
    ]);
  });

  it('of SCALE-Sim: a curve over the layers, totals as parameters', async () => {
    const { report, run, store } = await imported('COMPUTE_REPORT.csv', SCALE_SIM);
    expect(report.tool).toBe('scale-sim');
    const { row, spec } = run('COMPUTE_REPORT');
    // 1200 + 800; (50 + 25) / 2
    expect(spec).toMatchObject({
      params: { layers: 2, 'scaleSim.Total Cycles sum': 2000, 'scaleSim.Overall Util % mean': 37.5 },
    });
    expect(value(store.metricsOf(row.id, 'scaleSim.Stall Cycles'))).toHaveLength(2);
  });

  it('of anything: curves by step and run, texts left out', async () => {
    const { report, run, store } = await imported('mine.csv', PLAIN_CSV);
    expect(report).toMatchObject({ tool: 'csv', points: 3 });
    expect(value(store.metricsOf(run('x').row.id, 'acc'))).toEqual([
      { step: 1, value: 0.5 },
      { step: 2, value: 0.75 },
    ]);
    expect(run('y').row.accuracy).toBe(0.25);
  });

  it.each([
    ['a,b\n1\n', 'must have 2 fields in every line (got 1 in line 2); mend it'],
    ['a,b\n"1,2\n', 'must be a CSV table (got a quote that is never closed in line 2); export it again'],
    ['a,b\n', 'must hold a line below its head (got none); export it again'],
  ])('%j is refused', async (text, message) => {
    const { folder, into } = place();
    writeFileSync(join(folder, 'x.csv'), text);
    expect(issues(await importRuns(join(folder, 'x.csv'), into))[0].message).toBe(message);
  });
});

describe('anything else', () => {
  it('is refused with what would be taken', async () => {
    const { folder, into } = place();
    writeFileSync(join(folder, 'x.bin'), Buffer.from([0, 1, 2, 3]));
    expect(issues(await importRuns(join(folder, 'x.bin'), into))[0].code).toBe('import/unknown');
    const db = new Database(join(folder, 'other.db'));
    db.exec('create table t (x)');
    db.close();
    expect(issues(await importRuns(join(folder, 'other.db'), into))[0].code).toBe('import/unknown');
    expect(issues(await importRuns(join(folder, 'nothing'), into))[0].code).toBe('file/enoent');
  });

  it('a hostile schema runs nothing', async () => {
    const { folder, store, into } = place();
    const file = join(folder, 'hostile.db');
    writeMlflow(file);
    const db = new Database(file);
    db.exec(`alter table runs rename to real_runs;
      create view runs as select run_uuid, load_extension('/nowhere') as name, status, start_time, end_time, experiment_id, lifecycle_stage from real_runs`);
    db.close();
    // A view is not the table of MLflow.
    expect(issues(await importRuns(file, into))[0].code).toBe('import/unknown');
    expect(value(store.countRuns())).toBe(0);
  });
});
