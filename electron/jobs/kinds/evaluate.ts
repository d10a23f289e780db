/** Job `evaluate`: a checkpoint on a dataset: accuracy, confusion, activity, cost on every chosen system. */
import {
  accept,
  refuse,
  type DataSpec,
  type EvaluationReport,
  type Outcome,
} from '../../../engine/contract/index.ts';
import { geometryOf, packWeights } from '../../../engine/kernels/geometry.ts';
import { averageNetwork } from '../../../engine/sim/index.ts';
import {
  checkpointBits,
  checkpointWeights,
  costSamples,
  decodeCheckpoint,
  evaluateSet,
  hardwareAccuracy,
  hardwareIssues,
  inlineTeam,
  kernelsOf,
  planTraining,
  recordings,
  type Checkpoint,
  type TrainingPlan,
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
  /** Random transforms are done to the held-out recordings, too: how well does the network stand them? */
  readonly draw: boolean;
  /** Held-out samples whose cost is simulated. */
  readonly samples: number;
}

export async function evaluate(ask: EvaluateAsk, context: JobContext): Promise<Outcome<EvaluationReport>> {
  const bytes = await readBytes(ask.checkpoint);
  if (!bytes.ok) return bytes;
  const decoded = decodeCheckpoint(bytes.value, ask.checkpoint);
  if (!decoded.ok) return decoded;
  const { network } = decoded.value;
  const weightBits = checkpointBits(decoded.value);
  const catalog = new Catalog(context.paths);
  const simulation = await prepareSimulation(catalog, network, ask.hardware, '', weightBits);
  if (!simulation.ok) return simulation;
  const data = await loadDataset(ask.data, {
    seed: ask.seed,
    input: network.input,
    classes: network.classes,
    cache: tensorCache(context.paths),
    drawHeldOut: ask.draw,
    shouldStop: context.shouldStop,
    onProgress: (done, total) =>
      context.progress({ done, total, unit: 'samples', message: 'reading the data', secondsLeft: null }),
  });
  if (!data.ok) return data;
  const planned = planTraining({
    network,
    settings: decoded.value.settings,
    tws: ask.hardware.tws,
    wasm: await kernelBytes(context.paths),
    train: data.value.train,
    test: data.value.test,
  });
  if (!planned.ok) return planned;
  const plan = planned.value;
  const kernels = kernelsOf(plan);
  kernels.weights.set(checkpointWeights(kernels.geometry, decoded.value));
  kernels.refresh();
  plan.board.weights.set(kernels.weights);
  const tally = evaluateSet(plan, inlineTeam(plan), 'test', context.shouldStop);
  if (!tally.ok) return tally;
  if (!tally.value) return refuse(); // stopped: the queue answers as cancelled
  const chosen = costSamples(plan.test, ask.samples);
  const costs = chosen.length ? averageNetwork(simulation.value, recordings(kernels, plan.test, chosen)) : [];
  const hardware = onHardware(plan, decoded.value, simulation.value.arch.bits, context);
  if (!hardware.ok) return hardware;
  return accept({ ...tally.value.report, costs, ...hardware.value }, [
    ...simulation.warnings,
    ...data.warnings,
    ...hardware.warnings,
  ]);
}

/** Accuracy on the accelerator's numbers; a network that it cannot run is said so. */
function onHardware(
  plan: TrainingPlan,
  checkpoint: Checkpoint,
  bits: { readonly weight: number; readonly psum: number },
  context: JobContext,
): Outcome<Pick<EvaluationReport, 'hardware'>> {
  const { network } = checkpoint;
  const reasons = hardwareIssues(network);
  if (reasons.length)
    return accept(
      {},
      reasons.map((issue) => ({ ...issue, severity: 'warning' })),
    );
  const weights = {
    trained: packWeights(geometryOf(network), checkpoint.weights),
    weightBits: checkpointBits(checkpoint),
  };
  const numbers = { weight: bits.weight, potential: bits.psum };
  const run = hardwareAccuracy(plan, inlineTeam(plan), weights, numbers, context.shouldStop);
  if (!run.ok) return run;
  return run.value ? accept({ hardware: run.value }) : refuse();
}
