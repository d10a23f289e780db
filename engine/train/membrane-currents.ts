/** Weighted or pooled spikes that reach one neuron, added up step by step (plain loops, float64). */
import type { LayerSpec, SpikeTensor } from '../contract/index.ts';

interface Place {
  readonly channel: number;
  readonly position: number;
}

/** weights: [output][channel][ky][kx]; pooling has none. */
export function addWeightedCurrents(
  spec: LayerSpec,
  weights: Float32Array | null,
  place: Place,
  input: SpikeTensor,
  current: Float64Array,
): void {
  if (spec.kind === 'fc') addFull(spec, weights!, place, input, current);
  else addWindow(spec, tapOf(spec, weights, place.channel), place, input, current);
}

/** The input of an fc layer is flattened: channel * positions + position. */
function addFull(
  { C }: LayerSpec,
  weights: Float32Array,
  { channel }: Place,
  input: SpikeTensor,
  current: Float64Array,
): void {
  const positions = input.height * input.width;
  for (let p = 0; p < positions; p++)
    for (let e = input.ptr[p]; e < input.ptr[p + 1]; e++) {
      const event = input.events[e];
      current[event >>> 16] += weights[channel * C + (event & 0xffff) * positions + p];
    }
}

/** Weight of an input channel at a place of the kernel; pooling keeps channels apart. */
function tapOf(
  { kind, pool, C, E }: LayerSpec,
  weights: Float32Array | null,
  channel: number,
): (from: number, tap: number) => number {
  if (kind === 'conv') return (from, tap) => weights![(channel * C + from) * E * E + tap];
  const share = pool === 'average' ? 1 / (E * E) : 1;
  return (from) => (from === channel ? share : 0);
}

function addWindow(
  { R, E, stride, pad }: LayerSpec,
  weightOf: (from: number, tap: number) => number,
  { position }: Place,
  input: SpikeTensor,
  current: Float64Array,
): void {
  const [top, left] = [Math.floor(position / R) * stride - pad, (position % R) * stride - pad];
  for (let ky = 0; ky < E; ky++)
    for (let kx = 0; kx < E; kx++) {
      const [y, x] = [top + ky, left + kx];
      if (y < 0 || x < 0 || y >= input.height || x >= input.width) continue;
      const p = y * input.width + x;
      for (let e = input.ptr[p]; e < input.ptr[p + 1]; e++)
        current[input.events[e] >>> 16] += weightOf(input.events[e] & 0xffff, ky * E + kx);
    }
}
