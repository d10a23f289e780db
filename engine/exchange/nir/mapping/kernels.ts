/**
 * Weights of one layer as the simulator's square convolution or fully connected layer, with what stands before them
 * folded in. A pool before a convolution becomes part of its kernel: kernel' = (kernel - 1) stride_p + kernel_p,
 * stride' = stride stride_p; spikes then enter unpooled and binary, which is exact where no window reaches over the
 * pooled map's edge onto rows that the pool left out. A pool before a fully connected layer always folds exactly.
 */
import { convAxis, poolAxis } from '../extents.ts';
import type { NirAffine, NirConv, NirPool } from '../graph.ts';
import type { Shape } from '../shapes.ts';

/** Weights [output][channel][y][x], C order. */
export interface LayerWeights {
  readonly kind: 'conv' | 'fc';
  readonly H: number;
  readonly R: number;
  readonly E: number;
  readonly C: number;
  readonly M: number;
  readonly stride: number;
  readonly pad: number;
  readonly values: Float64Array;
}

export type Fold =
  { readonly ok: true; readonly layer: LayerWeights } | { readonly ok: false; readonly why: string };

const no = (why: string): Fold => ({ ok: false, why });

/** source: shape of the spikes that enter (C, H, W); pools: the nearest to the weights first. */
export function convLayer(conv: NirConv, pools: readonly NirPool[], source: Shape): Fold {
  if (conv.type === 'Conv1d') return no('it is one-dimensional; the systems hold square maps');
  if (source.length !== 3 || source[1] !== source[2])
    return no('its map is not square; the systems hold square maps');
  const [, , kernelY, kernelX] = conv.weight.shape;
  const isSquare =
    kernelY === kernelX && conv.stride[0] === conv.stride[1] && conv.dilation[0] === conv.dilation[1];
  const padding = typeof conv.padding === 'string' ? null : conv.padding;
  if (!isSquare || (padding && padding[0] !== padding[1]))
    return no('kernel, stride, padding or dilation are not square');
  const sides = [source[1]];
  for (const pool of pools.toReversed()) sides.push(poolAxis(pool, 0, sides[sides.length - 1]).output);
  const axis = convAxis(conv, 0, sides[sides.length - 1]);
  const reach = axis.dilation * (axis.kernel - 1);
  if (conv.padding === 'same' && reach % 2 === 1) return no('padding "same" of an even kernel is one-sided');
  let window: Window = { kernel: reach + 1, stride: axis.stride, pad: axis.before };
  let at = sides.length - 1;
  for (const pool of pools) {
    const folded = beforePool(window, pool, sides[--at], sides[at + 1]);
    if (typeof folded === 'string') return no(folded);
    window = folded;
  }
  const [M, C] = [conv.weight.shape[0], conv.weight.shape[1] * conv.groups];
  const values = foldedKernel(conv, pools, window.kernel);
  return {
    ok: true,
    layer: {
      kind: 'conv',
      H: source[1],
      R: axis.output,
      E: window.kernel,
      C,
      M,
      stride: window.stride,
      pad: window.pad,
      values,
    },
  };
}

interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
}

function beforePool(window: Window, pool: NirPool, side: number, pooled: number): Window | string {
  const [kernel, stride, pad] = [pool.kernel[0], pool.stride[0], pool.padding[0]];
  if (kernel !== pool.kernel[1] || stride !== pool.stride[1] || pad !== pool.padding[1])
    return 'the pool before it is not square';
  const staysInside = kernel <= stride + pad && pooled * stride - pad >= side;
  if (window.pad > 0 && !staysInside)
    return 'the pool before it leaves out rows that its padding would reach; it cannot be folded into the kernel';
  return {
    kernel: (window.kernel - 1) * stride + kernel,
    stride: window.stride * stride,
    pad: window.pad * stride + pad,
  };
}

/** Each tap spread over the pixels that the pools gather for it; groups as zeros between them. */
function foldedKernel(conv: NirConv, pools: readonly NirPool[], side: number): Float64Array {
  const [outputs, perGroup, kernel] = conv.weight.shape;
  const channels = perGroup * conv.groups;
  const outsPerGroup = outputs / conv.groups;
  const values = new Float64Array(outputs * channels * side * side);
  const rows = tapRows(kernel, conv.dilation[0], pools);
  const share = pools.reduce((product, pool) => product * shareOf(pool), 1);
  for (let o = 0; o < outputs; o++)
    for (let c = 0; c < perGroup; c++) {
      const channel = Math.floor(o / outsPerGroup) * perGroup + c;
      const base = (o * channels + channel) * side * side;
      for (let ky = 0; ky < kernel; ky++)
        for (let kx = 0; kx < kernel; kx++) {
          const weight = conv.weight.values[((o * perGroup + c) * kernel + ky) * kernel + kx] * share;
          for (const y of rows[ky]) for (const x of rows[kx]) values[base + y * side + x] += weight;
        }
    }
  return values;
}

/** Rows of the folded kernel under each tap. */
function tapRows(kernel: number, dilation: number, pools: readonly NirPool[]): number[][] {
  return Array.from({ length: kernel }, (_, tap) => {
    let rows = [tap * dilation];
    for (const pool of pools)
      rows = rows.flatMap((row) =>
        Array.from({ length: pool.kernel[0] }, (__, i) => row * pool.stride[0] + i),
      );
    return rows;
  });
}

const shareOf = (pool: NirPool): number =>
  pool.type === 'AvgPool2d' ? 1 / (pool.kernel[0] * pool.kernel[1]) : 1;

/** between: what stands between the weights and the spikes, nearest to the weights first. */
export function fcLayer(affine: NirAffine, pools: readonly NirPool[], source: Shape): Fold {
  const [M, inputs] = affine.weight.shape;
  const shapes: Shape[] = [source];
  for (const pool of pools.toReversed()) {
    const [channels, height, width] = shapes[shapes.length - 1];
    shapes.push([channels, poolAxis(pool, 0, height).output, poolAxis(pool, 1, width).output]);
  }
  let values = Float64Array.from(affine.weight.values);
  let at = shapes.length - 1;
  let C = inputs;
  for (const pool of pools) {
    values = beforePoolFc(values, M, pool, shapes[at - 1], shapes[at]);
    at--;
    C = values.length / M;
  }
  return { ok: true, layer: { kind: 'fc', H: 1, R: 1, E: 1, C, M, stride: 1, pad: 0, values } };
}

function beforePoolFc(
  weights: Float64Array,
  M: number,
  pool: NirPool,
  from: Shape,
  to: Shape,
): Float64Array<ArrayBuffer> {
  const [channels, height, width] = from;
  const [, rows, cols] = to;
  const [sizeIn, sizeOut] = [channels * height * width, channels * rows * cols];
  const values = new Float64Array(M * sizeIn);
  const share = shareOf(pool);
  for (let o = 0; o < M; o++)
    for (let i = 0; i < sizeOut; i++) {
      const [c, row, col] = [Math.floor(i / (rows * cols)), Math.floor(i / cols) % rows, i % cols];
      for (let ky = 0; ky < pool.kernel[0]; ky++)
        for (let kx = 0; kx < pool.kernel[1]; kx++) {
          const y = row * pool.stride[0] - pool.padding[0] + ky;
          const x = col * pool.stride[1] - pool.padding[1] + kx;
          if (y < 0 || x < 0 || y >= height || x >= width) continue;
          values[o * sizeIn + (c * height + y) * width + x] += weights[o * sizeOut + i] * share;
        }
    }
  return values;
}
