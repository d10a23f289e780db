/**
 * The hardware loss as curves of window density, in percent of the cost before hardware training (reference), with
 * f(E, L) = E^g L^(2-g), g = 1: EDP:
 *   per-layer  100 * f(E_l(d), L_l(d)) / f(Eref_l, Lref_l)              sum over layers of their own, as in the paper
 *   network    100 * (g E_l(d) / E + (2-g) L_l(d) / L) / 2 * f(E, L) / f(Eref, Lref)   first-order share of f(sum E, sum L)
 * with E, L the network's totals now, Eref, Lref those of the reference. `correction` scales a layer's curves so that
 * they pass through the exact cost of the last validation batch (mode `exact`).
 */
import type { HardwareObjective } from '../contract/index.ts';
import { weightedCost } from '../math/weighted-cost.ts';
import { combined, scaled, weightedProduct, type Curve } from './curve.ts';
import type { LayerCurves, LayerPoint } from './fit-proxy.ts';

export interface LossBasis {
  /** Mean cost per layer before hardware training, the first layer included. */
  readonly reference: readonly LayerPoint[];
  /** Totals of the network now. */
  readonly now: LayerPoint;
  /** Factors on energy and latency per layer; 1 = as fitted. */
  readonly correction: readonly LayerPoint[];
  /** The same per layer and setting (sizes first, then bits), where the training chooses among them. */
  readonly bySize?: readonly (readonly LayerPoint[])[];
}

const PERCENT = 100;

/** Loss of a layer's cost under an objective; `reference` is the layer's own. */
export function lossOfPoint(
  objective: HardwareObjective,
  exponent: number,
  point: LayerPoint,
  reference: LayerPoint,
  { reference: all, now }: LossBasis,
): number {
  if (objective === 'per-layer')
    return (PERCENT * weightedCost(point, exponent)) / weightedCost(reference, exponent);
  const { energy, latency } = networkShares(exponent, totalOfLayers(all), now);
  return energy * point.energyPj + latency * point.latencyUs;
}

export const totalOfLayers = (layers: readonly LayerPoint[]): LayerPoint => ({
  energyPj: layers.reduce((sum, { energyPj }) => sum + energyPj, 0),
  latencyUs: layers.reduce((sum, { latencyUs }) => sum + latencyUs, 0),
});

/** Factors of a layer's energy and latency in its first-order share of the network's cost, percent of the reference. */
function networkShares(exponent: number, reference: LayerPoint, now: LayerPoint) {
  const share = (PERCENT * weightedCost(now, exponent)) / (2 * weightedCost(reference, exponent));
  return {
    energy: (share * exponent) / now.energyPj,
    latency: (share * (2 - exponent)) / now.latencyUs,
  };
}

/** curves[layer]: those of one system at the layer's own window size; null for the first layer. */
export function lossCurves(
  objective: HardwareObjective,
  curves: readonly (LayerCurves | null)[],
  basis: LossBasis,
  exponent = 1,
): (Curve | null)[] {
  return curves.map((layer, l) =>
    layer ? lossCurve(objective, exponent, layer, l, basis.correction[l], basis) : null,
  );
}

/** The loss of layer l with these cost curves, scaled by `correction`. */
export function lossCurve(
  objective: HardwareObjective,
  exponent: number,
  curves: LayerCurves,
  l: number,
  correction: LayerPoint,
  { reference, now }: LossBasis,
): Curve {
  const energy = scaled(curves.energyPj, correction.energyPj);
  const latency = scaled(curves.latencyUs, correction.latencyUs);
  if (objective === 'per-layer')
    return scaled(weightedProduct(energy, latency, exponent), PERCENT / weightedCost(reference[l], exponent));
  const shares = networkShares(exponent, totalOfLayers(reference), now);
  return combined([
    { factor: shares.energy, curve: energy },
    { factor: shares.latency, curve: latency },
  ]);
}
