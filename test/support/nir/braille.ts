// A file like the official sample braille_noDelay_noBias_subtract_subgraph.nir: its nested graph calls its neuron "lif1",
// but the nested edges name "lif".
import { valueOf } from '../outcomes.ts';
import type { NirGraph } from '../../../engine/exchange/nir/graph.ts';
import { readNirTree } from '../../../engine/exchange/nir/read-graph.ts';
import { hdf5Dataset, hdf5Group, hdf5Text } from '../../../engine/hdf5/tree.ts';
import type { Hdf5Group, Hdf5Node } from '../../../engine/hdf5/tree.ts';

const node = (type: string, fields: Record<string, Hdf5Node>): Hdf5Group =>
  hdf5Group({ type: hdf5Text(type), ...fields });
const shape = (size: number): { shape: Hdf5Node } => ({ shape: hdf5Dataset(BigInt64Array.of(BigInt(size))) });
const edges = (...names: string[]): Hdf5Node => hdf5Dataset(names, [names.length / 2, 2]);
const full = (size: number, value: number): Hdf5Node => hdf5Dataset(new Float64Array(size).fill(value));
const weights = (outputs: number, inputs: number): Hdf5Node =>
  hdf5Dataset(
    Float32Array.from({ length: outputs * inputs }, (_, i) => ((i * 37) % 17) / 16 - 0.5),
    [outputs, inputs],
  );

function cuba(size: number): Hdf5Group {
  return node('CubaLIF', {
    tau_syn: full(size, 0.0004),
    tau_mem: full(size, 0.0006666667),
    r: full(size, 6.6666677),
    v_leak: full(size, 0),
    v_threshold: full(size, 1),
    w_in: full(size, 4),
  });
}

/** inner: the name that the nested edges use for the neuron. */
export function brailleTree(inner: 'lif' | 'lif1'): Hdf5Group {
  const lif1 = node('NIRGraph', {
    nodes: hdf5Group({
      input: node('Input', shape(40)),
      lif1: cuba(40),
      lin: node('Linear', { weight: weights(40, 40) }),
      output: node('Output', shape(40)),
    }),
    edges: edges('input', inner, inner, 'lin', 'lin', inner, inner, 'output'),
  });
  return hdf5Group({
    version: hdf5Text('0.2.0'),
    node: node('NIRGraph', {
      nodes: hdf5Group({
        input: node('Input', shape(12)),
        fc1: node('Linear', { weight: weights(40, 12) }),
        lif1,
        fc2: node('Linear', { weight: weights(7, 40) }),
        lif2: cuba(7),
        output: node('Output', shape(7)),
      }),
      edges: edges('input', 'fc1', 'fc1', 'lif1', 'lif1', 'fc2', 'fc2', 'lif2', 'lif2', 'output'),
    }),
  });
}

export const brailleGraph = (): NirGraph => valueOf(readNirTree(brailleTree('lif1'), 'braille.nir')).graph;
