/** Costs of a run across its two tables: totals per system, and their layers. */
import type { SystemCost } from '../../engine/contract/simulation.ts';
import type { Tables } from './tables/index.ts';

/** `energy` names the table that the run was priced with; a cost that used another one is not tied to it. */
export function addCosts(
  tables: Tables,
  run: number,
  costs: readonly SystemCost[],
  energy: { readonly hash: string; readonly name: string } | null,
): void {
  costs.forEach((cost, position) => {
    const hash = energy?.name === cost.energyTable ? energy.hash : null;
    const simulation = tables.simulations.add(run, position, cost, hash);
    cost.layers.forEach((layer, place) => tables.layerCosts.add(simulation, place, layer));
  });
}

export function costsOf(tables: Tables, run: number): SystemCost[] {
  return tables.simulations
    .among([run])
    .map(({ simulation, totals }) => ({ ...totals, layers: tables.layerCosts.of(simulation) }));
}
