/**
 * The simulator's figures of the SpikeX paper: a study per figure measures, `compareFigure` puts the published values
 * beside, `comparisonCsv` and `comparisonMarkdown` write it down. Sources: SpikeX, arXiv:2505.12292, section VI.
 */
import { fig10 } from './fig10.ts';
import { fig11 } from './fig11.ts';
import { fig12 } from './fig12.ts';
import { fig9 } from './fig9.ts';
import type { FigureStudy, PaperFigure } from './study.ts';

export { betaSweep } from './beta-sweep.ts';
export { compareFigure } from './compare.ts';
export type { ComparedFigure, ComparisonRow } from './compare.ts';
export { parsePublished } from './published.ts';
export type { PublishedPaper, PublishedValue } from './published.ts';
export {
  comparisonCsv,
  comparisonMarkdown,
  deviationText,
  measuredText,
  paperText,
  seriesCsv,
} from './report.ts';
export { parseQuantisation, quantisationReport, quantisationRuns } from './quantisation.ts';
export type { QuantisationStudy } from './quantisation.ts';
export { parseTableOne, TABLE_ONE_COLUMNS, tableOne } from './table1.ts';
export type { TableOneRow } from './table1.ts';
export { parseTableTwo, tableTwo } from './table2.ts';
export type { TableTwoRow } from './table2.ts';
export { COMPARISON_STATUSES, PAPER_FIGURES } from './study.ts';
export type { FigureStudy, Measured, PaperFigure, StudySetup } from './study.ts';

export const STUDIES: Readonly<Record<PaperFigure, FigureStudy>> = {
  '9': fig9,
  '10': fig10,
  '11': fig11,
  '12': fig12,
};
