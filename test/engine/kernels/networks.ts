/** Small networks, weights and samples for the kernel and trainer tests; all seeded. */
import { readFileSync } from 'node:fs';
import { DenseNetwork, type DenseOptions } from '../../../bench/dense-network.ts';
import type { LayerSpec, NetworkSpec, SpikeTensor } from '../../../engine/contract/index.ts';
import { geometryOf, packWeights } from '../../../engine/kernels/geometry.ts';
import { NetworkKernels } from '../../../engine/kernels/kernels.ts';
import { Random } from '../../../engine/math/random.ts';
import { packSamples, type SampleSet } from '../../../engine/workload/sample-set.ts';

export const wasm = new Uint8Array(readFileSync(new URL('../../../out/wasm/kernels.wasm', import.meta.url)));

interface Sketch {
  readonly side: number;
  readonly channels: number;
  readonly timesteps: number;
  readonly leak: number;
  readonly threshold?: number;
  /** Output channels, kernel, stride, pad of conv layers; neurons of fc layers. */
  readonly layers: readonly (readonly [M: number, E: number, stride: number, pad: number] | number)[];
}

export function sketchNetwork(sketch: Sketch): NetworkSpec {
  let side = sketch.side;
  let channels = sketch.channels;
  const layers = sketch.layers.map((layer, i): LayerSpec => {
    if (typeof layer === 'number') {
      const C = channels * side * side;
      [side, channels] = [1, layer];
      return { name: `fc${i}`, kind: 'fc', H: 1, R: 1, E: 1, C, M: layer, stride: 1, pad: 0 };
    }
    const [M, E, stride, pad] = layer;
    const H = side;
    const C = channels;
    side = Math.floor((H + 2 * pad - E) / stride) + 1;
    channels = M;
    return { name: `conv${i}`, kind: 'conv', H, R: side, E, C, M, stride, pad };
  });
  return {
    schema: 'spikex-network/1',
    name: 'sketch',
    title: 'Sketch',
    description: 'for tests',
    source: 'test',
    timesteps: sketch.timesteps,
    input: { width: sketch.side, height: sketch.side, channels: sketch.channels },
    neuron: { model: 'lif', leak: sketch.leak, threshold: sketch.threshold ?? 1, reset: 'zero' },
    classes: Array.from({ length: channels }, (_, j) => `class ${j}`),
    layers,
  };
}

/** Bernoulli spikes. */
export function randomSample(network: NetworkSpec, density: number, random: Random): SpikeTensor {
  const { width, height, channels } = network.input;
  const ptr = new Uint32Array(width * height + 1);
  const events: number[] = [];
  for (let p = 0; p < width * height; p++) {
    for (let t = 0; t < network.timesteps; t++)
      for (let c = 0; c < channels; c++) if (random.uniform() < density) events.push(t * 65_536 + c);
    ptr[p + 1] = events.length;
  }
  return { channels, height, width, timesteps: network.timesteps, ptr, events: Uint32Array.from(events) };
}

/** Normal weights with a small positive mean, deviation gain / sqrt(fan in); `grid` rounds them to multiples of it. */
export function randomWeights(network: NetworkSpec, gain: number, random: Random, grid = 0): Float32Array {
  const geometry = geometryOf(network);
  const weights = new Float32Array(geometry.canonicalLength);
  for (const layer of geometry.layers) {
    const scale = (gain * network.neuron.threshold) / Math.sqrt(layer.canonicalLength / layer.outputs);
    for (let i = 0; i < layer.canonicalLength; i++) {
      const w = (random.normal() + 0.3) * scale;
      weights[layer.canonicalOffset + i] = grid ? Math.round(w / grid) * grid : w;
    }
  }
  return weights;
}

/** The same network on the kernels and in plain loops. */
export function pair(network: NetworkSpec, weights: Float32Array, options: DenseOptions) {
  const kernels = new NetworkKernels(wasm, network, options);
  kernels.weights.set(packWeights(kernels.geometry, weights));
  return { kernels, dense: new DenseNetwork(network, weights, options) };
}

/** Spikes of a kernel layer as [t][channel][position], like the dense network's. */
export function denseOutput(kernels: NetworkKernels, l: number): Float32Array {
  const { outputs, positions } = kernels.geometry.layers[l];
  const { ptr, events } = kernels.output(l);
  const dense = new Float32Array(kernels.geometry.timesteps * outputs * positions);
  for (let p = 0; p < positions; p++)
    for (let e = ptr[p]; e < ptr[p + 1]; e++)
      dense[((events[e] >>> 16) * outputs + (events[e] & 0xffff)) * positions + p] += 1;
  return dense;
}

/** A learnable toy set: class j spikes more in its own band of rows. */
export function toySet(network: NetworkSpec, count: number, seed: number): SampleSet {
  const random = new Random(seed);
  const classes = network.classes.length;
  const labels = Array.from({ length: count }, (_, i) => i % classes);
  const { width, height, channels } = network.input;
  const samples = labels.map((label): SpikeTensor => {
    const ptr = new Uint32Array(width * height + 1);
    const events: number[] = [];
    for (let p = 0; p < width * height; p++) {
      const band = Math.floor((Math.floor(p / width) * classes) / height);
      const density = band === label ? 0.3 : 0.04;
      for (let t = 0; t < network.timesteps; t++)
        for (let c = 0; c < channels; c++) if (random.uniform() < density) events.push(t * 65_536 + c);
      ptr[p + 1] = events.length;
    }
    return { channels, height, width, timesteps: network.timesteps, ptr, events: Uint32Array.from(events) };
  });
  return packSamples(samples, labels);
}
