/**
 * PTB at its best: every candidate time window size simulated, then the lowest network EDP = (sum E) * (sum L) with one
 * size for the net (as in HPCA 2022) and with one size per layer (more than PTB has; the fair upper end). Per layer the
 * optimum over all combinations is exact, see engine/math/least-product.ts. Energy and latency are means over samples.
 */
import { edpJsOf } from '../contract/index.ts';
import type { OperatingPoint, PtbEdpRatios, PtbTwsSearch, SpikeTensor, TwsPoint } from '../contract/index.ts';
import { leastProduct } from '../math/least-product.ts';
import { Scratch } from '../schedule/scratch.ts';
import { contextOf } from './layer-context.ts';
import type { SimulationPlan } from './plan.ts';
import { LayerInput, simulateLayer } from './simulate-layer.ts';

type Hardware = Pick<SimulationPlan, 'network' | 'arch' | 'energy'>;
type LayerPoint = Pick<OperatingPoint, 'energyPj' | 'latencyUs'>;

/** Every window size that differs: 1 to the steps of the input. */
export const allTws = (timesteps: number): number[] => Array.from({ length: timesteps }, (_, i) => i + 1);

/** samples: the spikes that enter each layer. candidates: by rising size, checked with `checkTws`. */
export function bestPtbTws(
  plan: Hardware,
  samples: readonly (readonly SpikeTensor[])[],
  candidates: readonly number[] = allTws(plan.network.timesteps),
  scratch: Scratch = new Scratch(),
): PtbTwsSearch {
  if (samples.length === 0 || candidates.length === 0)
    throw new Error('bestPtbTws: at least one sample and one candidate are needed');
  const costs = plan.network.layers.map((_, i) => layerCosts(plan, i, samples, candidates, scratch));
  const at = (choice: readonly number[]): TwsPoint => pointOf(candidates, costs, choice);
  const curve = candidates.map((_, k) => at(costs.map(() => k)));
  const layer = leastProduct(
    costs.map((points) => points.map(({ energyPj, latencyUs }) => ({ x: energyPj, y: latencyUs }))),
  );
  const net = curve.reduce((best, point) => (point.edpJs < best.edpJs ? point : best));
  return { candidates, curve, net, layer: at(layer) };
}

/** Both PTB settings belong into every EDP ratio: the net's is PTB as published, the layers' its upper end. */
export const ptbEdpRatios = (search: PtbTwsSearch, system: Pick<OperatingPoint, 'edpJs'>): PtbEdpRatios => ({
  net: search.net.edpJs / system.edpJs,
  layer: search.layer.edpJs / system.edpJs,
});

function layerCosts(
  { network, arch, energy }: Hardware,
  index: number,
  samples: readonly (readonly SpikeTensor[])[],
  candidates: readonly number[],
  scratch: Scratch,
): LayerPoint[] {
  const sums = candidates.map(() => ({ energyPj: 0, latencyUs: 0 }));
  for (const inputs of samples) {
    const input = new LayerInput(
      network.layers[index],
      inputs[index],
      arch,
      scratch,
      contextOf(network, index, inputs),
    );
    candidates.forEach((tws, k) => {
      const { energyPj, latencyUs } = simulateLayer(input, 'ptb', tws, arch, energy);
      sums[k].energyPj += energyPj;
      sums[k].latencyUs += latencyUs;
    });
  }
  const count = samples.length;
  return sums.map(({ energyPj, latencyUs }) => ({
    energyPj: energyPj / count,
    latencyUs: latencyUs / count,
  }));
}

function pointOf(
  candidates: readonly number[],
  costs: readonly (readonly LayerPoint[])[],
  choice: readonly number[],
): TwsPoint {
  let energyPj = 0;
  let latencyUs = 0;
  costs.forEach((points, layer) => {
    energyPj += points[choice[layer]].energyPj;
    latencyUs += points[choice[layer]].latencyUs;
  });
  return { tws: choice.map((k) => candidates[k]), energyPj, latencyUs, edpJs: edpJsOf(energyPj, latencyUs) };
}
