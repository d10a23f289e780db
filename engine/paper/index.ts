/**
 * The papers' figures: a study per figure measures, `compareFigure` puts the published values beside, `htmlReport` and the
 * CSV functions write it down. Sources: SpikeX, arXiv:2505.12292; the hybrid study, arXiv:2411.15409.
 */
import type { DrawnFigure, TrainedFigure } from '../contract/index.ts';
import { bits } from './bits.ts';
import { coding } from './coding.ts';
import { edp } from './edp.ts';
import { fig10 } from './fig10.ts';
import { fig11 } from './fig11.ts';
import { fig12 } from './fig12.ts';
import { fig13 } from './fig13.ts';
import { fig5 } from './fig5.ts';
import { fig7 } from './fig7.ts';
import { fig9 } from './fig9.ts';
import type { FigureStudy } from './study.ts';
import type { TrainedStudy } from './trained.ts';

export { BATCHES, measureActivity } from './activity-study.ts';
export type { Batch, NetworkActivity } from './activity-study.ts';
export { betaSweep } from './beta-sweep.ts';
export { compareFigure } from './compare.ts';
export { fig13Study } from './fig13-study.ts';
export type { FoundTws } from './gains.ts';
export { headOf, htmlReport } from './html-report.ts';
export { paperNetworks, SEARCHED, searchSpec, withSearch } from './plan.ts';
export type { NetworkSize, PlannedNetwork } from './plan.ts';
export { parsePublished } from './published.ts';
export type { PublishedPaper, PublishedValue } from './published.ts';
export { chartCsv, comparisonCsv, deviationText, measuredText, paperText } from './report.ts';
export { parseQuantisation, quantisationReport, quantisationRuns } from './quantisation.ts';
export type { QuantisationStudy } from './quantisation.ts';
export { parseTableOne, TABLE_ONE_COLUMNS, tableOne } from './table1.ts';
export type { TableOneRow } from './table1.ts';
export { parseTableTwo, tableTwo } from './table2.ts';
export type { TableTwoRow } from './table2.ts';
export { NETWORK_TITLES, pickBeta } from './trained.ts';
export { unmeasured } from './unmeasured.ts';
export type { PaperNetwork, TrainedInputs, TrainedNetwork, TrainedStudy } from './trained.ts';
export type { FigureMeasurement, FigureStudy, Measured, StudySetup } from './study.ts';

export const STUDIES: Readonly<Record<DrawnFigure, FigureStudy>> = {
  '9': fig9,
  '10': fig10,
  '11': fig11,
  '12': fig12,
};

export const TRAINED_STUDIES: Readonly<Record<TrainedFigure, TrainedStudy>> = {
  '5': fig5,
  '7': fig7,
  '13': fig13,
  edp,
  bits,
  coding,
};
