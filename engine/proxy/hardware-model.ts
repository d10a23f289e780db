/**
 * The hardware in the training loop: fits the proxy when the hardware loss begins, gives the loss curves of every epoch,
 * compares the proxy with the exact cost of validation samples, and fits anew once they have drifted apart. All that a
 * continued training needs is in `state`, plain data that survives JSON bit for bit.
 */
import {
  edpJsOf,
  type HardwareObjective,
  type PredictedCost,
  type ProxyFitError,
  type SpikeTensor,
  type SystemCost,
} from '../contract/index.ts';
import { streamSeed } from '../math/random.ts';
import { windowDensities } from '../workload/filled-windows.ts';
import type { Curve } from './curve.ts';
import {
  costAt,
  edpOf,
  fitProxy,
  type LayerCurves,
  type LayerPoint,
  type ProxyFit,
  type ProxyTask,
} from './fit-proxy.ts';
import { lossCurves, totalOfLayers, type LossBasis } from './loss-curves.ts';

export interface HardwareModelOptions extends ProxyTask {
  /** The system that the loss is about: an index into `systems`. */
  readonly chief: number;
  /** Window size of each layer for the chief system, one of `sizes`. */
  readonly tws: readonly number[];
  readonly objective: HardwareObjective;
  /** Scale the proxy to the exact cost of the last validation batch. */
  readonly exact: boolean;
  readonly seed: number;
  /** Exact mean costs, one per system. */
  readonly costOf: (samples: Iterable<readonly SpikeTensor[]>) => readonly SystemCost[];
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
}

export interface HardwareObservation {
  readonly costs: readonly SystemCost[];
  /** One per system; empty until the proxy is fitted. */
  readonly predicted: readonly PredictedCost[];
}

export class HardwareModel {
  private readonly options: HardwareModelOptions;
  private current: HardwareModelState | null;

  constructor(options: HardwareModelOptions, state: HardwareModelState | null) {
    this.options = options;
    this.current = state;
  }

  get state(): HardwareModelState | null {
    return this.current;
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
   * Loss per output layer for the epoch about to begin: entry i is a function of the density of layer i's output
   * windows, as layer i + 1 reads them; null for the last. record(n): activity of n training samples with the weights now.
   */
  curvesFor(epoch: number, record: (samples: number) => Iterable<readonly SpikeTensor[]>): (Curve | null)[] {
    if (!this.current || this.current.refitDue) this.current = this.fitted(epoch, [...record(FIT_SAMPLES)]);
    const { fit, basis } = this.current;
    const { chief, tws, sizes, objective } = this.options;
    const own = fit.curves.map((systems, l): LayerCurves | null =>
      l === 0 ? null : systems[chief][sizes.indexOf(tws[l])],
    );
    return [...lossCurves(objective, own, basis).slice(1), null];
  }

  /** Exact and predicted costs of held-out samples with the weights now. */
  observe(samples: Iterable<readonly SpikeTensor[]>): HardwareObservation {
    if (!this.current) return { costs: this.options.costOf(samples), predicted: [] };
    const tally = new PredictionTally(this.options, this.current.fit);
    const costs = this.options.costOf(tally.through(samples));
    const predictions = costs.map((cost) => tally.meanFor(cost));
    this.compare(costs[this.options.chief], predictions[this.options.chief]);
    return {
      costs,
      predicted: costs.map((cost, s) => {
        const { energyPj, latencyUs } = totalOfLayers(predictions[s]);
        return { system: cost.system, energyPj, latencyUs, edpJs: edpJsOf(energyPj, latencyUs) };
      }),
    };
  }

  private fitted(epoch: number, recorded: readonly (readonly SpikeTensor[])[]): HardwareModelState {
    const { layers, measure, sizes, tws, chief, seed } = this.options;
    const fit = fitProxy(this.options, recorded, streamSeed(seed, FIT_STREAM, epoch));
    const uncorrected = layers.map(() => ({ energyPj: 1, latencyUs: 1 }));
    const before = this.current;
    if (before)
      return {
        fit,
        fittedBeforeEpoch: epoch,
        basis: { ...before.basis, correction: uncorrected },
        refitDue: false,
      };
    const reference = layers.map((_, l) => {
      const points = recorded.map((inputs) => measure(l, inputs[l], sizes)[chief][sizes.indexOf(tws[l])]);
      const { energyPj, latencyUs } = totalOfLayers(points);
      return { energyPj: energyPj / points.length, latencyUs: latencyUs / points.length };
    });
    const basis = { reference, now: totalOfLayers(reference), correction: uncorrected };
    return { fit, fittedBeforeEpoch: epoch, basis, refitDue: false };
  }

  private compare(exact: SystemCost, predicted: readonly LayerPoint[]): void {
    const { current } = this;
    if (!current) return;
    const off = exact.layers.map((layer, l) => edpOf(layer) / edpOf(predicted[l]));
    const refitDue = off.slice(1).some((factor) => factor > DRIFT_FACTOR || factor < 1 / DRIFT_FACTOR);
    const correction = exact.layers.map(({ energyPj, latencyUs }, l) =>
      this.options.exact && l > 0
        ? { energyPj: energyPj / predicted[l].energyPj, latencyUs: latencyUs / predicted[l].latencyUs }
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

/** Sums the proxy's predictions over samples while the simulator consumes them. */
class PredictionTally {
  private readonly options: HardwareModelOptions;
  private readonly fit: ProxyFit;
  /** [system][size][layer] */
  private readonly sums: { energyPj: number; latencyUs: number }[][][];
  private samples = 0;

  constructor(options: HardwareModelOptions, fit: ProxyFit) {
    this.options = options;
    this.fit = fit;
    this.sums = options.systems.map(() =>
      options.sizes.map(() => options.layers.map(() => ({ energyPj: 0, latencyUs: 0 }))),
    );
  }

  *through(samples: Iterable<readonly SpikeTensor[]>): Generator<readonly SpikeTensor[]> {
    for (const inputs of samples) {
      this.add(inputs);
      yield inputs;
    }
  }

  private add(inputs: readonly SpikeTensor[]): void {
    this.samples++;
    for (let l = 1; l < inputs.length; l++) {
      const densities = windowDensities(inputs[l], this.options.sizes);
      this.fit.curves[l].forEach((sizes, s) =>
        sizes.forEach((curves, k) => {
          const { energyPj, latencyUs } = costAt(curves, densities[k]);
          this.sums[s][k][l].energyPj += energyPj;
          this.sums[s][k][l].latencyUs += latencyUs;
        }),
      );
    }
  }

  /** Mean prediction per layer at the window sizes of `exact`; the first layer's is its exact cost. */
  meanFor(exact: SystemCost): LayerPoint[] {
    const { systems, sizes } = this.options;
    const system = systems.indexOf(exact.system);
    return exact.layers.map(({ energyPj, latencyUs }, l) => {
      if (l === 0) return { energyPj, latencyUs };
      const sum = this.sums[system][sizes.indexOf(exact.tws[l])][l];
      return { energyPj: sum.energyPj / this.samples, latencyUs: sum.latencyUs / this.samples };
    });
  }
}
