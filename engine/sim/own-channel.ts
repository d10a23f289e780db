/**
 * Work in which every output channel reads its own input channel only: pooling, and a map of spikes added with weight 1
 * (docs/model.md section 5.1). The columns feed all rows with the same spikes, so a channel occupies one row while the
 * others wait **[choice]**; the one weight is a constant of the PE, so none is moved. A stage is one channel.
 */
import type { ArchConfig, ArraySystem, LayerSpec } from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import { planDispatch } from '../schedule/dispatch.ts';
import type { DispatchPlan } from '../schedule/dispatch.ts';
import type { UnitCounts } from '../schedule/unit-counts.ts';
import { glbSpikeBits, outputBytes } from './access-counts.ts';
import type { AccessCounts } from './access-counts.ts';

/** What one row of the array works on: all input channels, one after another. */
export const rowOf = (layer: LayerSpec): LayerSpec => ({ ...layer, kind: 'conv', M: 1 });

/** A map added position by position. */
export const addedRow = (name: string, channels: number, side: number): LayerSpec =>
  rowOf({ name, kind: 'pool', H: side, R: side, E: 1, C: channels, M: channels, stride: 1, pad: 0 });

/** Passes of one row, each with a step for the update of its neurons: every unit is an NTWU of its own. */
export function planRow(
  system: ArraySystem,
  row: LayerSpec,
  units: UnitCounts,
  config: ArchConfig,
): DispatchPlan {
  const byChannel = { ...config, dispatch: { ...config.dispatch, unit: 'ic' as const } };
  const plan = planDispatch(system, row, units, byChannel);
  return { ...plan, updatePasses: plan.passes };
}

/** A pooling layer: what its spikes cost, the update of its neurons and its output. */
export function countPoolAccesses(
  system: ArraySystem,
  layer: LayerSpec,
  timesteps: number,
  units: UnitCounts,
  plan: DispatchPlan,
  config: ArchConfig,
): AccessCounts {
  const { psumBytes, glbSpikeBytes } = capacities(config);
  const read = countRowReads(system, rowOf(layer), timesteps, units, plan, config);
  const inputs = layer.C * layer.H * layer.H;
  const tagsWritten = (inputs * (units.windows + units.blocks)) / 8;
  const ntwu = plan.units;
  const output = outputBytes({ layer, units }, ntwu);
  const spilled = output > glbSpikeBytes ? output : 0;
  const updates = plan.stateVariables * ntwu;
  const { counts, loads } = read;
  return {
    ...read,
    counts: {
      ...counts,
      'ALU.alu': (counts['ALU.alu'] ?? 0) + updates * units.tws * config.alu.accumulate,
      'LBUF.spike': (counts['LBUF.spike'] ?? 0) + (2 * ntwu * units.tws) / 8,
      'LBUF.psum': 2 * psumBytes * updates,
      'GLB.spike': (counts['GLB.spike'] ?? 0) + tagsWritten + output + spilled,
      'DRAM.spike': (counts['DRAM.spike'] ?? 0) + spilled,
    },
    dramBytes: read.dramBytes + spilled,
    loads: { glb: loads.glb, dram: { ...loads.dram, byRow: spilled } },
  };
}

/** Spikes read through all levels, fed to one row and accumulated; no weight, no update, no output. */
export function countRowReads(
  system: ArraySystem,
  row: LayerSpec,
  timesteps: number,
  units: UnitCounts,
  plan: DispatchPlan,
  config: ArchConfig,
): AccessCounts {
  const inputs = row.C * row.H * row.H;
  const fromGlb = glbSpikeBits({ system, units }, inputs * timesteps) / 8;
  const tagsRead = (inputs * units.blocks + units.blockTags * config.tbWindows) / 8;
  const fromDram = units.rasterBits / 8;
  const fed = (plan.units * plan.slots * units.tws) / 8;
  return {
    counts: {
      'ALU.alu': units.gatedAdds * config.alu.accumulate,
      'RF.spike': 2 * fed,
      'LBUF.spike': fed + fromGlb,
      'GLB.spike': fromGlb + tagsRead + fromDram,
      'DRAM.spike': fromDram,
    },
    dramBytes: fromDram,
    glbBytes: fromGlb + tagsRead,
    loads: {
      glb: { byRow: 0, everyTile: fromGlb, first: tagsRead },
      dram: { byRow: 0, everyTile: 0, first: fromDram },
    },
    tailoredBytes: { GLB: 0, DRAM: 0 },
  };
}
