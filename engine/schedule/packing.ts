/**
 * StSAP packing of PTB (HPCA 2022, after its public re-implementations): two channels whose windows of one position
 * and batch do not overlap share a pass, so every column works on at most one of them. At most two per pass. Cycles
 * fall; both weights are still read and travel, so no access is saved (docs/model.md section 12).
 *   adjacent   a channel joins the next active one, or stays alone
 *   first-fit  a channel joins the first later active one that fits and is free
 * An fc layer packs inputs of one SP-MB, as only those are in the local buffer together. A shared pass belongs to the
 * earlier channel. Left out: the wiring that lets a PE choose between two weights.
 */
import type { ArchConfig, LayerSpec } from '../contract/index.ts';
import { popCount } from '../math/bits.ts';
import type { BitPlanes } from './bit-planes.ts';
import { fieldRanges } from './receptive-field.ts';
import type { Scratch } from './scratch.ts';

export type Packing = ArchConfig['ptb']['packing'];

export interface PackingOptions {
  readonly rule: Exclude<Packing, 'none'>;
  /** Windows per batch = columns of the array. */
  readonly cols: number;
  /** Consecutive channels (fc: inputs) that may share passes. */
  readonly group: number;
}

/** Tags of the active channels of one position and batch, `words` words each. */
interface Rows {
  readonly channels: Int32Array;
  readonly tags: Int32Array;
  readonly words: number;
  count: number;
}

/** Passes by channel (fc: by input) over all positions and batches. */
export function packedPasses(
  layer: LayerSpec,
  planes: BitPlanes,
  options: PackingOptions,
  scratch: Scratch,
): Int32Array {
  const { rule, cols, group } = options;
  const passes = new Int32Array(layer.C);
  const words = Math.ceil(cols / 32);
  const fields = scratch.raw('packing.fields', layer.C * planes.words);
  const rows: Rows = {
    channels: scratch.raw('packing.channels', group),
    tags: scratch.raw('packing.tags', group * words),
    words,
    count: 0,
  };
  const isTaken = new Uint8Array(group);
  const ranges = fieldRanges(layer);
  for (let p = 0; p < layer.R * layer.R; p++) {
    fieldTags(layer, planes, ranges, p, fields);
    for (let first = 0; first < planes.windows; first += cols) {
      for (let c = 0; c < layer.C; c += group) {
        const end = Math.min(layer.C, c + group);
        activeRows(fields, planes, first, cols, c, end, rows);
        if (rule === 'adjacent') packAdjacent(rows, passes);
        else packFirstFit(rows, cols, isTaken, passes);
      }
    }
  }
  return passes;
}

/** Tags of all channels of one position: the OR over its field. */
function fieldTags(
  layer: LayerSpec,
  planes: BitPlanes,
  { from, to }: ReturnType<typeof fieldRanges>,
  position: number,
  fields: Int32Array,
): void {
  const { bits, words, channelStride } = planes;
  if (layer.kind === 'fc') {
    for (let i = 0; i < layer.C * words; i++) fields[i] = bits[i];
    return;
  }
  const { H, R } = layer;
  const row = Math.floor(position / R);
  const column = position % R;
  for (let c = 0, i = 0; c < layer.C; c++) {
    for (let word = 0; word < words; word++, i++) {
      const plane = c * channelStride + word * H * H;
      let tags = 0;
      for (let y = from[row]; y < to[row]; y++)
        for (let x = from[column]; x < to[column]; x++) tags |= bits[plane + y * H + x];
      fields[i] = tags;
    }
  }
}

/** The channels from..end with any tag in the batch that starts at window `first`. */
function activeRows(
  fields: Int32Array,
  planes: BitPlanes,
  first: number,
  cols: number,
  from: number,
  end: number,
  rows: Rows,
): void {
  rows.count = 0;
  for (let c = from; c < end; c++) {
    let any = 0;
    for (let word = 0; word < rows.words; word++) {
      const tags = bitsFrom(fields, c * planes.words, planes.words, first + word * 32, cols - word * 32);
      rows.tags[rows.count * rows.words + word] = tags;
      any |= tags;
    }
    if (any !== 0) rows.channels[rows.count++] = c;
  }
}

/** Up to 32 bits from bit `start` of the words at `place`; bits past the last word are 0. */
function bitsFrom(bits: Int32Array, place: number, words: number, start: number, count: number): number {
  const word = start >>> 5;
  const shift = start & 31;
  const low = word < words ? bits[place + word] >>> shift : 0;
  const high = shift > 0 && word + 1 < words ? bits[place + word + 1] << (32 - shift) : 0;
  return (low | high) & (count >= 32 ? -1 : (1 << count) - 1);
}

function packAdjacent(rows: Rows, passes: Int32Array): void {
  for (let i = 0; i < rows.count; i++) {
    passes[rows.channels[i]]++;
    if (i + 1 < rows.count && fits(rows, i, i + 1)) i++;
  }
}

function packFirstFit(rows: Rows, cols: number, isTaken: Uint8Array, passes: Int32Array): void {
  isTaken.fill(0, 0, rows.count);
  for (let i = 0; i < rows.count; i++) {
    if (isTaken[i] === 1) continue;
    passes[rows.channels[i]]++;
    if (isFull(rows, i, cols)) continue;
    for (let j = i + 1; j < rows.count; j++) {
      if (isTaken[j] === 1 || !fits(rows, i, j)) continue;
      isTaken[j] = 1;
      break;
    }
  }
}

function fits(rows: Rows, a: number, b: number): boolean {
  const { tags, words } = rows;
  for (let word = 0; word < words; word++)
    if ((tags[a * words + word] & tags[b * words + word]) !== 0) return false;
  return true;
}

/** Nothing fits beside a channel that is active in every column. */
function isFull(rows: Rows, row: number, cols: number): boolean {
  let active = 0;
  for (let word = 0; word < rows.words; word++) active += popCount(rows.tags[row * rows.words + word]);
  return active === cols;
}
