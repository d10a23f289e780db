/**
 * Receptive fields: which windows of an output position have any active input (OR over its E x E field), by channel
 * and over all channels. Units U[c,p,w] and NTWUs A[p,w] of docs/model.md section 2. The square field is separable,
 * so the lines of a field are ORed first, then its columns. Inputs off the map read 0.
 */
import { popCount } from '../math/bits.ts';
import type { LayerSpec } from '../contract/index.ts';
import type { BitPlanes } from './bit-planes.ts';
import type { Scratch } from './scratch.ts';

/** Active windows by (channel, position) and over channels; `last` = how many of them are the last window. */
export interface ActiveWindows {
  readonly positions: number;
  /** [channel * positions + position] */
  readonly byUnit: Int32Array;
  readonly lastByChannel: Int32Array;
  /** [position] */
  readonly anyChannel: Int32Array;
  readonly lastAny: number;
}

/** First and one past the last input of each output along one axis, clipped to the map. */
export function fieldRanges(layer: LayerSpec): { from: Int32Array; to: Int32Array } {
  const from = new Int32Array(layer.R);
  const to = new Int32Array(layer.R);
  for (let r = 0; r < layer.R; r++) {
    const start = r * layer.stride - layer.pad;
    from[r] = Math.min(layer.H, Math.max(0, start));
    to[r] = Math.max(from[r], Math.min(layer.H, start + layer.E));
  }
  return { from, to };
}

/** Outputs that each input reaches along one axis. */
export function coverage(layer: LayerSpec): Int32Array {
  const { from, to } = fieldRanges(layer);
  const cover = new Int32Array(layer.H);
  for (let r = 0; r < layer.R; r++) for (let i = from[r]; i < to[r]; i++) cover[i]++;
  return cover;
}

export function activeWindows(
  name: string,
  layer: LayerSpec,
  planes: BitPlanes,
  scratch: Scratch,
): ActiveWindows {
  const channels = layer.C;
  const positions = layer.R * layer.R;
  const byUnit = scratch.zeros(`${name}.byUnit`, channels * positions);
  const lastByChannel = scratch.zeros(`${name}.lastByChannel`, channels);
  const any = scratch.zeros(`${name}.any`, planes.words * positions);
  if (layer.kind === 'fc') inputsDirectly(channels, planes, byUnit, lastByChannel, any);
  else fieldsByLines(layer, planes, byUnit, lastByChannel, any, scratch);
  const anyChannel = scratch.zeros(`${name}.anyChannel`, positions);
  for (let word = 0; word < planes.words; word++)
    for (let p = 0; p < positions; p++) anyChannel[p] += popCount(any[word * positions + p]);
  const lastBit = (planes.windows - 1) & 31;
  let lastAny = 0;
  for (let p = 0; p < positions; p++) lastAny += (any[(planes.words - 1) * positions + p] >>> lastBit) & 1;
  return { positions, byUnit, lastByChannel, anyChannel, lastAny };
}

function inputsDirectly(
  inputs: number,
  planes: BitPlanes,
  byUnit: Int32Array,
  lastByChannel: Int32Array,
  any: Int32Array,
): void {
  const { bits, words } = planes;
  const lastBit = (planes.windows - 1) & 31;
  for (let input = 0, place = 0; input < inputs; input++) {
    for (let word = 0; word < words; word++, place++) {
      const tags = bits[place];
      if (tags === 0) continue;
      byUnit[input] += popCount(tags);
      any[word] |= tags;
      if (word === words - 1) lastByChannel[input] += (tags >>> lastBit) & 1;
    }
  }
}

function fieldsByLines(
  layer: LayerSpec,
  planes: BitPlanes,
  byUnit: Int32Array,
  lastByChannel: Int32Array,
  any: Int32Array,
  scratch: Scratch,
): void {
  const { H, R, C } = layer;
  const { words } = planes;
  const { from, to } = fieldRanges(layer);
  const line = scratch.raw('line', H);
  const lastBit = (planes.windows - 1) & 31;
  for (let c = 0; c < C; c++) {
    for (let word = 0; word < words; word++) {
      if (planes.active[c * words + word] === 0) continue;
      const plane = c * planes.channelStride + word * H * H;
      const last = word === words - 1;
      for (let y = 0; y < R; y++) {
        if (orLines(planes.bits, plane + from[y] * H, plane + to[y] * H, H, line) === 0) continue;
        for (let x = 0, p = y * R; x < R; x++, p++) {
          let tags = 0;
          for (let i = from[x], end = to[x]; i < end; i++) tags |= line[i];
          if (tags === 0) continue;
          byUnit[c * R * R + p] += popCount(tags);
          any[word * R * R + p] |= tags;
          if (last) lastByChannel[c] += (tags >>> lastBit) & 1;
        }
      }
    }
  }
}

/** ORs whole lines of the map into one; returns the OR of them all. */
function orLines(bits: Int32Array, first: number, end: number, H: number, line: Int32Array): number {
  let all = 0;
  for (let x = 0; x < H; x++) {
    let tags = 0;
    for (let place = first + x; place < end; place += H) tags |= bits[place];
    line[x] = tags;
    all |= tags;
  }
  return all;
}
