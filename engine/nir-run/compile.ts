/**
 * A flat, shaped NIR graph as a list of steps that an executor repeats for every time step. A weight node that feeds
 * exactly one neuron adds straight into that neuron's sums; its bias becomes part of what the neuron gets at every
 * step. All work is proportional to the elements that are not 0, except for neurons that change by themselves.
 */
import { accept, errorAt, refuse, warningAt } from '../contract/index.ts';
import type { Issue, Outcome } from '../contract/index.ts';
import { isAffine, isConv, isNeuron, sameShape, sizeOf, typeName } from '../exchange/nir/graph.ts';
import type {
  NirAffine,
  NirConv,
  NirNeuron,
  NirPrimitive,
  NirTensor,
  NirThreshold,
} from '../exchange/nir/graph.ts';
import { stepOrder } from '../exchange/nir/order.ts';
import type { ShapedGraph } from '../exchange/nir/shapes.ts';
import { Arena, MOST_ARENA_BYTES } from './arena.ts';
import { Current } from './current.ts';
import { DelayLine, delaySteps, MOST_DELAY_STEPS } from './delay-line.ts';
import { neuronValues } from './neuron-values.ts';
import type { NirRunOptions } from '../contract/index.ts';
import { Population } from './population.ts';
import { poolRoute, reshapeRoute, route, scaleRoute, type Route } from './route.ts';
import { affineScatter, convScatter, placeScatter, type Scatter } from './scatter.ts';
import { channelsOf, emptySignal, reserve, type Signal } from './signal.ts';
import { Staging } from './staging.ts';
import { ThresholdGate } from './threshold-gate.ts';

export interface NirProgram {
  readonly graph: ShapedGraph;
  readonly options: NirRunOptions;
  /** Output of every node in the step just computed. */
  readonly signals: ReadonlyMap<string, Signal>;
  readonly populations: ReadonlyMap<string, Population>;
  readonly steps: readonly (() => void)[];
  readonly resets: readonly (() => void)[];
  /** Edges that carry the value of the step before. */
  readonly delayedEdges: readonly number[];
}

/** wasm: bytes of the compiled kernels; file: name in front of issues. */
export function compileNir(
  graph: ShapedGraph,
  options: NirRunOptions,
  wasm: Uint8Array,
  file: string,
): Outcome<NirProgram> {
  const issues = checkRun(graph, options, file);
  const errors = issues.filter((issue) => issue.severity === 'error');
  if (errors.length) return refuse(...issues);
  const arena = new Arena(wasm);
  const program = new Compiling(graph, options, arena).program();
  if (arena.open()) return accept(program, issues);
  const most = MOST_ARENA_BYTES / 2 ** 20;
  return refuse(
    errorAt(file, 'nir/memory', `must fit into ${most} MiB (got a larger network); cut it in two`),
  );
}

type Weighted = NirAffine | NirConv;
const isWeighted = (node: NirPrimitive | undefined): node is Weighted => isAffine(node) || isConv(node);
const isSummed = (node: NirPrimitive | undefined): node is NirNeuron | NirThreshold =>
  node !== undefined && (isNeuron(node) || node.type === 'Threshold');

interface Stepping {
  step(current: Current, out: Signal): void;
}

class Compiling {
  private readonly graph: ShapedGraph;
  private readonly options: NirRunOptions;
  private readonly arena: Arena;
  private readonly staging: Staging;
  private readonly signals = new Map<string, Signal>();
  private readonly populations = new Map<string, Population>();
  private readonly currents = new Map<string, Current>();
  private readonly steps: (() => void)[] = [];
  private readonly tail: (() => void)[] = [];
  private readonly resets: (() => void)[] = [];
  private readonly delayed: ReadonlySet<number>;
  private readonly order: readonly string[];

  constructor(graph: ShapedGraph, options: NirRunOptions, arena: Arena) {
    this.graph = graph;
    this.options = options;
    this.arena = arena;
    this.staging = new Staging(arena);
    const { order, delayed } = stepOrder(graph, (name) => this.knowsItsOutput(name));
    this.order = order;
    this.delayed = delayed;
    for (const name of graph.nodes.keys()) this.signals.set(name, emptySignal(0));
  }

  program(): NirProgram {
    for (const name of this.order) {
      const node = this.graph.nodes.get(name);
      if (node) this.add(name, node);
    }
    for (const signal of this.signals.values()) this.resets.push(() => void (signal.count = 0));
    for (const current of this.currents.values()) this.resets.push(() => current.clear());
    return {
      graph: this.graph,
      options: this.options,
      signals: this.signals,
      populations: this.populations,
      steps: [...this.steps, ...this.tail],
      resets: this.resets,
      delayedEdges: [...this.delayed],
    };
  }

  private add(name: string, node: NirPrimitive): void {
    if (isWeighted(node)) this.addWeighted(name, node);
    else if (isSummed(node)) this.addSummed(name, node);
    else if (node.type === 'Delay') this.addDelay(name);
    else if (!(node.type === 'Input' && this.graph.inputs.includes(name))) this.addRoute(name, node);
  }

  private addRoute(name: string, node: NirPrimitive): void {
    const out = this.signal(name);
    const { input, output } = this.shape(name);
    const own = ownRoute(node, input, output);
    const sources = this.edgesInto(name).map(({ source }) => ({
      from: this.signal(source),
      by: joined(reshapeRoute(this.shape(source).output, input), own),
    }));
    this.steps.push(() => {
      out.count = 0;
      for (const { from, by } of sources) route(by, from, out);
    });
  }

  private addWeighted(name: string, node: Weighted): void {
    const { input, output } = this.shape(name);
    const by: Scatter = isConv(node) ? convScatter(node, input) : affineScatter(node);
    const receiver = this.onlyReceiver(name);
    const into = receiver
      ? this.current(receiver)
      : new Current(this.arena, sizeOf(output), channelsOf(output));
    const sources = this.edgesInto(name).map(({ source }) => this.reshaped(source, input));
    const block = placeScatter(this.arena, by, into);
    const { kernels } = this.arena;
    const add = (indices: number, values: number, count: number): void =>
      kernels.scatterEvents(block, indices, values, count);
    this.steps.push(() => {
      for (const read of sources) this.staging.send(read(), add);
    });
    if (receiver) return;
    const out = this.signal(name);
    const constant = biasOf(node, sizeOf(output));
    this.steps.push(() => collect(into, constant, out));
    this.resets.push(() => into.clear());
  }

  private addSummed(name: string, node: NirNeuron | NirThreshold): void {
    const { input } = this.shape(name);
    const current = this.current(name);
    const constant = new Float64Array(current.size);
    const sources: (() => Signal)[] = [];
    for (const { source } of this.edgesInto(name)) {
      const from = this.graph.nodes.get(source);
      if (!isWeighted(from) || this.onlyReceiver(source) !== name) sources.push(this.reshaped(source, input));
      else biasOf(from, constant.length)?.forEach((value, n) => (constant[n] += value));
    }
    const always = constant.some((value) => value !== 0) ? constant : null;
    const member = this.member(name, node, always, current);
    const out = this.signal(name);
    this.steps.push(() => {
      for (const read of sources) addTo(current, read());
      member.step(current, out);
    });
  }

  private member(
    name: string,
    node: NirNeuron | NirThreshold,
    constant: Float64Array | null,
    current: Current,
  ): Stepping {
    const { input } = this.shape(name);
    if (node.type === 'Threshold')
      return new ThresholdGate(node.threshold, input, constant, this.options.firing);
    const population = new Population(neuronValues(node, input, this.options), constant, current, this.arena);
    this.populations.set(name, population);
    this.resets.push(() => population.reset());
    return population;
  }

  private addDelay(name: string): void {
    const node = this.graph.nodes.get(name);
    if (node?.type !== 'Delay') return;
    const { input } = this.shape(name);
    const line = new DelayLine(node, input, this.options.dtS);
    const out = this.signal(name);
    const sources = this.edgesInto(name).map(({ source }) => this.reshaped(source, input));
    const absorb = (): void => {
      for (const read of sources) line.absorb(read());
    };
    this.resets.push(() => line.reset());
    if (this.knowsItsOutput(name)) {
      this.steps.push(() => line.emit(out));
      this.tail.push(absorb);
    } else {
      this.steps.push(absorb, () => line.emit(out));
    }
    this.tail.push(() => line.advance());
  }

  private knowsItsOutput(name: string): boolean {
    const node = this.graph.nodes.get(name);
    return node?.type === 'Delay' && node.delay.values.every((s) => delaySteps(s, this.options.dtS) >= 1);
  }

  /** The neuron into whose sums a weight node may add: its only receiver, in the same step and shape. */
  private onlyReceiver(name: string): string | null {
    const leaving = this.graph.edges.flatMap(([source, target], i) =>
      source === name ? [{ target, i }] : [],
    );
    const [only] = leaving;
    if (leaving.length !== 1 || this.delayed.has(only.i)) return null;
    const node = this.graph.nodes.get(only.target);
    if (!isSummed(node)) return null;
    return sameShape(this.shape(name).output, this.shape(only.target).input) ? only.target : null;
  }

  /** A source's signal, numbered for a node of shape `input`. */
  private reshaped(source: string, input: readonly number[]): () => Signal {
    const from = this.signal(source);
    const by = reshapeRoute(this.shape(source).output, input);
    if (!by) return () => from;
    const renumbered = emptySignal(0);
    return () => {
      renumbered.count = 0;
      route(by, from, renumbered);
      return renumbered;
    };
  }

  private edgesInto(name: string): { source: string }[] {
    return this.graph.edges.flatMap(([source, target]) => (target === name ? [{ source }] : []));
  }

  private current(name: string): Current {
    const { input } = this.shape(name);
    const found = this.currents.get(name) ?? new Current(this.arena, sizeOf(input), channelsOf(input));
    this.currents.set(name, found);
    return found;
  }

  private signal(name: string): Signal {
    const signal = this.signals.get(name);
    if (!signal) throw new Error(`nir-run: no node ${name}`);
    return signal;
  }

  private shape(name: string): { input: readonly number[]; output: readonly number[] } {
    const shape = this.graph.shapes.get(name);
    if (!shape) throw new Error(`nir-run: no shape of ${name}`);
    return shape;
  }
}

function ownRoute(node: NirPrimitive, input: readonly number[], output: readonly number[]): Route | null {
  switch (node.type) {
    case 'Flatten':
      return reshapeRoute(input, output);
    case 'Scale':
      return scaleRoute(node.scale, input);
    case 'SumPool2d':
    case 'AvgPool2d':
      return poolRoute(node, input);
    default:
      return null;
  }
}

/** First a renumbering (one target each), then a node's own route. */
function joined(first: Route | null, second: Route | null): Route | null {
  if (!first || !second) return first ?? second;
  const ptr = new Int32Array(first.ptr.length);
  const targets: number[] = [];
  first.targets.forEach((middle, i) => {
    for (let k = second.ptr[middle]; k < second.ptr[middle + 1]; k++) targets.push(second.targets[k]);
    ptr[i + 1] = targets.length;
  });
  const factors =
    second.factors && Float64Array.from(first.targets, (middle) => second.factors?.[middle] ?? 1);
  return { ptr, targets: Int32Array.from(targets), factors };
}

/** One value per output element, or null where there is no bias or it is 0 everywhere. */
function biasOf(node: Weighted, size: number): Float64Array | null {
  const bias = node.bias?.values;
  if (!bias || bias.every((value) => value === 0)) return null;
  const channels = node.weight.shape[0];
  return Float64Array.from({ length: size }, (_, i) => bias[bias.length === 1 ? 0 : i % channels]);
}

function addTo(current: Current, signal: Signal): void {
  const { sum, width } = current;
  for (let i = 0; i < signal.count; i++) {
    const index = signal.indices[i];
    sum[index] += signal.values[i];
    current.touch((index / width) | 0);
  }
}

/** Sums, plus what is added in every step, as a signal; leaves the sums zero. */
function collect(current: Current, constant: Float64Array | null, out: Signal): void {
  const { sum, width, touched } = current;
  out.count = 0;
  const put = (index: number, value: number): void => {
    if (value === 0) return;
    out.indices[out.count] = index;
    out.values[out.count++] = value;
  };
  if (constant) {
    reserve(out, sum.length);
    for (let n = 0; n < sum.length; n++) put(n, sum[n] + constant[n]);
    current.clear();
    return;
  }
  reserve(out, current.touchedCount * width);
  for (let i = 0; i < current.touchedCount; i++) {
    for (let n = touched[i] * width; n < (touched[i] + 1) * width; n++) {
      put(n, sum[n]);
      sum[n] = 0;
    }
  }
  current.forget();
}

/** What the options or the graph make impossible (errors) or doubtful (warnings). */
function checkRun(graph: ShapedGraph, options: NirRunOptions, file: string): Issue[] {
  const { dtS } = options;
  if (!(dtS > 0 && Number.isFinite(dtS)))
    return [errorAt('dt', 'nir/dt', `must be a time above 0 s (got ${dtS}); frames of 1 ms are 0.001`)];
  const issues: Issue[] = [];
  for (const [name, node] of graph.nodes) {
    const at = `${file}:${name}`;
    if (node.type === 'unknown')
      issues.push(
        errorAt(at, 'nir/unknown-type', `must be of a known type (got ${typeName(node)}); it cannot be run`),
      );
    if (node.type === 'Delay') issues.push(...checkDelay(node.delay, dtS, at));
    if (isNeuron(node)) issues.push(...checkTimes(node.fields, options, at));
  }
  return issues;
}

function checkDelay({ values }: NirTensor, dtS: number, at: string): Issue[] {
  const longest = largestOf(values);
  if (delaySteps(longest, dtS) > MOST_DELAY_STEPS) {
    const message = `must be at most ${MOST_DELAY_STEPS} steps (got ${longest} s at dt ${dtS} s); choose a larger dt`;
    return [errorAt(at, 'nir/delay-steps', message)];
  }
  const off = values.find((value) => Math.abs(value / dtS - delaySteps(value, dtS)) > 1e-3);
  if (off === undefined) return [];
  const message = `is no whole number of steps (${off} s at dt ${dtS} s); rounded to ${delaySteps(off, dtS)} steps`;
  return [warningAt(at, 'nir/delay-rounded', message)];
}

function checkTimes(
  fields: Readonly<Partial<Record<string, NirTensor>>>,
  { dtS, integration }: NirRunOptions,
  at: string,
): Issue[] {
  if (integration === 'exact') return [];
  return ['tau', 'tau_mem', 'tau_syn'].flatMap((field) => {
    const least = smallestOf(fields[field]?.values ?? []);
    if (dtS <= least) return [];
    const message = `${field} is shorter than the step (${least} s below dt ${dtS} s), so Euler steps overshoot; choose a smaller dt, or exact`;
    return [warningAt(at, 'nir/dt-coarse', message)];
  });
}

function largestOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i]);
  return most;
}

function smallestOf(values: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < values.length; i++) least = Math.min(least, values[i]);
  return least;
}
