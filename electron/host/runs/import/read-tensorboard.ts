/** TensorBoard log folders: every folder that holds event files is a run, named by its path below the chosen one. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { accept, errorAt, refuse, type Issue, type Outcome } from '../../../../engine/contract/index.ts';
import { parseTensorboard, type ScalarPoint } from '../../../../engine/exchange/tensorboard.ts';
import { fileIssue } from '../../../data/file-issues.ts';
import { readBytes } from '../../../data/read-bytes.ts';
import type { ForeignRun } from './imported-run.ts';

const EVENT_FILE = /tfevents/;
const MOST_FILES = 10_000;

export async function readTensorboardFolder(folder: string): Promise<Outcome<readonly ForeignRun[]>> {
  try {
    const names = await readdir(folder, { recursive: true });
    const files = names.filter((name) => EVENT_FILE.test(basename(name))).sort();
    if (files.length === 0 || files.length > MOST_FILES) {
      const rule = `must hold 1 to ${MOST_FILES} TensorBoard event files (got ${files.length})`;
      return refuse(errorAt(folder, 'import/no-events', `${rule}; choose a folder with *tfevents* files`));
    }
    return await runsOf(folder, files);
  } catch (error) {
    return refuse(fileIssue(error, folder));
  }
}

export async function readTensorboardFile(file: string): Promise<Outcome<readonly ForeignRun[]>> {
  return runsOf(dirname(file), [basename(file)]);
}

async function runsOf(folder: string, files: readonly string[]): Promise<Outcome<readonly ForeignRun[]>> {
  const warnings: Issue[] = [];
  const runs: ForeignRun[] = [];
  for (const [place, own] of Map.groupBy(files, (name) => dirname(name))) {
    const points: ScalarPoint[] = [];
    for (const name of own) {
      const bytes = await readBytes(join(folder, name));
      if (!bytes.ok) return bytes;
      const parsed = parseTensorboard(bytes.value, join(folder, name));
      if (!parsed.ok) return parsed;
      for (const point of parsed.value) points.push(point);
      warnings.push(...parsed.warnings);
    }
    const name = place === '.' ? basename(folder) : place.split(sep).join('/');
    runs.push(
      runOf(name, `${basename(folder)}/${relative('.', place)}/${own.join()}`, basename(folder), points),
    );
  }
  return accept(runs, warnings);
}

function runOf(
  name: string,
  sourceId: string,
  experiment: string,
  points: readonly ScalarPoint[],
): ForeignRun {
  const times = points.map(({ wallSeconds }) => wallSeconds * 1000).filter(Number.isFinite);
  const bounds = times.reduce(
    ([low, high], ms) => [Math.min(low, ms), Math.max(high, ms)],
    [Infinity, -Infinity],
  );
  return {
    tool: 'tensorboard',
    sourceId,
    name,
    experiment,
    state: 'done',
    createdAtMs: times.length ? bounds[0] : 0,
    endedAtMs: times.length ? bounds[1] : null,
    params: {},
    tags: [],
    note: '',
    curves: [...Map.groupBy(points, ({ tag }) => tag)].map(([key, own]) => ({
      key,
      axis: 'step',
      points: own.map(({ step, value, wallSeconds }) => ({ step, value, atMs: wallSeconds * 1000 })),
    })),
  };
}
