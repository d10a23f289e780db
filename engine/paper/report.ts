/**
 * A comparison as text: CSV of the comparisons and of every chart with complete digits, and the cells of tables with three
 * significant digits.
 */
import type { ComparisonRow, PaperAxis, PaperChart, PaperFigureReport } from '../contract/index.ts';

const CSV_COLUMNS: readonly (keyof ComparisonRow)[] = [
  'id',
  'quantity',
  'conditions',
  'paper',
  'paperUnit',
  'measured',
  'sd',
  'draws',
  'unit',
  'deviation',
  'deviationUnit',
  'direction',
  'status',
  'reason',
  'where',
  'note',
];

export function comparisonCsv(figures: readonly PaperFigureReport[]): string {
  const rows = figures.flatMap(({ rows: all }) => all.map((row) => CSV_COLUMNS.map((key) => row[key])));
  return csv([CSV_COLUMNS, ...rows]);
}

/** Every point of a chart, complete digits, and the published values as a series of their own. */
export function chartCsv({ x, y, categories, series, published }: PaperChart): string {
  const rows = series.flatMap((one) =>
    one.points.map((point) => [one.id, categories?.[point.x] ?? point.x, point.y, point.low, point.high]),
  );
  const printed = published.map((mark) => [
    `published: ${mark.series}`,
    categories?.[mark.x] ?? mark.x,
    mark.y,
    mark.y,
    mark.y,
  ]);
  return csv([['series', axisText(x) || 'category', axisText(y), 'low', 'high'], ...rows, ...printed]);
}

export const axisText = ({ name, unit }: PaperAxis): string => (unit ? `${name} (${unit})` : name);

/** As the paper prints it; the unit stands behind numbers only. */
export function paperText({ paper, paperUnit }: ComparisonRow): string {
  if (typeof paper === 'string') return paper;
  return typeof paper === 'number' ? withUnit(String(paper), paperUnit) : paper.join(' to ');
}

/** Three significant digits, two for the spread of a draw. */
export function measuredText({ measured, sd, unit }: ComparisonRow): string {
  if (measured === null) return '–';
  if (typeof measured === 'string') return measured;
  const value = withUnit(unit === 'steps' ? String(measured) : threeDigits(measured), unit);
  return sd === null ? value : `${value} ± ${sd.toPrecision(2)}`;
}

const threeDigits = (value: number): string =>
  Math.abs(value) >= 1000 ? String(Math.round(value)) : value.toPrecision(3);

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
