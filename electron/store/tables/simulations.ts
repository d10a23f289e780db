/** Costs of a run: one simulation per system, accelerator and energy table, in the order they were given. */
import type Database from 'better-sqlite3';
import type { Counters, SystemCost } from '../../../engine/contract/simulation.ts';
import { decode, encode } from '../text.ts';

export type CostTotals = Omit<SystemCost, 'layers'>;

interface SimulationRow {
  readonly simulation: number;
  readonly run: number;
  readonly system: SystemCost['system'];
  readonly tws: string;
  readonly arch_name: string;
  readonly energy_name: string;
  readonly samples: number;
  readonly cycles: number | null;
  readonly latency_us: number | null;
  readonly energy_pj: number | null;
  readonly edp_js: number | null;
  readonly counts: string;
}

interface Insert extends Omit<SimulationRow, 'simulation'> {
  readonly position: number;
  readonly energy_hash: string | null;
}

export interface Simulation {
  readonly simulation: number;
  readonly run: number;
  readonly totals: CostTotals;
  /** Sum over the layers; read only where prices are asked for. */
  counts(): Counters;
}

const COLUMNS = `simulation, run, system, tws, arch_name, energy_name, samples, cycles, latency_us, energy_pj, edp_js, counts`;

export class SimulationsTable {
  readonly #add;
  readonly #all;
  readonly #among;

  constructor(db: Database.Database) {
    this.#add = db.prepare<Insert>(
      `insert into simulations (run, position, system, tws, arch_name, energy_name, energy_hash, samples, cycles, latency_us, energy_pj, edp_js, counts)
       values (@run, @position, @system, @tws, @arch_name, @energy_name, @energy_hash, @samples, @cycles, @latency_us, @energy_pj, @edp_js, @counts)`,
    );
    this.#all = db.prepare<[], SimulationRow>(`select ${COLUMNS} from simulations order by run, position`);
    this.#among = db.prepare<[string], SimulationRow>(
      `select ${COLUMNS} from simulations where run in (select value from json_each(?)) order by run, position`,
    );
  }

  /** Key of the new row. */
  add(run: number, position: number, cost: SystemCost, energyHash: string | null): number {
    const { lastInsertRowid } = this.#add.run({
      run,
      position,
      system: cost.system,
      tws: encode(cost.tws),
      arch_name: cost.archName,
      energy_name: cost.energyTable,
      energy_hash: energyHash,
      samples: cost.samples,
      cycles: cost.cycles,
      latency_us: cost.latencyUs,
      energy_pj: cost.energyPj,
      edp_js: cost.edpJs,
      counts: encode(sumOfCounts(cost)),
    });
    return Number(lastInsertRowid);
  }

  all(): Simulation[] {
    return this.#all.all().map(fromRow);
  }

  among(runs: readonly number[]): Simulation[] {
    return this.#among.all(JSON.stringify(runs)).map(fromRow);
  }
}

function fromRow(row: SimulationRow): Simulation {
  return {
    simulation: row.simulation,
    run: row.run,
    totals: {
      system: row.system,
      tws: decode<number[]>(row.tws),
      energyTable: row.energy_name,
      archName: row.arch_name,
      samples: row.samples,
      cycles: row.cycles ?? NaN,
      latencyUs: row.latency_us ?? NaN,
      energyPj: row.energy_pj ?? NaN,
      edpJs: row.edp_js ?? NaN,
    },
    counts: () => decode<Counters>(row.counts),
  };
}

function sumOfCounts({ layers }: SystemCost): Counters {
  const sum: Record<string, number> = {};
  for (const { counts } of layers)
    for (const [key, count] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

/** Totals of each run, in order. */
export function totalsByRun(simulations: readonly Simulation[]): Map<number, CostTotals[]> {
  const byRun = new Map<number, CostTotals[]>();
  for (const { run, totals } of simulations) {
    const list = byRun.get(run);
    if (list) list.push(totals);
    else byRun.set(run, [totals]);
  }
  return byRun;
}
