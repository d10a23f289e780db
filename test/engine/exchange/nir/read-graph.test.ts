// The importer's rules, each on a small file written as a tree.
import { describe, expect, it } from 'vitest';
import { flattenGraph } from '../../../../engine/exchange/nir/flat-graph.ts';
import type { NirNode } from '../../../../engine/exchange/nir/graph.ts';
import { readNirTree } from '../../../../engine/exchange/nir/read-graph.ts';
import { inferShapes } from '../../../../engine/exchange/nir/shapes.ts';
import { hdf5Dataset, hdf5Group, hdf5Text } from '../../../../engine/hdf5/tree.ts';
import type { Hdf5Group, Hdf5Node } from '../../../../engine/hdf5/tree.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';

type Fields = Record<string, Hdf5Node>;
const whole = (...values: number[]): Hdf5Node => hdf5Dataset(BigInt64Array.from(values, BigInt));
const f32 = (values: number[], shape?: number[]): Hdf5Node => hdf5Dataset(Float32Array.from(values), shape);
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const node = (type: string, fields: Fields = {}): Hdf5Group => hdf5Group({ type: hdf5Text(type), ...fields });
const graph = (nodes: Record<string, Hdf5Group>, edges: string[]): Hdf5Group =>
  node('NIRGraph', { nodes: hdf5Group(nodes), edges: hdf5Dataset(edges, [edges.length / 2, 2]) });
const file = (inner: Hdf5Group, more: Fields = { version: hdf5Text('0.2.0') }): Hdf5Group =>
  hdf5Group({ ...more, node: inner });
const row = (middle: Hdf5Group, shape = whole(2, 6, 6)): Hdf5Group =>
  file(
    graph({ input: node('Input', { shape }), x: middle, output: node('Output', { shape: whole(1) }) }, [
      'input',
      'x',
    ]),
  );
const only = (tree: Hdf5Group): NirNode | undefined =>
  valueOf(readNirTree(tree, 'f.nir')).graph.nodes.get('x');

const conv = (padding: Hdf5Node, more: Fields = {}): Hdf5Group =>
  node('Conv2d', {
    weight: f32(ones(18), [1, 2, 3, 3]),
    stride: hdf5Dataset(BigInt64Array.of(2n), []),
    padding,
    dilation: whole(1, 1),
    groups: hdf5Dataset(BigInt64Array.of(1n), []),
    bias: f32([0]),
    ...more,
  });

describe('fields', () => {
  it('reads 64-bit integers, single or per axis, as numbers', () => {
    expect(only(row(conv(whole(1, 0))))).toMatchObject({ stride: [2, 2], padding: [1, 0], groups: 1 });
  });

  it.each([
    ['a number', hdf5Dataset(BigInt64Array.of(1n), []), [1, 1]],
    ['a pair', whole(0, 2), [0, 2]],
    ['"same"', hdf5Text('same'), 'same'],
    ['"valid"', hdf5Text('valid'), 'valid'],
  ])('accepts padding as %s', (_, padding, expected) => {
    expect(only(row(conv(padding)))).toMatchObject({ padding: expected });
  });

  it('names a padding that is none of these', () => {
    const tree = row(conv(hdf5Text('full')));
    expect(messagesOf(readNirTree(tree, 'f.nir'))[0]).toMatch(/x\/padding: must be .*\(got "full"\)/);
  });

  it('reads missing v_reset as 0 and missing w_in as 1, and says so', () => {
    const cuba = node('CubaLIF', {
      tau_syn: f32([0.002]),
      tau_mem: f32([0.01]),
      r: f32([1]),
      v_leak: f32([0]),
      v_threshold: f32([1]),
    });
    const read = readNirTree(row(cuba), 'f.nir');
    expect(valueOf(read).graph.nodes.get('x')).toMatchObject({ type: 'CubaLIF' });
    expect(messagesOf(read)).toEqual([
      expect.stringMatching(/x\/v_reset: is not in the file.*read as 0/),
      expect.stringMatching(/x\/w_in: is not in the file; read as 1/),
    ]);
  });

  it('accepts parameters as single values, vectors and tensors, and refuses two different shapes', () => {
    const lif = (tau: Hdf5Node, r: Hdf5Node): Hdf5Group =>
      row(node('LIF', { tau, r, v_leak: f32([0], []), v_threshold: f32([1]), v_reset: f32([0]) }));
    const tensor = f32(ones(8), [2, 2, 2]);
    expect(only(lif(f32([0.01], []), tensor))).toMatchObject({
      fields: { tau: { shape: [] }, r: { shape: [2, 2, 2] } },
    });
    expect(messagesOf(readNirTree(lif(f32([1, 2, 3]), tensor), 'f.nir'))[0]).toMatch(
      /x\/r: must have the shape of tau, \(3\) \(got \(2, 2, 2\)\)/,
    );
  });

  it('names every missing or wrong field at once', () => {
    const broken = row(node('LIF', { tau: f32([0, 1]), r: hdf5Text('one'), v_leak: f32([NaN]) }));
    const messages = messagesOf(readNirTree(broken, 'f.nir'));
    for (const part of [
      /x\/tau: must be above 0.*got 0 at element 0/,
      /x\/r: must hold numbers/,
      /x\/v_leak: must hold finite numbers/,
      /x\/v_threshold: must be in the file/,
    ])
      expect(messages).toContainEqual(expect.stringMatching(part));
  });

  it('keeps a node of an unknown type for the report', () => {
    expect(only(row(node('Resonator')))).toEqual({ type: 'unknown', typeName: 'Resonator' });
  });

  it('keeps metadata as they lie in the file', () => {
    const metadata = hdf5Group({ note: hdf5Text('trained'), score: f32([0.5]) });
    const tree = row(node('Scale', { scale: f32([1]), metadata }));
    expect(valueOf(readNirTree(tree, 'f.nir')).metadata.get('x')).toBe(metadata);
  });
});

describe('edges', () => {
  const ports = { input: node('Input', { shape: whole(1) }), output: node('Output', { shape: whole(1) }) };

  it('names the node that an edge of a nested graph does not find', () => {
    const lif1 = graph({ input: ports.input, lif1: node('I', { r: f32([1]) }), output: ports.output }, [
      'input',
      'lif',
      'lif',
      'output',
    ]);
    const tree = file(graph({ ...ports, lif1 }, ['input', 'lif1', 'lif1', 'output']));
    expect(messagesOf(readNirTree(tree, 'braille.nir'))).toEqual([
      'braille.nir:/node/nodes/lif1/edges[0]: must name a node of its graph (got "lif", which is no node); the nearest name is "lif1"; correct the edge or the node',
      'braille.nir:/node/nodes/lif1/edges[1]: must name a node of its graph (got "lif", which is no node); the nearest name is "lif1"; correct the edge or the node',
    ]);
  });

  it('joins a nested graph by its name or by the path of an inner node', () => {
    const cell = graph({ in: ports.input, lif: node('I', { r: f32([1]) }), out: ports.output }, [
      'in',
      'lif',
      'lif',
      'out',
    ]);
    const tree = file(graph({ ...ports, cell }, ['input', 'cell', 'cell.lif', 'output']));
    const flat = valueOf(flattenGraph(valueOf(readNirTree(tree, 'f.nir')).graph, 'f.nir'));
    expect([...flat.nodes.keys()]).toEqual(['input', 'output', 'cell.in', 'cell.lif', 'cell.out']);
    expect(flat.edges).toEqual([
      ['cell.in', 'cell.lif'],
      ['cell.lif', 'cell.out'],
      ['input', 'cell.in'],
      ['cell.lif', 'output'],
    ]);
    expect(flat.inputs).toEqual(['input']);
  });

  it('takes dotted names of flattened graphs as they are', () => {
    const tree = file(
      graph({ ...ports, 'lif1.lif': node('I', { r: f32([1]) }) }, [
        'input',
        'lif1.lif',
        'lif1.lif',
        'output',
      ]),
    );
    const flat = valueOf(flattenGraph(valueOf(readNirTree(tree, 'f.nir')).graph, 'f.nir'));
    expect([...flat.nodes.keys()]).toContain('lif1.lif');
  });

  it('adds ports where a graph has none, and says so', () => {
    const tree = file(graph({ lif: node('I', { r: f32([1, 1]) }) }, []));
    const flat = flattenGraph(valueOf(readNirTree(tree, 'f.nir')).graph, 'f.nir');
    expect(valueOf(flat).edges).toEqual([
      ['input_lif', 'lif'],
      ['lif', 'output_lif'],
    ]);
    expect(messagesOf(flat)).toHaveLength(2);
  });
});

describe('shapes', () => {
  const shapesOf = (tree: Hdf5Group) =>
    inferShapes(valueOf(flattenGraph(valueOf(readNirTree(tree, 'f.nir')).graph, 'f.nir')), 'f.nir');

  it('come from the nodes before where a convolution, a pool and a Flatten have none', () => {
    const nodes = {
      input: node('Input', { shape: whole(2, 7, 7) }),
      // (7 + 2*1 - 3) / 2 + 1 = 4
      conv: conv(whole(1, 1)),
      // (4 - 2) / 2 + 1 = 2
      pool: node('AvgPool2d', { kernel_size: whole(2, 2), stride: whole(2, 2), padding: whole(0, 0) }),
      flat: node('Flatten', { start_dim: whole(0), end_dim: whole(-1) }),
      output: node('Output', { shape: whole(4) }),
    };
    const tree = file(graph(nodes, ['input', 'conv', 'conv', 'pool', 'pool', 'flat', 'flat', 'output']));
    const { shapes } = valueOf(shapesOf(tree));
    expect(shapes.get('conv')).toEqual({ input: [2, 7, 7], output: [1, 4, 4] });
    expect(shapes.get('pool')?.output).toEqual([1, 2, 2]);
    expect(shapes.get('flat')?.output).toEqual([4]);
  });

  it('name both ends where sizes differ, and note where only the shapes do', () => {
    const make = (shape: Hdf5Node): Hdf5Group =>
      file(
        graph(
          {
            input: node('Input', { shape }),
            fc: node('Linear', { weight: f32([1, 2, 3, 4], [1, 4]) }),
            output: node('Output', { shape: whole(1) }),
          },
          ['input', 'fc', 'fc', 'output'],
        ),
      );
    expect(messagesOf(shapesOf(make(whole(2, 3))))).toEqual([
      'f.nir:fc: must take what comes in: "input" gives (2, 3), "fc" takes (4); correct one of them',
    ]);
    expect(messagesOf(shapesOf(make(whole(2, 2))))).toEqual([
      'f.nir:fc: "input" gives (2, 2), "fc" takes (4); read in C order',
    ]);
  });
});
