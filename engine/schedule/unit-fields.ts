/**
 * The units U[c,p,w] of docs/model.md section 2 themselves, not only their number: for every input channel and output
 * position the windows in which its receptive field holds a spike, as bits. The trace of a schedule is read from them.
 */
import type { LayerSpec } from '../contract/index.ts';
import { popCount } from '../math/bits.ts';
import type { BitPlanes } from './bit-planes.ts';
import { fieldRanges } from './receptive-field.ts';

export interface UnitFields {
  readonly channels: number;
  readonly positions: number;
  readonly windows: number;
  /** Words of 32 windows. */
  readonly words: number;
  /** [(channel * positions + position) * words + word] */
  readonly bits: Int32Array;
}

/** Words that `unitFields` needs for a layer of so many windows. */
export const fieldWords = (layer: LayerSpec, windows: number): number =>
  layer.C * layer.R * layer.R * Math.ceil(windows / 32);

/** planes: of one window per bit. The result shares no memory with them. */
export function unitFields(layer: LayerSpec, planes: BitPlanes): UnitFields {
  const { windows, words } = planes;
  const positions = layer.kind === 'fc' ? 1 : layer.R * layer.R;
  const bits = new Int32Array(layer.C * positions * words);
  if (layer.kind === 'fc') bits.set(planes.bits.subarray(0, bits.length));
  else orFields(layer, planes, bits);
  return { channels: layer.C, positions, windows, words, bits };
}

/** Lines of a field are ORed first, then its columns. */
function orFields({ H, R, C, ...layer }: LayerSpec, planes: BitPlanes, bits: Int32Array): void {
  const { words, channelStride } = planes;
  const { from, to } = fieldRanges({ H, R, C, ...layer });
  const line = new Int32Array(H);
  for (let c = 0; c < C; c++)
    for (let word = 0; word < words; word++) {
      const plane = c * channelStride + word * H * H;
      for (let y = 0; y < R; y++) {
        line.fill(0);
        for (let row = from[y]; row < to[y]; row++)
          for (let x = 0; x < H; x++) line[x] |= planes.bits[plane + row * H + x];
        for (let x = 0; x < R; x++) {
          let tags = 0;
          for (let i = from[x]; i < to[x]; i++) tags |= line[i];
          bits[((c * R + y) * R + x) * words + word] = tags;
        }
      }
    }
}

/** All channels as one: the NTWUs. */
export function anyChannel({ bits, channels, ...fields }: UnitFields): UnitFields {
  const span = fields.positions * fields.words;
  const any = new Int32Array(span);
  for (let c = 0, i = 0; c < channels; c++) for (let at = 0; at < span; at++, i++) any[at] |= bits[i];
  return { ...fields, channels: 1, bits: any };
}

/** Units of one channel. */
export function unitsOf({ bits, positions, words }: UnitFields, channel: number): number {
  const span = positions * words;
  let count = 0;
  for (let i = channel * span; i < (channel + 1) * span; i++) count += popCount(bits[i]);
  return count;
}

/** Whether the channel has a spike in the field of a position at any time. */
export function isActiveAt(
  { bits, positions, words }: UnitFields,
  channel: number,
  position: number,
): boolean {
  const first = (channel * positions + position) * words;
  for (let word = 0; word < words; word++) if (bits[first + word] !== 0) return true;
  return false;
}
