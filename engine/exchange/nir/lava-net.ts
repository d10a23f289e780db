/**
 * lava-dl network files (.net, HDF5: `layer/<i>/{type, weight, bias, shape, neuron/...}`) as NIR graphs. The files
 * are discrete in time, with 12-bit decays: u = (1 - iDecay/4096) u + sum w s; v = (1 - vDecay/4096) v + u + bias;
 * a spike where v is above vThMant, then v = 0 (lava.proc.lif, weights and threshold share the factor 64). With
 * tau = dt 4096/decay, w_in = 4096/iDecay and r = 4096/vDecay this is NIR's CubaLIF at that dt, exactly. Read: layers
 * of type input, dense, dense_rec, conv and flatten, with axonal delays. Left out, refused by name:
 * resonate-and-fire and sigma-delta neurons, refractory periods, complex weights.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { Issue, Outcome } from '../../contract/index.ts';
import { textOf } from '../../hdf5/tree.ts';
import type { Hdf5Group } from '../../hdf5/tree.ts';
import type { NirEdge, NirGraph, NirNode, NirTensor } from './graph.ts';
import { NodeReader } from './node-reader.ts';

const DECAY_UNITY = 4096;

/** dtS: seconds that one step of the file stands for. */
export function readLavaNet(root: Hdf5Group, dtS: number, file: string): Outcome<NirGraph> {
  const layers = root.children.get('layer');
  if (layers?.kind !== 'group' || layers.children.size === 0)
    return refuse(
      errorAt(
        file,
        'lava/no-layers',
        'must hold a group "layer" with layers 0, 1, …; choose a lava-dl .net file',
      ),
    );
  const reading = new LavaReading(dtS, file);
  const keys = [...layers.children.keys()].sort((a, b) => Number(a) - Number(b));
  for (const key of keys) {
    const layer = layers.children.get(key);
    if (layer?.kind === 'group') reading.layer(key, layer);
    else reading.issues.push(errorAt(`${file}:/layer/${key}`, 'lava/layer', 'must be a group'));
  }
  return reading.issues.length ? refuse(...reading.issues) : accept(reading.graph(), reading.warnings);
}

class LavaReading {
  readonly issues: Issue[] = [];
  readonly warnings: Issue[] = [];
  private readonly nodes = new Map<string, NirNode>();
  private readonly edges: NirEdge[] = [];
  private readonly dtS: number;
  private readonly file: string;
  private last: string | null = null;
  /** Rank of the last node's output; 1 where it is a vector. */
  private rank = 1;

  constructor(dtS: number, file: string) {
    this.dtS = dtS;
    this.file = file;
  }

  graph(): NirGraph {
    this.append('output', { type: 'Output', shape: null });
    return { type: 'NIRGraph', nodes: this.nodes, edges: this.edges };
  }

  layer(key: string, group: Hdf5Group): void {
    const path = `${this.file}:/layer/${key}`;
    const read = new NodeReader(group, path, this.issues, this.warnings);
    const type = read.text('type');
    switch (type) {
      case 'input':
        return this.input(key, read, group);
      case 'dense':
      case 'dense_rec':
        return this.dense(key, read, group, type === 'dense_rec');
      case 'conv':
        return this.conv(key, read, group);
      case 'flatten':
        return this.flatten(key);
      default:
        read.fault(
          'type',
          'type',
          `must be input, dense, dense_rec, conv or flatten (got ${type ?? 'nothing'}); it cannot be read`,
        );
    }
  }

  private input(key: string, read: NodeReader, group: Hdf5Group): void {
    const shape = read.whole('shape', 1) ?? [1];
    this.append('input', { type: 'Input', shape });
    this.rank = shape.length;
    const [weight, bias] = [read.optionalTensor('weight'), read.optionalTensor('bias')];
    if (bias && bias.values.some((value) => value !== 0))
      this.warnings.push(
        warningAt(
          `${read.path}/bias`,
          'lava/input-bias',
          `adds ${bias.values[0]} to every input in every step in lava; left out here: events are the input`,
        ),
      );
    if (weight) this.append(`${key}.weight`, { type: 'Scale', scale: weight });
    this.neuron(key, group);
  }

  private dense(key: string, read: NodeReader, group: Hdf5Group, isRecurrent: boolean): void {
    const weight = matrix(read.tensor('weight'), read.whole('shape', 1));
    if (this.last === null) this.append('input', { type: 'Input', shape: [weight.shape[1]] });
    if (this.rank > 1) this.flatten(`${key}.flatten`);
    this.append(`${key}.weight`, { type: 'Affine', weight, bias: read.optionalTensor('bias') });
    const before = this.last;
    this.neuron(key, group);
    if (!isRecurrent || before === null) return;
    const recurrent = matrix(read.tensor('weight_rec'), [weight.shape[0]]);
    const neuron = `${key}.neuron`;
    this.nodes.set(`${key}.weight_rec`, { type: 'Linear', weight: recurrent, bias: null });
    this.edges.push([neuron, `${key}.weight_rec`], [`${key}.weight_rec`, neuron]);
  }

  private conv(key: string, read: NodeReader, group: Hdf5Group): void {
    const stored = read.tensor('weight');
    // The last of five axes is time, of length 1.
    const isTimed = stored.shape.length === 5 && stored.shape[4] === 1;
    const weight = isTimed ? { shape: stored.shape.slice(0, 4), values: stored.values } : stored;
    if (weight.shape.length !== 4)
      read.fault(
        'weight',
        'weight-axes',
        `must be (outputs, inputs, y, x[, 1]) (got ${stored.shape.join(' x ')})`,
      );
    if (this.last === null) this.append('input', { type: 'Input', shape: null });
    this.append(`${key}.weight`, {
      type: 'Conv2d',
      weight,
      bias: read.optionalTensor('bias'),
      inputShape: null,
      stride: read.perAxis('stride', 2, 1, 1),
      padding: read.perAxis('padding', 2, 0, 0),
      dilation: read.perAxis('dilation', 2, 1, 1),
      groups: read.integer('groups', 1),
    });
    this.rank = 3;
    this.neuron(key, group);
  }

  private flatten(key: string): void {
    this.append(key.endsWith('flatten') ? key : `${key}.flatten`, {
      type: 'Flatten',
      inputShape: null,
      startDim: 0,
      endDim: -1,
    });
    this.rank = 1;
  }

  private neuron(key: string, layer: Hdf5Group): void {
    const path = `${this.file}:/layer/${key}/neuron`;
    const group = layer.children.get('neuron');
    if (group?.kind !== 'group') {
      this.issues.push(
        errorAt(path, 'lava/neuron', 'must be in the file (got nothing); export the network again'),
      );
      return;
    }
    const read = new NodeReader(group, path, this.issues, this.warnings);
    const type = textOf(group.children.get('type') ?? null);
    if (type !== 'LOIHI' && type !== 'CUBA') {
      read.fault(
        'type',
        'neuron-type',
        `must be LOIHI or CUBA (got ${type ?? 'nothing'}); other neurons have no counterpart in NIR`,
      );
      return;
    }
    const refractory = read.has('refDelay') ? read.integer('refDelay', 1) : 1;
    if (refractory !== 1)
      read.fault('refDelay', 'refractory', `must be 1 (got ${refractory}); NIR has no refractory period`);
    const [current, potential] = [this.decay(read, 'iDecay'), read.integer('vDecay', 0)];
    const threshold = single(read.integer('vThMant', 1));
    const isLeaky = potential > 0;
    if (!isLeaky && current !== DECAY_UNITY)
      read.fault(
        'vDecay',
        'decay',
        'must be above 0 beside a filtered current (got 0); NIR has no such neuron',
      );
    const tau = (decay: number): NirTensor => single((this.dtS * DECAY_UNITY) / decay);
    const gain = (decay: number): NirTensor => single(DECAY_UNITY / decay);
    const reset = single(0);
    this.append(
      `${key}.neuron`,
      isLeaky
        ? {
            type: 'CubaLIF',
            fields: {
              tau_syn: tau(current),
              tau_mem: tau(potential),
              r: gain(potential),
              v_leak: single(0),
              v_threshold: threshold,
              v_reset: reset,
              w_in: gain(current),
            },
          }
        : { type: 'IF', fields: { r: single(1), v_threshold: threshold, v_reset: reset } },
    );
    this.delay(key, layer);
  }

  private decay(read: NodeReader, field: string): number {
    const decay = read.integer(field, DECAY_UNITY);
    if (decay >= 1 && decay <= DECAY_UNITY) return decay;
    read.fault(field, 'decay', `must be 1 to ${DECAY_UNITY} (got ${decay}); NIR has no undecayed current`);
    return DECAY_UNITY;
  }

  /** Axonal delays in steps. */
  private delay(key: string, layer: Hdf5Group): void {
    const read = new NodeReader(layer, `${this.file}:/layer/${key}`, this.issues, this.warnings);
    const steps = read.optionalTensor('delay');
    if (!steps || steps.values.every((value) => value === 0)) return;
    const delay: NirTensor = {
      shape: steps.shape,
      values: Float64Array.from(steps.values, (n) => n * this.dtS),
    };
    this.append(`${key}.delay`, { type: 'Delay', delay });
  }

  private append(name: string, node: NirNode): void {
    this.nodes.set(name, node);
    if (this.last !== null) this.edges.push([this.last, name]);
    this.last = name;
  }
}

const single = (value: number): NirTensor => ({ shape: [], values: Float64Array.of(value) });

/** Rows = outputs; files of one axis hold the rows one after another. */
function matrix(weight: NirTensor, shape: readonly number[] | null): NirTensor {
  if (weight.shape.length === 2) return weight;
  const outputs = (shape ?? [1]).reduce((product, n) => product * n, 1);
  const isWhole = weight.values.length % outputs === 0;
  return isWhole
    ? { shape: [outputs, weight.values.length / outputs], values: weight.values }
    : { shape: [1, weight.values.length], values: weight.values };
}
