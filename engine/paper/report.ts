/**
 * A comparison as text: CSV for tables, CSV of the measured curves, and a Markdown report that says how every value
 * was obtained. Numbers in CSV are complete; those in Markdown have three significant digits.
 */
import type { ComparedFigure, ComparisonRow } from './compare.ts';
import type { PublishedPaper } from './published.ts';
import type { ComparisonStatus } from './study.ts';

const STATUS_WORDS: Record<ComparisonStatus, string> = {
  predicted:
    'no number of the figure was used to choose an energy; the rules were chosen with all figures in view',
  fitted: 'numbers of the figure were used, or in view, when rules or energies were chosen',
  trend: 'the paper states a direction only',
  'not-reachable': 'the model cannot come there; the reason says why',
};

const CSV_COLUMNS: readonly (keyof ComparisonRow)[] = [
  'id',
  'quantity',
  'conditions',
  'paper',
  'measured',
  'sd',
  'draws',
  'unit',
  'deviation',
  'deviationUnit',
  'status',
  'reason',
  'where',
  'note',
];

export function comparisonCsv(figures: readonly ComparedFigure[]): string {
  const rows = figures.flatMap(({ rows: all }) => all.map((row) => CSV_COLUMNS.map((key) => row[key])));
  return csv([CSV_COLUMNS, ...rows]);
}

export function seriesCsv({ series }: ComparedFigure): string {
  const rows = series.flatMap(({ id, x, y, points }) =>
    points.map((point) => [id, x, point.x, y, point.mean, point.sd]),
  );
  return csv([['series', 'x', 'xValue', 'y', 'mean', 'sd'], ...rows]);
}

export function comparisonMarkdown(figures: readonly ComparedFigure[], paper: PublishedPaper): string {
  const head = [
    `# ${paper.title}: published and measured`,
    `Published: ${paper.source}. Measured: simulated by SpikeX Workbench, mean ± standard deviation of one draw.`,
    Object.entries(STATUS_WORDS)
      .map(([status, words]) => `- **${status}**: ${words}`)
      .join('\n'),
  ];
  return `${[...head, ...figures.map(figureMarkdown)].join('\n\n')}\n`;
}

function figureMarkdown({ figure, title, method, rows }: ComparedFigure): string {
  const reasons = [...new Set(rows.map((row) => row.reason))];
  const lines = rows.map(
    (row) =>
      `| ${row.quantity} | ${row.conditions} | ${paperText(row)} | ${measuredText(row)} | ${deviationText(row)} | ${row.status} (${reasons.indexOf(row.reason) + 1}) |`,
  );
  const table = [
    '| quantity | conditions | paper | measured | deviation | status |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
  const notes = reasons.map((reason, i) => `${i + 1}. ${reason}`).join('\n');
  return [`## Fig. ${figure}: ${title}`, method, table, notes].join('\n\n');
}

/** As the paper prints it; the unit stands behind numbers only. */
export function paperText({ paper, unit }: ComparisonRow): string {
  if (typeof paper === 'string') return paper;
  return typeof paper === 'number' ? withUnit(String(paper), unit) : paper.join(' to ');
}

/** Three significant digits, two for the spread of a draw. */
export function measuredText({ measured, sd, unit }: ComparisonRow): string {
  if (typeof measured === 'string') return measured;
  const value = withUnit(unit === 'steps' ? String(measured) : measured.toPrecision(3), unit);
  return sd === null ? value : `${value} ± ${sd.toPrecision(2)}`;
}

const withUnit = (digits: string, unit: string): string =>
  unit === 'x' ? `${digits}x` : [digits, unit].filter(Boolean).join(' ');

export function deviationText({ deviation, deviationUnit }: ComparisonRow): string {
  if (deviation === null || deviationUnit === null) return '–';
  const sign = deviation > 0 ? '+' : '';
  return `${sign}${deviation.toFixed(1)} ${deviationUnit}`;
}

function csv(rows: readonly (readonly unknown[])[]): string {
  return `${rows.map((row) => row.map(csvCell).join(',')).join('\n')}\n`;
}

function csvCell(value: unknown): string {
  const text = value === null ? '' : Array.isArray(value) ? value.join(' ') : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
