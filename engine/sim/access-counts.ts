/**
 * Bytes moved at every level of the memory hierarchy and accumulations, by what they are for (docs/model.md section
 * 5); reads and writes count alike. Bits are divided by 8 here and nowhere else, so counts are exact multiples of
 * 1/8 byte (of 1/8/batch for weights). Also the bytes that load the two memory interfaces, and what tailoring saved.
 * Left out: instruction and control traffic, ECC, refresh.
 */
import type { ArchConfig, Counters, LayerSpec, ArraySystem } from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import type { Capacities } from '../arch/arch.ts';
import { isTailored } from '../schedule/dispatch.ts';
import type { DispatchPlan } from '../schedule/dispatch.ts';
import type { UnitCounts } from '../schedule/unit-counts.ts';
import { parkedSums } from './parked-sums.ts';

export interface AccessCounts {
  readonly counts: Counters;
  /** Bytes over the DRAM interface and from the GLB to the local buffer. */
  readonly dramBytes: number;
  readonly glbBytes: number;
  /** The same bytes by when they move. */
  readonly loads: InterfaceLoads;
  /** Weight bytes of silent channels (of silent fields) that tailoring left where they were, as often as the others moved. */
  readonly tailoredBytes: { readonly GLB: number; readonly DRAM: number };
}

/** Bytes over one memory interface. */
export interface PhasedBytes {
  /** With each row tile, by its rows: weights, partial sums, output. */
  readonly byRow: number;
  /** The same with every row tile: spike words of the local buffer. */
  readonly everyTile: number;
  /** With the first row tile: what later ones find in place. */
  readonly first: number;
}

export interface InterfaceLoads {
  readonly glb: PhasedBytes;
  readonly dram: PhasedBytes;
}

interface Layout extends Capacities {
  readonly system: ArraySystem;
  readonly layer: LayerSpec;
  readonly units: UnitCounts;
  readonly config: ArchConfig;
  readonly rowTiles: number;
  /** Inputs (pixels of all channels). */
  readonly inputs: number;
  /** Bytes of the weights of one input channel. */
  readonly channelWeightBytes: number;
}

export function countAccesses(
  system: ArraySystem,
  layer: LayerSpec,
  timesteps: number,
  units: UnitCounts,
  plan: DispatchPlan,
  config: ArchConfig,
): AccessCounts {
  const caps = capacities(config, layer);
  const { M } = layer;
  const { tws } = units;
  const rowTiles = Math.ceil(M / config.array.rows);
  const inputs = layer.C * layer.H * layer.H;
  const channelWeightBytes = layer.E * layer.E * M * caps.weightBytes;
  const at: Layout = { ...caps, system, layer, units, config, rowTiles, inputs, channelWeightBytes };
  const dense = system === 'serial-dense';
  const ntwu = M * (dense ? units.windows * layer.R * layer.R : units.ntwu) + plan.addedNtwu;
  const occupied = plan.units * plan.slots * M;

  const tailored = isTailored(system, config);
  const weightFromGlb = glbWeightBytes(at, tailored);
  const spikesFromGlb = (glbSpikeBits(at, inputs * timesteps) / 8) * rowTiles;
  const tagsRead = (inputs * units.blocks + units.blockTags * config.tbWindows) / 8;
  const tagsWritten = (inputs * units.windows + inputs * units.blocks) / 8;
  const dram = dramTraffic(at, tailored ? units.activeChannels : layer.C);
  const output = outputBytes(at, ntwu);
  const spilled = output > caps.glbSpikeBytes ? output : 0;
  const parked = parkedSums(system, layer, units, plan, config);

  const counts: Counters = {
    'ALU.alu': (M * units.gatedAdds + plan.stateVariables * ntwu * tws) * config.alu.accumulate,
    'RF.weight': 2 * caps.weightBytes * M * plan.hopColumns * plan.slots,
    'RF.spike': (2 * occupied * tws) / 8,
    'LBUF.weight': plan.weightReads * plan.slots * M * caps.weightBytes + weightFromGlb,
    'LBUF.spike': (plan.units * plan.slots * tws * rowTiles) / 8 + spikesFromGlb + (2 * ntwu * tws) / 8,
    'LBUF.psum': 2 * caps.psumBytes * (tws * M * parked.revisits + plan.stateVariables * ntwu),
    'GLB.weight': weightFromGlb + dram.weights,
    'GLB.spike': spikesFromGlb + tagsRead + tagsWritten + dram.spikes + output + spilled,
    'DRAM.weight': dram.weights,
    'DRAM.spike': dram.spikes + spilled,
    ...(parked.glbBytes > 0 && { 'GLB.psum': parked.glbBytes + parked.dramBytes }),
    ...(parked.dramBytes > 0 && { 'DRAM.psum': parked.dramBytes }),
  };
  const glbByRow = weightFromGlb + parked.glbBytes;
  const dramByRow = dram.weights + spilled + parked.dramBytes;
  return {
    counts,
    dramBytes: dramByRow + dram.spikes,
    glbBytes: glbByRow + spikesFromGlb + tagsRead,
    loads: {
      glb: { byRow: glbByRow, everyTile: spikesFromGlb, first: tagsRead },
      dram: { byRow: dramByRow, everyTile: 0, first: dram.spikes },
    },
    tailoredBytes: {
      GLB: tailored ? glbWeightBytes(at, false) - weightFromGlb : 0,
      DRAM: tailored ? (layer.C - units.activeChannels) * channelWeightBytes * dram.weightMoves : 0,
    },
  };
}

/** Weights from GLB to local buffer. Without weight reuse across neurons a conv position fetches its own copy. */
function glbWeightBytes(at: Layout, tailored: boolean): number {
  const { system, layer, units, channelWeightBytes } = at;
  const all = layer.C * channelWeightBytes;
  if (system === 'serial-dense') {
    const tile = layer.C * layer.E * layer.E * Math.min(layer.M, at.config.array.rows) * at.weightBytes;
    return tile <= at.lbufWeightBytes ? all : all * units.windows;
  }
  if (system === 'spikex' || layer.kind === 'fc')
    return (tailored ? units.activeChannels : layer.C) * channelWeightBytes;
  return (tailored ? units.activePairs : layer.C * units.activePositions) * channelWeightBytes;
}

/** Spike bits from GLB to local buffer, once per row tile: active windows, whole active batches, or all. */
export function glbSpikeBits(at: Pick<Layout, 'system' | 'units'>, rawBits: number): number {
  const { system, units } = at;
  if (system === 'serial-dense') return rawBits;
  if (system === 'spikex') return Math.min(rawBits, units.windowTags * units.tws);
  if (!units.batches) throw new Error(`countAccesses: batches were not measured, ${system} needs them`);
  return Math.min(rawBits, units.batches.tags * units.cols * units.tws);
}

interface DramTraffic {
  readonly weights: number;
  readonly spikes: number;
  /** How often every weight is moved, divided by the batch that shares it. */
  readonly weightMoves: number;
}

/** Whichever does not fit its share of the GLB is moved again for each part of the other, the cheaper way round. */
function dramTraffic(at: Layout, channels: number): DramTraffic {
  const weights = channels * at.channelWeightBytes;
  const spikes = at.units.rasterBits / 8;
  const { batch } = at.config;
  const weightParts = Math.max(1, Math.ceil(weights / at.glbWeightBytes));
  const spikeParts = Math.max(1, Math.ceil(spikes / at.glbSpikeBytes));
  const once = { weights: weights / batch, spikes, weightMoves: 1 / batch };
  if (weightParts === 1 || spikeParts === 1) return once;
  const spikesAgain = { ...once, spikes: spikes * weightParts };
  const weightsAgain = { weights: (weights * spikeParts) / batch, spikes, weightMoves: spikeParts / batch };
  const isCheaper = spikesAgain.weights + spikesAgain.spikes <= weightsAgain.weights + weightsAgain.spikes;
  return isCheaper ? spikesAgain : weightsAgain;
}

/** Output spikes of the active windows and the tags of all output windows and time blocks. */
export function outputBytes(at: Pick<Layout, 'layer' | 'units'>, ntwu: number): number {
  const { layer, units } = at;
  const tags = layer.M * layer.R * layer.R * (units.windows + units.blocks);
  return (ntwu * units.tws + tags) / 8;
}
