/**
 * Any network that the kernels run, as a TensorFlow.js graph unrolled over time (cpu backend), written from the equations
 * of docs/training.md without any part of engine/kernels. Autodiff finds every gradient; only the derivative of the
 * spike function is stated, and resets are detached. One sample; maps are [1][y][x][channel].
 */
import * as tf from '@tensorflow/tfjs';
import type { LayerSpec, NetworkSpec, SpikeTensor } from '../../../engine/contract/index.ts';
import type { KernelRule } from '../../../engine/kernels/rules.ts';
import { neuronOf, synapseOf } from '../../../engine/workload/neuron.ts';

export interface GraphOptions {
  readonly rule: KernelRule;
  readonly cutoff: number;
  /** In thresholds: hidden layers, last layer. */
  readonly halfWidths: readonly [number, number];
  /** dL/d(spike), [step][class]: L is the sum of these times the spikes. */
  readonly lossGradient: Float32Array;
}

export interface GraphResult {
  /** [layer][step][position][channel] */
  readonly spikes: readonly (readonly Float32Array[])[];
  /** Per layer and parameter, in the canonical layout. */
  readonly gradients: readonly Readonly<Record<string, Float32Array>>[];
}

type Parameters = Record<string, tf.Tensor>;

/** parameters: canonical values per layer by group (weights, recurrent, bias, neuron). */
export function runGraph(
  network: NetworkSpec,
  parameters: readonly Readonly<Record<string, Float32Array>>[],
  sample: SpikeTensor,
  options: GraphOptions,
): GraphResult {
  const shapes = inputShapes(network);
  const names = parameters.map((layer) => Object.keys(layer));
  const flat = parameters.flatMap((layer, l) =>
    names[l].map((name) => asTensor(network.layers[l], name, layer[name], shapes[l])),
  );
  const collect: Float32Array[][] = network.layers.map(() => []);
  const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
    let at = 0;
    const byLayer = names.map((own) => Object.fromEntries(own.map((name) => [name, tensors[at++]])));
    return unroll(network, byLayer, sample, options, collect);
  };
  const { grads } = tf.valueAndGrads(loss)(flat);
  let at = 0;
  const gradients = names.map((own, l) =>
    Object.fromEntries(
      own.map((name) => [name, asCanonical(network.layers[l], name, grads[at++], shapes[l])]),
    ),
  );
  return { spikes: collect, gradients };
}

interface Map2d {
  readonly side: number;
  readonly channels: number;
}

function inputShapes(network: NetworkSpec): Map2d[] {
  const first = { side: network.input.width, channels: network.input.channels };
  return [first, ...network.layers.slice(0, -1).map(({ R, M }) => ({ side: R, channels: M }))];
}

/** Canonical [m][c][ky][kx] to [ky][kx][c][m]; fc: [m][inputs] to [inputs][m]. */
function asTensor(layer: LayerSpec, name: string, values: Float32Array, below: Map2d): tf.Tensor {
  if (name === 'weights' && layer.kind === 'conv')
    return tf.transpose(tf.tensor4d(values, [layer.M, below.channels, layer.E, layer.E]), [2, 3, 1, 0]);
  if (name === 'weights' || name === 'recurrent')
    return tf.transpose(tf.tensor2d(values, [layer.M, values.length / layer.M]));
  return tf.tensor1d(values);
}

function asCanonical(layer: LayerSpec, name: string, gradient: tf.Tensor, below: Map2d): Float32Array {
  if (name === 'weights' && layer.kind === 'conv')
    return tf
      .transpose(gradient.reshape([layer.E, layer.E, below.channels, layer.M]), [3, 2, 0, 1])
      .dataSync() as Float32Array;
  if (name === 'weights' || name === 'recurrent') return tf.transpose(gradient).dataSync() as Float32Array;
  return gradient.dataSync() as Float32Array;
}

interface State {
  u: tf.Tensor;
  current: tf.Tensor;
  trace: tf.Tensor;
  spikes: tf.Tensor;
}

function unroll(
  network: NetworkSpec,
  parameters: readonly Parameters[],
  sample: SpikeTensor,
  options: GraphOptions,
  collect: Float32Array[][],
): tf.Scalar {
  const T = network.timesteps;
  const frames = inputFrames(network, sample);
  const states = network.layers.map(({ R, M }): State => {
    const zero = (): tf.Tensor => tf.zeros([1, R, R, M]);
    return { u: zero(), current: zero(), trace: zero(), spikes: zero() };
  });
  let loss: tf.Tensor = tf.scalar(0);
  for (let t = 0; t < T; t++) {
    if (options.cutoff > 0 && t > 0 && t % options.cutoff === 0)
      for (const state of states) {
        state.u = detached(state.u);
        state.current = detached(state.current);
        state.spikes = detached(state.spikes);
      }
    let below = frames[t];
    const now: tf.Tensor[] = [];
    network.layers.forEach((layer, l) => {
      const added =
        layer.add === undefined ? null : now[network.layers.findIndex(({ name }) => name === layer.add)];
      below = stepLayer(network, l, parameters[l], below, added, states[l], options, t);
      now.push(below);
      collect[l].push(Float32Array.from(below.dataSync()));
    });
    const classes = network.classes.length;
    const weights = tf.tensor(options.lossGradient.slice(t * classes, (t + 1) * classes), below.shape);
    loss = loss.add(below.mul(weights).sum());
  }
  return loss.asScalar();
}

function inputFrames(network: NetworkSpec, sample: SpikeTensor): tf.Tensor[] {
  const { width, height, channels } = network.input;
  const T = network.timesteps;
  const dense = Array.from({ length: T }, () => new Float32Array(width * height * channels));
  for (let p = 0; p < width * height; p++)
    for (let e = sample.ptr[p]; e < sample.ptr[p + 1]; e++)
      dense[sample.events[e] >>> 16][p * channels + (sample.events[e] & 0xffff)] = 1;
  const shape: [number, number, number, number] = [1, height, width, channels];
  if (network.input.coding !== 'direct') return dense.map((frame) => tf.tensor4d(frame, shape));
  const mean = new Float32Array(width * height * channels);
  for (const frame of dense) frame.forEach((spike, i) => (mean[i] += spike / T));
  return dense.map(() => tf.tensor4d(mean, shape));
}

function stepLayer(
  network: NetworkSpec,
  l: number,
  parameters: Parameters,
  below: tf.Tensor,
  added: tf.Tensor | null,
  state: State,
  options: GraphOptions,
  step: number,
): tf.Tensor {
  const layer = network.layers[l];
  if (layer.pool === 'or') return orPool(layer, below);
  const neuron = neuronOf(network, layer);
  const pair = parameters['neuron'];
  const leak = pair ? pair.slice([0], [1]) : tf.scalar(neuron.model === 'if' ? 1 : neuron.leak);
  const threshold = pair ? pair.slice([1], [1]) : tf.scalar(neuron.threshold);
  let current = currentOf(layer, parameters, below);
  if (layer.recurrent)
    current = current.add(
      tf
        .matMul(state.spikes.reshape([1, layer.M]), parameters['recurrent'] as tf.Tensor2D)
        .reshape(current.shape),
    );
  if (added) current = current.add(added);
  if (parameters['bias']) current = current.add(parameters['bias']);
  const kept = synapseOf(neuron);
  if (kept > 0) current = state.current.mul(kept).add(current.mul(1 - kept));
  state.current = current;
  const x = state.u.mul(leak).add(current);
  const previous = state.u;
  const last = l === network.layers.length - 1;
  const halfWidth = options.halfWidths[last ? 1 : 0] * threshold.dataSync()[0];
  const fired = x.greaterEqual(threshold).toFloat();
  state.trace = state.trace.mul(kept).add(fired.mul(1 - kept));
  const slope = slopeOf(options.rule, {
    distance: x.sub(threshold),
    halfWidth,
    fired,
    increment: x.sub(previous),
    hardlyFires: state.trace.less((1 - kept) / 4).toFloat(),
    step,
    timesteps: network.timesteps,
  });
  const spikes = spikeFunction(x.sub(threshold), fired, slope);
  state.spikes = spikes;
  const reset = detached(spikes);
  state.u = neuron.reset === 'subtract' ? x.sub(reset.mul(threshold)) : x.mul(tf.sub(1, reset));
  return spikes;
}

function currentOf(layer: LayerSpec, parameters: Parameters, below: tf.Tensor): tf.Tensor {
  if (layer.kind === 'pool') {
    const mean = tf.avgPool(below as tf.Tensor4D, layer.E, layer.stride, 'valid');
    return layer.pool === 'average' ? mean : mean.mul(layer.E * layer.E);
  }
  if (layer.kind === 'fc') {
    const flat = tf.transpose(below, [0, 3, 1, 2]).reshape([1, layer.C]);
    return tf.matMul(flat, parameters['weights'] as tf.Tensor2D).reshape([1, 1, 1, layer.M]);
  }
  const { pad, stride } = layer;
  const padded = tf.pad(below as tf.Tensor4D, [[0, 0], [pad, pad], [pad, pad], [0, 0]]); // prettier-ignore
  return tf.conv2d(padded, parameters['weights'] as tf.Tensor4D, stride, 'valid');
}

/** 1 - prod(1 - s): its gradient is 1 where all other inputs are silent. Windows do not overlap. */
function orPool({ E, R, M }: LayerSpec, below: tf.Tensor): tf.Tensor {
  const windows = tf.transpose(
    below.slice([0, 0, 0, 0], [1, R * E, R * E, M]).reshape([R, E, R, E, M]),
    [1, 3, 0, 2, 4],
  );
  const parts = tf.unstack(windows.reshape([E * E, 1, R, R, M]));
  const silent = parts.reduce<tf.Tensor>(
    (product, part) => product.mul(tf.sub(1, part)),
    tf.ones([1, R, R, M]),
  );
  return tf.sub(1, silent);
}

interface SlopeInput {
  readonly distance: tf.Tensor;
  readonly halfWidth: number;
  readonly fired: tf.Tensor;
  readonly increment: tf.Tensor;
  readonly hardlyFires: tf.Tensor;
  readonly step: number;
  readonly timesteps: number;
}

/** ds/dx, as data. */
function slopeOf(rule: KernelRule, input: SlopeInput): tf.Tensor {
  const { distance, halfWidth: w, fired, increment, hardlyFires } = input;
  const relative = distance.abs().div(w);
  switch (rule) {
    case 'triangle':
      return tf.relu(tf.sub(1, relative)).div(w);
    case 'rectangle':
      return relative
        .less(1)
        .toFloat()
        .div(2 * w);
    case 'fast-sigmoid':
      return tf
        .scalar(1)
        .div(relative.add(1).square())
        .div(2 * w);
    case 'arctan':
      return tf
        .scalar(1)
        .div(relative.square().add(1))
        .div(Math.PI * w);
    default: {
      const rising = fired.mul(increment.greater(0).toFloat()).cast('bool');
      const atSpikes = tf.where(rising, tf.minimum(tf.div(1, increment), 8), tf.zerosLike(increment));
      if (rule === 'tsslbp') return atSpikes;
      const s = tf.exp(distance.neg().div(0.2).clipByValue(-8, 8));
      const sigmoid = s.div(s.add(1).square()).div(0.2);
      // Below a quarter of the peak, 1 / 4 / 0.2, every 8th step counts 8 times; four channels at a time, in turns.
      const isFar = sigmoid.lessEqual(0.25 * 1.25);
      const turns = Array.from({ length: distance.shape.at(-1) ?? 1 }, (_, channel) =>
        (input.step + Math.floor(channel / 4)) % 8 === 0 ? 8 : 0,
      );
      const weight = input.timesteps < 8 ? tf.scalar(1) : tf.tensor1d(turns);
      const warm = sigmoid.mul(tf.where(isFar, weight.mul(tf.onesLike(sigmoid)), tf.onesLike(sigmoid)));
      return tf.where(hardlyFires.cast('bool'), warm, atSpikes);
    }
  }
}

function spikeFunction(x: tf.Tensor, fired: tf.Tensor, slope: tf.Tensor): tf.Tensor {
  const [value, factor] = [fired.dataSync(), slope.dataSync()];
  return tf.customGrad((input) => ({
    value: tf.tensor(value, (input as tf.Tensor).shape, 'float32'),
    gradFunc: (dy: tf.Tensor) => dy.mul(tf.tensor(factor, dy.shape)),
  }))(x);
}

/** No gradient flows back. */
function detached(tensor: tf.Tensor): tf.Tensor {
  return tf.customGrad((x) => ({
    value: (x as tf.Tensor).clone(),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }))(tensor);
}
