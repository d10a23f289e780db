/**
 * What the memories move in the cycle-stepped reference, input channel by input channel: kernels and spike words into
 * the local buffer, SP-MBs from DRAM, tags read. Bits for spikes and tags; a kernel is E^2 weights per output channel.
 */
import type { ArchConfig, ArraySystem } from '../../contract/index.ts';
import { capacities } from '../../arch/arch.ts';
import { isTailored, systemColumns } from '../../schedule/dispatch.ts';
import { spikeAt } from './dense-layer.ts';
import type { DenseSpikes, IntegerLayer } from './dense-layer.ts';
import type { PassPlan } from './passes.ts';

export interface ChannelMoves {
  /** Kernels from GLB to local buffer, all row tiles together making one. */
  readonly localKernels: number;
  /** Spike words from GLB to local buffer, once per row tile. */
  readonly localSpikeBits: number;
  /** Tags of all time blocks, and of the windows of active blocks. Once per layer. */
  readonly tagBits: number;
  /** Kernels from DRAM to GLB: one or none. */
  readonly dramKernels: number;
  /** Once per layer. */
  readonly dramSpikeBits: number;
}

export function channelMoves(
  system: ArraySystem,
  layer: IntegerLayer,
  spikes: DenseSpikes,
  plan: PassPlan,
  tws: number,
  config: ArchConfig,
): ChannelMoves[] {
  const activity = activityOf(layer, plan);
  const local = localKernels(system, layer, plan, activity, config);
  const tailored = isTailored(system, config);
  const words = spikeWords(system, spikes, tws, config);
  const dramSpikeBits = rasterBits(layer, spikes, config);
  const area = spikes.side * spikes.side;
  const blocks = Math.ceil(plan.windows / config.tbWindows);
  return Array.from({ length: layer.spec.C }, (_, c) => ({
    localKernels: local[c],
    localSpikeBits: words[c],
    tagBits: area * blocks + activeSpans(spikes, c, tws * config.tbWindows) * config.tbWindows,
    dramKernels: !tailored || activity[c].includes(true) ? 1 : 0,
    dramSpikeBits: dramSpikeBits[c],
  }));
}

const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** [channel][position]: the channel has a spike in the field. */
const activityOf = ({ spec }: IntegerLayer, plan: PassPlan): boolean[][] =>
  upTo(spec.C).map((c) =>
    upTo(spec.R ** 2).map((p) => upTo(plan.windows).some((w) => plan.isActive(c, p, w))),
  );

function localKernels(
  system: ArraySystem,
  { spec }: IntegerLayer,
  plan: PassPlan,
  activity: readonly (readonly boolean[])[],
  config: ArchConfig,
): number[] {
  const { C, E, M, kind } = spec;
  const { weightBytes, lbufWeightBytes } = capacities(config, spec);
  if (system === 'serial-dense') {
    const stays = C * E * E * Math.min(M, config.array.rows) * weightBytes <= lbufWeightBytes;
    return upTo(C).map(() => (stays ? 1 : plan.windows));
  }
  const tailored = isTailored(system, config);
  if (system === 'spikex' || kind === 'fc')
    return activity.map((fields) => (!tailored || fields.includes(true) ? 1 : 0));
  const inUse = activity[0].map((_, p) => activity.some((fields) => fields[p]));
  return activity.map((fields) => (tailored ? fields : inUse).filter(Boolean).length);
}

/** Spike bits of each channel; all together never more than the raw map, which is moved instead. */
function spikeWords(system: ArraySystem, spikes: DenseSpikes, tws: number, config: ArchConfig): number[] {
  const raw = spikes.side * spikes.side * spikes.timesteps;
  const channels = upTo(spikes.channels);
  if (system === 'serial-dense') return channels.map(() => raw);
  const steps = (system === 'spikex' ? 1 : systemColumns(system, config)) * tws;
  const words = channels.map((c) => activeSpans(spikes, c, steps) * steps);
  return total(words) <= raw * spikes.channels ? words : channels.map(() => raw);
}

/** Bits of the active raster blocks from DRAM, by channel. */
function rasterBits({ spec }: IntegerLayer, spikes: DenseSpikes, config: ArchConfig): number[] {
  const pixelsPerBlock = Math.max(1, Math.floor((capacities(config).glbSpikeBytes * 8) / spikes.timesteps));
  const area = spikes.side * spikes.side;
  const rasters = spec.kind === 'conv' ? spec.C : 1;
  const span = (spec.C * area) / rasters;
  const bits = upTo(spec.C).map(() => 0);
  for (let raster = 0; raster < rasters; raster++)
    for (let first = 0; first < span; first += pixelsPerBlock) {
      const pixels = upTo(Math.min(pixelsPerBlock, span - first)).map((i) => raster * span + first + i);
      if (!pixels.some((pixel) => fires(spikes, pixel, 0, spikes.timesteps))) continue;
      for (const pixel of pixels) bits[Math.floor(pixel / area)] += spikes.timesteps;
    }
  return bits;
}

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Spans of `steps` time steps of one input of the channel that hold a spike. */
function activeSpans(spikes: DenseSpikes, channel: number, steps: number): number {
  const area = spikes.side * spikes.side;
  let active = 0;
  for (let input = channel * area; input < (channel + 1) * area; input++)
    for (let t = 0; t < spikes.timesteps; t += steps) if (fires(spikes, input, t, t + steps)) active++;
  return active;
}

function fires(spikes: DenseSpikes, input: number, from: number, to: number): boolean {
  const area = spikes.side * spikes.side;
  const c = Math.floor(input / area);
  const y = Math.floor((input % area) / spikes.side);
  for (let t = from; t < Math.min(to, spikes.timesteps); t++)
    if (spikeAt(spikes, t, c, y, input % spikes.side)) return true;
  return false;
}
