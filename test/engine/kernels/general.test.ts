/**
 * Every layer kind, neuron and rule against TensorFlow.js autodiff of the same network: spikes exactly (weights, leaks
 * and filters on a dyadic grid, so that sums have no rounding), gradients to 1e-4 of the largest of their group.
 */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../engine/contract/index.ts';
import { packWeights, unpackWeights } from '../../../engine/kernels/geometry.ts';
import { NetworkKernels } from '../../../engine/kernels/kernels.ts';
import type { KernelRule } from '../../../engine/kernels/rules.ts';
import { Random } from '../../../engine/math/random.ts';
import { runGraph } from './autodiff-network.ts';
import { canonicalOf, NETWORKS, randomParameters } from './network-kinds.ts';
import { randomSample, wasm } from './networks.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const HALF_WIDTHS = [0.5, 4] as const;

/** Spikes of a layer as [step][position][channel]. */
function spikesOf(kernels: NetworkKernels, l: number): Float32Array[] {
  const { outputs, positions } = kernels.geometry.layers[l];
  const { ptr, events } = kernels.output(l);
  const dense = Array.from(
    { length: kernels.geometry.timesteps },
    () => new Float32Array(positions * outputs),
  );
  for (let p = 0; p < positions; p++)
    for (let e = ptr[p]; e < ptr[p + 1]; e++)
      dense[events[e] >>> 16][p * outputs + (events[e] & 0xffff)] += 1;
  return dense;
}

/** Largest gradient error relative to its group's largest; spikes must be equal. */
function worstError(spec: NetworkSpec, rule: KernelRule, cutoff: number, seed: number): number {
  let worst = 0;
  const random = new Random(seed);
  const parameters = randomParameters(spec, random);
  const sample = randomSample(spec, 0.25, random);
  const lossGradient = Float32Array.from({ length: spec.timesteps * spec.classes.length }, () =>
    random.normal(),
  );
  const kernels = new NetworkKernels(wasm, spec, {
    surrogateHalfWidth: HALF_WIDTHS[0],
    readoutHalfWidth: HALF_WIDTHS[1],
    tws: spec.layers.map(() => 2),
    rule,
    cutoff,
  });
  kernels.weights.set(packWeights(kernels.geometry, canonicalOf(spec, parameters)));
  kernels.refresh();
  kernels.load(sample);
  kernels.forward(true);
  kernels.backward(lossGradient, null);
  const got = unpackWeights(kernels.geometry, kernels.gradient);
  tf.engine().startScope();
  const expected = runGraph(spec, parameters, sample, {
    rule,
    cutoff,
    halfWidths: HALF_WIDTHS,
    lossGradient,
  });
  tf.engine().endScope();
  spec.layers.forEach((_, l) => expect(spikesOf(kernels, l)).toEqual(expected.spikes[l]));
  expect(kernels.spikes(spec.layers.length - 1)).toBeGreaterThan(0);
  kernels.geometry.layers.forEach((layer, l) => {
    for (const { kind, canonicalOffset } of layer.groups) {
      const theirs = expected.gradients[l][kind];
      if (!theirs) continue;
      const scale = Math.max(...theirs.map(Math.abs), 1e-3);
      theirs.forEach((g, i) => (worst = Math.max(worst, Math.abs(got[canonicalOffset + i] - g) / scale)));
    }
  });
  // The inference pass of the same sample fires the same spikes.
  const trained = spec.layers.map((_, l) => spikesOf(kernels, l));
  kernels.forward(false);
  spec.layers.forEach((_, l) => expect(spikesOf(kernels, l)).toEqual(trained[l]));
  return worst;
}

const RULES: readonly KernelRule[] = [
  'triangle', 'rectangle', 'fast-sigmoid', 'arctan', 'tsslbp', 'tsslbp-warm',
]; // prettier-ignore

describe.each(Object.entries(NETWORKS))('%s', (_, spec) => {
  it.each(['triangle', 'tsslbp-warm'] as const)('agrees with autodiff, %s', (rule) => {
    for (const seed of [1, 2]) expect(worstError(spec, rule, 0, seed)).toBeLessThan(1e-4);
  });
});

describe.each(RULES)('%s', (rule) => {
  it('agrees with autodiff', () => {
    expect(worstError(NETWORKS['plain LIF'], rule, 0, 3)).toBeLessThan(1e-4);
    expect(worstError(NETWORKS['filtered synapses, subtraction'], rule, 0, 4)).toBeLessThan(1e-4);
  });

  it('agrees with errors cut off after 3 steps', () => {
    expect(worstError(NETWORKS['filtered synapses'], rule, 3, 5)).toBeLessThan(1e-4);
    expect(worstError(NETWORKS['recurrent in two chunks, filtered'], rule, 3, 6)).toBeLessThan(1e-4);
  });
});
