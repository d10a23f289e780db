/**
 * The hardware in the training loop: fits the proxy when the hardware loss begins, gives the loss curves of every epoch,
 * compares the proxy with the exact cost of validation samples, and fits anew once they have drifted apart. All that a
 * continued training needs is in `state`, plain data that survives JSON bit for bit.
 */
import {
  edpJsOf,
  type HardwareObjective,
  type HasReport,
  type PredictedCost,
  type ProxyFitError,
  type SpikeTensor,
  type SystemCost,
} from '../contract/index.ts';
import { streamSeed } from '../math/random.ts';
import { rankCorrelation } from '../math/rank-correlation.ts';
import type { AlphaState } from '../math/relaxation.ts';
import { weightedCost } from '../math/weighted-cost.ts';
import { windowDensities } from '../workload/filled-windows.ts';
import type { Curve } from './curve.ts';
import { costAt, edpOf, fitProxy, type LayerPoint, type ProxyFit, type ProxyTask } from './fit-proxy.ts';
import { lossCurve, lossOfPoint, totalOfLayers, type LossBasis } from './loss-curves.ts';
import { PredictionTally } from './prediction-tally.ts';
import { TwsChoice } from './tws-choice.ts';

export interface HardwareModelOptions extends ProxyTask {
  /** The system that the loss is about: an index into `systems`. */
  readonly chief: number;
  /** Window size of each layer for the chief system, one of `sizes`. */
  readonly tws: readonly number[];
  readonly objective: HardwareObjective;
  /** g in E^g L^(2-g). */
  readonly exponent: number;
  /** Sizes that every layer chooses from while the search goes on, each one of `sizes`; null = `tws` stays. */
  readonly candidates: readonly number[] | null;
  /** Scale the proxy to the exact cost of the last validation batch. */
  readonly exact: boolean;
  readonly seed: number;
  /** Exact mean costs at these window sizes, one per system. */
  readonly costOf: (
    samples: Iterable<readonly SpikeTensor[]>,
    tws: readonly number[],
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
  /** Where the training chooses window sizes. */
  readonly choice?: {
    readonly alphas: AlphaState;
    readonly progress: number;
    /** Mean exact cost of the first layer, whose input is the data, at every candidate size. */
    readonly firstLayer: readonly LayerPoint[];
  };
}

export interface HardwareObservation {
  readonly costs: readonly SystemCost[];
  /** One per system; empty until the proxy is fitted. */
  readonly predicted: readonly PredictedCost[];
}

/** Not corrected: as fitted. */
const AS_FITTED: LayerPoint = { energyPj: 1, latencyUs: 1 };

/** The choice of window sizes as the training steers it. */
export interface ChoiceInLoop {
  /** [layer][candidate], each row sums to 1. */
  probabilities(): readonly (readonly number[])[];
  /** Most probable size per layer. */
  tws(): readonly number[];
  /** One step on mean losses [layer][candidate] (the first layer's are known here); steps: of the whole search. */
  step(losses: readonly (readonly number[])[], steps: number): void;
  /** Null before the search has begun. */
  report(samples: Iterable<readonly SpikeTensor[]>): HasReport | null;
}

export class HardwareModel {
  private readonly options: HardwareModelOptions;
  private current: HardwareModelState | null;
  private readonly choosing: TwsChoice | null;

  constructor(options: HardwareModelOptions, state: HardwareModelState | null) {
    const { candidates, layers } = options;
    this.options = options;
    this.current = state;
    const kept = state?.choice;
    this.choosing =
      candidates && new TwsChoice(candidates, layers.length, kept?.alphas ?? null, kept?.progress ?? 0);
  }

  get state(): HardwareModelState | null {
    const { current, choosing } = this;
    if (!current?.choice || !choosing) return current;
    return {
      ...current,
      choice: { ...current.choice, alphas: choosing.state, progress: choosing.progress },
    };
  }

  /** The choice of window sizes; null where `tws` stays. */
  get choice(): ChoiceInLoop | null {
    const { choosing } = this;
    if (!choosing) return null;
    return {
      probabilities: () => choosing.probabilities,
      tws: () => choosing.tws,
      step: (losses, steps) => choosing.step([this.firstLayerLosses(), ...losses.slice(1)], steps),
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
   * windows, as layer i + 1 reads them, one per size that it chooses from; empty for the last.
   * record(n): activity of n training samples with the weights now.
   */
  curvesFor(
    epoch: number,
    record: (samples: number) => Iterable<readonly SpikeTensor[]>,
  ): readonly (readonly Curve[])[] {
    if (!this.current || this.current.refitDue) this.current = this.fitted(epoch, [...record(FIT_SAMPLES)]);
    const { fit, basis } = this.current;
    const { chief, tws, sizes, objective, exponent, candidates } = this.options;
    const byLayer = fit.curves.map((systems, l) =>
      l === 0
        ? []
        : (candidates ?? [tws[l]]).map((size, k) =>
            lossCurve(
              objective,
              exponent,
              systems[chief][sizes.indexOf(size)],
              l,
              basis.bySize?.[l][k] ?? basis.correction[l],
              basis,
            ),
          ),
    );
    return [...byLayer.slice(1), []];
  }

  /** Exact and predicted costs of held-out samples with the weights now, at these window sizes. */
  observe(samples: Iterable<readonly SpikeTensor[]>, tws: readonly number[]): HardwareObservation {
    if (!this.current) return { costs: this.options.costOf(samples, tws), predicted: [] };
    const tally = new PredictionTally(this.options, this.current.fit);
    const corrects = this.options.exact && this.choosing !== null;
    const kept = corrects ? [...tally.through(samples)] : [];
    const costs = this.options.costOf(corrects ? kept : tally.through(samples), tws);
    const predictions = costs.map((cost) => tally.meanFor(cost));
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
    const { layers, tws, seed, candidates } = this.options;
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
    const reference = layers.map((_, l) => this.exactMeans(recorded, l, [tws[l]])[0]);
    const basis = { reference, now: totalOfLayers(reference), correction };
    const fresh = { fit, fittedBeforeEpoch: epoch, basis, refitDue: false };
    if (!candidates || !this.choosing) return fresh;
    const firstLayer = this.exactMeans(recorded, 0, candidates);
    return { ...fresh, choice: { alphas: this.choosing.state, progress: 0, firstLayer } };
  }

  /** Exact mean cost of one layer on the chief system at several sizes. */
  private exactMeans(
    samples: readonly (readonly SpikeTensor[])[],
    layer: number,
    sizes: readonly number[],
  ): LayerPoint[] {
    const { measure, chief } = this.options;
    const points = samples.map((inputs) => measure(layer, inputs[layer], sizes)[chief]);
    return sizes.map((_, k) => {
      const { energyPj, latencyUs } = totalOfLayers(points.map((one) => one[k]));
      return { energyPj: energyPj / samples.length, latencyUs: latencyUs / samples.length };
    });
  }

  private firstLayerLosses(): number[] {
    const { current } = this;
    const { objective, exponent } = this.options;
    if (!current?.choice) throw new Error('HardwareModel: a choice before the first fit');
    const { basis, choice } = current;
    return choice.firstLayer.map((point) =>
      lossOfPoint(objective, exponent, point, basis.reference[0], basis),
    );
  }

  /** Scales the curves of every candidate size so that they pass through the exact means of these samples. */
  private correctSizes(samples: readonly (readonly SpikeTensor[])[], tally: PredictionTally): void {
    const { layers, candidates, chief, sizes } = this.options;
    if (!this.current || !candidates) return;
    const bySize = layers.map((_, l) => {
      if (l === 0) return candidates.map(() => AS_FITTED);
      return this.exactMeans(samples, l, candidates).map((exact, k) =>
        ratioOf(exact, tally.mean(l, chief, sizes.indexOf(candidates[k]))),
      );
    });
    this.current = { ...this.current, basis: { ...this.current.basis, bySize } };
  }

  /** The choice against the simulator's exact costs of these samples. */
  private choiceReport(samples: Iterable<readonly SpikeTensor[]>): HasReport | null {
    const { current, choosing } = this;
    const { layers, candidates, measure, chief, sizes, exponent } = this.options;
    if (!current || !choosing || !candidates) return null;
    const kept = [...samples];
    const { tws, probabilities } = choosing;
    const exactTws: number[] = [];
    const excess: number[] = [];
    const ranks: (number | null)[] = [];
    layers.forEach((_, l) => {
      const costs = this.exactMeans(kept, l, candidates).map((point) => weightedCost(point, exponent));
      const least = Math.min(...costs);
      exactTws.push(candidates[costs.indexOf(least)]);
      excess.push(costs[candidates.indexOf(tws[l])] / least);
      if (l === 0) return void ranks.push(null);
      const exact: number[] = [];
      const predicted: number[] = [];
      for (const inputs of kept) {
        const densities = windowDensities(inputs[l], candidates);
        measure(l, inputs[l], candidates)[chief].forEach((point, k) => {
          const curves = current.fit.curves[l][chief][sizes.indexOf(candidates[k])];
          exact.push(weightedCost(point, exponent));
          predicted.push(weightedCost(costAt(curves, densities[k]), exponent));
        });
      }
      ranks.push(rankCorrelation(exact, predicted));
    });
    const choices = probabilities.map((row, l) => ({
      key: `tws[${l}]`,
      values: candidates,
      probabilities: row,
    }));
    return { tws, choices, samples: kept.length, exactTws, excess, rankCorrelation: ranks };
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
