/**
 * Latency of one layer in cycles (docs/model.md section 4). A stage is one SP-MB times one row tile. Double buffering
 * hides the smaller of memory and compute in every stage; the first fill is exposed. Fill and drain of the array cost
 * hops * TWS, hops = 2 rows + cols - 2 (output-stationary, a PE holds a weight TWS cycles).
 * Left out: DRAM page effects, bank conflicts; memory time is spread evenly over the stages.
 */
import type { ArchConfig, LayerSpec, ArraySystem } from '../contract/index.ts';
import { systemColumns } from '../schedule/dispatch.ts';
import type { DispatchPlan } from '../schedule/dispatch.ts';
import type { AccessCounts } from './access-counts.ts';

export interface Latency {
  readonly cycles: number;
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
  if (stages === 0)
    return { cycles: Math.max(dramCycles, glbCycles), computeCycles: 0, dramCycles, glbCycles };
  const rowTiles = Math.ceil(layer.M / config.array.rows);
  const skew =
    config.drain === 'none' ? 0 : (2 * config.array.rows + systemColumns(system, config) - 2) * tws;
  const perStage = config.drain === 'stage' ? skew : 0;
  const memoryPerStage = Math.max(glbCycles, dramCycles) / (stages * rowTiles);
  let busy = 0;
  let stalled = 0;
  for (const passes of plan.stagePasses) {
    const compute = passes * plan.slots * tws + perStage;
    busy += compute;
    stalled += Math.max(compute, memoryPerStage);
  }
  const perRowTile = plan.updatePasses * tws + (config.drain === 'rowtile' ? skew : 0);
  return {
    cycles: rowTiles * (stalled + perRowTile) + (glbCycles + dramCycles) / (stages * rowTiles),
    computeCycles: rowTiles * (busy + perRowTile),
    dramCycles,
    glbCycles,
  };
}
