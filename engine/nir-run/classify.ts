/** Runs labelled samples: predicted class = the output with the largest sum over all steps; of equals the first. */
import { isNeuron, sizeOf } from '../exchange/nir/graph.ts';
import { OutputSums, type NirExecutor } from './executor.ts';
import type { NirFrames } from './frames.ts';

/** Output entries per neuron node, summed over the samples so far. */
export class Classifier {
  readonly entries: ReadonlyMap<string, number>;
  private readonly counts: Map<string, number>;
  private readonly executor: NirExecutor;
  private readonly input: string;
  private readonly output: string;
  private readonly sums: OutputSums;

  /** The graph must have one Input and one Output. */
  constructor(executor: NirExecutor) {
    const { graph } = executor.program;
    this.executor = executor;
    this.input = graph.inputs[0];
    this.output = graph.outputs[0];
    this.sums = new OutputSums(graph.shapes.get(this.output)?.input ?? []);
    const neurons = [...graph.nodes].filter(([, node]) => isNeuron(node)).map(([name]) => name);
    this.counts = new Map([this.input, ...neurons].map((name) => [name, 0]));
    this.entries = this.counts;
  }

  get classes(): number {
    return sizeOf(this.executor.program.graph.shapes.get(this.output)?.input ?? []);
  }

  predict(frames: NirFrames, watch: (step: number) => void = () => undefined): number {
    this.sums.clear();
    const counted = [...this.counts.keys()].map((name) => ({
      name,
      signal: this.executor.signal(name),
      count: 0,
    }));
    const output = this.executor.signal(this.output);
    this.executor.run(new Map([[this.input, frames]]), (step) => {
      this.sums.add(output);
      for (const one of counted) one.count += one.signal.count;
      watch(step);
    });
    for (const { name, count } of counted) this.counts.set(name, (this.counts.get(name) ?? 0) + count);
    return this.sums.largest();
  }
}
