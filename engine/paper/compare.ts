/**
 * Puts measured values beside published ones. Deviation: in points where both are percentages, in per cent of the
 * published value elsewhere, none where either is a statement in words. A published value without a measurement, or
 * the other way round, is a fault of ours and throws.
 */
import type {
  ComparisonRow,
  PaperChart,
  PaperFigure,
  PaperFigureReport,
  PublishedNumber,
} from '../contract/index.ts';
import type { PublishedPaper, PublishedValue } from './published.ts';
import type { FigureHead, FigureMeasurement, Measured, MeasuredChart } from './study.ts';

export function compareFigure(
  { figure, title, method }: FigureHead<PaperFigure>,
  { measured, charts }: FigureMeasurement,
  paper: PublishedPaper,
  runIds: readonly string[] = [],
): PaperFigureReport {
  const published = new Map(paper.values.map((value) => [value.key, value]));
  const valueOf = (one: Measured): PublishedValue => {
    const value = published.get(one.published);
    if (!value) throw new Error(`figure ${figure}: ${paper.name} has no value ${one.published}`);
    return value;
  };
  const rows = measured.map((one): ComparisonRow => {
    const value = valueOf(one);
    const { id, conditions, unit, sd, draws, status, reason } = one;
    return {
      id: `fig${figure}.${id}`,
      quantity: value.quantity,
      conditions,
      unit,
      paper: value.value,
      paperUnit: value.unit,
      measured: one.value,
      sd,
      draws,
      ...deviationOf(value, one.value, unit),
      direction: directionOf(value, one.value, unit),
      status,
      reason,
      where: value.where,
      note: value.note,
    };
  });
  const marked = (chart: MeasuredChart): PaperChart => ({
    ...chart,
    published: measured.flatMap((one) => {
      const { value } = valueOf(one);
      if (one.mark?.chart !== chart.id || typeof value !== 'number') return [];
      return [{ series: one.mark.series, x: one.mark.x, y: value }];
    }),
  });
  return { figure, title, method, rows, charts: charts.map(marked), runIds };
}

function directionOf(
  paper: { readonly value: PublishedNumber; readonly unit: string },
  measured: number | string | null,
  unit: string,
): ComparisonRow['direction'] {
  const { value } = paper;
  if (typeof value !== 'number' || typeof measured !== 'number' || paper.unit !== unit) return null;
  const none = unit === 'x' ? 1 : 0;
  return Math.sign(measured - none) === Math.sign(value - none) ? 'same' : 'opposite';
}

function deviationOf(
  paper: { readonly value: PublishedNumber; readonly unit: string },
  measured: number | string | null,
  unit: string,
): Pick<ComparisonRow, 'deviation' | 'deviationUnit'> {
  const { value } = paper;
  if (typeof value !== 'number' || typeof measured !== 'number' || paper.unit !== unit)
    return { deviation: null, deviationUnit: null };
  if (unit === '%') return { deviation: measured - value, deviationUnit: 'points' };
  return { deviation: 100 * (measured / value - 1), deviationUnit: '%' };
}
