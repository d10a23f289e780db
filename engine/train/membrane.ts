/**
 * Membrane potential of one neuron over time, from the spikes that enter its layer: u[t] = leak * u[t-1] + sum of the weights
 * of the inputs that spike at t; shown before the reset, so a spike stands where u >= threshold. Plain loops, float64: a
 * picture, not the kernels' arithmetic (a spike right at the threshold may differ). Left out: other models than lif.
 */
import type { NetworkSpec, SpikeTensor } from '../contract/index.ts';
import { geometryOf } from '../kernels/geometry.ts';

/** Weights are canonical: [output][channel][ky][kx] per layer, layer after layer. */
export function membranePotential(
  network: NetworkSpec,
  weights: Float32Array,
  layer: number,
  neuron: { readonly channel: number; readonly position: number },
  input: SpikeTensor,
): number[] | null {
  const { leak, threshold, model, reset } = network.neuron;
  if (model !== 'lif' || reset !== 'zero') return null;
  const current = new Float64Array(network.timesteps);
  addCurrents(network, weights, layer, neuron, input, current);
  let u = 0;
  return Array.from(current, (value) => {
    u = leak * u + value;
    const shown = u;
    if (u >= threshold) u = 0;
    return shown;
  });
}

function addCurrents(
  network: NetworkSpec,
  weights: Float32Array,
  layer: number,
  { channel, position }: { readonly channel: number; readonly position: number },
  input: SpikeTensor,
  current: Float64Array,
): void {
  const { kind, R, E, C, stride, pad } = network.layers[layer];
  const offset = geometryOf(network).layers[layer].canonicalOffset;
  if (kind === 'fc') {
    const positions = input.height * input.width;
    for (let p = 0; p < positions; p++)
      for (let e = input.ptr[p]; e < input.ptr[p + 1]; e++) {
        const event = input.events[e];
        current[event >>> 16] += weights[offset + channel * C + (event & 0xffff) * positions + p];
      }
    return;
  }
  const [oy, ox] = [Math.floor(position / R), position % R];
  for (let ky = 0; ky < E; ky++)
    for (let kx = 0; kx < E; kx++) {
      const [y, x] = [oy * stride + ky - pad, ox * stride + kx - pad];
      if (y < 0 || x < 0 || y >= input.height || x >= input.width) continue;
      const p = y * input.width + x;
      for (let e = input.ptr[p]; e < input.ptr[p + 1]; e++) {
        const event = input.events[e];
        current[event >>> 16] += weights[offset + ((channel * C + (event & 0xffff)) * E + ky) * E + kx];
      }
    }
}
