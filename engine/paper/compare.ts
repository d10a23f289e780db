/**
 * Puts measured values beside published ones. Deviation: in points where both are percentages, in per cent of the
 * published value elsewhere, none where either is a statement in words. A published value without a measurement, or
 * the other way round, is a fault of ours and throws.
 */
import type { PublishedNumber, PublishedPaper, PublishedValue } from './published.ts';
import type { ComparisonStatus, FigureMeasurement, FigureStudy, PaperFigure, Series } from './study.ts';

export interface ComparisonRow {
  readonly id: string;
  readonly quantity: string;
  readonly conditions: string;
  readonly unit: string;
  readonly paper: PublishedNumber;
  readonly measured: number | string;
  /** Standard deviation of one draw. */
  readonly sd: number | null;
  readonly draws: number;
  readonly deviation: number | null;
  readonly deviationUnit: 'points' | '%' | null;
  readonly status: ComparisonStatus;
  readonly reason: string;
  /** Section of the paper, and what to know about its number. */
  readonly where: string;
  readonly note: string;
}

export interface ComparedFigure {
  readonly figure: PaperFigure;
  readonly title: string;
  readonly method: string;
  readonly rows: readonly ComparisonRow[];
  readonly series: readonly Series[];
}

export function compareFigure(
  study: FigureStudy,
  { measured, series }: FigureMeasurement,
  paper: PublishedPaper,
): ComparedFigure {
  const { figure, title, method } = study;
  const published = new Map(paper.values.map((value) => [value.key, value]));
  const rows = measured.map((one): ComparisonRow => {
    const value = published.get(one.published);
    if (!value) throw new Error(`figure ${figure}: ${paper.name} has no value ${one.published}`);
    const { id, conditions, unit, sd, draws, status, reason } = one;
    return {
      id: `fig${figure}.${id}`,
      quantity: value.quantity,
      conditions,
      unit,
      paper: value.value,
      measured: one.value,
      sd,
      draws,
      ...deviationOf(value, one.value, unit),
      status,
      reason,
      where: value.where,
      note: value.note,
    };
  });
  return { figure, title, method, rows, series };
}

function deviationOf(
  paper: PublishedValue,
  measured: number | string,
  unit: string,
): Pick<ComparisonRow, 'deviation' | 'deviationUnit'> {
  const { value } = paper;
  if (typeof value !== 'number' || typeof measured !== 'number' || paper.unit !== unit)
    return { deviation: null, deviationUnit: null };
  if (unit === '%') return { deviation: measured - value, deviationUnit: 'points' };
  return { deviation: 100 * (measured / value - 1), deviationUnit: '%' };
}
