/**
 * CSV tables as runs. W&B: an export of its table of runs, or of one chart (`<run> - <metric>` columns). SCALE-Sim: a
 * report with a line per layer (`LayerID, …`). Anything else: with a column of steps every other column is a curve, of
 * one run or of those that a `run` column names; without one every line is a run.
 */
import { basename } from 'node:path';
import {
  accept,
  errorAt,
  refuse,
  type ImportTool,
  type Outcome,
  type RunState,
} from '../../../../engine/contract/index.ts';
import type { CsvTable } from './csv-read.ts';
import type { ForeignPoint, ForeignRun } from './imported-run.ts';

const STEP = /^(global[_ ]?step|step|epoch|iteration|iter|trial)$/i;
const RUN = /^(run|run[_ ]?id|run[_ ]?name|experiment[_ ]?name)$/i;
const CHART_COLUMN = /^(.+) - ([^-]+?)(__MIN|__MAX)?$/;
const WANDB_STATES: Record<string, RunState> = {
  finished: 'done',
  failed: 'failed',
  crashed: 'failed',
  killed: 'cancelled',
};
/** Columns of W&B's table that describe the run itself. */
const WANDB_OWN = new Set(['Name', 'State', 'Notes', 'User', 'Tags', 'Created', 'Runtime', 'Sweep', 'ID']);

export function toolOf({ head }: CsvTable): ImportTool {
  if (/^layer ?id$/i.test(head[0])) return 'scale-sim';
  const isTable = head.includes('Name') && head.includes('State') && head.includes('Created');
  const isChart = STEP.test(head[0]) && head.slice(1).some((name) => CHART_COLUMN.test(name));
  return isTable || isChart ? 'wandb' : 'csv';
}

export function readCsvRuns(
  table: CsvTable,
  tool: ImportTool,
  file: string,
  nowMs: number,
): Outcome<readonly ForeignRun[]> {
  if (table.rows.length === 0)
    return refuse(errorAt(file, 'csv/empty', 'must hold a line below its head (got none); export it again'));
  const { head } = table;
  const base = { tool, file: basename(file), nowMs };
  const step = head.findIndex((name) => STEP.test(name));
  if (tool === 'scale-sim') return accept([layersRun(table, base)]);
  if (tool === 'wandb' && step < 0) return accept(table.rows.map((row, i) => wandbRun(head, row, i, base)));
  if (tool === 'wandb') return accept(chartRuns(table, step, base));
  return accept(
    step < 0 ? table.rows.map((row, i) => lineRun(head, row, i, base)) : stepRuns(table, step, base),
  );
}

interface Base {
  readonly tool: ImportTool;
  readonly file: string;
  readonly nowMs: number;
}

const plain = ({ tool, file, nowMs }: Base): Omit<ForeignRun, 'sourceId' | 'name' | 'params' | 'curves'> => ({
  tool,
  experiment: file,
  state: 'done',
  createdAtMs: nowMs,
  endedAtMs: null,
  tags: [],
  note: '',
});

/** Null for an empty or textual cell; Python's words for what is no number are numbers, too. */
function numberOf(text: string): number | null {
  const trimmed = text.trim();
  if (/^nan$/i.test(trimmed)) return NaN;
  if (/^[+-]?inf(inity)?$/i.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  if (trimmed === '') return null;
  const value = Number(trimmed.replace(/%$/, ''));
  return Number.isNaN(value) ? null : value;
}

const paramOf = (text: string): string | number => numberOf(text) ?? text;
const single = (key: string, value: number): ForeignRun['curves'][number] => ({
  key,
  axis: 'summary',
  points: [{ step: 0, value, atMs: null }],
});

function cells(head: readonly string[], row: readonly string[], skip: (name: string) => boolean) {
  const named = head
    .map((name, i) => ({ name, text: row[i] }))
    .filter(({ name, text }) => !skip(name) && text !== '');
  return {
    params: Object.fromEntries(named.map(({ name, text }) => [name, paramOf(text)])),
    curves: named.flatMap(({ name, text }) => {
      const value = numberOf(text);
      return value === null ? [] : [single(name, value)];
    }),
  };
}

function wandbRun(head: readonly string[], row: readonly string[], index: number, base: Base): ForeignRun {
  const of = (name: string): string => row[head.indexOf(name)] ?? '';
  const created = Date.parse(of('Created'));
  const seconds = numberOf(of('Runtime'));
  return {
    ...plain(base),
    ...cells(head, row, (name) => WANDB_OWN.has(name)),
    sourceId: of('ID') || `${base.file}/${of('Name')}/${of('Created')}/${index}`,
    name: of('Name'),
    state: WANDB_STATES[of('State').toLowerCase()] ?? 'interrupted',
    createdAtMs: Number.isNaN(created) ? base.nowMs : created,
    endedAtMs: Number.isNaN(created) || seconds === null ? null : created + 1000 * seconds,
    tags: of('Tags')
      .split(',')
      .map((tag) => tag.trim()),
    note: of('Notes') === '-' ? '' : of('Notes'),
  };
}

/** W&B's chart export: the step, then `<run> - <metric>` with its least and largest value beside it. */
function chartRuns({ head, rows }: CsvTable, step: number, base: Base): ForeignRun[] {
  const columns = head.flatMap((name, index) => {
    const [, run, metric, bound] = CHART_COLUMN.exec(name) ?? [];
    return run && !bound ? [{ index, run, metric }] : [];
  });
  return [...Map.groupBy(columns, ({ run }) => run)].map(([run, own]) => ({
    ...plain(base),
    sourceId: `${base.file}/${run}`,
    name: run,
    params: {},
    curves: own.map(({ index, metric }) => ({
      key: metric,
      axis: head[step].toLowerCase(),
      points: pointsOf(rows, step, index),
    })),
  }));
}

function stepRuns({ head, rows }: CsvTable, step: number, base: Base): ForeignRun[] {
  const run = head.findIndex((name) => RUN.test(name));
  const groups = run < 0 ? new Map([[base.file, [...rows]]]) : Map.groupBy(rows, (row) => row[run]);
  return [...groups].map(([name, own]) => ({
    ...plain(base),
    sourceId: `${base.file}/${name}`,
    name,
    params: {},
    curves: head.flatMap((key, index) => {
      const points = index === step || index === run ? [] : pointsOf(own, step, index);
      return points.length ? [{ key, axis: head[step].toLowerCase(), points }] : [];
    }),
  }));
}

function pointsOf(rows: CsvTable['rows'], step: number, column: number): ForeignPoint[] {
  return rows.flatMap((row) => {
    const [at, value] = [numberOf(row[step]), numberOf(row[column])];
    return at === null || value === null ? [] : [{ step: at, value, atMs: null }];
  });
}

function lineRun(head: readonly string[], row: readonly string[], index: number, base: Base): ForeignRun {
  const name = head.findIndex((title) => /^(name|run|run[_ ]?name|id)$/i.test(title));
  return {
    ...plain(base),
    ...cells(head, row, () => false),
    sourceId: `${base.file}/${index}`,
    name: name < 0 ? `${base.file}, line ${index + 2}` : row[name],
  };
}

/** One run: a curve over the layers for every figure of the report, and its sum or mean as a parameter. */
function layersRun({ head, rows }: CsvTable, base: Base): ForeignRun {
  const figures = head
    .map((name, index) => ({ name, index }))
    .filter(({ name, index }) => index > 0 && name !== '');
  const curves = figures.flatMap(({ name, index }) => {
    const points = rows.flatMap((row): ForeignPoint[] => {
      const [layer, value] = [numberOf(row[0]), numberOf(row[index])];
      return layer === null || value === null ? [] : [{ step: layer, value, atMs: null }];
    });
    return points.length ? [{ key: `scaleSim.${name}`, axis: 'layer', points }] : [];
  });
  const totals = curves.map(({ key, points }) => {
    const sum = points.reduce((total, { value }) => total + value, 0);
    const isShare = /%|avg|util/i.test(key);
    return [`${key} ${isShare ? 'mean' : 'sum'}`, isShare ? sum / points.length : sum] as const;
  });
  return {
    ...plain(base),
    sourceId: base.file,
    name: base.file.replace(/\.csv$/i, ''),
    experiment: 'SCALE-Sim',
    params: { layers: rows.length, ...Object.fromEntries(totals) },
    curves,
  };
}
