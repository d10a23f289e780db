/**
 * Candidates that are trained before they are costed. One training per choice of what changes the network (bits, beta); it
 * stops at the epochs asked for and goes on from there when more are asked. Everything that a later question needs lies
 * in files: the state after every epoch, and the network at each number of epochs that was asked for; so a search that was
 * killed goes on with the same bits. Accuracy and activity are those of the network at that number of epochs.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  accept,
  refuse,
  type CandidateMetrics,
  type HardwareLossSpec,
  type Outcome,
  type SearchSpec,
  type SpikeTensor,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import { geometryOf, packWeights } from '../../../engine/kernels/geometry.ts';
import {
  HardwareEvaluator,
  trainedAs,
  trainingKey,
  type Executor,
  type HardwareBase,
  type Point,
  type TrainedAs,
} from '../../../engine/search/index.ts';
import { averageNetwork } from '../../../engine/sim/index.ts';
import {
  checkpointBits,
  checkpointWeights,
  costSamples,
  decodeCheckpoint,
  hardwareAccuracy,
  kernelsOf,
  perLayer,
  planTraining,
  recordings,
  trainNetwork,
  type Checkpoint,
  type Team,
  type TrainingHooks,
  type TrainingPlan,
} from '../../../engine/train/index.ts';
import { storedNetwork } from '../../../engine/workload/stored-network.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { writeFileAtomic, type WrittenFile } from '../../store/atomic-file.ts';
import type { JobContext } from '../context.ts';
import { hardwareInLoop } from '../kinds/hardware-in-loop.ts';
import type { Prepared } from '../kinds/prepare.ts';
import { initialWeights, openTeam } from '../kinds/train-run.ts';

export interface TrainedGround {
  readonly spec: SearchSpec;
  /** What a candidate's own choices are put into. */
  readonly base: TrainSpec;
  readonly prepared: Prepared;
  readonly hardware: HardwareBase;
  /** Where the networks lie. */
  readonly folder: string;
  readonly onEpoch: (message: string) => void;
}

/** A network after so many epochs, and what has been computed of it. */
interface Trained {
  readonly plan: TrainingPlan;
  readonly checkpoint: Checkpoint;
  readonly file: string;
  readonly sha256: string;
  readonly evaluator: HardwareEvaluator;
  /** Error rate by bits of weights and potentials of the accelerator. */
  readonly errorRates: Map<string, number>;
}

export class TrainedCandidates implements Executor {
  private readonly ground: TrainedGround;
  private readonly context: JobContext;
  private readonly trained = new Map<string, Trained>();
  /** What ended the search. */
  failure: Outcome<never> | null = null;

  constructor(ground: TrainedGround, context: JobContext) {
    this.ground = ground;
    this.context = context;
  }

  /** Fewer answers than points = stopped, or `failure`. */
  async evaluate(points: readonly Point[]): Promise<readonly CandidateMetrics[]> {
    const answers: CandidateMetrics[] = [];
    for (const point of points) {
      if (this.context.shouldStop()) break;
      const answer = await this.metricsOf(point);
      if (!answer.ok) this.failure = answer;
      if (!answer.ok || !answer.value) break;
      answers.push(answer.value);
    }
    return answers;
  }

  /** Null when stopped. */
  networkOf(point: Point): Promise<Outcome<Pick<Trained, 'evaluator' | 'file' | 'sha256'> | null>> {
    return this.trainedFor(this.asOf(point));
  }

  private asOf(point: Point): TrainedAs {
    const { spec, base, hardware } = this.ground;
    return trainedAs(spec.space, point, {
      bits: perLayer(base.bits, hardware.network.layers.length),
      beta: base.hardwareLoss.mode === 'off' ? 0 : base.hardwareLoss.beta,
      epochs: base.epochs,
    });
  }

  private async metricsOf(point: Point): Promise<Outcome<CandidateMetrics | null>> {
    const found = await this.trainedFor(this.asOf(point));
    if (!found.ok || !found.value) return found.ok ? accept(null) : found;
    const trained = found.value;
    const metrics = trained.evaluator.evaluate(point);
    const config = trained.evaluator.configAt(point);
    if (!config) return accept(metrics);
    const { weight, psum } = config.bits;
    const key = `${weight}/${psum}`;
    const known = trained.errorRates.get(key);
    if (known !== undefined) return accept({ ...metrics, errorRate: known });
    const run = this.withTeam(trained.plan, (team) => {
      const { network, weights } = trained.checkpoint;
      const packed = packWeights(geometryOf(network), weights);
      const own = { trained: packed, weightBits: checkpointBits(trained.checkpoint) };
      const bits = { weight, potential: psum };
      return hardwareAccuracy(trained.plan, team, own, bits, this.context.shouldStop);
    });
    if (!run.ok) return run;
    if (!run.value) return accept(null);
    const errorRate = (run.value.total - run.value.correct) / run.value.total;
    trained.errorRates.set(key, errorRate);
    return accept({ ...metrics, errorRate });
  }

  private async trainedFor(as: TrainedAs): Promise<Outcome<Trained | null>> {
    const key = `${trainingKey(as)}/${as.epochs}`;
    const known = this.trained.get(key);
    if (known) return accept(known);
    const { prepared, spec, hardware } = this.ground;
    const planned = planTraining({
      network: prepared.network,
      settings: this.settingsOf(as),
      tws: spec.tws,
      wasm: prepared.wasm,
      train: prepared.data.train,
      test: prepared.data.test,
    });
    if (!planned.ok) return planned;
    const plan = planned.value;
    const file = this.fileAt(as, String(as.epochs));
    const there = existsSync(file) ? accept('done' as const) : await this.train(as, plan);
    if (!there.ok) return there;
    if (there.value === 'stopped') return accept(null);
    const bytes = await readBytes(file);
    if (!bytes.ok) return bytes;
    const checkpoint = decodeCheckpoint(bytes.value, file);
    if (!checkpoint.ok) return checkpoint;
    const sha256 = createHash('sha256').update(bytes.value).digest('hex');
    const kernels = kernelsOf(plan);
    kernels.weights.set(checkpointWeights(kernels.geometry, checkpoint.value));
    kernels.refresh();
    const samples: (readonly SpikeTensor[])[] = [
      ...recordings(kernels, plan.test, costSamples(plan.test, spec.samples)),
    ];
    const network = storedNetwork(hardware.network, as.bits);
    const evaluator = new HardwareEvaluator({ ...hardware, network, samples }, spec.space);
    const trained = {
      plan,
      checkpoint: checkpoint.value,
      file,
      sha256,
      evaluator,
      errorRates: new Map<string, number>(),
    };
    this.trained.set(key, trained);
    return accept(trained);
  }

  /** Up to the epochs asked for, from the furthest state there is. */
  private async train(as: TrainedAs, plan: TrainingPlan): Promise<Outcome<'done' | 'stopped'>> {
    const { prepared, onEpoch } = this.ground;
    const last = this.fileAt(as, 'last');
    const kept = existsSync(last) ? await this.read(last) : accept(null);
    if (!kept.ok) return kept;
    // A state that is further has left its networks of fewer epochs behind, unless their files were taken away.
    const resume = kept.value && kept.value.epoch < as.epochs ? kept.value : null;
    const init = await initialWeights(resume ? null : this.ground.base.init, prepared.network);
    if (!init.ok) return init;
    const spec = this.settingsOf(as);
    const simulation = { ...prepared.simulation, network: storedNetwork(prepared.network, as.bits) };
    const costOf: TrainingHooks['costOf'] = (samples, tws) => averageNetwork({ ...simulation, tws }, samples);
    const wanted = new Set([as.epochs, ...this.epochsOfSpace()]);
    let epoch = resume?.epoch ?? 0;
    let failed: Outcome<never> | null = null;
    const write = (name: string, bytes: Uint8Array): void => {
      const written: Outcome<WrittenFile> = writeFileAtomic(name, bytes);
      if (!written.ok) failed ??= written;
    };
    const hardware = hardwareInLoop(spec, simulation, costOf, resume?.hardware ?? null);
    const ended = this.withTeam(plan, (team) =>
      trainNetwork({
        plan,
        team,
        clock: () => performance.now(),
        samplesPerEpoch: hardware ? spec.cost.samplesPerEpoch : 0,
        samplesAtEnd: 0,
        hardware,
        hardwareBits: null,
        init: init.value,
        resume,
        until: as.epochs,
        hooks: {
          onEpoch: ({ epoch: done, samplesPerSecond }) =>
            onEpoch(`epoch ${done} of ${as.epochs}, ${Math.round(samplesPerSecond)} samples/s`),
          onProgress: () => {},
          shouldStop: () => failed !== null || this.context.shouldStop(),
          costOf,
          saveCheckpoint: (kind, bytes) => {
            if (kind === 'best') return;
            epoch++;
            // Before the state passes it: it could not be had again.
            if (wanted.has(epoch)) write(this.fileAt(as, String(epoch)), bytes);
            write(last, bytes);
          },
        },
      }),
    );
    if (failed) return failed;
    if (!ended.ok) return ended;
    return accept(ended.value.state);
  }

  private epochsOfSpace(): number[] {
    const { parameters } = this.ground.spec.space;
    return parameters.find(({ key }) => key === 'epochs')?.values.map(Number) ?? [];
  }

  private settingsOf(as: TrainedAs): TrainSpec {
    const { base } = this.ground;
    const { mode } = base.hardwareLoss;
    const hardwareLoss: HardwareLossSpec =
      as.beta > 0
        ? { ...base.hardwareLoss, mode: mode === 'off' ? 'proxy' : mode, beta: as.beta }
        : { ...base.hardwareLoss, mode: 'off', beta: 0 };
    // From fresh weights a hardware loss would silence layers before they have learnt anything.
    const pretrainEpochs = as.beta > 0 && !base.init ? Math.floor(base.epochs * PRETRAIN_SHARE) : 0;
    return { ...base, bits: as.bits, hardwareLoss, pretrainEpochs };
  }

  private withTeam<T>(plan: TrainingPlan, use: (team: Team) => Outcome<T>): Outcome<T> {
    const { base, prepared } = this.ground;
    const team = openTeam(plan, prepared.data.recordings, base.workers, this.context);
    if (!team.ok) return team;
    try {
      return use(team.value);
    } finally {
      team.value.close();
    }
  }

  private fileAt(as: TrainedAs, name: string): string {
    const hash = createHash('sha256').update(trainingKey(as)).digest('hex').slice(0, HASH_LETTERS);
    return join(this.ground.folder, `${hash}-${name}.spikexckpt`);
  }

  private async read(file: string): Promise<Outcome<Checkpoint>> {
    const bytes = await readBytes(file);
    return bytes.ok ? decodeCheckpoint(bytes.value, file) : refuse(...bytes.issues);
  }
}

const PRETRAIN_SHARE = 1 / 3;
const HASH_LETTERS = 16;
