/**
 * The order in which the nodes of a flat graph are computed within one time step, and the edges that carry the value
 * of the step before. Without cycles every signal crosses the whole graph in one step. A cycle is cut at an edge
 * that leaves a node with state (a neuron), the one furthest from the input: a recurrent layer sees its own
 * spikes of the step before, its weights and bias act in every step. A Delay of at least one step cuts by itself.
 */
import type { FlatGraph } from './flat-graph.ts';
import { isNeuron } from './graph.ts';
import { strongComponents } from './strong-components.ts';

export interface StepOrder {
  /** Every node once. */
  readonly order: readonly string[];
  /** Indices into `edges` of those that carry the value of the step before. */
  readonly delayed: ReadonlySet<number>;
}

/** cutsItself: nodes whose output does not depend on this step's input. */
export function stepOrder(graph: FlatGraph, cutsItself: (name: string) => boolean = () => false): StepOrder {
  const pending = new Map<string, Set<number>>();
  const leaving = new Map<string, number[]>();
  for (const name of graph.nodes.keys()) {
    pending.set(name, new Set());
    leaving.set(name, []);
  }
  graph.edges.forEach(([source, target], i) => {
    if (!cutsItself(target)) pending.get(target)?.add(i);
    leaving.get(source)?.push(i);
  });
  const depth = distances(graph, leaving);
  const order: string[] = [];
  const delayed = new Set<number>();
  const ready = [...graph.nodes.keys()].filter((name) => pending.get(name)?.size === 0);
  const place = (name: string): void => {
    pending.delete(name);
    order.push(name);
    for (const edge of leaving.get(name) ?? []) {
      const waiting = pending.get(graph.edges[edge][1]);
      if (!waiting?.delete(edge)) continue;
      if (waiting.size === 0) ready.push(graph.edges[edge][1]);
    }
  };
  while (pending.size) {
    const next = ready.shift();
    if (next !== undefined) {
      if (pending.has(next)) place(next);
      continue;
    }
    const cut = whereToCut(graph, pending, depth);
    for (const edge of cut.edges) {
      delayed.add(edge);
      pending.get(cut.name)?.delete(edge);
    }
    if (pending.get(cut.name)?.size === 0) ready.push(cut.name);
  }
  return { order, delayed };
}

/** Steps along the edges from the nearest input; unreachable nodes lie furthest. */
function distances(graph: FlatGraph, leaving: ReadonlyMap<string, readonly number[]>): Map<string, number> {
  const depth = new Map<string, number>(graph.inputs.map((name) => [name, 0]));
  for (const name of depth.keys()) {
    for (const edge of leaving.get(name) ?? []) {
      const target = graph.edges[edge][1];
      if (!depth.has(target)) depth.set(target, (depth.get(name) ?? 0) + 1);
    }
  }
  return depth;
}

interface Cut {
  readonly name: string;
  /** The edges into it that lie on a cycle. */
  readonly edges: readonly number[];
}

/** When no node is ready, every waiting node lies on a cycle or behind one. */
function whereToCut(
  graph: FlatGraph,
  pending: ReadonlyMap<string, ReadonlySet<number>>,
  depth: ReadonlyMap<string, number>,
): Cut {
  const source = (edge: number): string => graph.edges[edge][0];
  const component = strongComponents(pending.keys(), (name) => [...(pending.get(name) ?? [])].map(source));
  const cuts: Cut[] = [];
  for (const [name, edges] of pending) {
    const cyclic = [...edges].filter((edge) => component.get(source(edge)) === component.get(name));
    if (cyclic.length) cuts.push({ name, edges: cyclic });
  }
  const leavesState = ({ edges }: Cut): boolean =>
    edges.every((edge) => {
      const node = graph.nodes.get(source(edge));
      return node !== undefined && isNeuron(node);
    });
  const preferred = cuts.filter(leavesState);
  const far = (cut: Cut): number => depth.get(cut.name) ?? Infinity;
  const [first, ...rest] = preferred.length ? preferred : cuts;
  return rest.reduce((best, cut) => (far(cut) > far(best) ? cut : best), first);
}
