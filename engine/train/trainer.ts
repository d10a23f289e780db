/**
 * The training loop. Per batch: gradient of the mean loss by the team (fixed shards), sum in fixed order, clip, update. Per
 * epoch: evaluation of the held-out part, exact costs of a few of its samples (through `costOf`), checkpoints. Runs
 * synchronously, so in a worker thread; results depend on plan, weights and seed only, not on the team or clock.
 * Left out: validation inside an epoch, averaging of weights.
 */
import {
  accept,
  errorAt,
  refuse,
  warningAt,
  type EvaluationReport,
  type HardwareAccuracy,
  type HasReport,
  type Issue,
  type LayerActivity,
  type Outcome,
  type SpikeTensor,
  type SystemCost,
} from '../contract/index.ts';
import { packWeights, unpackWeights } from '../kernels/geometry.ts';
import type { NetworkKernels } from '../kernels/kernels.ts';
import type { HardwareObservation } from '../proxy/index.ts';
import type { SampleSet } from '../workload/sample-set.ts';
import { EffectiveParameters } from './effective.ts';
import { clipFactor, normOf } from './optimiser.ts';
import { encodeCheckpoint } from './checkpoint.ts';
import { costSamples, evaluateSet, kernelsOf, mergeActivity, recordings } from './evaluate.ts';
import { hardwareIssues } from './hardware-numbers.ts';
import { hardwareAccuracy } from './hardware-run.ts';
import { writeCurves } from './hardware-loss.ts';
import { initialWeights } from './initialise.ts';
import { Tally } from './metrics.ts';
import type { TrainingPlan } from './plan.ts';
import { checkResume, packOptimiser, unpackOptimiser } from './resume.ts';
import { ChoiceSearch } from './choice-search.ts';
import { boundNeurons } from './neuron-parameters.ts';
import { betaAt, epochOrder, learningRateAt } from './schedule.ts';
import type { TrainingHooks, TrainingInput, TrainingResult } from './training-input.ts';
import { Updater } from './updater.ts';

export function trainNetwork(input: TrainingInput): Outcome<TrainingResult> {
  if (input.resume) {
    const issues = checkResume(input.resume, input.plan);
    if (issues.length) return refuse(...issues);
  }
  return new Training(input).run();
}

/** State of one training; `run` is the loop, the other methods are its phases in order. */
class Training {
  private readonly input: TrainingInput;
  private readonly plan: TrainingPlan;
  private readonly hooks: TrainingHooks;
  /** The coordinator's own kernels: calibration of fresh weights and recordings. */
  private readonly kernels: NetworkKernels;
  private readonly updater: Updater;
  private readonly effective: EffectiveParameters;
  /** Packed parameters under training; the board holds the effective ones (the same array where they agree). */
  private readonly trained: Float32Array;
  private readonly stepsPerEpoch: number;
  /** Null where window sizes and weight bits stay. */
  private readonly search: ChoiceSearch | null;
  private best: { epoch: number; accuracy: number };
  /** Complete epochs. */
  private epoch: number;

  constructor(input: TrainingInput) {
    const { plan, resume } = input;
    this.input = input;
    this.plan = plan;
    this.hooks = input.hooks;
    this.kernels = kernelsOf(plan);
    const { geometry } = this.kernels;
    const start = resume
      ? resume.weights
      : (input.init ?? initialWeights(plan, this.kernels, input.hooks.shouldStop));
    this.effective = new EffectiveParameters(geometry, plan.bits, plan.bitChoices > 1);
    this.trained = this.effective.trivial ? plan.board.weights : plan.board.trained;
    this.trained.set(packWeights(geometry, start));
    this.effective.fold(this.trained, plan.board.weights);
    const moments = packOptimiser(geometry, resume);
    this.updater = new Updater(plan, input.team, !this.effective.trivial, moments);
    this.stepsPerEpoch = Math.ceil(plan.train.count / plan.settings.batch);
    const choice = input.hardware?.choice;
    this.search = choice ? new ChoiceSearch(plan, choice, this.stepsPerEpoch) : null;
    this.best = resume ? { ...resume.best } : { epoch: 0, accuracy: 0 };
    this.epoch = resume ? resume.epoch : 0;
  }

  run(): Outcome<TrainingResult> {
    for (;;) {
      const startedAtMs = this.input.clock();
      const trained = this.trainEpoch(startedAtMs);
      if (!trained.ok) return trained;
      if (!trained.value) return accept(this.result('stopped', null));
      const trainedAtMs = this.input.clock();
      this.takeChosenBits(this.epoch + 1);
      const tws = this.twsAt(this.epoch + 1);
      const tested = evaluateSet(this.plan, this.input.team, 'test', this.hooks.shouldStop, tws);
      if (!tested.ok) return tested;
      if (!tested.value) return accept(this.result('stopped', null));

      this.epoch++;
      const layers = mergeActivity(tested.value.layers, trained.value.layers);
      this.report(trained.value, tested.value, layers, { startedAtMs, trainedAtMs });
      this.save(tested.value.accuracy);
      if (this.isLast) {
        const costs = this.costs(this.input.samplesAtEnd);
        const hardware = this.onHardware();
        if (!hardware.ok) return hardware;
        const report = { ...tested.value.report, layers, costs, ...hardware.value, ...this.searched() };
        return accept(this.result('done', report), [...silentLayers(layers), ...hardware.warnings]);
      }
    }
  }

  private get isLast(): boolean {
    const { epochs, patience } = this.plan.settings;
    return (
      this.epoch === Math.min(epochs, this.input.until ?? epochs) ||
      (patience > 0 && this.epoch - this.best.epoch >= patience)
    );
  }

  /** One pass over the training samples. Null = stopped. */
  private trainEpoch(startedAtMs: number): Outcome<Tally | null> {
    const { plan, hooks } = this;
    const { settings, board, train } = plan;
    const epoch = this.epoch + 1;
    const searching = this.search?.isSearching(epoch) ? this.search : null;
    const order = searching?.order(epoch) ?? epochOrder(train.count, settings.seed, epoch);
    if (!searching?.mixture()) this.takeChosenBits(epoch);
    else this.mixBits(searching);
    const beta = this.beginHardwareLoss(epoch);
    const tally = new Tally(plan, this.twsAt(epoch));
    for (let step = 0; step < this.stepsPerEpoch; step++) {
      const samples = order.subarray(step * settings.batch, (step + 1) * settings.batch);
      const verdict = this.input.team.run({ kind: 'gradient', samples, epoch, beta }, hooks.shouldStop);
      if (!verdict.ok) return verdict;
      if (verdict.value === 'stopped') return accept(null);
      tally.add(board, samples, train.labels);
      const batch = { beta, products: () => this.products() };
      if (searching && !searching.isTwoLevel) searching.stepOnBatch(epoch, samples.length, batch);
      const learned = this.learn(samples.length, this.rateAt(step), searching);
      if (!learned.ok) return learned;
      if (!learned.value) return refuse(notFinite(epoch, 'gradient'));
      if (searching?.isDueAfter(step)) {
        const chosen = searching.afterUpdate({ epoch, step }, batch, this.input.team, hooks.shouldStop);
        if (!chosen.ok) return chosen;
        if (chosen.value === 'stopped') return accept(null);
        this.mixBits(searching);
      }
      const seconds = (this.input.clock() - startedAtMs) / 1000;
      hooks.onProgress({
        epoch,
        step: step + 1,
        steps: this.stepsPerEpoch,
        samplesPerSecond: perSecond(tally.items, seconds),
      });
    }
    if (!this.trained.every(Number.isFinite)) return refuse(notFinite(epoch, 'weights'));
    return accept(tally);
  }

  /** One update from the shards' gradients; false where they are not finite. */
  private learn(samples: number, rate: number, searching: ChoiceSearch | null): Outcome<boolean> {
    const { board, settings } = this.plan;
    const summed = this.updater.sum();
    if (!summed.ok) return summed;
    let norm = summed.value;
    if (!this.effective.trivial) {
      this.effective.pull(board.total, this.trained, samples);
      norm = normOf(board.total);
    }
    if (!Number.isFinite(norm)) return accept(false);
    const scale = clipFactor(norm, settings.clipNorm);
    const updated = this.updater.apply({ scale, rate, decay: settings.weightDecay });
    if (!updated.ok) return updated;
    boundNeurons(this.kernels.geometry, this.trained);
    if (searching?.mixture()) this.mixBits(searching);
    else this.effective.fold(this.trained, board.weights);
    return accept(true);
  }

  /** Puts weights mixed by the probabilities of their bits on the board; nothing where bits stay. */
  private mixBits(searching: ChoiceSearch): void {
    const mixture = searching.mixture();
    if (!mixture) return;
    this.effective.mix(mixture.bits, mixture.shares);
    this.effective.fold(this.trained, this.plan.board.weights);
  }

  /** Puts the weights of the bits in force in an epoch, the most probable ones, on the board; nothing where bits stay. */
  private takeChosenBits(epoch: number): void {
    if (this.plan.bitChoices === 1) return;
    this.effective.take(this.search?.bitsAt(epoch) ?? this.plan.bits);
    this.effective.fold(this.trained, this.plan.board.weights);
  }

  /** <gradient on the board, weights at each of the bits to choose from>, per layer. */
  private products(): number[][] {
    const { board, settings } = this.plan;
    this.updater.sumHere();
    return this.effective.project(board.total, this.trained, settings.hardwareLoss.has?.bits ?? []);
  }

  /** Learning rate of a step of the epoch under way. */
  private rateAt(step: number): number {
    const { settings } = this.plan;
    const total = settings.epochs * this.stepsPerEpoch;
    return learningRateAt(settings, this.epoch * this.stepsPerEpoch + step, total);
  }

  private report(
    trained: Tally,
    tested: Tally,
    layers: readonly LayerActivity[],
    times: { startedAtMs: number; trainedAtMs: number },
  ): void {
    const { settings } = this.plan;
    const betaNow = betaAt(settings, this.epoch);
    const lossHardware = trained.meanHardware;
    const { costs, predicted } = this.observe();
    const proxy = this.input.hardware?.state;
    const epochSeconds = (this.input.clock() - times.startedAtMs) / 1000;
    this.hooks.onEpoch({
      epoch: this.epoch,
      epochs: settings.epochs,
      lossTotal: trained.meanLoss + betaNow * lossHardware,
      lossAccuracy: trained.meanLoss,
      lossHardware,
      betaNow,
      learningRate: learningRateAt(
        settings,
        this.epoch * this.stepsPerEpoch - 1,
        settings.epochs * this.stepsPerEpoch,
      ),
      trainAccuracy: trained.accuracy,
      testAccuracy: tested.accuracy,
      layers,
      costs,
      predicted,
      proxy: proxy ? { fittedBeforeEpoch: proxy.fittedBeforeEpoch, errors: proxy.fit.errors } : null,
      ...this.search?.report(),
      samplesPerSecond: perSecond(trained.items, (times.trainedAtMs - times.startedAtMs) / 1000),
      epochSeconds,
      secondsLeft: epochSeconds * (settings.epochs - this.epoch),
    });
  }

  /** Accuracy on the hardware's numbers, where they are asked for and the network has them. */
  private onHardware(): Outcome<{ readonly hardware?: HardwareAccuracy }> {
    const { hardwareBits, team } = this.input;
    if (!hardwareBits) return accept({});
    const reasons = hardwareIssues(this.plan.network);
    if (reasons.length)
      return accept(
        {},
        reasons.map((issue) => ({ ...issue, severity: 'warning' })),
      );
    const weightBits = this.bitsNow() ?? this.plan.bits;
    const weights = { trained: this.trained, weightBits };
    const run = hardwareAccuracy(this.plan, team, weights, hardwareBits, this.hooks.shouldStop);
    if (!run.ok) return run;
    return accept(run.value ? { hardware: run.value } : {});
  }

  /** Beta of the epoch about to begin, and the curves that it multiplies on the board. */
  private beginHardwareLoss(epoch: number): number {
    const { hardware } = this.input;
    const beta = hardware ? betaAt(this.plan.settings, epoch) : 0;
    const { board, train } = this.plan;
    board.hardware.fill(0);
    if (hardware && beta > 0) {
      const record = (samples: number) => this.recordings(train, samples);
      writeCurves(this.plan, board.curves, hardware.curvesFor(epoch, record));
      if (this.search) this.search.writeShares(epoch);
      else board.shares.fill(1);
    }
    return beta;
  }

  /** Costs of some held-out samples, and what the proxy says of them. */
  private observe(): HardwareObservation {
    const { hardware, samplesPerEpoch } = this.input;
    if (!hardware || samplesPerEpoch === 0) return { costs: this.costs(samplesPerEpoch), predicted: [] };
    return hardware.observe(
      this.recordings(this.plan.test, samplesPerEpoch),
      this.twsAt(this.epoch),
      this.bitsNow(),
    );
  }

  /** Window sizes in force in a 1-based epoch. */
  private twsAt(epoch: number): readonly number[] {
    return this.search?.twsAt(epoch) ?? this.plan.tws;
  }

  /** Chosen weight bits after the last complete epoch; null where those of the plan are in force. */
  private bitsNow(): readonly number[] | null {
    return this.search?.bitsAt(this.epoch) ?? null;
  }

  /** What the search has come to, compared exactly on the samples of the final cost figures. */
  private searched(): { readonly has?: HasReport } {
    const { samplesAtEnd, hardware } = this.input;
    const report = hardware?.choice?.report(this.recordings(this.plan.test, Math.max(1, samplesAtEnd)));
    return report ? { has: report } : {};
  }

  private costs(samples: number): readonly SystemCost[] {
    return samples === 0
      ? []
      : this.hooks.costOf(this.recordings(this.plan.test, samples), this.twsAt(this.epoch), this.bitsNow());
  }

  /** Activity of a seeded choice of samples with the weights now. */
  private recordings(set: SampleSet, samples: number): Iterable<readonly SpikeTensor[]> {
    this.kernels.weights.set(this.plan.board.weights);
    this.kernels.refresh();
    return recordings(this.kernels, set, costSamples(set, samples));
  }

  private save(accuracy: number): void {
    const improved = this.best.epoch === 0 || accuracy > this.best.accuracy;
    if (improved) this.best = { epoch: this.epoch, accuracy };
    const bytes = encodeCheckpoint({
      network: this.plan.network,
      settings: this.plan.settings,
      epoch: this.epoch,
      best: this.best,
      weights: this.weights(),
      optimiser: unpackOptimiser(this.kernels.geometry, this.updater.state),
      hardware: this.input.hardware?.state ?? null,
    });
    if (improved) this.hooks.saveCheckpoint('best', bytes);
    this.hooks.saveCheckpoint('last', bytes);
  }

  private weights(): Float32Array {
    return unpackWeights(this.kernels.geometry, this.trained);
  }

  private result(state: 'done' | 'stopped', evaluation: EvaluationReport | null): TrainingResult {
    return { state, epochsDone: this.epoch, best: this.best, weights: this.weights(), evaluation };
  }
}

function perSecond(items: number, seconds: number): number {
  return seconds > 0 ? items / seconds : 0;
}

function notFinite(epoch: number, what: string): Issue {
  const message = `must stay finite (got NaN or infinity in the ${what} of epoch ${epoch}); lower the learning rate or set clipNorm`;
  return errorAt('learningRate', 'train/not-finite', message);
}

function silentLayers(layers: readonly LayerActivity[]): Issue[] {
  return layers
    .filter((layer) => layer.spikeDensity === 0)
    .map((layer) =>
      warningAt(
        `network.${layer.name}`,
        'train/silent-layer',
        'must fire for the network to learn (got no spike on the held-out samples); lower beta or the learning rate',
      ),
    );
}
