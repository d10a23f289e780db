/**
 * A network of ours as a NIR graph. A layer becomes Conv2d, (behind a Flatten) Linear or Affine, or a pool, then a
 * neuron: leak < 1 as LIF with tau = dt / (1 - leak) and r = tau / dt, so that an Euler step of dt is u = leak u + C;
 * leak 1 as IF with r = 1; a filtered current as CubaLIF with tau_syn = dt / (1 - k); OR pooling as SumPool2d and
 * Threshold 0.5; recurrent weights and residual adds as edges. v_reset is 0; NIR has no reset by subtraction, so IF
 * then goes without v_reset, as sinabs writes it, and LIF with a warning. Our neurons fire at u >= threshold, NIR's
 * above it: run the file with firing `reached` for the same rule.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { Issue, LayerSpec, NetworkSpec, NeuronSpec, Outcome } from '../../contract/index.ts';
import { neuronOf } from '../../workload/neuron.ts';
import type { NirConv, NirEdge, NirGraph, NirNeuron, NirNode, NirTensor } from './graph.ts';

/** What a trained layer runs with: batch normalisation folded, weights quantised. */
export interface LayerParameters {
  /** [output][channel][ky][kx]; empty for pools. */
  readonly weights: Float32Array;
  /** [to][from], or null. */
  readonly recurrent: Float32Array | null;
  /** Per output, or null. */
  readonly bias: Float32Array | null;
  readonly leak: number;
  readonly threshold: number;
}

/** parameters: one per layer; dtS: seconds per time step. */
export function nirFromNetwork(
  network: NetworkSpec,
  parameters: readonly LayerParameters[],
  dtS: number,
): Outcome<NirGraph> {
  const issues = network.layers.flatMap((layer, i) =>
    unsayable(network, layer, `${network.name}.layers[${i}]`),
  );
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length) return refuse(...issues);
  const { channels, height, width } = network.input;
  const row = new Row([channels, height, width]);
  network.layers.forEach((layer, i) => {
    const own = parameters[i];
    const shape = layer.kind === 'fc' ? [layer.M] : [layer.M, layer.R, layer.R];
    const neuron = { ...neuronOf(network, layer), leak: own.leak, threshold: own.threshold };
    row.connect(layer, own);
    row.append(layer.name, layer.pool === 'or' ? OR_GATE : neuronNode(neuron, shape, dtS), shape);
    if (own.recurrent) row.loop(layer, own.recurrent);
    if (layer.add !== undefined) row.edges.push([layer.add, layer.name]);
  });
  row.append('output', { type: 'Output', shape: row.shape }, row.shape);
  return accept({ type: 'NIRGraph', nodes: row.nodes, edges: row.edges }, issues);
}

const OR_GATE: NirNode = { type: 'Threshold', threshold: { shape: [], values: Float64Array.of(0.5) } };

/** Nodes one behind the other. */
class Row {
  readonly nodes = new Map<string, NirNode>();
  readonly edges: NirEdge[] = [];
  shape: readonly number[];
  private last = 'input';

  constructor(shape: readonly number[]) {
    this.shape = shape;
    this.nodes.set('input', { type: 'Input', shape });
  }

  append(name: string, node: NirNode, shape: readonly number[]): void {
    this.nodes.set(name, node);
    this.edges.push([this.last, name]);
    this.last = name;
    this.shape = shape;
  }

  /** The node with the layer's weights, or its pool. */
  connect(layer: LayerSpec, { weights, bias }: LayerParameters): void {
    const pair = (n: number): readonly [number, number] => [n, n];
    const offset = bias && { shape: [layer.M], values: bias };
    if (layer.kind === 'pool') {
      const type = layer.pool === 'average' ? 'AvgPool2d' : 'SumPool2d';
      const pool = { kernel: pair(layer.E), stride: pair(layer.stride), padding: pair(layer.pad) };
      this.append(`${layer.name}_pool`, { type, ...pool }, [layer.M, layer.R, layer.R]);
    } else if (layer.kind === 'conv') {
      this.append(`${layer.name}_conv`, convOf(layer, this.shape, weights, offset), [
        layer.M,
        layer.R,
        layer.R,
      ]);
    } else {
      if (this.shape.length > 1) {
        const flat = { type: 'Flatten', inputShape: this.shape, startDim: 0, endDim: -1 } as const;
        this.append(`${layer.name}_flatten`, flat, [layer.C]);
      }
      const weight = { shape: [layer.M, layer.C], values: weights };
      this.append(`${layer.name}_weight`, { type: offset ? 'Affine' : 'Linear', weight, bias: offset }, [
        layer.M,
      ]);
    }
  }

  loop(layer: LayerSpec, values: Float32Array): void {
    const name = `${layer.name}_recurrent`;
    this.nodes.set(name, { type: 'Linear', weight: { shape: [layer.M, layer.M], values }, bias: null });
    this.edges.push([layer.name, name], [name, layer.name]);
  }
}

function unsayable(network: NetworkSpec, layer: LayerSpec, path: string): Issue[] {
  const issues: Issue[] = [];
  if (layer.name === 'input' || layer.name === 'output')
    issues.push(
      errorAt(
        `${path}.name`,
        'nir/layer-name',
        `must not be the name of a port (got "${layer.name}"); rename the layer`,
      ),
    );
  const natural = Math.floor((layer.H + 2 * layer.pad - layer.E) / layer.stride) + 1;
  if (layer.kind !== 'fc' && layer.R !== natural) {
    const message = `must be ${natural}, as H, E, stride and pad give (got ${layer.R}); NIR has no windows past the map`;
    issues.push(errorAt(`${path}.R`, 'nir/past-the-map', message));
  }
  const { model, leak, reset, synapseLeak } = neuronOf(network, layer);
  if (model === 'cuba-lif' && (leak === 1 || synapseLeak === 1))
    issues.push(
      errorAt(
        `${path}.neuron`,
        'nir/no-leak',
        'must leak, current and potential (got 1); NIR has no time constant for it',
      ),
    );
  if (reset === 'subtract' && leak < 1)
    issues.push(
      warningAt(
        `${path}.neuron.reset`,
        'nir/subtract',
        'is by subtraction, which NIR cannot say; run the file with reset by subtraction',
      ),
    );
  return issues;
}

function convOf(
  layer: LayerSpec,
  shape: readonly number[],
  values: Float32Array,
  bias: NirTensor | null,
): NirConv {
  return {
    type: 'Conv2d',
    weight: { shape: [layer.M, layer.C, layer.E, layer.E], values },
    bias,
    inputShape: shape.slice(1),
    stride: [layer.stride, layer.stride],
    padding: [layer.pad, layer.pad],
    dilation: [1, 1],
    groups: 1,
  };
}

function neuronNode(neuron: NeuronSpec, shape: readonly number[], dtS: number): NirNeuron {
  const { model, leak, threshold, reset, synapseLeak } = neuron;
  const size = shape.reduce((product, n) => product * n, 1);
  const all = (value: number): NirTensor => ({ shape, values: new Float64Array(size).fill(value) });
  const [v_threshold, v_reset] = [all(threshold), all(0)];
  if (leak === 1)
    return { type: 'IF', fields: { r: all(1), v_threshold, ...(reset === 'zero' ? { v_reset } : {}) } };
  const tau = dtS / (1 - leak);
  const leaky = { r: all(tau / dtS), v_leak: all(0), v_threshold, v_reset };
  if (model !== 'cuba-lif') return { type: 'LIF', fields: { tau: all(tau), ...leaky } };
  const tau_syn = all(dtS / (1 - (synapseLeak ?? 0)));
  return { type: 'CubaLIF', fields: { tau_syn, tau_mem: all(tau), ...leaky, w_in: all(1) } };
}
