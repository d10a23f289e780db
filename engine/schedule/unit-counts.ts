/**
 * What the spikes of one layer cause, as integers: tags, units U[c,p,w], NTWUs A[p,w], array passes of every
 * dispatch mode and gated accumulations (docs/model.md sections 2 and 3). One measurement per time window size and
 * number of columns serves all systems that share them. Counts of units and passes are per output channel.
 * Left out: anything that depends on bytes or on the energy table.
 */
import type { LayerSpec, SpikeTensor } from '../contract/index.ts';
import { activeRasterPixels, tagPlanes } from './bit-planes.ts';
import type { BitPlanes } from './bit-planes.ts';
import { packedPasses } from './packing.ts';
import type { PackingOptions } from './packing.ts';
import { activeWindows, coverage } from './receptive-field.ts';
import type { ActiveWindows } from './receptive-field.ts';
import type { Scratch } from './scratch.ts';

export interface MeasureOptions {
  /** Steps per window. */
  readonly tws: number;
  /** Columns of the array = windows per batch. */
  readonly cols: number;
  /** Windows per time block. */
  readonly tbWindows: number;
  /** Pixels (fc: inputs) of one block that moves from DRAM as a whole. */
  readonly rasterPixels: number;
  /** Whether batches of `cols` consecutive windows are asked for (PTB). */
  readonly batches: boolean;
  /** Null: every active batch has its own pass. Asks for `batches`. */
  readonly packing: Omit<PackingOptions, 'cols'> | null;
}

/** Batches of `cols` consecutive windows with any activity: what PTB runs. */
export interface BatchCounts {
  /** Active (input, batch) tags. */
  readonly tags: number;
  /** By channel (fc: by input), summed over positions; `last` = how many are the last batch of their neuron. */
  readonly byChannel: Int32Array;
  readonly lastByChannel: Int32Array;
  /** The same with all channels as one. */
  readonly ntwu: number;
  readonly lastNtwu: number;
  /** Passes by channel (fc: by input) when batches share passes; null where they do not. */
  readonly packedByChannel: Int32Array | null;
}

export interface UnitCounts {
  readonly tws: number;
  readonly cols: number;
  /** Windows N and time blocks per neuron. */
  readonly windows: number;
  readonly blocks: number;
  /** Windows of the last batch. */
  readonly lastBatchWindows: number;
  /** Input spikes. */
  readonly spikes: number;
  /** Accumulations of one output channel where the spike bit is 1. */
  readonly gatedAdds: number;
  /** Active (input, window) and (input, time block) tags. */
  readonly windowTags: number;
  readonly blockTags: number;
  /** Bits of the blocks that move from DRAM. */
  readonly rasterBits: number;
  /** Channels with any unit, positions with any NTWU, and (channel, position) pairs with any unit. */
  readonly activeChannels: number;
  readonly activePositions: number;
  readonly activePairs: number;
  /** Active (position, window) pairs by channel (fc: by input). */
  readonly units: Int32Array;
  /** Passes by channel when a row holds one neuron: sum over positions of ceil(active windows / cols). */
  readonly temporalPasses: Int32Array;
  /** Active (position, window) pairs over all channels: NTWUs of one output channel, and their temporal passes. */
  readonly ntwu: number;
  readonly ntwuTemporalPasses: number;
  /** Null unless asked for. */
  readonly batches: BatchCounts | null;
}

export function measureUnits(
  layer: LayerSpec,
  spikes: SpikeTensor,
  options: MeasureOptions,
  scratch: Scratch,
): UnitCounts {
  const { tws, cols, tbWindows } = options;
  const spikeCount = spikes.events.length;
  const windowPlanes = tagPlanes('windows', layer, spikes, tws, tbWindows, scratch);
  const coarse = (name: string, windows: number): BitPlanes =>
    windows === 1 ? windowPlanes : tagPlanes(name, layer, spikes, tws * windows, 1, scratch);
  const batchPlanes = options.batches ? coarse('batches', cols) : null;
  const active = activeWindows('windows', layer, windowPlanes, scratch);
  const { windows } = windowPlanes;
  return {
    tws,
    cols,
    windows,
    blocks: Math.ceil(windows / tbWindows),
    lastBatchWindows: windows - (Math.ceil(windows / cols) - 1) * cols,
    spikes: spikeCount,
    gatedAdds: layer.kind === 'conv' ? gatedAdds(layer, spikes) : spikeCount,
    windowTags: windowPlanes.tags,
    blockTags: windowPlanes.groupTags ?? coarse('blocks', tbWindows).tags,
    rasterBits: activeRasterPixels(layer, windowPlanes, options.rasterPixels) * spikes.timesteps,
    ...summary(active, layer.C, cols),
    batches: batchPlanes && {
      ...batchCounts(layer, batchPlanes, scratch),
      packedByChannel:
        options.packing && packedPasses(layer, windowPlanes, { ...options.packing, cols }, scratch),
    },
  };
}

function batchCounts(
  layer: LayerSpec,
  planes: BitPlanes,
  scratch: Scratch,
): Omit<BatchCounts, 'packedByChannel'> {
  const active = activeWindows('batches', layer, planes, scratch);
  const byChannel = new Int32Array(layer.C);
  for (let c = 0; c < layer.C; c++)
    byChannel[c] = sumOf(active.byUnit, c * active.positions, active.positions);
  return {
    tags: planes.tags,
    byChannel,
    lastByChannel: active.lastByChannel.slice(0, layer.C),
    ntwu: sumOf(active.anyChannel, 0, active.positions),
    lastNtwu: active.lastAny,
  };
}

/** Every spike is added once per output position whose field covers it. */
function gatedAdds(layer: LayerSpec, spikes: SpikeTensor): number {
  const cover = coverage(layer);
  let adds = 0;
  for (let y = 0, p = 0; y < layer.H; y++)
    for (let x = 0; x < layer.H; x++, p++) adds += (spikes.ptr[p + 1] - spikes.ptr[p]) * cover[y] * cover[x];
  return adds;
}

type Summary = Pick<
  UnitCounts,
  | 'activeChannels'
  | 'activePositions'
  | 'activePairs'
  | 'units'
  | 'temporalPasses'
  | 'ntwu'
  | 'ntwuTemporalPasses'
>;

function summary(active: ActiveWindows, channels: number, cols: number): Summary {
  const { positions, byUnit, anyChannel } = active;
  const units = new Int32Array(channels);
  const temporalPasses = new Int32Array(channels);
  let activeChannels = 0;
  let activePairs = 0;
  for (let c = 0, i = 0; c < channels; c++) {
    for (const end = i + positions; i < end; i++) {
      const count = byUnit[i];
      if (count === 0) continue;
      units[c] += count;
      temporalPasses[c] += Math.ceil(count / cols);
      activePairs++;
    }
    if (units[c] > 0) activeChannels++;
  }
  let activePositions = 0;
  let ntwu = 0;
  let ntwuTemporalPasses = 0;
  for (let p = 0; p < positions; p++) {
    ntwu += anyChannel[p];
    ntwuTemporalPasses += Math.ceil(anyChannel[p] / cols);
    if (anyChannel[p] > 0) activePositions++;
  }
  return { activeChannels, activePositions, activePairs, units, temporalPasses, ntwu, ntwuTemporalPasses };
}

function sumOf(values: Int32Array, first: number, length: number): number {
  let sum = 0;
  for (let i = first; i < first + length; i++) sum += values[i];
  return sum;
}
