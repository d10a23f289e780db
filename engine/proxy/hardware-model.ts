/**
 * The hardware in the training loop: fits the proxy when the hardware loss begins, gives the loss curves of every epoch,
 * compares the proxy with the exact cost of validation samples, and fits anew once they have drifted apart. All that a
 * continued training needs is in `state`, plain data that survives JSON bit for bit.
 */
import {
  edpJsOf,
  type ChoiceProbabilities,
  type HardwareObjective,
  type HasReport,
  type PredictedCost,
  type ProxyFitError,
  type SpikeTensor,
  type SystemCost,
} from '../contract/index.ts';
import { streamSeed } from '../math/random.ts';
import { choiceReport, choicesOf } from './choice-report.ts';
import type { Curve } from './curve.ts';
import {
  edpOf,
  fitProxy,
  settingAt,
  type LayerPoint,
  type LayerSetting,
  type ProxyFit,
  type ProxyTask,
} from './fit-proxy.ts';
import { HardwareChoice, type BitsLoss, type HardwareChoiceState } from './hardware-choice.ts';
import { lossCurve, lossOfPoint, totalOfLayers, type LossBasis } from './loss-curves.ts';
import { PredictionTally } from './prediction-tally.ts';

export interface HardwareModelOptions extends ProxyTask {
  /** The system that the loss is about: an index into `systems`. */
  readonly chief: number;
  /** Window size of each layer for the chief system, one of those of `settings`. */
  readonly tws: readonly number[];
  readonly objective: HardwareObjective;
  /** g in E^g L^(2-g). */
  readonly exponent: number;
  /** Sizes that every layer chooses from while the search goes on, each one of `settings`; null = `tws` stays. */
  readonly candidates: readonly number[] | null;
  /** Weight bits that every layer chooses from beside its size; null = they stay. */
  readonly bits: readonly number[] | null;
  /** Layers that have weights. */
  readonly weighted: readonly boolean[];
  /** Scale the proxy to the exact cost of the last validation batch. */
  readonly exact: boolean;
  readonly seed: number;
  /** Exact mean costs at these window sizes and weight bits (null: as the network has them), one per system. */
  readonly costOf: (
    samples: Iterable<readonly SpikeTensor[]>,
    tws: readonly number[],
    bits: readonly number[] | null,
  ) => readonly SystemCost[];
}

/** Activity of this many training samples is recorded for a fit. */
export const FIT_SAMPLES = 6;
/** A layer whose predicted EDP is off by more than this factor calls for a new fit. */
export const DRIFT_FACTOR = 1.2;

export interface HardwareModelState {
  readonly fit: ProxyFit;
  readonly fittedBeforeEpoch: number;
  readonly basis: LossBasis;
  readonly refitDue: boolean;
  /** Where the training chooses window sizes, and maybe bits. */
  readonly choice?: HardwareChoiceState;
}

export interface HardwareObservation {
  readonly costs: readonly SystemCost[];
  /** One per system; empty until the proxy is fitted. */
  readonly predicted: readonly PredictedCost[];
}

/** Not corrected: as fitted. */
const AS_FITTED: LayerPoint = { energyPj: 1, latencyUs: 1 };

/** The choice of window sizes, and of weight bits where they are chosen, as the training steers it. */
export interface ChoiceInLoop {
  /** [layer][candidate], each row sums to 1. */
  probabilities(): readonly (readonly number[])[];
  /** Most probable size per layer. */
  tws(): readonly number[];
  /** The same of the weight bits; null where they stay. */
  bitsProbabilities(): readonly (readonly number[])[] | null;
  bits(): readonly number[] | null;
  /** For the epoch's report. */
  choices(): readonly ChoiceProbabilities[];
  /** One step on mean losses [layer][size][bits] (the first layer's are known here); steps: of the whole search. */
  step(losses: readonly (readonly (readonly number[])[])[], steps: number, bitsLoss: BitsLoss | null): void;
  /** Null before the search has begun. */
  report(samples: Iterable<readonly SpikeTensor[]>): HasReport | null;
}

export class HardwareModel {
  private readonly options: HardwareModelOptions;
  private current: HardwareModelState | null;
  private readonly choosing: HardwareChoice | null;

  constructor(options: HardwareModelOptions, state: HardwareModelState | null) {
    const { candidates, bits, layers } = options;
    this.options = options;
    this.current = state;
    this.choosing = candidates && new HardwareChoice(candidates, bits, layers.length, state?.choice ?? null);
  }

  get state(): HardwareModelState | null {
    const { current, choosing } = this;
    if (!current?.choice || !choosing) return current;
    return { ...current, choice: choosing.stateWith(current.choice.firstLayer) };
  }

  /** The choice of window sizes; null where `tws` stays. */
  get choice(): ChoiceInLoop | null {
    const { choosing } = this;
    if (!choosing) return null;
    return {
      probabilities: () => choosing.tws.probabilities,
      tws: () => choosing.tws.chosen,
      bitsProbabilities: () => choosing.bits?.probabilities ?? null,
      bits: () => choosing.bits?.chosen ?? null,
      choices: () => choicesOf(choosing, this.options.weighted),
      step: (losses, steps, bitsLoss) =>
        choosing.step([this.firstLayerLosses(choosing), ...losses.slice(1)], steps, bitsLoss),
      report: (samples) => this.choiceReport(samples),
    };
  }

  /** Held-out errors of the fit in use. */
  get errors(): readonly ProxyFitError[] {
    return this.current?.fit.errors ?? [];
  }

  /** Epoch before which the proxy in use was fitted; null = none yet. */
  get fittedBeforeEpoch(): number | null {
    return this.current?.fittedBeforeEpoch ?? null;
  }

  /**
   * Loss per output layer for the epoch about to begin: entry i holds functions of the density of layer i's output
   * windows, as layer i + 1 reads them, one per size and bits that it chooses from; empty for the last.
   * record(n): activity of n training samples with the weights now.
   */
  curvesFor(
    epoch: number,
    record: (samples: number) => Iterable<readonly SpikeTensor[]>,
  ): readonly (readonly (readonly Curve[])[])[] {
    if (!this.current || this.current.refitDue) this.current = this.fitted(epoch, [...record(FIT_SAMPLES)]);
    const { fit, basis } = this.current;
    const { chief, tws, settings, objective, exponent, candidates } = this.options;
    const bits = this.options.bits ?? [null];
    const byLayer = fit.curves.map((systems, l) =>
      l === 0
        ? []
        : (candidates ?? [tws[l]]).map((size, k) =>
            bits.map((own, b) => {
              const curves = systems[chief][settingAt(settings, size, own)];
              const correction = basis.bySize?.[l][k * bits.length + b] ?? basis.correction[l];
              return lossCurve(objective, exponent, curves, l, correction, basis);
            }),
          ),
    );
    return [...byLayer.slice(1), []];
  }

  /** Exact and predicted costs of held-out samples with the weights now, at these window sizes and weight bits. */
  observe(
    samples: Iterable<readonly SpikeTensor[]>,
    tws: readonly number[],
    bits: readonly number[] | null,
  ): HardwareObservation {
    if (!this.current) return { costs: this.options.costOf(samples, tws, bits), predicted: [] };
    const tally = new PredictionTally(this.options, this.current.fit);
    const corrects = this.options.exact && this.choosing !== null;
    const kept = corrects ? [...tally.through(samples)] : [];
    const costs = this.options.costOf(corrects ? kept : tally.through(samples), tws, bits);
    const predictions = costs.map((cost) => tally.meanFor(cost, bits));
    this.compare(costs[this.options.chief], predictions[this.options.chief]);
    if (corrects) this.correctSizes(kept, tally);
    return {
      costs,
      predicted: costs.map((cost, s) => {
        const { energyPj, latencyUs } = totalOfLayers(predictions[s]);
        return { system: cost.system, energyPj, latencyUs, edpJs: edpJsOf(energyPj, latencyUs) };
      }),
    };
  }

  private fitted(epoch: number, recorded: readonly (readonly SpikeTensor[])[]): HardwareModelState {
    const { layers, tws, seed } = this.options;
    const fit = fitProxy(this.options, recorded, streamSeed(seed, FIT_STREAM, epoch));
    const correction = layers.map(() => AS_FITTED);
    const before = this.current;
    if (before)
      return {
        ...before,
        fit,
        fittedBeforeEpoch: epoch,
        basis: { reference: before.basis.reference, now: before.basis.now, correction },
        refitDue: false,
      };
    const reference = layers.map((_, l) => this.exactMeans(recorded, l, [{ tws: tws[l], bits: null }])[0]);
    const basis = { reference, now: totalOfLayers(reference), correction };
    const fresh = { fit, fittedBeforeEpoch: epoch, basis, refitDue: false };
    if (!this.choosing) return fresh;
    const firstLayer = this.exactMeans(recorded, 0, this.choosing.settings);
    return { ...fresh, choice: this.choosing.stateWith(firstLayer) };
  }

  /** Exact mean cost of one layer on the chief system at several settings. */
  private exactMeans(
    samples: readonly (readonly SpikeTensor[])[],
    layer: number,
    settings: readonly LayerSetting[],
  ): LayerPoint[] {
    const { measure, chief } = this.options;
    const points = samples.map((inputs) => measure(layer, inputs[layer], settings)[chief]);
    return settings.map((_, k) => {
      const { energyPj, latencyUs } = totalOfLayers(points.map((one) => one[k]));
      return { energyPj: energyPj / samples.length, latencyUs: latencyUs / samples.length };
    });
  }

  /** [size][bits] */
  private firstLayerLosses({ tws, bits }: HardwareChoice): number[][] {
    const { current } = this;
    const { objective, exponent } = this.options;
    if (!current?.choice) throw new Error('HardwareModel: a choice before the first fit');
    const { basis, choice } = current;
    const losses = choice.firstLayer.map((point) =>
      lossOfPoint(objective, exponent, point, basis.reference[0], basis),
    );
    const count = bits?.candidates.length ?? 1;
    return tws.candidates.map((_, k) => losses.slice(k * count, (k + 1) * count));
  }

  /** Scales the curves of every setting to choose from so that they pass through the exact means of these samples. */
  private correctSizes(samples: readonly (readonly SpikeTensor[])[], tally: PredictionTally): void {
    const { layers, chief, settings } = this.options;
    if (!this.current || !this.choosing) return;
    const chosenFrom = this.choosing.settings;
    const bySize = layers.map((_, l) => {
      if (l === 0) return chosenFrom.map(() => AS_FITTED);
      return this.exactMeans(samples, l, chosenFrom).map((exact, k) =>
        ratioOf(exact, tally.mean(l, chief, settingAt(settings, chosenFrom[k].tws, chosenFrom[k].bits))),
      );
    });
    this.current = { ...this.current, basis: { ...this.current.basis, bySize } };
  }

  /** The choice against the simulator's exact costs of these samples. */
  private choiceReport(samples: Iterable<readonly SpikeTensor[]>): HasReport | null {
    const { current, choosing } = this;
    if (!current || !choosing) return null;
    const kept = [...samples];
    return choiceReport(this.options, choosing, current.fit, kept, (layer, settings) =>
      this.exactMeans(kept, layer, settings),
    );
  }

  private compare(exact: SystemCost, predicted: readonly LayerPoint[]): void {
    const { current } = this;
    if (!current) return;
    const off = exact.layers.map((layer, l) => edpOf(layer) / edpOf(predicted[l]));
    const refitDue = off.slice(1).some((factor) => factor > DRIFT_FACTOR || factor < 1 / DRIFT_FACTOR);
    const correction = exact.layers.map(({ energyPj, latencyUs }, l) =>
      this.options.exact && l > 0
        ? ratioOf({ energyPj, latencyUs }, predicted[l])
        : current.basis.correction[l],
    );
    const { energyPj, latencyUs } = exact;
    this.current = {
      ...current,
      refitDue,
      basis: { ...current.basis, now: { energyPj, latencyUs }, correction },
    };
  }
}
const FIT_STREAM = 0x66697420;

const ratioOf = (a: LayerPoint, b: LayerPoint): LayerPoint => ({
  energyPj: a.energyPj / b.energyPj,
  latencyUs: a.latencyUs / b.latencyUs,
});
