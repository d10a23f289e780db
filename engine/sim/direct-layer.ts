/**
 * A first layer of pixel values on the array of SpikeX and its relatives: spikes have no part in it, so the array runs it
 * as a dense array does, output-stationary, once, with a neuron update at every step **[choice: none of the systems'
 * papers runs such a layer on this array]**. From the second layer on everything is as usual.
 */
import { edpJsOf, usFromCycles } from '../contract/index.ts';
import type { ArchConfig, ArraySystem, EnergyTable, LayerReport, LayerSpec } from '../contract/index.ts';
import { costOf } from '../cost/cost-of.ts';
import { guardEvents, guardLayer } from './guard.ts';
import { denseLayer, directJob } from './systems/dense/dense.ts';

export function directLayer(
  system: ArraySystem,
  layer: LayerSpec,
  timesteps: number,
  tws: number,
  config: ArchConfig,
  table: EnergyTable,
): LayerReport {
  const work = denseLayer('os', layer, directJob(timesteps, config), config);
  const cost = costOf(work.counts, table);
  const latencyUs = usFromCycles(work.cycles, config.clockMhz);
  const report: LayerReport = {
    name: layer.name,
    tws,
    ...work,
    latencyUs,
    ...cost,
    edpJs: edpJsOf(cost.energyPj, latencyUs),
    ntwu: layer.R * layer.R * Math.ceil(timesteps / tws),
    spikes: 0,
    reuse: { window: 0, windows: 0, positions: 0 },
    tailoredBytes: { GLB: 0, DRAM: 0 },
  };
  guardEvents(system, layer, 0, report);
  return guardLayer(system, report);
}
