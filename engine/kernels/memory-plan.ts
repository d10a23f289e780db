/**
 * Where everything of a network lies in a worker's linear memory. Event lists are sized for the worst case (every
 * neuron, padding included, at every step), so no pass can overrun them. Byte addresses, each aligned to 64 bytes.
 */
import type { LayerGeometry, NetworkGeometry } from './geometry.ts';
import { countPairs } from './pair-tables.ts';
import { LAYER_BLOCK_BYTES } from './layer-block.ts';
import { groupOf } from './parameters.ts';

export interface LayerPlaces {
  readonly block: number;
  readonly pairsOutPtr: number;
  readonly pairsOut: number;
  readonly pairsInPtr: number;
  readonly pairsIn: number;
  readonly delta: number;
  readonly outPtr: number;
  readonly outEvents: number;
  readonly activePtr: number;
  readonly activeEvents: number;
  readonly activeSlopes: number;
  readonly masks: number;
  /** Potentials of all steps, where leak or threshold is learned; else 0. */
  readonly potentials: number;
  /** Window sizes and their gradients. */
  readonly windows: number;
}

export interface MemoryPlan {
  readonly weights: number;
  readonly weightGrad: number;
  readonly inPtr: number;
  readonly inEvents: number;
  /** Scratch of the general neurons: a trace or two states per padded channel; one event. */
  readonly state: number;
  readonly code: number;
  readonly tile: number;
  readonly silence: number;
  readonly lastWindow: number;
  readonly lossGrad: number;
  /** u8 per output of the widest layer: kept by dropout. */
  readonly keep: number;
  readonly layers: readonly LayerPlaces[];
  /** First byte behind everything. */
  readonly end: number;
}

/** Window sizes of one layer at most. */
export const MOST_WINDOW_SIZES = 16;

const ALIGNMENT = 64;
/** Branch-free emission stores whole vectors: up to 12 bytes past the end of a list. */
const SLACK = 64;

export function planMemory(geometry: NetworkGeometry, base: number): MemoryPlan {
  let end = base;
  const place = (bytes: number): number => {
    const at = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    end = at + bytes + SLACK;
    return at;
  };
  const { timesteps: T, layers } = geometry;
  const inputs = geometry.inputWidth * geometry.inputHeight;
  const largest = (size: (layer: LayerGeometry) => number) => Math.max(...layers.map(size));
  const places = layers.map((layer): LayerPlaces => {
    const pairs = countPairs(layer);
    const tiles = layer.positions * layer.chunks;
    const emitted = tiles * layer.width * T * 4;
    return {
      block: place(LAYER_BLOCK_BYTES),
      pairsOutPtr: place((layer.positions + 1) * 4),
      pairsOut: place(pairs * 8),
      pairsInPtr: place((layer.inWidth * layer.inHeight + 1) * 4),
      pairsIn: place(pairs * layer.chunks * 8),
      delta: layer === layers[0] ? 0 : place(tiles * T * layer.width * 4),
      outPtr: place((layer.positions + 1) * 4),
      outEvents: place(emitted),
      activePtr: place((tiles + 1) * 4),
      activeEvents: place(emitted),
      activeSlopes: place(emitted),
      masks: place(tiles * T * 8),
      potentials: groupOf(layer, 'neuron') ? place(tiles * T * layer.width * 4) : 0,
      windows: place(MOST_WINDOW_SIZES * 8),
    };
  });
  return {
    layers: places,
    weights: place(geometry.packedLength * 4),
    weightGrad: place(geometry.packedLength * 4),
    inPtr: place((inputs + 1) * 4),
    inEvents: place(inputs * geometry.inputChannels * T * 4),
    state: place(largest(paddedOutputs) * 8),
    code: place(4),
    tile: place(
      largest((layer) => T * (groupOf(layer, 'recurrent') ? paddedOutputs(layer) : layer.width)) * 4,
    ),
    silence: place(T * 8),
    lastWindow: place(largest(paddedOutputs) * 2),
    keep: place(largest((layer) => layer.positions * paddedOutputs(layer))),
    lossGrad: place(T * paddedOutputs(layers[layers.length - 1]) * 4),
    end,
  };
}

function paddedOutputs(layer: LayerGeometry): number {
  return layer.width * layer.chunks;
}
