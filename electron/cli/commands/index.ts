/** Every command, in the order of the help. */
import type { Command } from '../command.ts';
import { datasetMake } from './dataset-make.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './evaluate.ts';
import { eventsCache } from './events-cache.ts';
import { eventsCheck } from './events-check.ts';
import { eventsConvert } from './events-convert.ts';
import { eventsInfo } from './events-info.ts';
import { eventsUploads } from './events-uploads.ts';
import { nirExport } from './nir/export.ts';
import { nirImport } from './nir/import.ts';
import { nirInfo } from './nir/info.ts';
import { nirRun } from './nir/run.ts';
import { exchange } from './exchange.ts';
import { paper } from './paper.ts';
import { runsDiff, runsReprice, runsRerun, runsSweep } from './runs-compare.ts';
import { diagnostics, runsBackup, runsBundle, runsCheck, runsExport, runsImport } from './runs-files.ts';
import { RUN_NOTES } from './runs-notes.ts';
import { runsList, runsShow } from './runs.ts';
import { serve } from './serve.ts';
import { setupTfjsNode } from './setup-tfjs-node.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { search } from './search.ts';
import { sweep } from './sweep.ts';
import { trace } from './trace.ts';
import { train } from './train.ts';

export const COMMANDS: readonly Command[] = [
  doctor,
  setupTfjsNode,
  demo,
  eventsInfo,
  eventsConvert,
  eventsCheck,
  eventsCache,
  eventsUploads,
  datasetMake,
  simulate,
  trace,
  sweep,
  search,
  paper,
  train,
  evaluate,
  shrink,
  runsList,
  runsShow,
  runsDiff,
  runsSweep,
  runsRerun,
  runsReprice,
  runsExport,
  runsImport,
  runsBundle,
  runsCheck,
  runsBackup,
  ...RUN_NOTES,
  diagnostics,
  nirInfo,
  nirImport,
  nirExport,
  nirRun,
  exchange,
  serve,
];
