/**
 * Dispatch: how the active units of a layer fill the columns of the array, for each system (docs/model.md section 3).
 * One pass loads up to `cols` units of one input channel; its cycles are slots * TWS, dense inside the pass.
 *   spikex-t  a row holds one neuron, its inactive windows compacted     sum_p ceil(a[c,p] / cols)
 *   spikex-s  columns filled across positions                            ceil(units[c] / cols)
 *   paper     spikex-t where the mean of a[c,p] over positions exceeds cols, else spikex-s; fc always spikex-t
 *   ptb       every batch of cols consecutive windows with any activity; serial = ptb with TWS 1 and one column
 *   serial-dense  every position at every step, nothing skipped: N * ceil(R*R / cols)
 * Unit `ic`: one input channel at a time, slots E*E. Unit `ntwu`: all channels as one, slots E*E*channels.
 * A stage is one SP-MB: a channel (conv), a block of inputs (fc), or the layer (ntwu). Silent stages are skipped.
 */
import type { ArchConfig, DispatchMode, LayerSpec, SystemName } from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import type { UnitCounts } from './unit-counts.ts';

export interface DispatchPlan {
  readonly mode: DispatchMode;
  /** Kernel slots that one pass walks through. */
  readonly slots: number;
  /** Passes of each active stage, of one row tile. */
  readonly stagePasses: readonly number[];
  readonly passes: number;
  /** Passes that the same units need when a row holds one neuron only. */
  readonly ownRowPasses: number;
  /** Occupied columns over all passes. */
  readonly units: number;
  /** Columns that a weight travels past, summed over passes. */
  readonly hopColumns: number;
  /** Passes of the neuron update: all channels as one. */
  readonly updatePasses: number;
  /** Units dispatched by temporal density (SpikeX). */
  readonly temporalUnits: number;
}

/** The time window that a system works with. */
export const systemTws = (system: SystemName, tws: number): number =>
  system === 'serial' || system === 'serial-dense' ? 1 : tws;

/** The columns that a system has. */
export const systemColumns = (system: SystemName, config: ArchConfig): number =>
  system === 'serial' ? 1 : config.array.cols;

/** Whether only weights of active channels are fetched. The dense array skips nothing, so it cannot tailor. */
export const isTailored = (system: SystemName, config: ArchConfig): boolean =>
  system !== 'serial-dense' && (config.tailoring ?? system === 'spikex');

/** Inputs of one SP-MB of an fc layer: as many as the local buffer holds weights of one row tile for. */
export function fcBlockInputs(config: ArchConfig): number {
  const { lbufWeightBytes, weightBytes } = capacities(config);
  return Math.max(1, Math.floor(lbufWeightBytes / (config.array.rows * weightBytes)));
}

/** Passes and travelled columns of one group of units (a channel, an input, or all channels as one). */
interface GroupWork {
  readonly units: number;
  readonly passes: number;
  readonly ownRowPasses: number;
  readonly hopColumns: number;
  readonly temporal: boolean;
}

export function planDispatch(
  system: SystemName,
  layer: LayerSpec,
  counts: UnitCounts,
  config: ArchConfig,
): DispatchPlan {
  const whole = config.dispatch.unit === 'ntwu' && layer.kind === 'conv';
  const groupOf = groupWork(system, layer, counts, config);
  const all = groupOf(-1);
  const tailored = isTailored(system, config);
  const slotsPerChannel = layer.E * layer.E;
  const stagePasses: number[] = [];
  const sum = { passes: 0, ownRowPasses: 0, units: 0, hopColumns: 0, temporalUnits: 0 };
  const add = (work: GroupWork): void => {
    sum.passes += work.passes;
    sum.ownRowPasses += work.ownRowPasses;
    sum.units += work.units;
    sum.hopColumns += work.hopColumns;
    if (work.temporal) sum.temporalUnits += work.units;
  };
  if (whole) {
    add(all);
    if (all.passes > 0) stagePasses.push(all.passes);
  } else {
    const perStage = layer.kind === 'fc' ? fcBlockInputs(config) : 1;
    for (let first = 0; first < layer.C; first += perStage) {
      const before = sum.passes;
      for (let c = first; c < Math.min(layer.C, first + perStage); c++) add(groupOf(c));
      if (sum.passes > before) stagePasses.push(sum.passes - before);
    }
  }
  return {
    ...sum,
    mode: modeOf(system, sum.temporalUnits * 2 > sum.units),
    slots: whole ? slotsPerChannel * (tailored ? counts.activeChannels : layer.C) : slotsPerChannel,
    stagePasses,
    updatePasses: all.passes,
  };
}

function modeOf(system: SystemName, mostlyTemporal: boolean): DispatchMode {
  if (system !== 'spikex') return system;
  return mostlyTemporal ? 'spikex-t' : 'spikex-s';
}

/** Work of channel c, or of all channels as one for c = -1. */
function groupWork(
  system: SystemName,
  layer: LayerSpec,
  counts: UnitCounts,
  config: ArchConfig,
): (c: number) => GroupWork {
  const cols = systemColumns(system, config);
  const positions = layer.R * layer.R;
  if (system === 'serial-dense') {
    const units = counts.windows * positions;
    const passes = counts.windows * Math.ceil(positions / cols);
    const dense = { units, passes, ownRowPasses: units, hopColumns: units, temporal: false };
    return () => dense;
  }
  if (system === 'spikex') {
    return (c) => {
      const units = c < 0 ? counts.ntwu : counts.units[c];
      const ownRowPasses = c < 0 ? counts.ntwuTemporalPasses : counts.temporalPasses[c];
      const temporal = layer.kind === 'fc' || isTemporal(config, units / positions);
      const passes = temporal ? ownRowPasses : Math.ceil(units / cols);
      return { units, passes, ownRowPasses, hopColumns: units, temporal };
    };
  }
  const { batches } = counts;
  if (!batches) throw new Error(`planDispatch: batches were not measured, ${system} needs them`);
  return (c) => {
    const passes = c < 0 ? batches.ntwu : batches.byChannel[c];
    const last = c < 0 ? batches.lastNtwu : batches.lastByChannel[c];
    const units = c < 0 ? counts.ntwu : counts.units[c];
    const hopColumns = (passes - last) * cols + last * counts.lastBatchWindows;
    return { units, passes, ownRowPasses: passes, hopColumns, temporal: false };
  };
}

function isTemporal(config: ArchConfig, meanWindowsPerNeuron: number): boolean {
  if (config.dispatch.mode === 'paper') return meanWindowsPerNeuron > config.array.cols;
  return config.dispatch.mode === 'temporal';
}
