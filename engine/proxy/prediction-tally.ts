/** The proxy's predictions for samples that the simulator consumes, summed on the way. */
import type { SpikeTensor, SystemCost } from '../contract/index.ts';
import {
  costAt,
  densitiesAt,
  settingAt,
  type LayerPoint,
  type ProxyFit,
  type ProxyTask,
} from './fit-proxy.ts';

export class PredictionTally {
  private readonly options: ProxyTask;
  private readonly fit: ProxyFit;
  /** [system][setting][layer] */
  private readonly sums: { energyPj: number; latencyUs: number }[][][];
  private samples = 0;

  constructor(options: ProxyTask, fit: ProxyFit) {
    this.options = options;
    this.fit = fit;
    this.sums = options.systems.map(() =>
      options.settings.map(() => options.layers.map(() => ({ energyPj: 0, latencyUs: 0 }))),
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
      const densities = densitiesAt(inputs[l], this.options.settings);
      this.fit.curves[l].forEach((settings, s) =>
        settings.forEach((curves, k) => {
          const { energyPj, latencyUs } = costAt(curves, densities[k]);
          this.sums[s][k][l].energyPj += energyPj;
          this.sums[s][k][l].latencyUs += latencyUs;
        }),
      );
    }
  }

  /** Mean prediction of one layer behind the first. */
  mean(layer: number, system: number, setting: number): LayerPoint {
    const sum = this.sums[system][setting][layer];
    return { energyPj: sum.energyPj / this.samples, latencyUs: sum.latencyUs / this.samples };
  }

  /** Mean prediction per layer at the window sizes of `exact`; the first layer's is its exact cost. bits: null = as they are. */
  meanFor(exact: SystemCost, bits: readonly number[] | null): LayerPoint[] {
    const { systems, settings } = this.options;
    const system = systems.indexOf(exact.system);
    return exact.layers.map(({ energyPj, latencyUs }, l) => {
      if (l === 0) return { energyPj, latencyUs };
      return this.mean(l, system, settingAt(settings, exact.tws[l], bits?.[l] ?? null));
    });
  }
}
