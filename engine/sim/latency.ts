/**
 * Latency of one layer in cycles (docs/model.md section 4). A stage is one SP-MB times one row tile. Double buffering
 * hides the smaller of memory and compute in every stage; the first fill is exposed. Fill and drain of the array cost
 * hops * TWS, hops = 2 rows + cols - 2 (output-stationary, a PE holds a weight TWS cycles).
 * Two ways to spread the time of the memories (`stalls`): over all stages alike, or over those of each row tile with
 * the loads of a stage behind the work of the one before. The second is what the stage-by-stage replay of
 * engine/sim/reference finds, to a fraction of a percent; the first is the model's default.
 * Left out: DRAM page effects, bank conflicts; stages of one row tile that load unlike amounts.
 */
import type { ArchConfig, LayerSpec, ArraySystem } from '../contract/index.ts';
import { systemColumns } from '../schedule/dispatch.ts';
import type { DispatchPlan } from '../schedule/dispatch.ts';
import type { AccessCounts, PhasedBytes } from './access-counts.ts';

export interface Latency {
  /** By the formula that the configuration names. */
  readonly cycles: number;
  readonly averagedCycles: number;
  readonly rowTileCycles: number;
  /** Array alone, all row tiles. */
  readonly computeCycles: number;
  readonly dramCycles: number;
  readonly glbCycles: number;
}

export const dramBytesPerCycle = (config: ArchConfig): number =>
  (config.dram.gbPerSecond * 1000) / config.clockMhz;

export function latencyOf(
  system: ArraySystem,
  layer: LayerSpec,
  tws: number,
  plan: DispatchPlan,
  access: AccessCounts,
  config: ArchConfig,
): Latency {
  const dramCycles = access.dramBytes / dramBytesPerCycle(config);
  const glbCycles = access.glbBytes / config.glb.bytesPerCycle;
  const stages = plan.stagePasses.length;
  if (stages === 0) {
    const cycles = Math.max(dramCycles, glbCycles);
    return { cycles, averagedCycles: cycles, rowTileCycles: cycles, computeCycles: 0, dramCycles, glbCycles };
  }
  const rowTiles = Math.ceil(layer.M / config.array.rows);
  const skew =
    config.drain === 'none' ? 0 : (2 * config.array.rows + systemColumns(system, config) - 2) * tws;
  const perStage = config.drain === 'stage' ? skew : 0;
  const compute = plan.stagePasses.map((passes) => passes * plan.slots * tws + perStage);
  const tail = plan.updatePasses * tws + (config.drain === 'rowtile' ? skew : 0);
  const memoryPerStage = Math.max(glbCycles, dramCycles) / (stages * rowTiles);
  const averagedCycles =
    rowTiles * (atLeast(compute, memoryPerStage) + tail) + (glbCycles + dramCycles) / (stages * rowTiles);
  const rowTileCycles = cyclesByRowTile(compute, tail, rowTiles, layer.M, access, config);
  return {
    cycles: config.stalls === 'rowtile' ? rowTileCycles : averagedCycles,
    averagedCycles,
    rowTileCycles,
    computeCycles: rowTiles * (atLeast(compute, 0) + tail),
    dramCycles,
    glbCycles,
  };
}

/** Every stage takes its own time, or that of a load where it is longer. */
const atLeast = (compute: readonly number[], load: number): number =>
  compute.reduce((sum, cycles) => sum + Math.max(cycles, load), 0);

/** While one stage is worked on the next one loads; the first fill is exposed. compute: of the stages of a row tile. */
function cyclesByRowTile(
  compute: readonly number[],
  tail: number,
  rowTiles: number,
  outputChannels: number,
  { loads }: AccessCounts,
  config: ArchConfig,
): number {
  const { rows } = config.array;
  const stages = compute.length;
  const last = compute[stages - 1];
  const rowsOf = (tile: number): number => Math.min(rows, outputChannels - tile * rows);
  const perStage = ({ byRow, everyTile, first }: PhasedBytes, tile: number, bandwidth: number): number =>
    ((byRow * rowsOf(tile)) / outputChannels + everyTile / rowTiles + (tile === 0 ? first : 0)) /
    bandwidth /
    stages;
  const glbOf = (tile: number): number => perStage(loads.glb, tile, config.glb.bytesPerCycle);
  const dramOf = (tile: number): number => perStage(loads.dram, tile, dramBytesPerCycle(config));
  /** Of all stages but the last, whose work hides the first load of the next row tile. */
  const inner = new Map<number, number>();
  let cycles = glbOf(0) + dramOf(0);
  for (let tile = 0; tile < rowTiles; tile++) {
    const load = Math.max(glbOf(tile), dramOf(tile));
    let body = inner.get(load);
    if (body === undefined) {
      body = atLeast(compute.slice(0, -1), load);
      inner.set(load, body);
    }
    const next = tile + 1 < rowTiles ? Math.max(glbOf(tile + 1), dramOf(tile + 1)) : 0;
    cycles += body + Math.max(last + tail, next);
  }
  return cycles;
}
