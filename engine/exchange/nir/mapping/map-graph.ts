/**
 * A NIR graph as layers of the simulator. A layer is a neuron node with the one weight node before it; pools, Flatten,
 * Scale and ports between are folded into its weights; a recurrent weight node joins as further inputs, the layer's own
 * spikes of the step before. What cannot be held is listed node by node and nothing is left out silently: with a
 * node of fit `no` there is no network to simulate.
 */
import { SYSTEM_NAMES } from '../../../contract/index.ts';
import type {
  LayerSpec,
  NirFit,
  NirRunOptions,
  NirUnsupported,
  SystemName,
} from '../../../contract/index.ts';
import { isAffine, isConv, isNeuron, isPool, typeName } from '../graph.ts';
import type { NirAffine, NirNeuron, NirPool, NirScale, NirThreshold } from '../graph.ts';
import { stepOrder } from '../order.ts';
import type { ShapedGraph } from '../shapes.ts';
import { convLayer, fcLayer, type LayerWeights } from './kernels.ts';
import { GIVES_POTENTIAL, neuronRule, type NeuronRule } from './neuron-rule.ts';
import { pathsInto, type Path } from './trace.ts';

export interface MappedLayer {
  readonly spec: LayerSpec;
  readonly rule: NeuronRule;
  /** Neuron, Threshold or Input whose spikes enter, in its own shape. */
  readonly source: string;
  /** Neuron whose spikes leave. */
  readonly neuron: string;
  /** The layer's own spikes of the step before enter too, behind the others. */
  readonly isRecurrent: boolean;
  /** A weight node before it has one that is not 0. */
  readonly hasBias: boolean;
  /** [output][channel][y][x] in units of the threshold; null where factors differ within an output channel. */
  readonly weights: Float64Array | null;
}

export interface NodeFit {
  readonly fit: NirFit;
  readonly layer: string | null;
  readonly reasons: readonly string[];
}

export interface MappedGraph {
  readonly layers: readonly MappedLayer[];
  readonly fits: ReadonlyMap<string, NodeFit>;
  readonly unsupported: readonly NirUnsupported[];
  /** True where every node is held, exactly or not. */
  readonly isComplete: boolean;
}

/** Systems that compute every window, whether anything came in or not. */
const COMPUTE_EVERY_WINDOW: readonly string[] = ['serial-dense', 'dense-os', 'dense-ws', 'dense-is'];
const SKIPPING: readonly SystemName[] = SYSTEM_NAMES.filter((name) => !COMPUTE_EVERY_WINDOW.includes(name));

export function mapGraph(graph: ShapedGraph, options: NirRunOptions): MappedGraph {
  return new Mapping(graph, options).result();
}

class Mapping {
  private readonly graph: ShapedGraph;
  private readonly options: NirRunOptions;
  private readonly layers: MappedLayer[] = [];
  private readonly fits = new Map<string, NodeFit>();
  private readonly unsupported: NirUnsupported[] = [];

  constructor(graph: ShapedGraph, options: NirRunOptions) {
    this.graph = graph;
    this.options = options;
  }

  result(): MappedGraph {
    const { order } = stepOrder(this.graph);
    for (const name of order) {
      const node = this.graph.nodes.get(name);
      if (node && (isNeuron(node) || node.type === 'Threshold')) this.mapNeuron(name, node);
    }
    for (const [name, node] of this.graph.nodes) {
      if (this.fits.has(name)) continue;
      if (node.type === 'Input' || node.type === 'Output')
        this.fits.set(name, { fit: 'exact', layer: null, reasons: [] });
      else this.refuse(name, node.type === 'Delay' ? DELAY : 'it is part of no layer that ends in a neuron');
    }
    const isComplete = this.layers.length > 0 && [...this.fits.values()].every(({ fit }) => fit !== 'no');
    return { layers: this.layers, fits: this.fits, unsupported: this.unsupported, isComplete };
  }

  private mapNeuron(name: string, node: NirNeuron | NirThreshold): void {
    const paths = pathsInto(this.graph, name);
    if (!paths || paths.length === 0) return this.refuse(name, 'nothing that a layer holds comes in');
    const recurrent = paths.filter(({ source }) => source === name);
    const forward = paths.filter(({ source }) => source !== name);
    if (forward.length !== 1)
      return this.refuse(
        name,
        `${forward.length} connections come in; a layer has one, besides its own spikes`,
      );
    const layer = this.weightsOf(name, forward[0]);
    if (!layer) return;
    const whole = recurrent.length ? this.joined(name, layer, recurrent) : layer;
    if (!whole) return;
    this.add(name, node, forward[0], whole, recurrent);
  }

  private add(
    name: string,
    node: NirNeuron | NirThreshold,
    path: Path,
    layer: LayerWeights,
    recurrent: readonly Path[],
  ): void {
    const rule = neuronRule(node, this.options);
    const { values, ...sizes } = layer;
    const isRecurrent = recurrent.length > 0;
    const layerName = this.freeName(layer.kind === 'conv' ? 'CONV' : 'FC');
    const spec: LayerSpec = { name: layerName, ...sizes };
    const weights = inUnitsOfThreshold(values, layer, rule);
    const biases = this.biasReasons([path, ...recurrent]);
    const hasBias = biases.length > 0;
    this.layers.push({ spec, rule, source: path.source, neuron: name, isRecurrent, hasBias, weights });
    const differences = [...rule.differences, ...biases];
    const reasons = isRecurrent ? [...differences, RECURRENT] : differences;
    this.fits.set(name, { fit: reasons.length ? 'approximate' : 'exact', layer: layerName, reasons });
    for (const reason of reasons) {
      const isForAll = reason === RECURRENT || reason === GIVES_POTENTIAL;
      this.unsupported.push({
        node: name,
        type: node.type,
        reason,
        systems: isForAll ? SYSTEM_NAMES : SKIPPING,
      });
    }
    for (const between of [path, ...recurrent].flatMap((one) => one.between)) {
      const inner = this.graph.nodes.get(between);
      const isOwn = isAffine(inner) || isConv(inner);
      this.fits.set(between, { fit: isOwn ? 'exact' : 'folded', layer: layerName, reasons: [] });
    }
  }

  private biasReasons(paths: readonly Path[]): string[] {
    return paths.flatMap(({ between }) =>
      between.flatMap((name) => {
        const node = this.graph.nodes.get(name);
        const bias = node && 'bias' in node ? node.bias : null;
        const isBiased =
          bias !== null && Array.prototype.some.call(bias.values, (value: number) => value !== 0);
        return isBiased ? [`"${name}" has a bias: neurons can fire without input`] : [];
      }),
    );
  }

  /** The one weight node on a path with what stands around it folded in; null (and said why) where that cannot be. */
  private weightsOf(name: string, { source, between }: Path): LayerWeights | null {
    const fail = (node: string, why: string): null => {
      this.refuse(node, why);
      return null;
    };
    const pools: NirPool[] = [];
    const scales: NirScale[] = [];
    let weighted: string | null = null;
    for (const step of between) {
      const node = this.graph.nodes.get(step);
      if (!node || node.type === 'unknown') return fail(step, 'its type is not known');
      if (node.type === 'Delay') return fail(step, DELAY);
      if ('weight' in node) {
        if (weighted !== null)
          return fail(step, `two weight nodes, it and "${weighted}", stand before one neuron`);
        weighted = step;
      } else if (isPool(node)) {
        if (weighted === null)
          return fail(step, `it stands between weights and "${name}"; the systems pool before weights`);
        pools.push(node);
      } else if (node.type === 'Scale') scales.push(node);
    }
    if (weighted === null)
      return fail(
        name,
        'no weights stand before it; the systems hold convolutions and fully connected layers',
      );
    const node = this.graph.nodes.get(weighted);
    const shape = this.graph.shapes.get(source)?.output ?? [];
    if (!isConv(node) && !isAffine(node)) return null;
    const fold = isConv(node) ? convLayer(node, pools, shape) : fcLayer(node, pools, shape);
    if (!fold.ok) return fail(weighted, fold.why);
    const uniform = scales.map(({ scale }) => uniformOf(scale.values));
    if (uniform.some((value) => value === null))
      return fail(weighted, 'a Scale beside it has more than one factor');
    const factor = uniform.reduce<number>((product, value) => product * (value ?? 1), 1);
    return { ...fold.layer, values: fold.layer.values.map((value) => value * factor) };
  }

  /** A fully connected layer with its own spikes as further inputs. */
  private joined(name: string, layer: LayerWeights, recurrent: readonly Path[]): LayerWeights | null {
    const [path, ...more] = recurrent;
    const [only] = path.between;
    const node = this.graph.nodes.get(only ?? '');
    const isPlain = more.length === 0 && path.between.length <= 1 && layer.kind === 'fc';
    const weight = isPlain && isAffine(node) ? node : null;
    if (!isPlain || (only !== undefined && !weight)) {
      this.refuse(only ?? name, 'its recurrent connection is not one weight node of a fully connected layer');
      return null;
    }
    const C = layer.C + layer.M;
    const values = new Float64Array(layer.M * C);
    for (let o = 0; o < layer.M; o++) {
      values.set(layer.values.subarray(o * layer.C, (o + 1) * layer.C), o * C);
      values.set(ownWeights(weight, layer.M, o), o * C + layer.C);
    }
    return { ...layer, C, values };
  }

  private refuse(name: string, reason: string): void {
    const node = this.graph.nodes.get(name);
    if (!node || this.fits.get(name)?.fit === 'no') return;
    this.fits.set(name, { fit: 'no', layer: null, reasons: [reason] });
    this.unsupported.push({ node: name, type: typeName(node), reason, systems: SYSTEM_NAMES });
  }

  private freeName(kind: string): string {
    return `${kind}${this.layers.filter(({ spec }) => spec.name.startsWith(kind)).length + 1}`;
  }
}

const RECURRENT =
  'it needs its own spikes of the step before: windows of more than 1 step cannot wait for them';
const DELAY = 'no system has a store for delayed spikes';

/** One row of the recurrent weights; an edge without weights is the identity. */
function ownWeights(weight: NirAffine | null, size: number, row: number): Float64Array {
  if (weight) return Float64Array.from({ length: size }, (_, i) => weight.weight.values[row * size + i]);
  return Float64Array.from({ length: size }, (_, i) => (i === row ? 1 : 0));
}

function uniformOf(values: ArrayLike<number>): number | null {
  return Array.prototype.every.call(values, (value: number) => value === values[0]) ? values[0] : null;
}

function inUnitsOfThreshold(
  values: Float64Array,
  layer: LayerWeights,
  rule: NeuronRule,
): Float64Array | null {
  const positions = layer.R * layer.R;
  const perOutput = values.length / layer.M;
  const scaled = new Float64Array(values.length);
  for (let o = 0; o < layer.M; o++) {
    const factor = rule.factor(o * positions);
    for (let p = 1; p < positions; p++) if (rule.factor(o * positions + p) !== factor) return null;
    if (!Number.isFinite(factor) || factor < 0) return null;
    for (let i = 0; i < perOutput; i++) scaled[o * perOutput + i] = values[o * perOutput + i] * factor;
  }
  return scaled;
}
