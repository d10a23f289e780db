/** The proxy's predictions for samples that the simulator consumes, summed on the way. */
import type { SpikeTensor, SystemCost } from '../contract/index.ts';
import { windowDensities } from '../workload/filled-windows.ts';
import { costAt, type LayerPoint, type ProxyFit, type ProxyTask } from './fit-proxy.ts';

export class PredictionTally {
  private readonly options: ProxyTask;
  private readonly fit: ProxyFit;
  /** [system][size][layer] */
  private readonly sums: { energyPj: number; latencyUs: number }[][][];
  private samples = 0;

  constructor(options: ProxyTask, fit: ProxyFit) {
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

  /** Mean prediction of one layer behind the first. */
  mean(layer: number, system: number, size: number): LayerPoint {
    const sum = this.sums[system][size][layer];
    return { energyPj: sum.energyPj / this.samples, latencyUs: sum.latencyUs / this.samples };
  }

  /** Mean prediction per layer at the window sizes of `exact`; the first layer's is its exact cost. */
  meanFor(exact: SystemCost): LayerPoint[] {
    const { systems, sizes } = this.options;
    const system = systems.indexOf(exact.system);
    return exact.layers.map(({ energyPj, latencyUs }, l) => {
      if (l === 0) return { energyPj, latencyUs };
      return this.mean(l, system, sizes.indexOf(exact.tws[l]));
    });
  }
}
