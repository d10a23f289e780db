/** Columns of the runs table: raw value for sorting and comparing, text for the cell, unit for the head. */
import type { RunRow, SystemName } from '../../../../engine/contract/index.ts';
import { SYSTEM_STYLES, systemsInOrder } from '../../charts/series-style.ts';
import {
  columnScale,
  count,
  density,
  percent,
  scaled,
  setting,
  significant,
  span,
  when,
} from '../../format/index.ts';
import { runsTexts } from '../../texts/runs.ts';
import { wordTexts } from '../../texts/words.ts';

export interface RunColumn {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly width: number;
  readonly right: boolean;
  readonly raw: (row: RunRow) => string | number | null;
  readonly text: (row: RunRow) => string;
  /** A value of this column as text, for means over groups; missing where a mean makes no sense. */
  readonly format?: (value: number) => string;
  /** Part of these sets of columns. */
  readonly sets: readonly ColumnSet[];
}

export const COLUMN_SETS = ['overview', 'costs', 'training'] as const;
export type ColumnSet = (typeof COLUMN_SETS)[number];

type Cost = RunRow['costs'][number];
type Extras = Partial<Pick<RunColumn, 'unit' | 'width' | 'right' | 'text' | 'format' | 'sets'>>;

/** Columns for these rows: units follow the values, cost columns the systems that were simulated. */
export function runColumns(
  rows: readonly RunRow[],
  nowMs: number,
  picks: readonly PickedColumn[] = [],
): RunColumn[] {
  return [
    ...describing(nowMs),
    ...outcomes(),
    ...costColumns(rows),
    ...picks.map(({ id, title, of }) =>
      column(id, title, of, number({ width: headWidth(title), format: (value) => significant(value) })),
    ),
    ...timing(nowMs),
  ];
}

/** One value of a curve: last, best, worst or at a step. */
export interface PickedColumn {
  readonly id: string;
  readonly title: string;
  readonly of: (row: RunRow) => number | null;
}

function column(id: string, title: string, raw: RunColumn['raw'], extras: Extras = {}): RunColumn {
  return {
    id,
    title,
    raw,
    unit: '',
    width: 96,
    right: false,
    text: (row) => textOf(raw(row)),
    sets: [],
    ...extras,
  };
}

const textOf = (value: string | number | null): string =>
  value === null ? '–' : typeof value === 'number' ? significant(value) : value;

const number = (extras: Extras = {}): Extras => ({ right: true, width: 84, ...extras });

function describing(nowMs: number): RunColumn[] {
  return [
    column('name', wordTexts.run, (row) => row.name, { width: 180, sets: COLUMN_SETS }),
    column('state', wordTexts.state, (row) => row.state, { width: 112, sets: COLUMN_SETS }),
    column('kind', runsTexts.columns.kind, (row) => row.kind, {
      width: 80,
      text: (row) => runsTexts.kinds[row.kind],
    }),
    column('experiment', wordTexts.experiment, (row) => row.experiment, {
      width: 120,
      sets: ['overview', 'training'],
    }),
    column('tags', runsTexts.columns.tags, (row) => row.tags.join(', ') || null, {
      width: 120,
      sets: ['overview'],
    }),
    column('note', wordTexts.note, (row) => row.note || null, { width: 160 }),
    column('project', runsTexts.columns.project, (row) => row.project, { width: 96 }),
    column('seedGroup', runsTexts.columns.seedGroup, (row) => row.seedGroup, { width: 140 }),
    column('rerunOf', runsTexts.columns.rerunOf, (row) => row.rerunOf, { width: 112 }),
    column('dataset', wordTexts.dataset, (row) => row.dataset, {
      width: 140,
      sets: ['overview', 'training'],
    }),
    column('network', wordTexts.network, (row) => row.network, { width: 112, sets: ['training'] }),
    column('created', runsTexts.columns.created, (row) => row.createdAtMs, {
      width: 124,
      sets: ['overview'],
      text: (row) => when(row.createdAtMs, nowMs),
    }),
    column(
      'beta',
      'β',
      (row) => row.beta,
      number({ width: 64, sets: COLUMN_SETS, text: (row) => setting(row.beta) }),
    ),
    column(
      'seed',
      wordTexts.seed,
      (row) => row.seed,
      number({ width: 60, sets: ['training'], text: (row) => count(row.seed) }),
    ),
    column(
      'epochs',
      wordTexts.epochs,
      (row) => row.epochsDone,
      number({
        sets: ['overview', 'training'],
        text: (row) =>
          row.epochs === null
            ? '–'
            : runsTexts.columns.epochsOf(count(row.epochsDone ?? 0), count(row.epochs)),
      }),
    ),
  ];
}

function outcomes(): RunColumn[] {
  const share = (decimals?: number) => (value: number | null) =>
    decimals === undefined ? density(value).text : percent(value, decimals).text;
  return [
    column(
      'accuracy',
      runsTexts.columns.accuracy,
      (row) => row.accuracy,
      number({
        unit: '%',
        width: 116,
        sets: COLUMN_SETS,
        text: (row) => share(2)(row.accuracy),
        format: share(2),
      }),
    ),
    column(
      'bestAccuracy',
      runsTexts.columns.bestAccuracy,
      (row) => row.bestAccuracy,
      number({
        unit: '%',
        width: 116,
        sets: ['training'],
        text: (row) => share(2)(row.bestAccuracy),
        format: share(2),
      }),
    ),
    column(
      'bestEpoch',
      runsTexts.columns.bestEpoch,
      (row) => row.bestEpoch,
      number({ sets: ['training'], text: (row) => count(row.bestEpoch) }),
    ),
    column(
      'loss',
      wordTexts.loss,
      (row) => row.loss,
      number({ sets: ['training'], format: (value) => significant(value) }),
    ),
    column(
      'spikeDensity',
      wordTexts.spikeDensity,
      (row) => row.spikeDensity,
      number({
        unit: '%',
        width: 112,
        sets: ['overview', 'training'],
        text: (row) => share()(row.spikeDensity),
        format: share(),
      }),
    ),
    column(
      'twDensity',
      wordTexts.twDensity,
      (row) => row.twDensity,
      number({
        unit: '%',
        width: 104,
        sets: ['overview', 'training'],
        text: (row) => share()(row.twDensity),
        format: share(),
      }),
    ),
  ];
}

const QUANTITIES = [
  {
    id: 'energy',
    title: (): string => wordTexts.energy,
    unit: 'J',
    of: (cost: Cost) => cost.energyPj * 1e-12,
  },
  {
    id: 'latency',
    title: (): string => wordTexts.latency,
    unit: 's',
    of: (cost: Cost) => cost.latencyUs * 1e-6,
  },
  { id: 'edp', title: (): string => wordTexts.edp, unit: 'J·s', of: (cost: Cost) => cost.edpJs },
] as const;

function costColumns(rows: readonly RunRow[]): RunColumn[] {
  const systems = systemsInOrder(rows.flatMap((row) => row.costs.map(({ system }) => system))).toReversed();
  const costOf = (row: RunRow, system: SystemName) => row.costs.find((cost) => cost.system === system);
  return systems.flatMap((system) =>
    QUANTITIES.map(({ id, title, unit, of }) => {
      const raw = (row: RunRow): number | null => {
        const cost = costOf(row, system);
        return cost ? of(cost) : null;
      };
      const scale = columnScale(rows.map(raw), unit);
      const sets: ColumnSet[] = id === 'edp' ? ['overview', 'costs'] : ['costs'];
      const head = runsTexts.columns.onSystem(title(), SYSTEM_STYLES[system].label);
      return column(
        `${id}.${system}`,
        head,
        raw,
        number({
          unit: scale.unit,
          width: headWidth(`${head} ${scale.unit}`),
          sets,
          text: (row) => scaled(raw(row), scale, unit).text,
          format: (value) => scaled(value, scale, unit).text,
        }),
      );
    }),
  );
}

/** Room for a head of this text at 12 px, with the sort arrow and the padding; a Chinese character is a square. */
const headWidth = (head: string): number =>
  Math.round([...head].reduce((sum, letter) => sum + (letter > '\u2E7F' ? 12 : 6.2), 0)) + 30;

function timing(nowMs: number): RunColumn[] {
  return [
    column(
      'duration',
      runsTexts.columns.duration,
      (row) => row.durationMs ?? (row.state === 'running' ? nowMs - row.createdAtMs : null),
      number({
        width: 104,
        sets: ['overview', 'training'],
        text: (row) => durationText(row),
        format: (ms) => span(ms / 1000),
      }),
    ),
    column('energyTable', wordTexts.energyTable, (row) => row.costs[0]?.energyTable ?? null, {
      width: 104,
      sets: ['costs'],
    }),
    column('arch', wordTexts.accelerator, (row) => row.costs[0]?.archName ?? null, {
      width: 112,
      sets: ['costs'],
    }),
    column('message', runsTexts.columns.message, (row) => row.message, { width: 240 }),
    column('id', runsTexts.columns.id, (row) => row.id, { width: 160 }),
  ];
}

const durationText = (row: RunRow): string => (row.durationMs === null ? '–' : span(row.durationMs / 1000));
