/** Sizes along one axis of convolutions and pools: floor((n + before + after - dilation (k - 1) - 1) / stride) + 1. */
import type { NirConv, NirPool } from './graph.ts';

/** One axis of a sliding window. */
export interface Sliding {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  /** Zeros before the first element; those behind the last follow from `output`. */
  readonly before: number;
  readonly dilation: number;
}

/** "same" keeps the size at stride 1 and puts the odd zero behind, as PyTorch does. */
export function convAxis(conv: NirConv, axis: number, input: number): Sliding {
  const kernel = conv.weight.shape[axis + 2];
  const dilation = conv.dilation[axis];
  const stride = conv.stride[axis];
  const reach = dilation * (kernel - 1);
  const before = conv.padding === 'same' ? reach >> 1 : conv.padding === 'valid' ? 0 : conv.padding[axis];
  const both = conv.padding === 'same' ? reach : 2 * before;
  const output = Math.floor((input + both - reach - 1) / stride) + 1;
  return { input, output, kernel, stride, before, dilation };
}

export function poolAxis(pool: NirPool, axis: 0 | 1, input: number): Sliding {
  const kernel = pool.kernel[axis];
  const stride = pool.stride[axis];
  const before = pool.padding[axis];
  const output = Math.floor((input + 2 * before - kernel) / stride) + 1;
  return { input, output, kernel, stride, before, dilation: 1 };
}
