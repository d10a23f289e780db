/**
 * What the memories move in the cycle-stepped reference, item by item: kernels and spike words into the local buffer,
 * SP-MBs from DRAM, tags read and formed. Bits for spikes and tags, bytes for weights.
 */
import type { ArchConfig, SystemName } from '../../contract/index.ts';
import { capacities } from '../../arch/arch.ts';
import { systemColumns } from '../../schedule/dispatch.ts';
import { spikeAt } from './dense-layer.ts';
import type { DenseSpikes, IntegerLayer } from './dense-layer.ts';
import type { PassPlan } from './passes.ts';

export function moveToLocalBuffer(
  system: SystemName,
  layer: IntegerLayer,
  spikes: DenseSpikes,
  plan: PassPlan,
  tws: number,
  config: ArchConfig,
  tailored: boolean,
): { weightBytes: number; spikeBits: number } {
  const { C, R, E, M, kind } = layer.spec;
  const { weightBytes, lbufWeightBytes } = capacities(config);
  const kernel = E * E * M * weightBytes;
  const positions = Array.from({ length: R * R }, (_, p) => p);
  const windows = Array.from({ length: plan.windows }, (_, w) => w);
  const channels = Array.from({ length: C }, (_, c) => c);
  const isActive = (c: number, p: number): boolean => windows.some((w) => plan.isActive(c, p, w));
  let kernels = 0;
  if (system === 'serial-dense') {
    const stays = C * E * E * Math.min(M, config.array.rows) * weightBytes <= lbufWeightBytes;
    kernels = C * (stays ? 1 : plan.windows);
  } else if (system === 'spikex' || kind === 'fc') {
    for (const c of channels) if (!tailored || positions.some((p) => isActive(c, p))) kernels++;
  } else {
    for (const p of positions) {
      if (!channels.some((c) => isActive(c, p))) continue;
      for (const c of channels) if (!tailored || isActive(c, p)) kernels++;
    }
  }
  const raw = spikes.values.length;
  if (system === 'serial-dense') return { weightBytes: kernels * kernel, spikeBits: raw };
  const word = system === 'spikex' ? 1 : systemColumns(system, config);
  const spikeBits = Math.min(raw, activeSpans(spikes, word * tws) * word * tws);
  return { weightBytes: kernels * kernel, spikeBits };
}

/** Tag bits: one per time block read, those of the windows of active blocks read, all of both formed. */
export function scanTags(spikes: DenseSpikes, tws: number, config: ArchConfig): number {
  const inputs = spikes.channels * spikes.side * spikes.side;
  const windows = Math.ceil(spikes.timesteps / tws);
  const blocks = Math.ceil(windows / config.tbWindows);
  const read = inputs * blocks + activeSpans(spikes, tws * config.tbWindows) * config.tbWindows;
  return read + inputs * (windows + blocks);
}

export function moveFromDram(
  layer: IntegerLayer,
  spikes: DenseSpikes,
  plan: PassPlan,
  config: ArchConfig,
  tailored: boolean,
): { weightBytes: number; spikeBits: number } {
  const { C, R, E, M, kind } = layer.spec;
  const { weightBytes, glbWeightBytes, glbSpikeBytes } = capacities(config);
  let weights = 0;
  for (let c = 0; c < C; c++) {
    const active = Array.from({ length: R * R * plan.windows }, (_, i) => i).some((i) =>
      plan.isActive(c, Math.floor(i / plan.windows), i % plan.windows),
    );
    if (!tailored || active) weights += E * E * M * weightBytes;
  }
  const pixelsPerBlock = Math.max(1, Math.floor((glbSpikeBytes * 8) / spikes.timesteps));
  const area = spikes.side * spikes.side;
  const rasters = kind === 'conv' ? C : 1;
  const span = kind === 'conv' ? area : C * area;
  let spikeBits = 0;
  for (let raster = 0; raster < rasters; raster++)
    for (let first = 0; first < span; first += pixelsPerBlock) {
      const pixels = Array.from(
        { length: Math.min(pixelsPerBlock, span - first) },
        (_, i) => raster * span + first + i,
      );
      if (pixels.some((pixel) => fires(spikes, pixel, 0, spikes.timesteps)))
        spikeBits += pixels.length * spikes.timesteps;
    }
  if (weights > glbWeightBytes && spikeBits / 8 > glbSpikeBytes)
    throw new Error('reference: weights and spikes both exceed the GLB; use a smaller layer');
  return { weightBytes: weights / config.batch, spikeBits };
}

/** Spans of `steps` time steps of one input that hold a spike. */
function activeSpans(spikes: DenseSpikes, steps: number): number {
  let active = 0;
  for (let input = 0; input < spikes.channels * spikes.side * spikes.side; input++)
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
