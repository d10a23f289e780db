/** Job `shrink`: a trained network without the units whose removal lowers the EDP most, kept in a folder to train on. */
import {
  accept,
  refuse,
  type DataSpec,
  type HardwareLossSpec,
  type NetworkSpec,
  type Outcome,
  type ShrinkReport,
  type ShrinkSpec,
} from '../../../engine/contract/index.ts';
import { withoutDrawing } from '../../../engine/events/drawing.ts';
import {
  checkShrinkSpec,
  checkUnits,
  chooseUnits,
  indices,
  removableLayers,
  stepsDown,
  takeSizes,
  type ChosenUnits,
  type ShrinkRound,
  type TrainedNetwork,
} from '../../../engine/shrink/index.ts';
import { checkpointBits, decodeCheckpoint, type Checkpoint } from '../../../engine/train/index.ts';
import type { SampleSet } from '../../../engine/workload/sample-set.ts';
import { tensorCache } from '../../data/tensor-cache.ts';
import { loadDataset } from '../../data/load-dataset.ts';
import { guardFor } from '../../data/path-guard.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { Catalog } from '../../resources/catalog.ts';
import type { JobContext } from '../context.ts';
import {
  folderIssues,
  freeNetworkName,
  keepNetwork,
  keepWeights,
  networkNameFrom,
  networkNameIssues,
} from './kept-network.ts';
import { kernelBytes, prepareSimulation } from './prepare.ts';
import { shrinkJudge } from './shrink-judge.ts';

export interface ShrinkAsk {
  readonly spec: ShrinkSpec;
  /** Where both files go. */
  readonly folder: string;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

/** Of the samples judged on, those whose cost is simulated. */
const COST_SAMPLES = 8;
const NO_HARDWARE_LOSS: HardwareLossSpec = { mode: 'off', beta: 0, objective: 'network' };

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
  const files = keep(ask, checkpoint, chosen.value.trained);
  if (!files.ok) return files;
  const counts = { samples: samples.count, costSamples: Math.min(COST_SAMPLES, samples.count) };
  return accept({ ...files.value, ...counts, weightBits, ...told(network, chosen.value) }, [
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

interface Watch {
  readonly onNetwork: () => void;
  readonly onRound: (rounds: readonly ShrinkRound[]) => void;
}

/** The network before, and the one after. */
function pairProgress({ progress }: JobContext): Watch {
  let judged = 0;
  return {
    onNetwork: () =>
      progress({ done: judged++, total: 2, unit: 'networks', message: 'judging', secondsLeft: null }),
    onRound: () => {},
  };
}

/** Rounds done of those that there can be at most. */
function searchProgress(network: NetworkSpec, columns: number, { progress }: JobContext): Watch {
  const removable = removableLayers(network);
  const total = removable.reduce((sum, l) => sum + stepsDown(network.layers[l].M, columns), 0);
  const units = network.layers.map(({ M }) => M);
  let [done, judged, state] = [0, 0, ''];
  const tell = () =>
    progress({
      done,
      total,
      unit: 'rounds',
      message: [`${judged} networks judged`, state].filter(Boolean).join('; '),
      secondsLeft: null,
    });
  return {
    onNetwork: () => {
      judged++;
      tell();
    },
    onRound: (rounds) => {
      const last = rounds[rounds.length - 1];
      units[last.layer] = last.units;
      done = rounds.length;
      state = `units ${removable.map((l) => units[l]).join(',')}, accuracy ${(100 * last.figures.accuracy).toFixed(1)} %`;
      tell();
    },
  };
}

type Files = Pick<ShrinkReport, 'name' | 'network' | 'checkpoint'>;

function keep(
  { spec, folder }: ShrinkAsk,
  { settings, ...old }: Checkpoint,
  trained: TrainedNetwork,
): Outcome<Files> {
  const { layers } = trained.network;
  const sizes = (network: NetworkSpec) => removableLayers(network).map((l) => network.layers[l].M);
  const suggested = networkNameFrom([old.network.name, ...sizes(trained.network)].join('-'), 'shrunk');
  const name = spec.name ?? freeNetworkName(folder, suggested);
  const network: NetworkSpec = {
    ...trained.network,
    name,
    title: `${old.network.title}, fewer units`,
    description: `${old.network.name} without the units that cost most for least: ${sizes(old.network).join(', ')} of them became ${sizes(trained.network).join(', ')}.`,
    layers: layers.map(({ weightBits: _stored, ...layer }) => layer),
  };
  const kept = keepNetwork(folder, network);
  if (!kept.ok) return kept;
  const bits = checkpointBits({ settings, ...old });
  const plain = { ...settings, bits, pretrainEpochs: 0, hardwareLoss: NO_HARDWARE_LOSS };
  const weights = keepWeights(folder, { network, settings: plain, weights: trained.weights });
  return weights.ok ? accept({ name, network: kept.value, checkpoint: weights.value }) : weights;
}

function told(
  network: NetworkSpec,
  { trained, kept, before, after, rounds }: ChosenUnits,
): Pick<ShrinkReport, 'layers' | 'before' | 'after' | 'steps'> {
  const layers = removableLayers(network).map((l) => {
    const { name, kind, M } = network.layers[l];
    return { name, kind, before: M, after: trained.network.layers[l].M, kept: kept[l] ?? indices(M) };
  });
  const steps = rounds.map(({ layer, units, figures }) => ({
    layer: network.layers[layer].name,
    units,
    figures,
  }));
  return { layers, before, after, steps };
}
