/**
 * Kernel gradients against automatic differentiation (TensorFlow.js, cpu backend) of the same network with the spike
 * function's derivative replaced by the triangle surrogate. Independent of every formula of ours except the surrogate.
 */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { geometryOf, unpackWeights } from '../../../engine/kernels/geometry.ts';
import { Random } from '../../../engine/math/random.ts';
import { pair, randomSample, randomWeights, sketchNetwork } from './networks.ts';

const HALF_WIDTHS = [0.5, 4];
const network = sketchNetwork({ side: 7, channels: 2, timesteps: 6, leak: 0.9, layers: [[4, 3, 2, 0], 3] });

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Step function whose gradient is the triangle of the given half width around threshold 1. */
function spikeOf(halfWidth: number) {
  return tf.customGrad((x, save) => {
    const potential = x as tf.Tensor;
    (save as tf.GradSaveFunc)([potential]);
    const value = potential.greaterEqual(1).toFloat();
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const distance = saved[0].sub(1).abs();
        return tf
          .relu(tf.sub(1, distance.div(halfWidth)))
          .div(halfWidth)
          .mul(dy);
      },
    };
  });
}

it('has the gradient that autodiff finds', () => {
  const random = new Random(5);
  const weights = randomWeights(network, 1.5, random);
  const options = { surrogateHalfWidth: HALF_WIDTHS[0], readoutHalfWidth: HALF_WIDTHS[1], tws: [2, 2] };
  const { kernels, dense } = pair(network, weights, options);
  const sample = randomSample(network, 0.25, random);
  const label = 1;

  const [conv, fc] = geometryOf(network).layers;
  // Canonical [m][c][ky][kx] to the [ky][kx][c][m] of conv2d; the map above it is flattened channel first.
  const kernel = tf.transpose(
    tf.tensor4d(weights.slice(0, conv.canonicalLength), [4, 2, 3, 3]),
    [2, 3, 1, 0],
  );
  const full = tf.transpose(tf.tensor2d(weights.slice(fc.canonicalOffset), [3, fc.canonicalLength / 3]));
  const input = tf.transpose(tf.tensor4d(denseInput(), [6, 2, 7, 7]), [0, 2, 3, 1]);

  const loss = (w1: tf.Tensor, w2: tf.Tensor): tf.Scalar => {
    let u1: tf.Tensor = tf.zeros([1, 3, 3, 4]);
    let u2: tf.Tensor = tf.zeros([1, 3]);
    let counts: tf.Tensor = tf.zeros([1, 3]);
    for (let t = 0; t < 6; t++) {
      const frame = input.slice([t, 0, 0, 0], [1, 7, 7, 2]) as tf.Tensor4D;
      const x1 = u1.mul(0.9).add(tf.conv2d(frame, w1 as tf.Tensor4D, 2, 'valid'));
      const s1 = spikeOf(HALF_WIDTHS[0])(x1);
      u1 = x1.mul(tf.sub(1, detached(s1)));
      const x2 = u2
        .mul(0.9)
        .add(tf.matMul(tf.transpose(s1, [0, 3, 1, 2]).reshape([1, 36]), w2 as tf.Tensor2D));
      const s2 = spikeOf(HALF_WIDTHS[1])(x2);
      u2 = x2.mul(tf.sub(1, detached(s2)));
      counts = counts.add(s2);
    }
    return tf.losses.softmaxCrossEntropy(tf.oneHot([label], 3), counts);
  };
  const { value, grads } = tf.valueAndGrads(loss)([kernel, full]);
  const expected = [...tf.transpose(grads[0], [3, 2, 0, 1]).dataSync(), ...tf.transpose(grads[1]).dataSync()];

  const counts = dense.forward(sample);
  const top = Math.max(...counts);
  const sum = counts.reduce((total, count) => total + Math.exp(count - top), 0);
  const seeds = Array.from(counts, (count, j) => Math.exp(count - top) / sum - (j === label ? 1 : 0));
  expect(value.dataSync()[0]).toBeCloseTo(Math.log(sum) + top - counts[label], 5);
  kernels.load(sample);
  kernels.forward(true);
  kernels.backward(seeds, null);
  const got = unpackWeights(kernels.geometry, kernels.gradient);
  for (const layer of [conv, fc]) {
    const from = layer.canonicalOffset;
    const theirs = expected.slice(from, from + layer.canonicalLength);
    const scale = Math.max(...theirs.map(Math.abs));
    expect(scale).toBeGreaterThan(1e-3);
    theirs.forEach((g, i) => expect(Math.abs(got[from + i] - g)).toBeLessThan(1e-4 * scale));
  }

  function denseInput(): Float32Array {
    const spikes = new Float32Array(6 * 2 * 49);
    for (let p = 0; p < 49; p++)
      for (let e = sample.ptr[p]; e < sample.ptr[p + 1]; e++)
        spikes[((sample.events[e] >>> 16) * 2 + (sample.events[e] & 0xffff)) * 49 + p] = 1;
    return spikes;
  }
});

/** The reset carries no gradient. */
function detached(spikes: tf.Tensor): tf.Tensor {
  return tf.customGrad((x) => ({
    value: (x as tf.Tensor).clone(),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }))(spikes);
}
