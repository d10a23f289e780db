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
  const times = stageTimes(system, layer, tws, plan, config);
  const { rowTiles, compute, tail } = times;
  const memoryPerStage = Math.max(glbCycles, dramCycles) / (stages * rowTiles);
  const averagedCycles =
    rowTiles * (atLeast(compute, memoryPerStage) + tail) + (glbCycles + dramCycles) / (stages * rowTiles);
  const rowTileCycles = cyclesByRowTile(times, layer.M, access, config);
  return {
    cycles: config.stalls === 'rowtile' ? rowTileCycles : averagedCycles,
    averagedCycles,
    rowTileCycles,
    computeCycles: rowTiles * (atLeast(compute, 0) + tail),
    dramCycles,
    glbCycles,
  };
}

/** Cycles of the array alone, of one row tile; the same in each of them. */
export interface StageTimes {
  readonly rowTiles: number;
  /** Of each stage, with its fill and drain. */
  readonly compute: readonly number[];
  /** Fill and drain of one stage, and of the row tile. */
  readonly stageDrain: number;
  readonly tileDrain: number;
  /** After the last stage: neuron update, and drain of the row tile. */
  readonly tail: number;
}

export function stageTimes(
  system: ArraySystem,
  layer: LayerSpec,
  tws: number,
  plan: DispatchPlan,
  config: ArchConfig,
): StageTimes {
  const { drain, array } = config;
  const skew = (2 * array.rows + systemColumns(system, config) - 2) * tws;
  const stageDrain = drain === 'stage' ? skew : 0;
  const tileDrain = drain === 'rowtile' ? skew : 0;
  return {
    rowTiles: Math.ceil(layer.M / array.rows),
    compute: plan.stagePasses.map((passes) => passes * plan.slots * tws + stageDrain),
    stageDrain,
    tileDrain,
    tail: plan.updatePasses * tws + tileDrain,
  };
}

/** Every stage takes its own time, or that of a load where it is longer. */
const atLeast = (compute: readonly number[], load: number): number =>
  compute.reduce((sum, cycles) => sum + Math.max(cycles, load), 0);

/** While one stage is worked on the next one loads; the first fill is exposed. */
function cyclesByRowTile(
  { compute, tail, rowTiles }: StageTimes,
  outputChannels: number,
  access: AccessCounts,
  config: ArchConfig,
): number {
  const last = compute[compute.length - 1];
  const loads = tileLoads(compute.length, rowTiles, outputChannels, access, config);
  /** Of all stages but the last, whose work hides the first load of the next row tile. */
  const inner = new Map<number, number>();
  let cycles = loads.first;
  for (let tile = 0; tile < rowTiles; tile++) {
    const load = loads.of(tile);
    let body = inner.get(load);
    if (body === undefined) {
      body = atLeast(compute.slice(0, -1), load);
      inner.set(load, body);
    }
    cycles += body + Math.max(last + tail, tile + 1 < rowTiles ? loads.of(tile + 1) : 0);
  }
  return cycles;
}

/** Cycles that a stage of a row tile loads, the slower of the two memories; `first`: both, before anything runs. */
export function tileLoads(
  stages: number,
  rowTiles: number,
  outputChannels: number,
  { loads }: AccessCounts,
  config: ArchConfig,
): { readonly first: number; readonly of: (tile: number) => number } {
  const { rows } = config.array;
  const rowsOf = (tile: number): number => Math.min(rows, outputChannels - tile * rows);
  const perStage = ({ byRow, everyTile, first }: PhasedBytes, tile: number, bandwidth: number): number =>
    ((byRow * rowsOf(tile)) / outputChannels + everyTile / rowTiles + (tile === 0 ? first : 0)) /
    bandwidth /
    stages;
  const glbOf = (tile: number): number => perStage(loads.glb, tile, config.glb.bytesPerCycle);
  const dramOf = (tile: number): number => perStage(loads.dram, tile, dramBytesPerCycle(config));
  return { first: glbOf(0) + dramOf(0), of: (tile) => Math.max(glbOf(tile), dramOf(tile)) };
}
