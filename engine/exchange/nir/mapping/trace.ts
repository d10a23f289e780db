/**
 * What feeds a neuron: from the neuron back along the edges, through nodes without state, to the neurons and inputs
 * whose spikes arrive. Each path is a list of nodes, the neuron's side first.
 */
import { isNeuron } from '../graph.ts';
import type { ShapedGraph } from '../shapes.ts';

export interface Path {
  /** Neuron, Threshold or outermost Input. */
  readonly source: string;
  /** Nodes between, the receiver's side first. */
  readonly between: readonly string[];
}

const MOST_PATHS = 64;

export const isSource = (graph: ShapedGraph, name: string): boolean => {
  const node = graph.nodes.get(name);
  return node !== undefined && (isNeuron(node) || node.type === 'Threshold' || graph.inputs.includes(name));
};

/** Null where there are too many paths to be a layer, or a cycle without neurons. */
export function pathsInto(graph: ShapedGraph, name: string): readonly Path[] | null {
  const paths: Path[] = [];
  const stack: { at: string; between: readonly string[] }[] = [{ at: name, between: [] }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { at, between } = top;
    for (const [source, target] of graph.edges) {
      if (target !== at) continue;
      if (isSource(graph, source)) paths.push({ source, between });
      else if (between.includes(source)) return null;
      else stack.push({ at: source, between: [...between, source] });
      if (paths.length + stack.length > MOST_PATHS) return null;
    }
  }
  return paths;
}
