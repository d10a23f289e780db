/** Layers of a simulation: counts, from which any energy table gives the energies, and the energies as computed. */
import type Database from 'better-sqlite3';
import type { LayerCost } from '../../../engine/contract/simulation.ts';
import { decode, encode } from '../text.ts';

interface LayerRow {
  readonly name: string;
  readonly tws: number;
  readonly mode: LayerCost['mode'];
  readonly cycles: number | null;
  readonly latency_us: number | null;
  readonly energy_pj: number | null;
  readonly utilization: number | null;
  readonly spikes: number | null;
  readonly counts: string;
  readonly by_component_pj: string;
}

interface Insert extends LayerRow {
  readonly simulation: number;
  readonly position: number;
}

export class LayerCostsTable {
  readonly #add;
  readonly #of;

  constructor(db: Database.Database) {
    this.#add = db.prepare<Insert>(
      `insert into layer_costs (simulation, position, name, tws, mode, cycles, latency_us, energy_pj, utilization, spikes, counts, by_component_pj)
       values (@simulation, @position, @name, @tws, @mode, @cycles, @latency_us, @energy_pj, @utilization, @spikes, @counts, @by_component_pj)`,
    );
    this.#of = db.prepare<[number], LayerRow>(
      `select name, tws, mode, cycles, latency_us, energy_pj, utilization, spikes, counts, by_component_pj
       from layer_costs where simulation = ? order by position`,
    );
  }

  add(simulation: number, position: number, layer: LayerCost): void {
    this.#add.run({
      simulation,
      position,
      name: layer.name,
      tws: layer.tws,
      mode: layer.mode,
      cycles: layer.cycles,
      latency_us: layer.latencyUs,
      energy_pj: layer.energyPj,
      utilization: layer.utilization,
      spikes: layer.spikes,
      counts: encode(layer.counts),
      by_component_pj: encode(layer.byComponentPj),
    });
  }

  of(simulation: number): LayerCost[] {
    return this.#of.all(simulation).map(fromRow);
  }
}

function fromRow(row: LayerRow): LayerCost {
  return {
    name: row.name,
    tws: row.tws,
    mode: row.mode,
    cycles: row.cycles ?? NaN,
    latencyUs: row.latency_us ?? NaN,
    energyPj: row.energy_pj ?? NaN,
    utilization: row.utilization ?? NaN,
    spikes: row.spikes ?? NaN,
    counts: decode<LayerCost['counts']>(row.counts),
    byComponentPj: decode<LayerCost['byComponentPj']>(row.by_component_pj),
  };
}
