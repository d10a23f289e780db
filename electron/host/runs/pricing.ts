/** Another energy table for runs that are stored: counters times prices, nothing is simulated again. */
import {
  accept,
  edpJsOf,
  type EnergyTable,
  type Outcome,
  type RunDetail,
  type RunRow,
} from '../../../engine/contract/index.ts';
import { costOf } from '../../../engine/cost/cost-of.ts';
import { reprice } from '../../../engine/cost/reprice.ts';
import type { Catalog } from '../../resources/catalog.ts';
import type { Pricing } from '../../store/index.ts';

/** Null: every cost keeps the table that it was made with. */
export async function tableFor(
  catalog: Catalog,
  energy: string | null,
): Promise<Outcome<EnergyTable | null>> {
  return energy === null ? accept(null) : catalog.tables.find(energy, 'energy');
}

export function pricingOf(table: EnergyTable | null): Pricing | null {
  if (!table) return null;
  return { table: table.name, energyPjOf: (counts) => costOf(counts, table).energyPj, edpJsOf };
}

/** The same run at the prices of another table: its costs, those of every epoch and of its evaluation. */
export function repricedRun(run: RunDetail, table: EnergyTable | null): RunDetail {
  if (!table) return run;
  const costs = run.costs.map((cost) => reprice(cost, table));
  const { evaluation } = run;
  return {
    ...run,
    row: { ...run.row, costs: costs.map(withoutLayers) },
    costs,
    epochs: run.epochs.map((epoch) => ({ ...epoch, costs: epoch.costs.map((cost) => reprice(cost, table)) })),
    evaluation: evaluation && { ...evaluation, costs: evaluation.costs.map((cost) => reprice(cost, table)) },
  };
}

function withoutLayers({ layers: _layers, ...totals }: RunDetail['costs'][number]): RunRow['costs'][number] {
  return totals;
}
