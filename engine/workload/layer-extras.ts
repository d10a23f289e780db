/**
 * The optional fields of a layer: pooling, neurons of its own, batch normalisation, recurrence, residual add. Absent
 * fields stay absent, so that a description reads back as it was written.
 */
import type { Issue, LayerSpec, NeuronSpec } from '../contract/index.ts';
import { FieldReader, isRecord, shown } from '../math/field-reader.ts';

const POOLS = ['average', 'sum', 'or'] as const;
const MODELS = ['lif', 'cuba-lif', 'if'] as const;
const LEARNABLE = ['leak', 'threshold'] as const;

type Extras = Pick<LayerSpec, 'pool' | 'neuron' | 'normalise' | 'recurrent' | 'add'>;

export function layerExtras(read: FieldReader, kind: LayerSpec['kind'], issues: Issue[]): Extras {
  const has = (key: keyof Extras): boolean => read.raw(key) !== undefined;
  const only = (key: keyof Extras, kinds: readonly LayerSpec['kind'][]): boolean => {
    if (!has(key)) return false;
    if (kinds.includes(kind)) return true;
    read.fault(key, 'kind', `must stand in a ${kinds.join(' or ')} layer (got ${kind}); leave it out`);
    return false;
  };
  if (kind === 'pool' && !has('pool'))
    read.fault('pool', 'pool', 'must be average, sum or or (got nothing); say how spikes join');
  return {
    ...(only('pool', ['pool']) && {
      pool: read.choice<NonNullable<LayerSpec['pool']>>('pool', POOLS, 'sum'),
    }),
    ...(has('neuron') && { neuron: readLayerNeuron(read, issues) }),
    ...(only('normalise', ['conv', 'fc']) && {
      normalise: read.choice<'batch'>('normalise', ['batch'], 'batch'),
    }),
    ...(only('recurrent', ['fc']) && { recurrent: read.flag('recurrent', false) }),
    ...(has('add') && { add: read.text('add', '') }),
  };
}

function readLayerNeuron(read: FieldReader, issues: Issue[]): Partial<NeuronSpec> {
  const value = read.raw('neuron');
  if (!isRecord(value)) {
    read.fault('neuron', 'record', `must be an object (got ${shown(value)}); write "neuron": { … }`);
    return {};
  }
  const inner = new FieldReader(value, 'layer', read.at('neuron'), issues);
  const neuron = neuronFields(inner, true);
  inner.refuseUnknown();
  return neuron;
}

/** partial: any field may be left out. */
export function neuronFields(read: FieldReader, partial: boolean): Partial<NeuronSpec> {
  const wanted = (key: keyof NeuronSpec): boolean => !partial || read.raw(key) !== undefined;
  return {
    ...(wanted('model') && { model: read.choice<NeuronSpec['model']>('model', MODELS, 'lif') }),
    ...(wanted('leak') && { leak: read.number('leak', { least: 0, most: 1, advice: '0.9 is usual' }, 0) }),
    ...(wanted('threshold') && {
      threshold: read.number('threshold', { least: 0, above: true, advice: '1 is usual' }, 1),
    }),
    ...(wanted('reset') && {
      reset: read.choice<NeuronSpec['reset']>('reset', ['zero', 'subtract'], 'zero'),
    }),
    ...(read.raw('synapseLeak') !== undefined && {
      synapseLeak: read.number('synapseLeak', { least: 0, most: 1, advice: '0.75 is usual' }, 0),
    }),
    ...(read.raw('learn') !== undefined && { learn: readLearn(read) }),
  };
}

function readLearn(read: FieldReader): NonNullable<NeuronSpec['learn']> {
  const value = read.raw('learn');
  const known = (name: unknown): name is (typeof LEARNABLE)[number] =>
    LEARNABLE.some((learnable) => learnable === name);
  if (Array.isArray(value) && value.every(known)) return value;
  read.fault(
    'learn',
    'learn',
    `must be a list of leak and threshold (got ${shown(value)}); write ["leak"] or leave it out`,
  );
  return [];
}
