/**
 * Dispatch: how the active units of a layer fill the columns of the array, for each system (docs/model.md section 3).
 * One pass loads up to `cols` units of one input channel; its cycles are slots * TWS, dense inside the pass.
 *   spikex-t  a row holds one neuron, its inactive windows compacted     sum_p ceil(a[c,p] / cols)
 *   spikex-s  columns filled across positions                            ceil(units[c] / cols)
 *   paper     spikex-t where the mean of a[c,p] over positions exceeds cols, else spikex-s; fc always spikex-t
 *   ptb       every batch of cols consecutive windows with any activity; serial = ptb with TWS 1 and one column
 *   serial-dense  every position at every step, nothing skipped: N * ceil(R*R / cols)
 *   ptb, packed   two channels of a batch share a pass where their windows do not overlap (packing.ts)
 * Unit `ic`: one input channel at a time, slots E*E. Unit `ntwu`: all channels as one, slots E*E*channels.
 * A stage is one SP-MB: a channel (conv), a block of inputs (fc), or the layer (ntwu). Silent stages are skipped.
 */
import type { ArchConfig, ArraySystem, DispatchMode, LayerSpec, SystemName } from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import type { PackingOptions } from './packing.ts';
import type { BatchCounts, UnitCounts } from './unit-counts.ts';

export interface DispatchPlan {
  readonly mode: DispatchMode;
  /** Kernel slots that one pass walks through. */
  readonly slots: number;
  /** Passes of each active stage, of one row tile. */
  readonly stagePasses: readonly number[];
  readonly passes: number;
  /** How often a row reads the weights of a channel: once per pass, per channel where two share one. */
  readonly weightReads: number;
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
  /** What a neuron keeps between windows: its potential; with filtered synapses also its current. */
  readonly stateVariables: number;
  /** (neuron, window) pairs that only an added map reaches, over all output channels. */
  readonly addedNtwu: number;
}

/** Time-serial systems and those with a machine of their own work step by step. */
export const hasWindows = (system: SystemName): boolean => system === 'spikex' || system === 'ptb';

/** The time window that a system works with. */
export const systemTws = (system: SystemName, tws: number): number => (hasWindows(system) ? tws : 1);

/** The columns that a system has. */
export const systemColumns = (system: SystemName, config: ArchConfig): number =>
  system === 'serial' ? 1 : config.array.cols;

/** Whether only weights of active channels are fetched. A dense array skips nothing, so it cannot tailor. */
export const isTailored = (system: SystemName, config: ArchConfig): boolean =>
  (system === 'spikex' || system === 'ptb' || system === 'serial') &&
  (config.tailoring ?? system === 'spikex');

/** Inputs of one SP-MB of an fc layer: as many as the local buffer holds weights of one row tile for. */
export function fcBlockInputs(config: ArchConfig, layer: LayerSpec): number {
  const { lbufWeightBytes, weightBytes } = capacities(config, layer);
  return Math.max(1, Math.floor(lbufWeightBytes / (config.array.rows * weightBytes)));
}

/** How batches of a system share passes; null = not at all. */
export function packingOf(
  system: ArraySystem,
  layer: LayerSpec,
  config: ArchConfig,
): Omit<PackingOptions, 'cols'> | null {
  const { packing: rule } = config.ptb;
  if (system !== 'ptb' || rule === 'none' || layer.kind === 'pool') return null;
  return { rule, group: layer.kind === 'fc' ? fcBlockInputs(config, layer) : layer.C };
}

export function planDispatch(
  system: ArraySystem,
  layer: LayerSpec,
  counts: UnitCounts,
  config: ArchConfig,
): DispatchPlan {
  const all = layerAsOne(system, layer, counts, config);
  const slots = layer.E * layer.E;
  if (config.dispatch.unit === 'ntwu' && layer.kind === 'conv') {
    const channels = isTailored(system, config) ? counts.activeChannels : layer.C;
    const stagePasses = all.passes > 0 ? [all.passes] : [];
    return finish(system, all, slots * channels, stagePasses, all);
  }
  const work = byChannel(system, layer, counts, config);
  const perStage = layer.kind === 'fc' ? fcBlockInputs(config, layer) : 1;
  const stagePasses: number[] = [];
  for (let first = 0; first < layer.C; first += perStage) {
    let passes = 0;
    for (let c = first; c < Math.min(layer.C, first + perStage); c++) passes += work.passesOf[c];
    if (passes > 0) stagePasses.push(passes);
  }
  return finish(system, work, slots, stagePasses, all);
}

/** Sums over channels, or of all channels as one. */
interface Work {
  readonly passes: number;
  readonly weightReads: number;
  readonly ownRowPasses: number;
  readonly units: number;
  readonly hopColumns: number;
  readonly temporalUnits: number;
}

function finish(
  system: ArraySystem,
  work: Work,
  slots: number,
  stagePasses: readonly number[],
  all: Work,
): DispatchPlan {
  const { passes, weightReads, ownRowPasses, units, hopColumns, temporalUnits } = work;
  const spikex: DispatchMode = temporalUnits * 2 > units ? 'spikex-t' : 'spikex-s';
  const mode = system === 'spikex' ? spikex : system;
  return {
    mode,
    slots,
    stagePasses,
    passes,
    weightReads,
    ownRowPasses,
    units,
    hopColumns,
    updatePasses: all.passes,
    temporalUnits,
    stateVariables: 1,
    addedNtwu: 0,
  };
}

/** All channels of a position as one unit: the NTWU. */
function layerAsOne(system: ArraySystem, layer: LayerSpec, counts: UnitCounts, config: ArchConfig): Work {
  if (system === 'serial-dense') return denseWork(layer, counts, config);
  const units = counts.ntwu;
  if (system !== 'spikex') {
    const { ntwu, lastNtwu } = batchesOf(system, counts);
    const hopColumns = batchColumns(counts, ntwu, lastNtwu);
    return { passes: ntwu, weightReads: ntwu, ownRowPasses: ntwu, units, hopColumns, temporalUnits: 0 };
  }
  const temporal = isTemporal(layer, units, config);
  const passes = temporal ? counts.ntwuTemporalPasses : Math.ceil(units / config.array.cols);
  return {
    passes,
    weightReads: passes,
    ownRowPasses: counts.ntwuTemporalPasses,
    units,
    hopColumns: units,
    temporalUnits: temporal ? units : 0,
  };
}

/** One channel (fc: input) at a time. */
function byChannel(
  system: ArraySystem,
  layer: LayerSpec,
  counts: UnitCounts,
  config: ArchConfig,
): Work & { readonly passesOf: Int32Array } {
  const units = sumOf(counts.units);
  if (system === 'serial-dense') {
    const one = denseWork(layer, counts, config);
    return {
      passes: one.passes * layer.C,
      weightReads: one.weightReads * layer.C,
      ownRowPasses: one.ownRowPasses * layer.C,
      units: one.units * layer.C,
      hopColumns: one.hopColumns * layer.C,
      temporalUnits: 0,
      passesOf: new Int32Array(layer.C).fill(one.passes),
    };
  }
  if (system !== 'spikex') {
    const batches = batchesOf(system, counts);
    const weightReads = sumOf(batches.byChannel);
    const passesOf = batches.packedByChannel ?? batches.byChannel;
    return {
      passes: sumOf(passesOf),
      weightReads,
      ownRowPasses: weightReads,
      units,
      hopColumns: batchColumns(counts, weightReads, sumOf(batches.lastByChannel)),
      temporalUnits: 0,
      passesOf,
    };
  }
  const passesOf = new Int32Array(layer.C);
  let temporalUnits = 0;
  for (let c = 0; c < layer.C; c++) {
    const own = counts.units[c];
    const temporal = isTemporal(layer, own, config);
    passesOf[c] = temporal ? counts.temporalPasses[c] : Math.ceil(own / config.array.cols);
    if (temporal) temporalUnits += own;
  }
  const ownRowPasses = sumOf(counts.temporalPasses);
  const passes = sumOf(passesOf);
  return { passes, weightReads: passes, ownRowPasses, units, hopColumns: units, temporalUnits, passesOf };
}

/** Every position at every step, whatever the input. */
function denseWork(layer: LayerSpec, counts: UnitCounts, config: ArchConfig): Work {
  const positions = layer.R * layer.R;
  const units = counts.windows * positions;
  const passes = counts.windows * Math.ceil(positions / config.array.cols);
  return { passes, weightReads: passes, ownRowPasses: units, units, hopColumns: units, temporalUnits: 0 };
}

/** The weight crosses the full width of each active batch, idle columns too; the last batch may be narrower. */
const batchColumns = (counts: UnitCounts, batches: number, last: number): number =>
  (batches - last) * counts.cols + last * counts.lastBatchWindows;

function batchesOf(system: ArraySystem, counts: UnitCounts): BatchCounts {
  if (!counts.batches) throw new Error(`planDispatch: batches were not measured, ${system} needs them`);
  return counts.batches;
}

/** SpikeX: whether so many units over all positions are dispatched by temporal density. */
export function isTemporal(layer: LayerSpec, units: number, config: ArchConfig): boolean {
  if (layer.kind === 'fc') return true;
  if (config.dispatch.mode === 'paper') return units / (layer.R * layer.R) > config.array.cols;
  return config.dispatch.mode === 'temporal';
}

function sumOf(values: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}
