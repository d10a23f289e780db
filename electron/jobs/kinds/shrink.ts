/** Job `shrink`: a trained network without the units whose removal lowers the EDP most, kept in a folder to train on. */
import {
  accept,
  refuse,
  type DataSpec,
  type NetworkSpec,
  type Outcome,
  type ShrinkReport,
  type ShrinkSpec,
} from '../../../engine/contract/index.ts';
import { withoutDrawing } from '../../../engine/events/drawing.ts';
import { checkShrinkSpec, checkUnits, chooseUnits, takeSizes } from '../../../engine/shrink/index.ts';
import { checkpointBits, decodeCheckpoint, type Checkpoint } from '../../../engine/train/index.ts';
import type { SampleSet } from '../../../engine/workload/sample-set.ts';
import { tensorCache } from '../../data/tensor-cache.ts';
import { loadDataset } from '../../data/load-dataset.ts';
import { guardFor } from '../../data/path-guard.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { Catalog } from '../../resources/catalog.ts';
import type { JobContext } from '../context.ts';
import { folderIssues, networkNameIssues } from './kept-network.ts';
import { kernelBytes, prepareSimulation } from './prepare.ts';
import { shrinkJudge } from './shrink-judge.ts';
import { keepShrunk, shrunkOf } from './shrunk-network.ts';
import { pairProgress, searchProgress } from './shrink-progress.ts';

export interface ShrinkAsk {
  readonly spec: ShrinkSpec;
  /** Where both files go. */
  readonly folder: string;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

/** Of the samples judged on, those whose cost is simulated. */
const COST_SAMPLES = 8;

export async function shrink(ask: ShrinkAsk, context: JobContext): Promise<Outcome<ShrinkReport>> {
  const { spec } = ask;
  const early = [
    ...checkShrinkSpec(spec),
    ...(spec.name === null ? [] : networkNameIssues(spec.name, 'shrink/name')),
    ...folderIssues(ask.folder),
  ];
  const read = await checkpointOf(spec.checkpoint);
  if (!read.ok) return refuse(...early, ...read.issues);
  const checkpoint = read.value;
  const { network } = checkpoint;
  const weightBits = checkpointBits(checkpoint);
  const simulation = await prepareSimulation(
    new Catalog(context.paths),
    network,
    spec.hardware,
    '',
    weightBits,
  );
  const issues = [
    ...early,
    ...checkUnits(network, spec.units, spec.checkpoint),
    ...(simulation.ok ? [] : simulation.issues),
  ];
  if (issues.length || !simulation.ok) return refuse(...issues);
  const data = await samplesOf(ask, network, context);
  if (!data.ok) return data;
  const samples = data.value;
  const { cols } = simulation.value.arch.array;
  const progress = spec.units ? pairProgress(context) : searchProgress(network, cols, context);
  const judge = shrinkJudge({
    checkpoint,
    samples,
    simulation: simulation.value,
    wasm: await kernelBytes(context.paths),
    costSamples: COST_SAMPLES,
    shouldStop: context.shouldStop,
    onNetwork: progress.onNetwork,
  });
  const chosen = spec.units
    ? takeSizes(checkpoint, spec.units, judge)
    : chooseUnits(checkpoint, { columns: cols, drop: spec.drop / 100 }, judge, progress.onRound);
  if (!chosen.ok) return chosen;
  if (context.shouldStop()) return refuse();
  const files = keepShrunk(ask, checkpoint, chosen.value.trained);
  if (!files.ok) return files;
  const counts = { samples: samples.count, costSamples: Math.min(COST_SAMPLES, samples.count) };
  return accept({ ...files.value, ...counts, weightBits, ...shrunkOf(network, chosen.value) }, [
    ...simulation.warnings,
    ...data.warnings,
  ]);
}

async function checkpointOf(file: string): Promise<Outcome<Checkpoint>> {
  const bytes = await readBytes(file);
  return bytes.ok ? decodeCheckpoint(bytes.value, file) : bytes;
}

/** The first training samples, classes in proportion, as recorded: nothing is drawn. */
async function samplesOf(
  { spec, limits }: ShrinkAsk,
  network: NetworkSpec,
  context: JobContext,
): Promise<Outcome<SampleSet>> {
  const wanted: DataSpec = {
    ...spec.data,
    transforms: withoutDrawing(spec.data.transforms),
    maxTrain: Math.min(spec.samples, spec.data.maxTrain ?? Infinity),
    maxTest: 1,
  };
  const data = await loadDataset(wanted, {
    seed: spec.seed,
    input: network.input,
    classes: network.classes,
    cache: tensorCache(context.paths),
    guard: await guardFor(limits),
    shouldStop: context.shouldStop,
    onProgress: (done, total) =>
      context.progress({ done, total, unit: 'samples', message: 'reading the data', secondsLeft: null }),
  });
  return data.ok ? accept(data.value.train, data.warnings) : data;
}
