/**
 * A spiking network in plain loops over dense float32 arrays: every weight meets every input at every step. Written
 * from the equations alone, without any part of engine/kernels: the oracle of the kernel tests, and the peer of the
 * training benchmark. Maps are [t][channel][y][x]; weights canonical [output][channel][ky][kx]; fc layers
 * read the map below as one vector, index (channel * side + y) * side + x.
 */
import type { NetworkSpec, SpikeTensor } from '../engine/contract/index.ts';

interface DenseLayer {
  readonly channels: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly stride: number;
  readonly pad: number;
  readonly outputs: number;
  readonly side: number;
  readonly halfWidth: number;
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  /** Potential before the reset, and spikes, [t][neuron]. */
  readonly potential: Float32Array;
  readonly spikes: Float32Array;
}

export interface DenseOptions {
  /** Half widths of the triangle surrogate in thresholds: hidden layers, last layer. */
  readonly surrogateHalfWidth: number;
  readonly readoutHalfWidth: number;
  readonly tws: readonly number[];
}

export class DenseNetwork {
  readonly layers: readonly DenseLayer[];
  private readonly network: NetworkSpec;
  private readonly tws: readonly number[];
  private input = new Float32Array(0);

  constructor(network: NetworkSpec, canonical: Float32Array, options: DenseOptions) {
    this.network = network;
    this.tws = options.tws;
    let below = {
      channels: network.input.channels,
      height: network.input.height,
      width: network.input.width,
    };
    let at = 0;
    this.layers = network.layers.map((spec, i) => {
      const full = spec.kind === 'fc';
      const side = full ? 1 : spec.R;
      const kernelHeight = full ? below.height : spec.E;
      const kernelWidth = full ? below.width : spec.E;
      const length = spec.M * below.channels * kernelHeight * kernelWidth;
      const last = i === network.layers.length - 1;
      const cells = network.timesteps * spec.M * side * side;
      const layer: DenseLayer = {
        channels: below.channels,
        inHeight: below.height,
        inWidth: below.width,
        kernelHeight,
        kernelWidth,
        stride: full ? 1 : spec.stride,
        pad: full ? 0 : spec.pad,
        outputs: spec.M,
        side,
        halfWidth: (last ? options.readoutHalfWidth : options.surrogateHalfWidth) * network.neuron.threshold,
        weights: canonical.slice(at, at + length),
        gradient: new Float32Array(length),
        potential: new Float32Array(cells),
        spikes: new Float32Array(cells),
      };
      at += length;
      below = { channels: spec.M, height: side, width: side };
      return layer;
    });
  }

  /** Spikes per class. */
  forward(sample: SpikeTensor): Float64Array {
    this.input = densify(sample);
    let input: Float32Array = this.input;
    for (const layer of this.layers) {
      this.integrate(layer, input);
      input = layer.spikes;
    }
    const counts = new Float64Array(this.network.classes.length);
    input.forEach((spike, i) => (counts[i % counts.length] += spike));
    return counts;
  }

  /** Adds to each layer's gradient. `occupancy`: dL/d(filled window) per layer. */
  backward(lossGradient: ArrayLike<number>, occupancy: ArrayLike<number> | null): void {
    const top = this.layers[this.layers.length - 1];
    let above = Float32Array.from(top.spikes, (_, i) => lossGradient[i % top.outputs]);
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const layer = this.layers[l];
      if (occupancy && occupancy[l] !== 0) this.addOccupancy(layer, above, this.tws[l], occupancy[l]);
      const delta = this.throughTime(layer, above);
      above = propagate(layer, l > 0 ? this.layers[l - 1].spikes : this.input, delta, this.network.timesteps);
    }
  }

  /** All layers' gradients, canonical. */
  get gradient(): Float32Array {
    const total = this.layers.reduce((sum, layer) => sum + layer.gradient.length, 0);
    const all = new Float32Array(total);
    let at = 0;
    for (const { gradient } of this.layers) {
      all.set(gradient, at);
      at += gradient.length;
    }
    return all;
  }

  /** Output windows with at least one spike. */
  filledWindows(l: number): number {
    const { spikes } = this.layers[l];
    const tws = this.tws[l];
    const T = this.network.timesteps;
    const neurons = spikes.length / T;
    let filled = 0;
    for (let n = 0; n < neurons; n++)
      for (let start = 0; start < T; start += tws) {
        let any = 0;
        for (let t = start; t < Math.min(start + tws, T); t++) any = Math.max(any, spikes[t * neurons + n]);
        filled += any;
      }
    return filled;
  }

  private integrate(layer: DenseLayer, input: Float32Array): void {
    const { leak, threshold } = this.network.neuron;
    const T = this.network.timesteps;
    const neurons = layer.outputs * layer.side * layer.side;
    const u = new Float32Array(neurons);
    const current = new Float32Array(neurons);
    for (let t = 0; t < T; t++) {
      convolve(layer, input.subarray((t * input.length) / T, ((t + 1) * input.length) / T), current);
      for (let n = 0; n < neurons; n++) {
        const x = Math.fround(Math.fround(leak * u[n]) + current[n]);
        const fires = x >= threshold;
        layer.potential[t * neurons + n] = x;
        layer.spikes[t * neurons + n] = fires ? 1 : 0;
        u[n] = fires ? 0 : x;
      }
    }
  }

  /** dL/d(spike) += occupancy gradient where the rest of the window is silent. */
  private addOccupancy(layer: DenseLayer, above: Float32Array, tws: number, gradient: number): void {
    const T = this.network.timesteps;
    const neurons = layer.spikes.length / T;
    for (let n = 0; n < neurons; n++)
      for (let t = 0; t < T; t++) {
        const start = t - (t % tws);
        let product = 1;
        for (let other = start; other < Math.min(start + tws, T); other++)
          if (other !== t) product *= 1 - layer.spikes[other * neurons + n];
        above[t * neurons + n] += gradient * product;
      }
  }

  /** delta[t] = surrogate * dL/ds[t] + leak * (1 - s[t]) * delta[t + 1], in place of dL/ds. */
  private throughTime(layer: DenseLayer, above: Float32Array): Float32Array {
    const { leak, threshold } = this.network.neuron;
    const T = this.network.timesteps;
    const neurons = above.length / T;
    const { halfWidth, potential, spikes } = layer;
    for (let n = 0; n < neurons; n++) {
      let later = 0;
      for (let i = (T - 1) * neurons + n; i >= 0; i -= neurons) {
        const distance = Math.abs(potential[i] - threshold);
        const surrogate = distance < halfWidth ? (1 - distance / halfWidth) / halfWidth : 0;
        later = surrogate * above[i] + leak * (1 - spikes[i]) * later;
        above[i] = later;
      }
    }
    return above;
  }
}

/** [t][channel][y][x] of 0 and 1. */
function densify(sample: SpikeTensor): Float32Array<ArrayBuffer> {
  const positions = sample.height * sample.width;
  const dense = new Float32Array(sample.timesteps * sample.channels * positions);
  for (let p = 0; p < positions; p++)
    for (let e = sample.ptr[p]; e < sample.ptr[p + 1]; e++) {
      const code = sample.events[e];
      dense[((code >>> 16) * sample.channels + (code & 0xffff)) * positions + p] = 1;
    }
  return dense;
}

function convolve(layer: DenseLayer, input: Float32Array, current: Float32Array): void {
  const { outputs, side, channels, kernelHeight, kernelWidth, inHeight, inWidth, stride, pad, weights } =
    layer;
  let out = 0;
  for (let m = 0; m < outputs; m++)
    for (let oy = 0; oy < side; oy++)
      for (let ox = 0; ox < side; ox++) {
        let sum = 0;
        for (let c = 0; c < channels; c++)
          for (let ky = 0; ky < kernelHeight; ky++) {
            const y = oy * stride - pad + ky;
            if (y < 0 || y >= inHeight) continue;
            for (let kx = 0; kx < kernelWidth; kx++) {
              const x = ox * stride - pad + kx;
              if (x < 0 || x >= inWidth) continue;
              const w = weights[((m * channels + c) * kernelHeight + ky) * kernelWidth + kx];
              sum += w * input[(c * inHeight + y) * inWidth + x];
            }
          }
        current[out++] = sum;
      }
}

/** Weight gradient from delta and input; returns dL/d(input spike). */
function propagate(
  layer: DenseLayer,
  input: Float32Array,
  delta: Float32Array,
  T: number,
): Float32Array<ArrayBuffer> {
  const { outputs, side, channels, kernelHeight, kernelWidth, inHeight, inWidth, stride, pad } = layer;
  const { weights, gradient } = layer;
  const inSize = channels * inHeight * inWidth;
  const down = new Float32Array(T * inSize);
  let at = 0;
  for (let t = 0; t < T; t++)
    for (let m = 0; m < outputs; m++)
      for (let oy = 0; oy < side; oy++)
        for (let ox = 0; ox < side; ox++) {
          const d = delta[at++];
          for (let c = 0; c < channels; c++)
            for (let ky = 0; ky < kernelHeight; ky++) {
              const y = oy * stride - pad + ky;
              if (y < 0 || y >= inHeight) continue;
              for (let kx = 0; kx < kernelWidth; kx++) {
                const x = ox * stride - pad + kx;
                if (x < 0 || x >= inWidth) continue;
                const w = ((m * channels + c) * kernelHeight + ky) * kernelWidth + kx;
                const i = t * inSize + (c * inHeight + y) * inWidth + x;
                gradient[w] += d * input[i];
                down[i] += d * weights[w];
              }
            }
        }
  return down;
}
