/**
 * Event-driven Affine, Linear, Conv1d and Conv2d: each element that comes in adds its weights to the sums of the outputs
 * that it reaches. Weights lie as [kernel tap][input channel][output channel of the group], so that one element adds
 * contiguous runs. Bias is not added here; it is part of what the receiving node gets in every step.
 */
import { convAxis, type Sliding } from '../exchange/nir/extents.ts';
import type { NirAffine, NirConv } from '../exchange/nir/graph.ts';
import type { Shape } from '../exchange/nir/shapes.ts';
import type { Arena } from './arena.ts';
import type { Current } from './current.ts';

/** Taps of input position p: [ptr[p] .. ptr[p + 1]), each an output position and a kernel index. */
export interface Taps {
  readonly ptr: Int32Array;
  readonly pairs: Int32Array;
}

export interface Scatter extends Taps {
  readonly inChannels: number;
  readonly groups: number;
  /** Output channels per group. */
  readonly width: number;
  readonly weights: Float64Array;
}

export function affineScatter({ weight }: NirAffine): Scatter {
  const [outputs, inputs] = weight.shape;
  const weights = new Float64Array(outputs * inputs);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++) weights[i * outputs + o] = weight.values[o * inputs + i];
  return {
    inChannels: inputs,
    groups: 1,
    width: outputs,
    weights,
    ptr: Int32Array.of(0, 1),
    pairs: Int32Array.of(0, 0),
  };
}

export function convScatter(conv: NirConv, input: Shape): Scatter {
  const [outputs, groupChannels] = conv.weight.shape;
  const extents = input.slice(1);
  const axes = extents.map((n, axis) => convAxis(conv, axis, n));
  const [rows, cols] = axes.length === 2 ? axes : [SINGLE, axes[0]];
  const taps = tapsOf(rows, cols);
  const kernels = rows.kernel * cols.kernel;
  const width = outputs / conv.groups;
  const weights = new Float64Array(kernels * groupChannels * outputs);
  for (let o = 0; o < outputs; o++)
    for (let c = 0; c < groupChannels; c++)
      for (let k = 0; k < kernels; k++) {
        const group = Math.floor(o / width);
        const channel = group * groupChannels + c;
        const at = (k * groupChannels * conv.groups + channel) * width + (o % width);
        weights[at] = conv.weight.values[(o * groupChannels + c) * kernels + k];
      }
  return { inChannels: groupChannels * conv.groups, groups: conv.groups, width, weights, ...taps };
}

const SINGLE: Sliding = { input: 1, output: 1, kernel: 1, stride: 1, before: 0, dilation: 1 };

/** For each input position the windows that hold it. */
export function tapsOf(rows: Sliding, cols: Sliding): Taps {
  const [rowTaps, colTaps] = [axisTaps(rows), axisTaps(cols)];
  const ptr = new Int32Array(rows.input * cols.input + 1);
  const pairs: number[] = [];
  for (let y = 0, p = 0; y < rows.input; y++) {
    for (let x = 0; x < cols.input; x++, p++) {
      for (const row of rowTaps[y])
        for (const col of colTaps[x])
          pairs.push(row.output * cols.output + col.output, row.kernel * cols.kernel + col.kernel);
      ptr[p + 1] = pairs.length / 2;
    }
  }
  return { ptr, pairs: Int32Array.from(pairs) };
}

function axisTaps(axis: Sliding): { output: number; kernel: number }[][] {
  const taps: { output: number; kernel: number }[][] = Array.from({ length: axis.input }, () => []);
  for (let output = 0; output < axis.output; output++)
    for (let kernel = 0; kernel < axis.kernel; kernel++)
      taps[output * axis.stride - axis.before + kernel * axis.dilation]?.push({ output, kernel });
  return taps;
}

/** Places a weight node in the kernels' memory; returns the address of its ScatterBlock (event-sums.ts). */
export function placeScatter(arena: Arena, by: Scatter, into: Current): number {
  const weights = arena.place(by.weights.length * 8);
  const ptr = arena.place(by.ptr.length * 4);
  const pairs = arena.place(by.pairs.length * 4);
  const { sums, isTouched, touched } = into.addresses;
  const fields = [by.inChannels, by.groups, by.width, weights, ptr, pairs, sums, isTouched, touched];
  const block = arena.place(fields.length * 4);
  arena.onOpen((buffer) => {
    new Float64Array(buffer, weights, by.weights.length).set(by.weights);
    new Int32Array(buffer, ptr, by.ptr.length).set(by.ptr);
    new Int32Array(buffer, pairs, by.pairs.length).set(by.pairs);
    new Int32Array(buffer, block, fields.length).set(fields);
  });
  return block;
}
