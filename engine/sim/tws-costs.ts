/**
 * Cost of recorded inferences at several window sizes, one for all layers each, on every system of a plan: what "at its
 * own best TWS" is taken from. Mean over samples, as in average.ts.
 */
import type { SpikeTensor, TwsCost } from '../contract/index.ts';
import { Scratch } from '../schedule/scratch.ts';
import { averageNetwork } from './average.ts';
import type { SimulationPlan } from './plan.ts';

/** By system, then by candidate. samples: the spikes that enter each layer; at least one. */
export function twsCosts(
  plan: SimulationPlan,
  samples: readonly (readonly SpikeTensor[])[],
  candidates: readonly number[],
  scratch: Scratch = new Scratch(),
): TwsCost[] {
  const bySize = candidates.map((size) =>
    averageNetwork({ ...plan, tws: plan.tws.map(() => size) }, samples, scratch),
  );
  return plan.systems.flatMap((system, s) =>
    candidates.map((tws, k) => {
      const { energyPj, latencyUs, edpJs, layers } = bySize[k][s];
      const byLayer = layers.map((layer) => ({ energyPj: layer.energyPj, latencyUs: layer.latencyUs }));
      return { system, tws, energyPj, latencyUs, edpJs, layers: byLayer };
    }),
  );
}
