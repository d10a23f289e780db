// Which edges of a cycle carry the value of the step before.
import { describe, expect, it } from 'vitest';
import { stepOrder } from '../../../../engine/exchange/nir/order.ts';
import type { NirEdge, NirPrimitive } from '../../../../engine/exchange/nir/graph.ts';
import { graphOf, neuron, shaped, single, tensor } from '../../../support/nir/graphs.ts';

const lif = neuron('I', { r: single(1) });
const lin: NirPrimitive = { type: 'Linear', weight: tensor([1, 1], [1]), bias: null };
const ports: Record<string, NirPrimitive> = {
  input: { type: 'Input', shape: [1] },
  output: { type: 'Output', shape: [1] },
};

function delayed(nodes: Record<string, NirPrimitive>, edges: readonly NirEdge[]): NirEdge[] {
  const graph = shaped(graphOf({ ...ports, ...nodes }, edges));
  const found = stepOrder(graph);
  expect(new Set(found.order)).toEqual(new Set(graph.nodes.keys()));
  return [...found.delayed].map((i) => graph.edges[i]);
}

describe('stepOrder', () => {
  it('cuts a recurrent layer where its spikes leave', () => {
    const edges: NirEdge[] = [
      ['rec', 'lif'],
      ['lif', 'output'],
      ['input', 'lif'],
      ['lif', 'rec'],
    ];
    expect(delayed({ lif, rec: lin }, edges)).toEqual([['lif', 'rec']]);
  });

  it('cuts a loop over two layers on its way back only', () => {
    const edges: NirEdge[] = [
      ['input', 'a'],
      ['a', 'forward'],
      ['forward', 'b'],
      ['b', 'back'],
      ['back', 'a'],
      ['b', 'output'],
    ];
    expect(delayed({ a: lif, b: lif, forward: lin, back: lin }, edges)).toEqual([['b', 'back']]);
  });

  it('leaves the edge between two recurrent layers alone', () => {
    const edges: NirEdge[] = [
      ['input', 'a'],
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'b'],
      ['b', 'output'],
    ];
    expect(new Set(delayed({ a: lif, b: lif }, edges).map(([source, target]) => source + target))).toEqual(
      new Set(['aa', 'bb']),
    );
  });

  it('cuts a loop without neurons once', () => {
    const edges: NirEdge[] = [
      ['input', 'a'],
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'output'],
    ];
    expect(delayed({ a: lin, b: lin }, edges)).toHaveLength(1);
  });
});
