/**
 * Activity tags of a layer's inputs as bits: one bit per (input, window), 32 windows to a word. A conv layer keeps
 * one plane of words per (channel, word) so that receptive fields are ORs of whole rows; an fc layer keeps the words
 * of one input side by side. The same structure holds tags of time windows, of batches of windows and of time
 * blocks; only the number of steps per bit differs.
 */
import type { LayerSpec, SpikeTensor } from '../contract/index.ts';
import type { Scratch } from './scratch.ts';

export interface BitPlanes {
  /** Windows (bits) per input and words per input. */
  readonly windows: number;
  readonly words: number;
  readonly bits: Int32Array;
  /** For step t: which word, where that word's plane starts, and the bit in it. */
  readonly wordOf: Int32Array;
  readonly offsetOf: Int32Array;
  readonly bitOf: Int32Array;
  readonly channelStride: number;
  readonly positionStride: number;
  /** 1 where plane channel * words + word holds any bit (conv only). */
  readonly active: Int32Array;
}

export function openPlanes(
  name: string,
  layer: LayerSpec,
  spikes: SpikeTensor,
  steps: number,
  scratch: Scratch,
): BitPlanes {
  const { channels, timesteps } = spikes;
  const positions = spikes.height * spikes.width;
  const windows = Math.ceil(timesteps / steps);
  const words = Math.ceil(windows / 32);
  const conv = layer.kind === 'conv';
  const wordStride = conv ? positions : 1;
  const wordOf = scratch.raw(`${name}.wordOf`, timesteps);
  const offsetOf = scratch.raw(`${name}.offsetOf`, timesteps);
  const bitOf = scratch.raw(`${name}.bitOf`, timesteps);
  for (let t = 0, w = 0; t < timesteps; w++) {
    for (const end = Math.min(timesteps, t + steps); t < end; t++) {
      wordOf[t] = w >>> 5;
      offsetOf[t] = (w >>> 5) * wordStride;
      bitOf[t] = 1 << (w & 31);
    }
  }
  return {
    windows,
    words,
    bits: scratch.zeros(`${name}.bits`, channels * positions * words),
    wordOf,
    offsetOf,
    bitOf,
    channelStride: positions * words,
    positionStride: conv ? 1 : words,
    active: scratch.zeros(`${name}.active`, channels * words),
  };
}

export interface TagCounts {
  /** Bits set at each grain. */
  readonly windows: number;
  readonly batches: number;
  readonly blocks: number;
}

/** Blocks of pixels (fc: inputs) that move from DRAM as a whole; marked with 1 where any spike falls. */
export interface RasterMarks {
  readonly marks: Int32Array;
  readonly pixels: number;
  readonly perChannel: number;
}

/** Marks every spike in all grains. `batches` is null when nobody asks, and may be one of the other planes. */
export function markSpikes(
  spikes: SpikeTensor,
  conv: boolean,
  windows: BitPlanes,
  batches: BitPlanes | null,
  blocks: BitPlanes,
  raster: RasterMarks,
): TagCounts {
  const { ptr, events } = spikes;
  const positions = spikes.height * spikes.width;
  const separate = batches === windows || batches === blocks ? null : batches;
  let windowTags = 0;
  let batchTags = 0;
  let blockTags = 0;
  for (let p = 0; p < positions; p++) {
    for (let i = ptr[p], end = ptr[p + 1]; i < end; i++) {
      const t = events[i] >>> 16;
      const c = events[i] & 0xffff;
      if (!mark(windows, p, c, t)) continue;
      windowTags++;
      if (separate !== null && mark(separate, p, c, t)) batchTags++;
      if (!mark(blocks, p, c, t)) continue;
      blockTags++;
      const place = conv
        ? c * raster.perChannel + Math.floor(p / raster.pixels)
        : rasterOfInput(c * positions + p, raster);
      raster.marks[place] = 1;
    }
  }
  return {
    windows: windowTags,
    batches: separate ? batchTags : batches === windows ? windowTags : blockTags,
    blocks: blockTags,
  };
}

const rasterOfInput = (input: number, raster: RasterMarks): number => Math.floor(input / raster.pixels);

/** Whether the bit was not set before. */
function mark(planes: BitPlanes, p: number, c: number, t: number): boolean {
  const place = p * planes.positionStride + c * planes.channelStride + planes.offsetOf[t];
  const bit = planes.bitOf[t];
  const word = planes.bits[place];
  if (word & bit) return false;
  planes.bits[place] = word | bit;
  planes.active[c * planes.words + planes.wordOf[t]] = 1;
  return true;
}
