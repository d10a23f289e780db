/**
 * Every layer kind, neuron and rule against TensorFlow.js autodiff of the same network: spikes exactly (weights, leaks
 * and filters on a dyadic grid, so that sums have no rounding), gradients to 1e-4 of the largest of their group.
 */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LayerSpec, NetworkSpec, NeuronSpec } from '../../../engine/contract/index.ts';
import { geometryOf, packWeights, unpackWeights } from '../../../engine/kernels/geometry.ts';
import { NetworkKernels } from '../../../engine/kernels/kernels.ts';
import type { KernelRule } from '../../../engine/kernels/rules.ts';
import { Random } from '../../../engine/math/random.ts';
import { runGraph } from './autodiff-network.ts';
import { randomSample, wasm } from './networks.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const LIF: NeuronSpec = { model: 'lif', leak: 0.5, threshold: 1, reset: 'zero' };
const CUBA: NeuronSpec = { ...LIF, model: 'cuba-lif', leak: 0.75, synapseLeak: 0.5 };
const HALF_WIDTHS = [0.5, 4] as const;

const conv = (name: string, H: number, C: number, M: number, extra: Partial<LayerSpec> = {}): LayerSpec => ({
  name, kind: 'conv', H, R: H - 2, E: 3, C, M, stride: 1, pad: 0, ...extra,
}); // prettier-ignore
const same = (name: string, H: number, C: number, M: number, extra: Partial<LayerSpec> = {}): LayerSpec =>
  conv(name, H, C, M, { R: H, pad: 1, ...extra });
const pool = (name: string, H: number, C: number, extra: Partial<LayerSpec>): LayerSpec => ({
  name, kind: 'pool', H, R: H / 2, E: 2, C, M: C, stride: 2, pad: 0, ...extra,
}); // prettier-ignore
const fc = (name: string, C: number, M: number, extra: Partial<LayerSpec> = {}): LayerSpec => ({
  name, kind: 'fc', H: 1, R: 1, E: 1, C, M, stride: 1, pad: 0, ...extra,
}); // prettier-ignore

function network(neuron: NeuronSpec, layers: readonly LayerSpec[], coding?: 'direct'): NetworkSpec {
  const classes = layers[layers.length - 1].M;
  return {
    schema: 'spikex-network/1',
    name: 'general',
    title: 'General',
    description: 'for tests',
    source: 'test',
    timesteps: 8,
    input: { width: layers[0].H, height: layers[0].H, channels: layers[0].C, ...(coding && { coding }) },
    neuron,
    classes: Array.from({ length: classes }, (_, j) => `${j}`),
    layers,
  };
}

const PLAIN = [conv('C1', 6, 2, 5), fc('F1', 80, 3)];
const NETWORKS: Record<string, NetworkSpec> = {
  'plain LIF': network(LIF, PLAIN),
  'integrate and fire': network({ ...LIF, model: 'if', leak: 1 }, PLAIN),
  'reset by subtraction': network({ ...LIF, reset: 'subtract' }, PLAIN),
  'filtered synapses': network(CUBA, PLAIN),
  'filtered synapses, subtraction': network({ ...CUBA, reset: 'subtract' }, PLAIN),
  'a neuron of its own per layer': network(LIF, [
    conv('C1', 6, 2, 5, { neuron: { leak: 0.25, threshold: 0.5 } }),
    fc('F1', 80, 3, { neuron: { reset: 'subtract', threshold: 1.5 } }),
  ]),
  'learned leak and threshold': network({ ...LIF, learn: ['leak', 'threshold'] }, PLAIN),
  'learned, subtraction, filtered': network(
    { ...CUBA, reset: 'subtract', learn: ['leak', 'threshold'] },
    PLAIN,
  ),
  'average pooling': network(LIF, [
    conv('C1', 6, 2, 5),
    pool('P1', 4, 5, { pool: 'average', neuron: { threshold: 0.5 } }),
    fc('F1', 20, 3),
  ]),
  'sum pooling of the input, two chunks': network(LIF, [
    pool('P1', 8, 2, { pool: 'sum' }),
    conv('C1', 4, 2, 70),
    pool('P2', 2, 70, { pool: 'sum', neuron: { threshold: 2 } }),
    fc('F1', 70, 3),
  ]),
  'OR pooling': network(LIF, [conv('C1', 6, 2, 5), pool('P1', 4, 5, { pool: 'or' }), fc('F1', 20, 3)]),
  'batch normalisation, as bias': network(LIF, [
    conv('C1', 6, 2, 5, { normalise: 'batch' }),
    fc('F1', 80, 3, { normalise: 'batch' }),
  ]),
  'recurrent, hidden and first': network(LIF, [
    fc('F1', 72, 9, { recurrent: true }),
    fc('F2', 9, 3, { recurrent: true }),
  ]),
  'recurrent in two chunks, filtered': network(CUBA, [
    conv('C1', 6, 2, 4),
    fc('F1', 64, 70, { recurrent: true }),
    fc('F2', 70, 3),
  ]),
  'residual add': network(LIF, [
    same('C1', 5, 2, 6),
    same('C2', 5, 6, 6),
    same('C3', 5, 6, 6, { add: 'C1' }),
    fc('F1', 150, 3),
  ]),
  'residual add over two chunks': network(LIF, [
    same('C1', 3, 2, 70),
    same('C2', 3, 70, 70, { add: 'C1' }),
    fc('F1', 630, 3),
  ]),
  'direct coding': network(LIF, PLAIN, 'direct'),
};
for (const spec of Object.values(NETWORKS))
  if (spec.layers[0].kind === 'fc') Object.assign(spec.input, { width: 6, height: 6, channels: 2 });

/** Canonical parameters per layer by group, multiples of 1/16 (spikes stay exact). */
function randomParameters(spec: NetworkSpec, random: Random): Record<string, Float32Array>[] {
  return geometryOf(spec).layers.map((layer) => {
    const scale = 1.6 / Math.sqrt(layer.canonicalLength / layer.outputs || 1);
    const grid = (length: number, size: number, shift: number) =>
      Float32Array.from({ length }, () => Math.round((random.normal() * size + shift) * 16) / 16);
    return Object.fromEntries(
      layer.groups.flatMap(({ kind, canonicalLength }): [string, Float32Array][] => {
        if (kind === 'weights') return layer.pools ? [] : [[kind, grid(canonicalLength, scale, 0.3 * scale)]];
        if (kind === 'recurrent') return [[kind, grid(canonicalLength, 0.3, 0)]];
        if (kind === 'bias') return [[kind, grid(canonicalLength, 0.2, 0)]];
        if (kind === 'neuron') return [[kind, Float32Array.of(0.5, 0.75)]];
        return [];
      }),
    );
  });
}

function canonicalOf(spec: NetworkSpec, parameters: readonly Record<string, Float32Array>[]): Float32Array {
  const { layers, canonicalLength } = geometryOf(spec);
  const all = new Float32Array(canonicalLength);
  layers.forEach((layer, l) => {
    for (const { kind, canonicalOffset } of layer.groups) {
      const values = parameters[l][kind];
      if (values) all.set(values, canonicalOffset);
    }
  });
  return all;
}

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
