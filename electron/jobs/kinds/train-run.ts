/** One training run in a job: team of threads, epochs and checkpoints reported as they come, an end in any case. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  accept,
  candidateTws,
  refuse,
  type EpochMetrics,
  type EvaluationReport,
  type HeldOutAnswers,
  type LayerActivity,
  type NetworkSpec,
  type Outcome,
  type TrainSpec,
  type TwsCost,
} from '../../../engine/contract/index.ts';
import { Redrawing, type KeptRecordings } from '../../../engine/events/redrawing.ts';
import { checkMemory, checkSimd } from '../../../engine/kernels/limits.ts';
import { hasSimd } from '../../../engine/kernels/simd.ts';
import { averageNetwork, Scratch, twsCosts } from '../../../engine/sim/index.ts';
import {
  checkFits,
  costSamples,
  decodeCheckpoint,
  inlineTeam,
  kernelsOf,
  planTraining,
  SHARDS,
  recordings,
  trainNetwork,
  type Team,
  type TrainingHooks,
  type TrainingPlan,
  type TrainingResult,
} from '../../../engine/train/index.ts';
import { layerSizes } from '../../../engine/workload/layer.ts';
import { writeFileAtomic, type WrittenFile } from '../../store/atomic-file.ts';
import { readBytes } from '../../data/read-bytes.ts';
import type { JobContext } from '../context.ts';
import type { JobProgress } from '../report.ts';
import { threadTeam } from '../team/team.ts';
import { checkpointFile } from './checkpoint-files.ts';
import { hardwareInLoop } from './hardware-in-loop.ts';
import type { Prepared } from './prepare.ts';

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
  const costOf: TrainingHooks['costOf'] = (samples, tws) =>
    averageNetwork({ ...prepared.simulation, tws }, samples, scratch);
  const saved = new Checkpoints(join(context.paths.checkpoints, runId));
  const epochs: EpochMetrics[] = [...(run.from?.epochs ?? [])];
  const answers = new AnswersKept(planned.value, from.value?.best.accuracy ?? -1);
  try {
    const trained = trainNetwork({
      plan: planned.value,
      team: team.value,
      clock: () => performance.now(),
      samplesPerEpoch: spec.cost.samplesPerEpoch,
      samplesAtEnd: spec.cost.samplesAtEnd,
      hardware: hardwareInLoop(spec, prepared.simulation, costOf, from.value?.hardware ?? null),
      hardwareBits: {
        weight: prepared.simulation.arch.bits.weight,
        potential: prepared.simulation.arch.bits.psum,
      },
      init: init.value,
      resume: from.value,
      hooks: {
        onEpoch: (metrics) => {
          epochs.push(metrics);
          answers.note(metrics.testAccuracy);
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
            run.keepPretraining?.({ checkpoint: bytes, epochs: [...epochs] });
        },
      },
    });
    return endRun(
      run,
      trained.ok ? accept(trained.value, [...planned.warnings, ...trained.warnings]) : trained,
      { saved, answers, byTws: () => costsByTws(prepared, planned.value, scratch, spec.cost.samplesAtEnd) },
      context,
    );
  } finally {
    team.value.close();
  }
}

/** Weights of a checkpoint file, or null for fresh ones. */
async function initialWeights(
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

function openTeam(
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

/** The last checkpoint of each kind. A disk that cannot take them ends the training; the older file survives. */
class Checkpoints {
  private readonly folder: string;
  private problem: Outcome<never> | null = null;
  last: WrittenFile | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  get failed(): boolean {
    return this.problem !== null;
  }

  get failure(): Outcome<never> | null {
    return this.problem;
  }

  write(kind: 'best' | 'last', bytes: Uint8Array): void {
    const written = writeFileAtomic(checkpointFile(this.folder, kind), bytes);
    if (!written.ok) this.problem ??= written;
    else if (kind === 'last') this.last = written.value;
  }
}

/** What a run leaves beside the trainer's own result. */
interface Leavings {
  readonly saved: Checkpoints;
  readonly answers: AnswersKept;
  readonly byTws: () => TwsCost[];
}

function endRun(
  { runId, prepared }: TrainRun,
  trained: Outcome<TrainingResult>,
  { saved, answers, byTws }: Leavings,
  context: JobContext,
): Outcome<TrainAnswer> {
  if (saved.failure) return saved.failure;
  if (!trained.ok) return trained;
  const { best } = trained.value;
  if (!trained.value.evaluation) return refuse(); // stopped: the queue ends the run as cancelled
  const evaluation = { ...trained.value.evaluation, byTws: byTws(), answers: answers.kept };
  const hidden = hiddenMeans(prepared.network, evaluation.layers);
  context.report({
    type: 'run-ended',
    runId,
    end: {
      state: 'done',
      message: trained.warnings.map((warning) => `${warning.path}: ${warning.message}`).join('\n') || null,
      evaluation: { ...evaluation, costs: [] },
      costs: evaluation.costs,
      checkpoint: saved.last && { file: saved.last.file, sha256: saved.last.sha256 },
      ...hidden,
    },
  });
  return accept({ runId, best, evaluation }, trained.warnings);
}

/** Cost of the final weights at every candidate window size, on the samples of the final cost figures. */
function costsByTws(
  { simulation }: Prepared,
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

/** Answers on the held-out samples after the last epoch, and after the best. */
class AnswersKept {
  private readonly plan: TrainingPlan;
  private bestAccuracy: number;
  private best: number[] | null = null;
  private final: number[] = [];

  /** bestAccuracy: of the epochs before a checkpoint; their answers are not known. */
  constructor(plan: TrainingPlan, bestAccuracy: number) {
    this.plan = plan;
    this.bestAccuracy = bestAccuracy;
  }

  /** After an epoch's evaluation, whose answers are on the board. */
  note(accuracy: number): void {
    this.final = [...this.plan.board.predicted.subarray(0, this.plan.test.count)];
    if (accuracy <= this.bestAccuracy) return;
    this.bestAccuracy = accuracy;
    this.best = this.final;
  }

  get kept(): HeldOutAnswers {
    return { labels: [...this.plan.test.labels], final: this.final, best: this.best ?? this.final };
  }
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
