// Folding is exact: a mapped layer, written as one convolution or matrix, fires like the nodes that it stands for.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_NIR_RUN, SYSTEM_NAMES, type NirRunOptions } from '../../../../engine/contract/index.ts';
import { mapGraph } from '../../../../engine/exchange/nir/mapping/map-graph.ts';
import type { NirPrimitive } from '../../../../engine/exchange/nir/graph.ts';
import { Random } from '../../../../engine/math/random.ts';
import { runEvents } from '../../../support/nir/compare.ts';
import {
  chain,
  conv2d,
  graphOf,
  gridTensor,
  neuron,
  shaped,
  single,
  tensor,
} from '../../../support/nir/graphs.ts';
import { times } from '../../../support/soak.ts';

const OPTIONS: NirRunOptions = { ...DEFAULT_NIR_RUN, dtS: 1 / 1024, reset: 'v_reset' };
const firing = (threshold: number): NirPrimitive =>
  neuron('LIF', {
    tau: single(2 / 1024),
    r: single(2),
    v_leak: single(0),
    v_threshold: single(threshold),
    v_reset: single(0),
  });
const flatten: NirPrimitive = { type: 'Flatten', inputShape: null, startDim: 0, endDim: -1 };

function noise(seed: number, size: number): Float64Array[] {
  const random = new Random(seed);
  return Array.from({ length: 10 }, () =>
    Float64Array.from({ length: size }, () => (random.uniform() < 0.25 ? 1 : 0)),
  );
}

/** The last layer of a chain of `nodes`, mapped; and its node names as fired by both. */
function bothWays(side: number, nodes: Record<string, NirPrimitive>, seed: number) {
  const graph = shaped(chain([2, side, side], { first: firing(0.5), ...nodes }));
  const { layers, fits } = mapGraph(graph, OPTIONS);
  const layer = layers.find(({ neuron: name }) => name === 'last');
  if (!layer?.weights) return { fits, same: null };
  const { E, C, M, stride, pad, kind } = layer.spec;
  const weight = tensor(kind === 'fc' ? [M, C] : [M, C, E, E], layer.weights);
  const folded: Record<string, NirPrimitive> =
    kind === 'fc'
      ? { flatten, weights: { type: 'Linear', weight, bias: null } }
      : { weights: conv2d(weight, { stride: [stride, stride], padding: [pad, pad] }) };
  const rule: NirPrimitive = neuron('LIF', {
    tau: single(2 / 1024),
    r: single(2),
    v_leak: single(0),
    v_threshold: single(1),
    v_reset: single(0),
  });
  const other = shaped(chain([2, side, side], { first: firing(0.5), ...folded, last: rule }));
  const input = noise(seed, 2 * side * side);
  const [a, b] = [graph, other].map((one) => runEvents(one, OPTIONS, input).get('last'));
  return { fits, same: [a, b] as const };
}

describe('folding', () => {
  it('a pool into the convolution behind it', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        const side = 5 + random.below(6);
        const [kernel, stride] = [1 + random.below(3), 1 + random.below(3)];
        const [outputs, E] = [1 + random.below(3), 1 + random.below(3)];
        const type = random.below(2) && kernel !== 3 ? 'AvgPool2d' : 'SumPool2d';
        const pad = random.below(E);
        const nodes: Record<string, NirPrimitive> = {
          pool: { type, kernel: [kernel, kernel], stride: [stride, stride], padding: [0, 0] },
          conv: conv2d(gridTensor(random, [outputs, 2, E, E]), { stride: [1, 1], padding: [pad, pad] }),
          last: firing(2),
        };
        const pooled = Math.floor((side - kernel) / stride) + 1;
        fc.pre(pooled + 2 * pad >= E);
        const { fits, same } = bothWays(side, nodes, seed);
        // Not folded: only where padding would reach rows that the pool left out or shares.
        const why = fits.get('conv')?.reasons.join() ?? '';
        const isRefused = pad > 0 && why.includes('cannot be folded');
        expect(same ? same[0] : isRefused).toEqual(same ? same[1] : true);
      }),
      { numRuns: times(150, 3000) },
    );
  });

  it('pools into a fully connected layer, dilation and groups into a plain kernel', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        const side = 4 + random.below(5);
        const kernel = 1 + random.below(2);
        const pooled = Math.floor((side - kernel) / 2) + 1;
        const pool: NirPrimitive = {
          type: 'SumPool2d',
          kernel: [kernel, kernel],
          stride: [2, 2],
          padding: [0, 0],
        };
        const weight = gridTensor(random, [3, 2 * pooled * pooled]);
        const full = {
          pool,
          flatten,
          fc: { type: 'Linear', weight, bias: null } as NirPrimitive,
          last: firing(2),
        };
        const matrix = bothWays(side, full, seed).same;
        expect(matrix?.[0]).toEqual(matrix?.[1]);
        const wide = conv2d(gridTensor(random, [4, 1, 2, 2]), { groups: 2, dilation: [2, 2] });
        const spread = bothWays(side, { conv: wide, last: firing(1) }, seed).same;
        expect(spread?.[0]).toEqual(spread?.[1]);
      }),
      { numRuns: times(60, 1000) },
    );
  });
});

describe('what cannot be held', () => {
  it('is named node by node with its reason', () => {
    const one = { v_threshold: single(1), v_reset: single(0) };
    const graph = shaped(
      graphOf(
        {
          input: { type: 'Input', shape: [4] },
          fc: {
            type: 'Affine',
            weight: tensor(
              [2, 4],
              Array.from({ length: 8 }, () => 1),
            ),
            bias: tensor([2], [0, 1]),
          },
          if: neuron('IF', { r: single(1), v_threshold: single(1) }),
          delay: { type: 'Delay', delay: single(0.01) },
          out: { type: 'Linear', weight: tensor([1, 2], [1, 1]), bias: null },
          lif: neuron('IF', { r: single(1), ...one }),
          output: { type: 'Output', shape: [1] },
        },
        [
          ['input', 'fc'],
          ['fc', 'if'],
          ['if', 'delay'],
          ['delay', 'out'],
          ['out', 'lif'],
          ['lif', 'output'],
        ],
      ),
    );
    const { unsupported, isComplete, layers } = mapGraph(graph, { ...DEFAULT_NIR_RUN, dtS: 0.001 });
    expect(isComplete).toBe(false);
    expect(layers.map(({ neuron: name }) => name)).toEqual(['if']);
    const found = unsupported.map(({ node, reason, systems }) => [node, reason, systems.length]);
    expect(found).toContainEqual(['delay', 'no system has a store for delayed spikes', SYSTEM_NAMES.length]);
    const [subtract, bias] = unsupported.filter(({ node }) => node === 'if');
    expect([subtract.reason, bias.reason]).toEqual([
      'reset by subtraction: a neuron can fire again without input',
      '"fc" has a bias: neurons can fire without input',
    ]);
    // Systems that compute every window hold both.
    expect(subtract.systems).toContain('spikex');
    expect(subtract.systems).not.toContain('dense-os');
  });
});
