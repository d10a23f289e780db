/**
 * What travels on an edge in one time step: the elements that are not 0, as indices and values. An index may occur more
 * than once; its values add. Elements are numbered with the channel innermost: (C, H, W) as (y * W + x) * C + c and
 * (C, L) as l * C + c, so that one position's channels lie side by side; every other shape in C order.
 */
import { sizeOf } from '../exchange/nir/graph.ts';
import type { Shape } from '../exchange/nir/shapes.ts';

export interface Signal {
  indices: Int32Array;
  values: Float64Array;
  count: number;
}

export const emptySignal = (capacity: number): Signal => ({
  indices: new Int32Array(capacity),
  values: new Float64Array(capacity),
  count: 0,
});

/** Makes room for `more` further elements. */
export function reserve(signal: Signal, more: number): void {
  const needed = signal.count + more;
  if (needed <= signal.indices.length) return;
  const capacity = Math.max(needed, 2 * signal.indices.length, 16);
  const [indices, values] = [new Int32Array(capacity), new Float64Array(capacity)];
  indices.set(signal.indices.subarray(0, signal.count));
  values.set(signal.values.subarray(0, signal.count));
  signal.indices = indices;
  signal.values = values;
}

/** Elements side by side at one position. */
export const channelsOf = (shape: Shape): number =>
  shape.length === 3 || shape.length === 2 ? shape[0] : sizeOf(shape);

/** Place of each element of a C-order array. */
export function placesOf(shape: Shape): Int32Array {
  const places = new Int32Array(sizeOf(shape));
  const channels = channelsOf(shape);
  const positions = places.length / channels;
  for (let i = 0; i < places.length; i++) {
    const channel = Math.floor(i / positions);
    places[i] = (i % positions) * channels + channel;
  }
  return places;
}

/** C-order index of each place. */
export function inverse(places: Int32Array): Int32Array {
  const order = new Int32Array(places.length);
  for (let i = 0; i < places.length; i++) order[places[i]] = i;
  return order;
}
