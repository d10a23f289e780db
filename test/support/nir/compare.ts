// Runs a graph on the event-driven executor and on the plain loops, and gives both outputs of every node densely.
import { runPlain, type PlainNode, type PlainOptions } from '../../../bench/plain-nir.ts';
import { sizeOf } from '../../../engine/exchange/nir/graph.ts';
import type { ShapedGraph } from '../../../engine/exchange/nir/shapes.ts';
import { compileNir } from '../../../engine/nir-run/compile.ts';
import { NirExecutor } from '../../../engine/nir-run/executor.ts';
import { framesFromDense } from '../../../engine/nir-run/frames.ts';
import type { NirRunOptions } from '../../../engine/contract/index.ts';
import { placesOf } from '../../../engine/nir-run/signal.ts';
import { wasm } from '../../engine/kernels/networks.ts';
import { valueOf } from '../outcomes.ts';

export type Outputs = ReadonlyMap<string, readonly (readonly number[])[]>;

/** input: [t][element] of the only Input. */
export function runEvents(
  graph: ShapedGraph,
  options: NirRunOptions,
  input: readonly Float64Array[],
): Outputs {
  const executor = new NirExecutor(valueOf(compileNir(graph, options, wasm, 'test.nir')));
  const outputs = new Map<string, number[][]>([...graph.nodes.keys()].map((name) => [name, []]));
  const frames = framesFromDense(
    input.flatMap((row) => [...row]),
    input.length,
  );
  executor.run(new Map([[graph.inputs[0], frames]]), () => {
    for (const [name, steps] of outputs) {
      const shape = graph.shapes.get(name)?.output ?? [];
      const dense = Array.from({ length: sizeOf(shape) }, () => 0);
      const { indices, values, count } = executor.signal(name);
      for (let i = 0; i < count; i++) dense[indices[i]] += values[i];
      steps.push([...placesOf(shape)].map((place) => dense[place] + 0));
    }
  });
  return outputs;
}

/** order: in which the plain loops compute the nodes of a step; those behind give the value of the step before. */
export function runDense(
  graph: ShapedGraph,
  { dtS, integration, reset, firing }: NirRunOptions,
  input: readonly Float64Array[],
  order: readonly string[],
): Outputs {
  const nodes = new Map<string, PlainNode>();
  for (const [name, node] of graph.nodes)
    nodes.set(name, {
      node,
      from: graph.edges.filter(([, target]) => target === name).map(([source]) => source),
      shape: graph.shapes.get(name)?.output ?? [],
    });
  const options: PlainOptions = {
    dtS,
    exact: integration === 'exact',
    subtract: reset === 'subtract',
    reached: firing === 'reached',
  };
  const history = runPlain(nodes, order, input, options);
  return new Map(
    [...history].map(([name, steps]) => [name, steps.map((step) => [...step].map((value) => value + 0))]),
  );
}
