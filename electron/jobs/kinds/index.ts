/** The registry of long and of quick work; loaded in worker threads only. */
import type { JobTable, QuickTable } from '../context.ts';
import { openData, viewFrame, viewPicture, viewSample, viewSlice } from './data-work.ts';
import { evaluate } from './evaluate.ts';
import { exchangeNpy } from './exchange-npy.ts';
import { explain } from './explain.ts';
import { look } from './look.ts';
import { makeDataset } from './make-dataset.ts';
import { nirExport } from './nir-export.ts';
import { nirImport } from './nir-import.ts';
import { nirReport } from './nir-report.ts';
import { nirRun } from './nir-run.ts';
import { paper } from './paper.ts';
import { paperLook } from './paper-look.ts';
import { openPlayback, playbackRaster, playbackSteps, playbackStrip } from './playback.ts';
import { preview } from './preview.ts';
import { search } from './search.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { simulatePoints } from '../sweep/simulate-points.ts';
import { evaluatePoints } from '../search/evaluate-points.ts';
import { sweep } from './sweep.ts';
import { train } from './train.ts';
import { trainSeries } from './train-series.ts';

export const JOB_KINDS = {
  train,
  demo: trainSeries,
  'train-sweep': trainSeries,
  evaluate,
  shrink,
  simulate,
  explain,
  sweep,
  search,
  paper,
  'make-dataset': makeDataset,
  'nir-run': nirRun,
} satisfies JobTable;
export const QUICK_KINDS = {
  'simulate.preview': preview,
  'train.look': look,
  'sweep.points': simulatePoints,
  'search.points': evaluatePoints,
  'nir.report': nirReport,
  'nir.import': nirImport,
  'nir.export': nirExport,
  'exchange.npy': exchangeNpy,
  'paper.look': paperLook,
} satisfies QuickTable;

/** In a worker of their own, so that a long opening holds up nothing else. */
export const RECORDING_KINDS = {
  'data.open': openData,
  'data.sample': viewSample,
  'data.slice': viewSlice,
  'data.frame': viewFrame,
  'data.picture': viewPicture,
} satisfies QuickTable;

/** In a worker of their own, so that looking at a schedule holds up no estimate. */
export const PLAYBACK_KINDS = {
  'playback.open': openPlayback,
  'playback.steps': playbackSteps,
  'playback.strip': playbackStrip,
  'playback.raster': playbackRaster,
} satisfies QuickTable;
