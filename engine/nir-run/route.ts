/**
 * Nodes that pass elements on without weights: Flatten, Scale, SumPool2d, AvgPool2d, ports, and edges whose ends number
 * their elements differently. Each element goes to `targets[ptr[i] .. ptr[i + 1])`, multiplied by `factors` of its
 * source. AvgPool2d divides by the whole kernel, padding included (PyTorch's default).
 */
import { poolAxis } from '../exchange/nir/extents.ts';
import type { NirPool, NirTensor } from '../exchange/nir/graph.ts';
import { sameShape } from '../exchange/nir/graph.ts';
import type { Shape } from '../exchange/nir/shapes.ts';
import { tapsOf } from './scatter.ts';
import { inverse, placesOf, reserve, type Signal } from './signal.ts';

export interface Route {
  readonly ptr: Int32Array;
  readonly targets: Int32Array;
  /** Per source element; null: all 1. */
  readonly factors: Float64Array | null;
}

/** The same elements in C order under another shape; null where nothing changes. */
export function reshapeRoute(from: Shape, to: Shape): Route | null {
  if (sameShape(from, to)) return null;
  const order = inverse(placesOf(from));
  const places = placesOf(to);
  const targets = order.map((index) => places[index]);
  if (targets.every((target, i) => target === i)) return null;
  return { ptr: Int32Array.from({ length: targets.length + 1 }, (_, i) => i), targets, factors: null };
}

export function scaleRoute(scale: NirTensor, shape: Shape): Route {
  const order = inverse(placesOf(shape));
  const { values } = scale;
  return {
    ptr: Int32Array.from({ length: order.length + 1 }, (_, i) => i),
    targets: Int32Array.from({ length: order.length }, (_, i) => i),
    factors: Float64Array.from(order, (index) => values[values.length === 1 ? 0 : index]),
  };
}

export function poolRoute(pool: NirPool, input: Shape): Route {
  const [channels, height, width] = input;
  const taps = tapsOf(poolAxis(pool, 0, height), poolAxis(pool, 1, width));
  const ptr = new Int32Array(channels * height * width + 1);
  const targets: number[] = [];
  for (let i = 0; i < ptr.length - 1; i++) {
    const position = Math.floor(i / channels);
    for (let tap = taps.ptr[position]; tap < taps.ptr[position + 1]; tap++)
      targets.push(taps.pairs[2 * tap] * channels + (i % channels));
    ptr[i + 1] = targets.length;
  }
  const share = 1 / (pool.kernel[0] * pool.kernel[1]);
  const factors = pool.type === 'AvgPool2d' ? new Float64Array(ptr.length - 1).fill(share) : null;
  return { ptr, targets: Int32Array.from(targets), factors };
}

/** Appends what `from` becomes to `into`; a null route copies. */
export function route(by: Route | null, from: Signal, into: Signal): void {
  if (!by) {
    reserve(into, from.count);
    into.indices.set(from.indices.subarray(0, from.count), into.count);
    into.values.set(from.values.subarray(0, from.count), into.count);
    into.count += from.count;
    return;
  }
  const { ptr, targets, factors } = by;
  for (let i = 0; i < from.count; i++) {
    const source = from.indices[i];
    const value = factors ? from.values[i] * factors[source] : from.values[i];
    reserve(into, ptr[source + 1] - ptr[source]);
    for (let k = ptr[source]; k < ptr[source + 1]; k++) {
      into.indices[into.count] = targets[k];
      into.values[into.count++] = value;
    }
  }
}
