/**
 * The experiment database at the size it is built for: 10,000 runs, 1,000,000 points, 200,000 layers, beside the
 * simplest ways to keep the same numbers: one insert per point with SQLite's defaults, and a file of JSON lines.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ExperimentStore } from '../electron/store/index.ts';
import type { Outcome } from '../engine/contract/issues.ts';
import type { EpochMetrics } from '../engine/contract/training.ts';
import { brushedFront, chartOf, tableOf } from './store-view.ts';
import { EPOCHS, NEW_RUN, report, systemCost } from './store-values.ts';
import { median } from './types.ts';
import type { BenchResult, BenchSuite } from './types.ts';

const RUNS = 10_000;
/** Of one report with 4 layers and 1 system: 9 figures, 3 per layer, 4 per system. */
const POINTS = 9 + 3 * 4 + 4;
const LAYERS = 10;
const NAIVE_POINTS = 1000;
const BATCHES = 200;
const BATCH = 1000;
const REPEATS = 7;

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.issues.map((issue) => issue.message).join('\n'));
  return outcome.value;
}

/** Answers the seconds that the reports took; runs and costs are not in them. */
function fill(store: ExperimentStore): number {
  let ms = 0;
  for (let run = 0; run < RUNS; run++) {
    const id = value(
      store.createRun({ ...NEW_RUN, name: `run ${run}`, seed: run, experiment: `set ${run % 20}` }),
    );
    value(store.markRunning(id));
    for (let epoch = 1; epoch <= EPOCHS; epoch++) {
      const metrics = report(run, epoch);
      const start = performance.now();
      value(store.addEpoch(id, metrics));
      ms += performance.now() - start;
    }
    const costs = [systemCost(run, 'spikex', LAYERS), systemCost(run, 'ptb', LAYERS)];
    const end = {
      state: 'done',
      message: null,
      evaluation: null,
      checkpoint: null,
      spikeDensity: 0.1,
      twDensity: 0.2,
    } as const;
    value(store.finishRun(id, { ...end, costs }));
  }
  return ms / 1000;
}

/** One statement, one transaction per point, everything else as SQLite comes. Points per second. */
function naiveInserts(file: string): number {
  const db = new Database(file);
  db.exec('create table metrics (run text, key text, step integer, value real)');
  const insert = db.prepare('insert into metrics values (?, ?, ?, ?)');
  const start = performance.now();
  for (let n = 0; n < NAIVE_POINTS; n++) insert.run('run', `key${n % POINTS}`, n, n / 7);
  const seconds = (performance.now() - start) / 1000;
  db.close();
  return NAIVE_POINTS / seconds;
}

/** One line per report, appended. Points per second; the file then holds every run of the database. */
function jsonLines(file: string): number {
  let ms = 0;
  for (let run = 0; run < RUNS; run++) {
    for (let epoch = 1; epoch <= EPOCHS; epoch++) {
      const metrics = report(run, epoch);
      const start = performance.now();
      appendFileSync(file, `${JSON.stringify({ run, metrics })}\n`);
      ms += performance.now() - start;
    }
  }
  return (RUNS * EPOCHS * POINTS) / (ms / 1000);
}

/** What a list of runs costs when it is worked out from such a file: last and best accuracy of each. */
function listFromLines(file: string): number {
  const best = new Map<number, number>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const { run, metrics } = JSON.parse(line) as { run: number; metrics: EpochMetrics };
    best.set(run, Math.max(best.get(run) ?? 0, metrics.testAccuracy));
  }
  return best.size;
}

function medianMs(work: (turn: number) => unknown, repeats = REPEATS): number {
  return median(
    Array.from({ length: repeats }, (_, turn) => {
      const start = performance.now();
      work(turn);
      return performance.now() - start;
    }),
  );
}

function openAndClose(file: string): void {
  value(ExperimentStore.open(file)).close();
}

/** Points per second through batches of 1000, while another thread reads the list of runs as an open page does. */
async function batchesWhileRead(file: string): Promise<{ points: number; reads: number }> {
  const store = value(ExperimentStore.open(file));
  const reader = new Worker(join(import.meta.dirname, 'store-reader.ts'), { workerData: file });
  let reads = 0;
  reader.on('message', (count: number) => (reads = count));
  await once(reader, 'message');
  const id = value(store.createRun({ ...NEW_RUN, name: 'batches', seed: 1, experiment: 'batches' }));
  value(store.markRunning(id));
  let ms = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    const points = Array.from({ length: BATCH }, (_, i) => ({
      step: batch * BATCH + i,
      value: i / 7,
      atMs: batch,
    }));
    const start = performance.now();
    value(store.addPoints(id, [{ key: 'spikes', axis: 'step', points }]));
    ms += performance.now() - start;
    // The reader's messages arrive between batches.
    if (batch % 10 === 0) await new Promise((done) => setImmediate(done));
  }
  await reader.terminate();
  store.close();
  return { points: (BATCHES * BATCH) / (ms / 1000), reads };
}

const alone = { baseline: null, baselineName: null, ratio: null };

export const suite: BenchSuite = async (progress) => {
  const folder = mkdtempSync(join(tmpdir(), 'spikex-bench-store-'));
  try {
    return await measure(folder, progress);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function measure(folder: string, progress: (line: string) => void): Promise<BenchResult[]> {
  const file = join(folder, 'runs.db');
  const lines = join(folder, 'epochs.jsonl');
  progress(`log ${RUNS} runs`);
  const store = value(ExperimentStore.open(file));
  const points = (RUNS * EPOCHS * POINTS) / fill(store);
  progress('log the same in other ways');
  const naive = naiveInserts(join(folder, 'naive.db'));
  const appended = jsonLines(lines);
  progress('read');
  const rows = value(store.listRuns());
  const ids = rows.map((row) => row.id);
  const single = rows.map((row) => ({ ...row, costs: row.costs.slice(0, 1) }));
  const chart = chartOf(single);
  const column = medianMs(() => value(store.curves.pick({ key: 'accuracy.test', pick: 'best', step: null })));
  const view = medianMs((turn) => tableOf(rows, turn % 9));
  const front = medianMs((turn) => brushedFront(chart, turn));
  const list = medianMs(() => value(store.listRuns()));
  const fromLines = medianMs(() => listFromLines(lines), 3);
  const detail = medianMs((turn) => value(store.getRun(ids[(turn * 997) % RUNS])), 101);
  const curve = medianMs((turn) => value(store.metricsOf(ids[(turn * 97) % RUNS], 'accuracy.test')), 101);
  const csv = medianMs(() => value(store.exportRuns(ids, 'csv')), 3);
  const check = medianMs(() => value(store.integrityCheck()), 1);
  store.close();
  const open = medianMs(() => openAndClose(file));
  progress('write while a page reads');
  const batches = await batchesWhileRead(file);
  const again = value(ExperimentStore.open(file));
  const thin = medianMs(() => value(again.curves.curves([value(again.listRuns())[0].id], 'spikes', 800)), 3);
  again.close();
  const size = `${Math.round(statSync(file).size / 1e6)} MB, ${RUNS * EPOCHS * POINTS} points, ${RUNS * 2 * LAYERS} layers`;

  const sameNumbers = { name: 'log training reports', ours: points, unit: 'points/s', runs: 1 };
  const saved = 'ours keeps the report, its curves and the figures of the run in one transaction per epoch';
  return [
    {
      ...sameNumbers,
      baseline: naive,
      baselineName: 'one insert per point',
      ratio: points / naive,
      note: saved,
    },
    {
      ...sameNumbers,
      baseline: appended,
      baselineName: 'JSON lines',
      ratio: points / appended,
      note: 'lines: no index, no transaction',
    },
    { name: 'open the database', ours: open, ...alone, unit: 'ms', runs: REPEATS, note: size },
    {
      name: `list ${RUNS} runs with costs`,
      ours: list,
      baseline: fromLines,
      baselineName: 'read JSON lines',
      ratio: fromLines / list,
      unit: 'ms',
      runs: REPEATS,
      note: 'lines: best accuracy of each run only',
    },
    {
      name: 'one run with epochs, costs and layers',
      ours: detail,
      ...alone,
      unit: 'ms',
      runs: 101,
      note: '',
    },
    { name: 'one curve', ours: curve, ...alone, unit: 'ms', runs: 101, note: '' },
    { name: `export ${RUNS} runs as CSV`, ours: csv, ...alone, unit: 'ms', runs: 3, note: '' },
    {
      name: 'insert points in batches while a page reads',
      ours: batches.points,
      ...alone,
      unit: 'points/s',
      runs: 1,
      note: `batches of ${BATCH}; the other thread listed all runs ${batches.reads} times meanwhile`,
    },
    {
      name: `best value of one curve for ${RUNS} runs`,
      ours: column,
      ...alone,
      unit: 'ms',
      runs: REPEATS,
      note: '',
    },
    {
      name: `filter, sort by two keys and group ${RUNS} runs`,
      ours: view,
      ...alone,
      unit: 'ms',
      runs: REPEATS,
      note: 'the window’s own code, with the means and spreads of the groups in sight',
    },
    {
      name: `front of ${RUNS} points, brushed`,
      ours: front,
      ...alone,
      unit: 'ms',
      runs: REPEATS,
      note: 'from the frame to the finished drawing of the chart; painting not included',
    },
    {
      name: `thin a curve of ${BATCHES * BATCH} points to 800`,
      ours: thin,
      ...alone,
      unit: 'ms',
      runs: 3,
      note: 'with reading it and the list; least and largest values stay',
    },
    { name: 'integrity check', ours: check, ...alone, unit: 'ms', runs: 1, note: size },
  ];
}
