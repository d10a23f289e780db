/**
 * The hardware loss as curves of window density, one per layer behind the first, in percent of the cost before hardware
 * training (reference):
 *   per-layer  100 * E_l(d) L_l(d) / (Eref_l Lref_l)                    sum over layers of their own EDP, as in the paper
 *   network    100 * (L E_l(d) + E L_l(d)) / (2 Eref Lref)              first-order share of (sum E) * (sum L), the network EDP
 * with E, L the network's totals now, Eref, Lref those of the reference. `correction` scales a layer's curves so that
 * they pass through the exact cost of the last validation batch (mode `exact`).
 */
import type { HardwareObjective } from '../contract/index.ts';
import { combined, product, scaled, type Curve } from './curve.ts';
import type { LayerCurves, LayerPoint } from './fit-proxy.ts';

export interface LossBasis {
  /** Mean cost per layer before hardware training, the first layer included. */
  readonly reference: readonly LayerPoint[];
  /** Totals of the network now. */
  readonly now: LayerPoint;
  /** Factors on energy and latency per layer; 1 = as fitted. */
  readonly correction: readonly LayerPoint[];
}

const PERCENT = 100;

export const totalOfLayers = (layers: readonly LayerPoint[]): LayerPoint => ({
  energyPj: layers.reduce((sum, { energyPj }) => sum + energyPj, 0),
  latencyUs: layers.reduce((sum, { latencyUs }) => sum + latencyUs, 0),
});

/** curves[layer]: those of one system at the layer's own window size; null for the first layer. */
export function lossCurves(
  objective: HardwareObjective,
  curves: readonly (LayerCurves | null)[],
  { reference, now, correction }: LossBasis,
): (Curve | null)[] {
  const whole = totalOfLayers(reference);
  return curves.map((layer, l) => {
    if (!layer) return null;
    const energy = scaled(layer.energyPj, correction[l].energyPj);
    const latency = scaled(layer.latencyUs, correction[l].latencyUs);
    if (objective === 'per-layer') {
      const { energyPj, latencyUs } = reference[l];
      return scaled(product(energy, latency), PERCENT / (energyPj * latencyUs));
    }
    const share = PERCENT / (2 * whole.energyPj * whole.latencyUs);
    return combined([
      { factor: share * now.latencyUs, curve: energy },
      { factor: share * now.energyPj, curve: latency },
    ]);
  });
}
