/**
 * Another energy table for a result that was stored: counters are kept, so nothing is simulated again. Latency and
 * counters stay; energy, its split and EDP follow the table (pJ, J*s). Exact for means over samples too, as energy is
 * linear in the counters.
 */
import { edpJsOf } from '../contract/index.ts';
import type { EnergyTable, LayerCost, SystemCost } from '../contract/index.ts';
import { costOf } from './cost-of.ts';

export function repriceLayer(layer: LayerCost, table: EnergyTable): LayerCost {
  const { energyPj, byComponentPj } = costOf(layer.counts, table);
  return { ...layer, energyPj, byComponentPj };
}

export function reprice(cost: SystemCost, table: EnergyTable): SystemCost {
  const layers = cost.layers.map((layer) => repriceLayer(layer, table));
  const energyPj = layers.reduce((sum, layer) => sum + layer.energyPj, 0);
  const edpJs = edpJsOf(energyPj, cost.latencyUs);
  return { ...cost, energyTable: table.name, energyPj, edpJs, layers };
}
