/**
 * What hardware-aware training (HT), architecture search (HAS) and SpikeX itself save over PTB, after SpikeX Fig. 13:
 * PTB at its best window size for the net; the same of the hardware-trained network; then the network trained with the
 * search in its loss, with a size per layer, on PTB and on SpikeX. Sizes are chosen by the lowest EDP, as the paper does: per net (sum E) * (sum L), per layer E * L.
 */
import { edpJsOf } from '../contract/index.ts';
import type { Batch, CostRow, LayerCost, NetworkActivity, StudiedSystem } from './activity-study.ts';

export const STAGES = ['ptb', 'ht', 'has', 'spikex'] as const;
export type StageName = (typeof STAGES)[number];

export interface Stage {
  readonly stage: StageName;
  readonly tws: readonly number[];
  readonly energyPj: number;
  readonly latencyUs: number;
  readonly edpJs: number;
  readonly layers: readonly LayerCost[];
}

/** Window sizes per layer that a search found, in place of the per-layer optimum; null: take the optimum. */
export interface FoundTws {
  readonly ptb: readonly number[] | null;
  readonly spikex: readonly number[] | null;
}

export function stagesOf(
  base: NetworkActivity,
  trained: NetworkActivity,
  searched: NetworkActivity,
  batch: Batch,
  found: FoundTws,
): Readonly<Record<StageName, Stage>> {
  const ptbSearched = rowsOf(searched, 'ptb', batch);
  const spikexSearched = rowsOf(searched, 'spikex', batch);
  return {
    ptb: bestForNet('ptb', rowsOf(base, 'ptb', batch)),
    ht: bestForNet('ht', rowsOf(trained, 'ptb', batch)),
    has: stageAt('has', ptbSearched, found.ptb ?? bestPerLayer(ptbSearched)),
    spikex: stageAt('spikex', spikexSearched, found.spikex ?? bestPerLayer(spikexSearched)),
  };
}

export const rowsOf = (activity: NetworkActivity, system: StudiedSystem, batch: Batch): readonly CostRow[] =>
  activity.costs.filter((row) => row.system === system && row.batch === batch);

export function bestForNet(stage: StageName, rows: readonly CostRow[]): Stage {
  return rows
    .map((row) =>
      stageAt(
        stage,
        rows,
        row.layers.map(() => row.tws),
      ),
    )
    .reduce((best, next) => (next.edpJs < best.edpJs ? next : best));
}

/** The size with the lowest E * L of each layer on its own. */
export function bestPerLayer(rows: readonly CostRow[]): number[] {
  const edp = ({ energyPj, latencyUs }: LayerCost): number => energyPj * latencyUs;
  return rows[0].layers.map(
    (_, layer) =>
      rows.reduce((best, next) => (edp(next.layers[layer]) < edp(best.layers[layer]) ? next : best)).tws,
  );
}

function stageAt(stage: StageName, rows: readonly CostRow[], tws: readonly number[]): Stage {
  const layers = tws.map((size, layer) => {
    const row = rows.find((one) => one.tws === size);
    if (!row) throw new Error(`stageAt: no costs at TWS ${size}`);
    return row.layers[layer];
  });
  const energyPj = layers.reduce((sum, one) => sum + one.energyPj, 0);
  const latencyUs = layers.reduce((sum, one) => sum + one.latencyUs, 0);
  return { stage, tws, energyPj, latencyUs, edpJs: edpJsOf(energyPj, latencyUs), layers };
}
