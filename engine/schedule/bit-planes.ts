/**
 * Activity tags of a layer's inputs as bits: one bit per (input, window), 32 windows to a word. A conv layer keeps
 * one plane of words per (channel, word) so that receptive fields are ORs of whole rows; an fc layer keeps the words
 * of one input side by side. The same structure holds tags of time windows, of batches of windows and of time
 * blocks; only the number of steps per bit differs.
 */
import type { LayerSpec, SpikeTensor } from '../contract/index.ts';
import { filledFields, popCount, topBits } from '../math/bits.ts';
import type { Scratch } from './scratch.ts';
import { windowCount } from './time-windows.ts';

export interface BitPlanes {
  /** Windows (bits) per input and words per input. */
  readonly windows: number;
  readonly words: number;
  readonly bits: Int32Array;
  /** Words in use. */
  readonly length: number;
  /** Set bits: active tags. */
  readonly tags: number;
  /** Active groups of `group` consecutive windows; null where the group does not divide a word of 32. */
  readonly groupTags: number | null;
  /** For step t: where its word's plane starts, and the bit in it. */
  readonly offsetOf: Int32Array;
  readonly bitOf: Int32Array;
  readonly channelStride: number;
  readonly positionStride: number;
  /** 1 where plane channel * words + word holds any bit (conv only). */
  readonly active: Int32Array;
}

/** Tags of all inputs with `steps` time steps to a bit, and how many groups of `group` bits are active. */
export function tagPlanes(
  name: string,
  layer: LayerSpec,
  spikes: SpikeTensor,
  steps: number,
  group: number,
  scratch: Scratch,
): BitPlanes {
  const { channels, timesteps } = spikes;
  const positions = spikes.height * spikes.width;
  const windows = windowCount(timesteps, steps);
  const words = Math.ceil(windows / 32);
  const conv = layer.kind === 'conv';
  const wordStride = conv ? positions : 1;
  const offsetOf = scratch.raw(`${name}.offsetOf`, timesteps);
  const bitOf = scratch.raw(`${name}.bitOf`, timesteps);
  for (let t = 0, w = 0; t < timesteps; w++) {
    for (const end = Math.min(timesteps, t + steps); t < end; t++) {
      offsetOf[t] = (w >>> 5) * wordStride;
      bitOf[t] = 1 << (w & 31);
    }
  }
  const length = channels * positions * words;
  const planes: MarkedPlanes = {
    windows,
    words,
    bits: scratch.zeros(`${name}.bits`, length),
    length,
    offsetOf,
    bitOf,
    channelStride: positions * words,
    positionStride: conv ? 1 : words,
    active: scratch.raw(`${name}.active`, channels * words),
  };
  markSpikes(spikes, planes);
  return { ...planes, ...countTags(planes, conv, group) };
}

type MarkedPlanes = Omit<BitPlanes, 'tags' | 'groupTags'>;

/** One pass over the spikes without a branch: the planes are counted and scanned afterwards. */
function markSpikes(spikes: SpikeTensor, planes: MarkedPlanes): void {
  const { ptr, events } = spikes;
  const { bits, offsetOf, bitOf, channelStride, positionStride } = planes;
  const positions = spikes.height * spikes.width;
  for (let p = 0; p < positions; p++) {
    const base = p * positionStride;
    for (let i = ptr[p], end = ptr[p + 1]; i < end; i++) {
      const event = events[i];
      const t = event >>> 16;
      bits[base + Math.imul(event & 0xffff, channelStride) + offsetOf[t]] |= bitOf[t];
    }
  }
}

/** Counts bits and groups, and notes which planes hold any. */
function countTags(
  planes: MarkedPlanes,
  conv: boolean,
  group: number,
): Pick<BitPlanes, 'tags' | 'groupTags'> {
  const { bits, length, active } = planes;
  const plane = conv ? planes.channelStride / planes.words : length;
  const aligned = 32 % group === 0;
  const tops = aligned ? topBits(group) : 0;
  let tags = 0;
  let groupTags = 0;
  for (let start = 0, i = 0; start < length; start += plane, i++) {
    const before = tags;
    for (let place = start; place < start + plane; place++) {
      const word = bits[place];
      if (word === 0) continue;
      tags += popCount(word);
      groupTags += filledFields(word, tops);
    }
    active[i] = tags > before ? 1 : 0;
  }
  return { tags, groupTags: aligned ? groupTags : null };
}

/**
 * Pixels (fc: inputs) of the blocks that hold any spike, where a block is `pixels` consecutive ones in raster order
 * of one channel (fc: of all inputs).
 */
export function activeRasterPixels(layer: LayerSpec, planes: BitPlanes, pixels: number): number {
  const conv = layer.kind === 'conv';
  const span = conv ? layer.H * layer.H : layer.C;
  const rows = conv ? layer.C : 1;
  const { bits, words } = planes;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    for (let first = 0; first < span; first += pixels) {
      const count = Math.min(pixels, span - first);
      if (conv) {
        let any = 0;
        for (let word = 0; word < words && any === 0; word++)
          any = orOf(bits, (row * words + word) * span + first, count);
        if (any !== 0) sum += count;
      } else if (orOf(bits, first * words, count * words) !== 0) sum += count;
    }
  }
  return sum;
}

/** Ends at the first word that holds a bit. */
function orOf(bits: Int32Array, first: number, count: number): number {
  for (let i = first; i < first + count; i++) if (bits[i] !== 0) return bits[i];
  return 0;
}
