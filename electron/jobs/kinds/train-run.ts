/** One training run in a job: team of threads, epochs and checkpoints reported as they come, an end in any case. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  accept,
  candidateTws,
  refuse,
  type EpochMetrics,
  type EvaluationReport,
  type Issue,
  type LayerActivity,
  type NetworkSpec,
  type Outcome,
  type TrainSpec,
  type TwsCost,
} from '../../../engine/contract/index.ts';
import { Redrawing, type KeptRecordings } from '../../../engine/events/redrawing.ts';
import { storedNetwork } from '../../../engine/workload/stored-network.ts';
import { checkMemory, checkSimd } from '../../../engine/kernels/limits.ts';
import { hasSimd } from '../../../engine/kernels/simd.ts';
import { averageNetwork, Scratch, twsCosts, type SimulationPlan } from '../../../engine/sim/index.ts';
import {
  checkFits,
  checkpointAnswers,
  costSamples,
  decodeCheckpoint,
  FLOAT_BITS,
  inlineTeam,
  kernelsOf,
  planTraining,
  SHARDS,
  recordings,
  trainNetwork,
  type Checkpoint,
  type Team,
  type TrainingHooks,
  type TrainingPlan,
  type TrainingResult,
} from '../../../engine/train/index.ts';
import { layerSizes } from '../../../engine/workload/layer.ts';
import { readBytes } from '../../data/read-bytes.ts';
import type { JobContext } from '../context.ts';
import type { JobProgress } from '../report.ts';
import { threadTeam } from '../team/team.ts';
import { hardwareInLoop } from './hardware-in-loop.ts';
import type { Prepared } from './prepare.ts';
import { RunCheckpoints } from './run-checkpoints.ts';

export interface TrainRun {
  readonly runId: string;
  readonly spec: TrainSpec;
  readonly prepared: Prepared;
  /** Go on from here: a checkpoint of this run, or what another run that differs in the hardware loss only left. */
  readonly from: ResumeFrom | null;
  /** Called at the end of the pre-training. */
  readonly keepPretraining?: (kept: ResumeFrom) => void;
  /** Turns this run's progress into the job's (a demo has several runs). */
  readonly progressOf: (progress: JobProgress) => JobProgress;
}

/** Checkpoint of epoch n; epochs that the run does not have on record yet are put there first. */
export interface ResumeFrom {
  readonly checkpoint: Uint8Array;
  /** Checkpoint of the best epoch up to there; null where it is lost. */
  readonly best: Uint8Array | null;
  readonly epochs: readonly EpochMetrics[];
}

export interface TrainAnswer {
  readonly runId: string;
  readonly best: { readonly epoch: number; readonly accuracy: number };
  readonly evaluation: EvaluationReport;
}

export async function runTraining(run: TrainRun, context: JobContext): Promise<Outcome<TrainAnswer>> {
  const { runId, spec, prepared } = run;
  const init = await initialWeights(run.from ? null : spec.init, prepared.network);
  if (!init.ok) return init;
  const from = run.from ? decodeCheckpoint(run.from.checkpoint, `checkpoint of run ${runId}`) : accept(null);
  if (!from.ok) return from;
  const lacking = [
    ...checkSimd(hasSimd()),
    ...checkMemory(prepared.network, spec.workers, SHARDS, process.availableMemory()),
  ];
  if (lacking.length) return refuse(...lacking);
  const planned = planTraining({
    network: prepared.network,
    settings: spec,
    tws: spec.cost.tws,
    wasm: prepared.wasm,
    train: prepared.data.train,
    test: prepared.data.test,
  });
  if (!planned.ok) return planned;
  const team = openTeam(planned.value, prepared.data.recordings, spec.workers, context);
  if (!team.ok) return team;
  context.report({ type: 'run-started', runId, provenance: { dataHash: prepared.data.dataHash } });
  for (const metrics of run.from?.epochs ?? []) context.report({ type: 'epoch', runId, metrics });
  const scratch = new Scratch();
  const costOf: TrainingHooks['costOf'] = (samples, tws, bits) =>
    averageNetwork({ ...atBits(prepared.simulation, bits), tws }, samples, scratch);
  const saved = new RunCheckpoints(join(context.paths.checkpoints, runId), run.from);
  const epochs: EpochMetrics[] = [...(run.from?.epochs ?? [])];
  const { arch } = prepared.simulation;
  const hardwareBits = { weight: arch.bits.weight, potential: arch.bits.psum };
  const { board, test } = planned.value;
  let final: readonly number[] = [];
  const bestAnswers = (checkpoint: Checkpoint | null) =>
    checkpoint
      ? checkpointAnswers(planned.value, team.value, checkpoint, hardwareBits, context.shouldStop)
      : accept({ best: null, bestOnHardware: null });
  try {
    const trained = trainNetwork({
      plan: planned.value,
      team: team.value,
      clock: () => performance.now(),
      samplesPerEpoch: spec.cost.samplesPerEpoch,
      samplesAtEnd: spec.cost.samplesAtEnd,
      hardware: hardwareInLoop(spec, prepared.simulation, costOf, from.value?.hardware ?? null),
      hardwareBits,
      init: init.value,
      resume: from.value,
      hooks: {
        onEpoch: (metrics) => {
          epochs.push(metrics);
          final = [...board.predicted.subarray(0, test.count)];
          context.report({ type: 'epoch', runId, metrics });
        },
        onProgress: ({ epoch, step, steps, samplesPerSecond }) =>
          context.progress(
            run.progressOf({
              done: epoch - 1 + step / steps,
              total: spec.epochs,
              unit: 'epochs',
              message: `${spec.name || prepared.network.name}: epoch ${epoch} of ${spec.epochs}, ${Math.round(samplesPerSecond)} samples/s`,
              secondsLeft: null,
            }),
          ),
        shouldStop: () => context.shouldStop() || saved.failed,
        costOf,
        saveCheckpoint(kind, bytes) {
          saved.write(kind, bytes);
          if (kind === 'last' && epochs.length === spec.pretrainEpochs)
            run.keepPretraining?.({ checkpoint: bytes, best: saved.best, epochs: [...epochs] });
        },
      },
    });
    if (saved.failure) return saved.failure;
    if (!trained.ok) return trained;
    if (!trained.value.evaluation) return refuse(); // stopped: the queue ends the run as cancelled
    const { best, epochsDone, evaluation: report } = trained.value;
    const last = { best: final, bestOnHardware: report.hardware?.answers ?? null };
    const atBest = best.epoch === epochsDone ? accept(last) : bestAnswers(saved.checkpointOf(best.epoch));
    if (!atBest.ok) return atBest;
    if (!atBest.value) return refuse();
    const chosenBits = report.has?.bits?.map((own) => own ?? FLOAT_BITS) ?? null;
    const simulation = atBits(prepared.simulation, chosenBits);
    const evaluation = {
      ...report,
      byTws: costsByTws(simulation, planned.value, scratch, spec.cost.samplesAtEnd),
      answers: { labels: [...test.labels], final, ...atBest.value },
    };
    return endRun(run, { best, evaluation, saved }, [...planned.warnings, ...trained.warnings], context);
  } finally {
    team.value.close();
  }
}

/** Weights of a checkpoint file, or null for fresh ones. */
export async function initialWeights(
  file: string | null,
  network: NetworkSpec,
): Promise<Outcome<Float32Array | null>> {
  if (!file) return accept(null);
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const decoded = decodeCheckpoint(bytes.value, file);
  if (!decoded.ok) return decoded;
  const misfits = checkFits(decoded.value, network, file);
  return misfits.length ? refuse(...misfits) : accept(decoded.value.weights);
}

export function openTeam(
  plan: TrainingPlan,
  recordings: KeptRecordings | null,
  workers: number,
  context: JobContext,
): Outcome<Team> {
  const redrawing = recordings && new Redrawing(recordings);
  return workers === 1
    ? accept(inlineTeam(plan, redrawing && ((sample, epoch) => redrawing.draw(sample, epoch))))
    : threadTeam(plan, { workers, recordings, entry: pathToFileURL(context.paths.teamWorker) });
}

interface Ended {
  readonly best: TrainingResult['best'];
  readonly evaluation: EvaluationReport;
  readonly saved: RunCheckpoints;
}

function endRun(
  { runId, prepared }: TrainRun,
  { best, evaluation, saved }: Ended,
  warnings: readonly Issue[],
  context: JobContext,
): Outcome<TrainAnswer> {
  context.report({
    type: 'run-ended',
    runId,
    end: {
      state: 'done',
      message: warnings.map((warning) => `${warning.path}: ${warning.message}`).join('\n') || null,
      evaluation: { ...evaluation, costs: [] },
      costs: evaluation.costs,
      checkpoint: saved.last && { file: saved.last.file, sha256: saved.last.sha256 },
      ...hiddenMeans(prepared.network, evaluation.layers),
    },
  });
  return accept({ runId, best, evaluation }, warnings);
}

/** The simulation with these weight bits per layer; null = as it is. */
const atBits = (simulation: SimulationPlan, bits: readonly number[] | null): SimulationPlan =>
  bits ? { ...simulation, network: storedNetwork(simulation.network, bits) } : simulation;

/** Cost of the final weights at every candidate window size, on the samples of the final cost figures. */
function costsByTws(
  simulation: SimulationPlan,
  plan: TrainingPlan,
  scratch: Scratch,
  samples: number,
): TwsCost[] {
  if (samples === 0) return [];
  const kernels = kernelsOf(plan);
  kernels.weights.set(plan.board.weights);
  const recorded = [...recordings(kernels, plan.test, costSamples(plan.test, samples))];
  return twsCosts(simulation, recorded, candidateTws(plan.network.timesteps), scratch);
}

/** Means over the hidden layers, weighted by their neurons. */
function hiddenMeans(
  network: NetworkSpec,
  layers: readonly LayerActivity[],
): { spikeDensity: number | null; twDensity: number | null } {
  const hidden = layers.slice(0, -1);
  const neurons = network.layers.slice(0, -1).map((layer) => layerSizes(layer).neurons);
  const total = neurons.reduce((sum, count) => sum + count, 0);
  if (!total) return { spikeDensity: null, twDensity: null };
  const mean = (of: (layer: LayerActivity) => number): number =>
    hidden.reduce((sum, layer, i) => sum + of(layer) * neurons[i], 0) / total;
  return { spikeDensity: mean((layer) => layer.spikeDensity), twDensity: mean((layer) => layer.twDensity) };
}
