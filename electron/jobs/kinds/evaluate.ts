/** Job `evaluate`: a checkpoint on a dataset: accuracy, confusion, activity, cost on every chosen system. */
import {
  accept,
  DEFAULT_TRAIN,
  refuse,
  type DataSpec,
  type EvaluationReport,
  type Outcome,
} from '../../../engine/contract/index.ts';
import { packWeights } from '../../../engine/kernels/geometry.ts';
import { averageNetwork } from '../../../engine/sim/index.ts';
import {
  costSamples,
  decodeCheckpoint,
  evaluateSet,
  inlineTeam,
  kernelsOf,
  planTraining,
  recordings,
} from '../../../engine/train/index.ts';
import { tensorCache } from '../../data/tensor-cache.ts';
import { loadDataset } from '../../data/load-dataset.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { Catalog } from '../../resources/catalog.ts';
import type { JobContext } from '../context.ts';
import { kernelBytes, prepareSimulation, type HardwareChoice } from './prepare.ts';

export interface EvaluateAsk {
  readonly checkpoint: string;
  readonly data: DataSpec;
  /** Chooses the held-out part where the data are split. */
  readonly seed: number;
  readonly hardware: HardwareChoice;
  /** Held-out samples whose cost is simulated. */
  readonly samples: number;
}

export async function evaluate(ask: EvaluateAsk, context: JobContext): Promise<Outcome<EvaluationReport>> {
  const bytes = await readBytes(ask.checkpoint);
  if (!bytes.ok) return bytes;
  const decoded = decodeCheckpoint(bytes.value, ask.checkpoint);
  if (!decoded.ok) return decoded;
  const { network, weights } = decoded.value;
  const simulation = await prepareSimulation(new Catalog(context.paths), network, ask.hardware, '');
  if (!simulation.ok) return simulation;
  const data = await loadDataset(ask.data, {
    seed: ask.seed,
    input: network.input,
    cache: tensorCache(context.paths),
    shouldStop: context.shouldStop,
    onProgress: (done, total) =>
      context.progress({ done, total, unit: 'samples', message: 'reading the data', secondsLeft: null }),
  });
  if (!data.ok) return data;
  const planned = planTraining({
    network,
    settings: DEFAULT_TRAIN,
    tws: ask.hardware.tws,
    wasm: await kernelBytes(context.paths),
    train: data.value.train,
    test: data.value.test,
  });
  if (!planned.ok) return planned;
  const plan = planned.value;
  const kernels = kernelsOf(plan);
  kernels.weights.set(packWeights(kernels.geometry, weights));
  plan.board.weights.set(kernels.weights);
  const tally = evaluateSet(plan, inlineTeam(plan), 'test', context.shouldStop);
  if (!tally.ok) return tally;
  if (!tally.value) return refuse(); // stopped: the queue answers as cancelled
  const chosen = costSamples(plan.test, ask.samples);
  const costs = chosen.length ? averageNetwork(simulation.value, recordings(kernels, plan.test, chosen)) : [];
  return accept({ ...tally.value.report, costs }, [...simulation.warnings, ...data.warnings]);
}
