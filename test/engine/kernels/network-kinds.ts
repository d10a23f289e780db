/** Small networks of every layer and neuron kind, and parameters on a dyadic grid (sums have no rounding). */
import type { LayerSpec, NetworkSpec, NeuronSpec } from '../../../engine/contract/index.ts';
import { geometryOf } from '../../../engine/kernels/geometry.ts';
import type { Random } from '../../../engine/math/random.ts';

const LIF: NeuronSpec = { model: 'lif', leak: 0.5, threshold: 1, reset: 'zero' };
const CUBA: NeuronSpec = { ...LIF, model: 'cuba-lif', leak: 0.75, synapseLeak: 0.5 };
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
/** Every kind of layer and neuron, by name. */
export const NETWORKS: Record<string, NetworkSpec> = {
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
export function randomParameters(spec: NetworkSpec, random: Random): Record<string, Float32Array>[] {
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

export function canonicalOf(
  spec: NetworkSpec,
  parameters: readonly Record<string, Float32Array>[],
): Float32Array {
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
