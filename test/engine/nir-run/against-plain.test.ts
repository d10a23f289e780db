// Random networks of every node type: each node's output in each step equals that of the plain loops, bit for bit.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NirGraph, NirPrimitive } from '../../../engine/exchange/nir/graph.ts';
import { sizeOf } from '../../../engine/exchange/nir/graph.ts';
import type { ShapedGraph } from '../../../engine/exchange/nir/shapes.ts';
import { Random } from '../../../engine/math/random.ts';
import type { NirRunOptions } from '../../../engine/contract/index.ts';
import { runDense, runEvents } from '../../support/nir/compare.ts';
import {
  chain,
  conv2d,
  graphOf,
  gridTensor,
  neuron,
  shaped,
  single,
  tensor,
} from '../../support/nir/graphs.ts';
import { times } from '../../support/soak.ts';

const options = fc.record<NirRunOptions>({
  dtS: fc.constantFrom(1 / 1024, 1 / 512),
  integration: fc.constantFrom('euler', 'exact'),
  reset: fc.constantFrom('v_reset', 'subtract'),
  firing: fc.constantFrom('above', 'reached'),
  integrator: fc.constant('impulse'),
});

/** tau = 4 dt at dt = 1/1024: Euler stays on the grid. */
const TAU = 1 / 256;

function neuronOf(kind: number, size: number, random: Random): NirPrimitive {
  const threshold = tensor(
    [size],
    Array.from({ length: size }, () => (1 + random.below(128)) / 64),
  );
  const r = random.below(2) ? single(1) : gridTensor(random, [size]);
  const rest = single(random.below(3) ? 0 : 0.25);
  const reset = random.below(2) ? undefined : single(-0.5);
  const leaky = { tau: single(TAU), r, v_leak: rest };
  const based = { tau_syn: single(TAU / 2), tau_mem: single(TAU), r, v_leak: rest, w_in: single(1.5) };
  switch (kind) {
    case 0:
      return neuron('IF', { r: single(1), v_threshold: threshold, v_reset: reset });
    case 1:
      return neuron('LIF', { ...leaky, v_threshold: threshold, v_reset: reset });
    case 2:
      return neuron('CubaLIF', { ...based, v_threshold: threshold, v_reset: reset });
    case 3:
      return { type: 'Threshold', threshold };
    case 4:
      return neuron('LI', leaky);
    case 5:
      return neuron('CubaLI', based);
    default:
      return neuron('I', { r });
  }
}

function randomGraph(seed: number): NirGraph {
  const random = new Random(seed);
  const below = (n: number): number => random.below(n);
  const groups = 1 + below(2);
  const [channels, height, width] = [groups * (1 + below(2)), 3 + below(5), 3 + below(5)];
  const outputs = groups * (1 + below(3));
  const kernel = [1 + below(3), 1 + below(3)];
  const isSame = below(3) === 0;
  const nodes: Record<string, NirPrimitive> = {
    conv: conv2d(gridTensor(random, [outputs, channels / groups, ...kernel]), {
      groups,
      bias: below(2) ? gridTensor(random, [outputs]) : null,
      stride: isSame ? [1, 1] : [1 + below(2), 1 + below(2)],
      padding: isSame ? 'same' : below(2) ? 'valid' : [below(2), below(2)],
      dilation: [1, isSame ? 1 + below(2) : 1],
    }),
  };
  const conv = shaped(chain([channels, height, width], nodes)).shapes.get('conv')?.output ?? [];
  const full = neuronOf(below(3), sizeOf(conv), random);
  nodes.lif = withShape(full, conv);
  if (below(2)) nodes.scale = { type: 'Scale', scale: gridTensor(random, conv) };
  if (below(2))
    nodes.pool = {
      type: below(2) ? 'SumPool2d' : 'AvgPool2d',
      kernel: [conv[1] > 1 ? 2 : 1, conv[2] > 1 ? 2 : 1],
      stride: [1 + below(2), 1 + below(2)],
      padding: [conv[1] > 1 ? below(2) : 0, 0],
    };
  nodes.flat = { type: 'Flatten', inputShape: null, startDim: 0, endDim: -1 };
  const flat = shaped(chain([channels, height, width], nodes)).shapes.get('flat')?.output ?? [];
  const hidden = 1 + below(9);
  const weight = gridTensor(random, [hidden, flat[0]]);
  nodes.fc = below(2)
    ? { type: 'Linear', weight, bias: null }
    : { type: 'Affine', weight, bias: gridTensor(random, [hidden]) };
  if (below(3) === 0)
    nodes.delay = {
      type: 'Delay',
      delay: tensor(
        [hidden],
        Array.from({ length: hidden }, () => below(4) / 512),
      ),
    };
  nodes.last = neuronOf(below(7), hidden, random);
  return chain([channels, height, width], nodes);
}

/** The same parameters as a tensor of the given shape. */
function withShape(node: NirPrimitive, shape: readonly number[]): NirPrimitive {
  if (!('fields' in node)) return node;
  const fields = Object.fromEntries(
    Object.entries(node.fields).map(([name, value]) => [
      name,
      value && value.values.length > 1 ? { shape, values: value.values } : value,
    ]),
  );
  return neuron(node.type, fields);
}

function frames(seed: number, size: number, timesteps: number): Float64Array[] {
  const random = new Random(seed ^ 0x5eed);
  const density = [0.02, 0.2, 0.8][random.below(3)];
  return Array.from({ length: timesteps }, () =>
    Float64Array.from({ length: size }, () => (random.uniform() < density ? 1 + random.below(3) : 0)),
  );
}

/** Weight nodes add straight into the neuron behind them and have no output of their own. */
const observed = (graph: ShapedGraph): string[] =>
  [...graph.nodes].filter(([, node]) => !('weight' in node)).map(([name]) => name);

describe('random networks', () => {
  it('give what the plain loops give, in every node and step', () => {
    fc.assert(
      fc.property(fc.nat(), options, (seed, choice) => {
        const graph = shaped(randomGraph(seed));
        const input = frames(seed, sizeOf(graph.shapes.get('input')?.output ?? []), 12);
        const plain = runDense(graph, choice, input, [...graph.nodes.keys()]);
        const events = runEvents(graph, choice, input);
        for (const name of observed(graph)) expect([name, events.get(name)]).toEqual([name, plain.get(name)]);
      }),
      { numRuns: times(150, 5000) },
    );
  });

  it('also one-dimensional convolutions, with groups, strides, dilation and every padding', () => {
    fc.assert(
      fc.property(fc.nat(), options, (seed, choice) => {
        const random = new Random(seed);
        const below = (n: number): number => random.below(n);
        const groups = 1 + below(2);
        const [channels, length] = [groups * (1 + below(2)), 5 + below(8)];
        const [outputs, kernel, isSame] = [groups * (1 + below(3)), 1 + below(3), below(3) === 0];
        const conv: NirPrimitive = {
          ...conv2d(gridTensor(random, [outputs, channels / groups, kernel])),
          type: 'Conv1d',
          groups,
          bias: below(2) ? gridTensor(random, [outputs]) : null,
          stride: [isSame ? 1 : 1 + below(3)],
          padding: isSame ? 'same' : below(2) ? 'valid' : [below(3)],
          dilation: [1 + below(2)],
        };
        const row = [channels, length];
        const full = shaped(chain(row, { conv })).shapes.get('conv')?.output ?? [];
        const lif = withShape(neuronOf(below(3), sizeOf(full), random), full);
        const graph = shaped(chain(row, { conv, lif }));
        const input = frames(seed, channels * length, 12);
        const plain = runDense(graph, choice, input, [...graph.nodes.keys()]);
        const events = runEvents(graph, choice, input);
        for (const name of observed(graph)) expect([name, events.get(name)]).toEqual([name, plain.get(name)]);
      }),
      { numRuns: times(100, 2000) },
    );
  });

  it('also with recurrent layers, whose weights see the spikes of the step before', () => {
    fc.assert(
      fc.property(fc.nat(), options, (seed, choice) => {
        const random = new Random(seed);
        const [inputs, hidden] = [1 + random.below(6), 1 + random.below(6)];
        const graph = shaped(
          graphOf(
            {
              input: { type: 'Input', shape: [inputs] },
              fc: { type: 'Linear', weight: gridTensor(random, [hidden, inputs]), bias: null },
              rec: {
                type: 'Affine',
                weight: gridTensor(random, [hidden, hidden]),
                bias: gridTensor(random, [hidden]),
              },
              lif: neuronOf(random.below(3), hidden, random),
              last: neuronOf(1, hidden, random),
              output: { type: 'Output', shape: [hidden] },
            },
            [
              ['input', 'fc'],
              ['fc', 'lif'],
              ['lif', 'rec'],
              ['rec', 'lif'],
              ['lif', 'last'],
              ['last', 'last'],
              ['last', 'output'],
            ],
          ),
        );
        const input = frames(seed, inputs, 20);
        const plain = runDense(graph, choice, input, ['input', 'fc', 'rec', 'lif', 'last', 'output']);
        const events = runEvents(graph, choice, input);
        for (const name of observed(graph)) expect([name, events.get(name)]).toEqual([name, plain.get(name)]);
      }),
      { numRuns: times(100, 2000) },
    );
  });
});
