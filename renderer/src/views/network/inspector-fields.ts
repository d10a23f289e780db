/** The fields of the inspector: of the selected layer, or of the whole network. */
import type { LayerSpec, NetworkSpec } from '../../../../engine/contract/index.ts';
import type { FieldLook } from '../../components/form-field.ts';
import { networkTexts } from '../../texts/network.ts';

const { fields: texts } = networkTexts;

export type LayerField =
  'name' | 'kind' | 'E' | 'M' | 'stride' | 'pad' | 'pool' | 'normalise' | 'recurrent' | 'add';
export type NetworkField =
  | 'title'
  | 'timesteps'
  | 'side'
  | 'channels'
  | 'coding'
  | 'model'
  | 'leak'
  | 'synapseLeak'
  | 'threshold'
  | 'reset'
  | 'classNames';

/** As Naive's select takes it, which asks for an index signature. */
type Option = Readonly<Record<'label' | 'value', string>>;

const field = <Key extends string>(
  key: Key,
  label: string,
  kind: FieldLook['kind'],
  more: Omit<Partial<FieldLook>, 'key'> = {},
): FieldLook<Key> => ({ key, label, help: '', kind, ...more });
const optionsOf = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

export function layerFields({ kind }: LayerSpec): FieldLook<LayerField>[] {
  const named = [field('name', texts.name, 'text'), field('kind', texts.kind, 'choice')] as const;
  const window = [
    field('E', texts.E, 'number', { min: 1 }),
    field('stride', texts.stride, 'number', { min: 1 }),
    field('pad', texts.pad, 'number', { min: 0 }),
  ] as const;
  const normalise = field('normalise', texts.normalise, 'switch');
  const add = field('add', texts.add, 'choice');
  switch (kind) {
    case 'fc':
      return [
        ...named,
        field('M', texts.neurons, 'number', { min: 1 }),
        normalise,
        field('recurrent', texts.recurrent, 'switch'),
        add,
      ];
    case 'pool':
      return [...named, field('pool', texts.pool, 'choice'), ...window];
    case 'conv':
      return [...named, field('M', texts.M, 'number', { min: 1 }), ...window, normalise, add];
  }
}

/** before: the layers below, whose spikes may be added. */
export function layerOptions(key: LayerField, before: readonly LayerSpec[]): Option[] {
  switch (key) {
    case 'kind':
      return optionsOf(networkTexts.kinds);
    case 'pool':
      return optionsOf(networkTexts.pools);
    case 'add':
      return [
        { label: networkTexts.nothingAdded, value: '' },
        ...before.map(({ name }) => ({ label: name, value: name })),
      ];
    default:
      return [];
  }
}

export function layerValue(layer: LayerSpec, key: LayerField): string | number | boolean {
  switch (key) {
    case 'normalise':
      return layer.normalise === 'batch';
    case 'recurrent':
      return layer.recurrent === true;
    case 'add':
      return layer.add ?? '';
    case 'pool':
      return layer.pool ?? 'average';
    default:
      return layer[key];
  }
}

/** What a switch or an empty choice means is left out of the description. */
export function withLayerValue(layer: LayerSpec, key: LayerField, value: unknown): LayerSpec {
  const { normalise: _normalise, recurrent: _recurrent, add: _add, ...rest } = layer;
  const kept = {
    ...(layer.normalise ? { normalise: layer.normalise } : {}),
    ...(layer.recurrent ? { recurrent: true } : {}),
    ...(layer.add ? { add: layer.add } : {}),
  };
  const without = (name: keyof typeof kept): LayerSpec => {
    const { [name]: _gone, ...others } = kept;
    return { ...rest, ...others };
  };
  if (key === 'normalise')
    return value ? { ...without('normalise'), normalise: 'batch' } : without('normalise');
  if (key === 'recurrent') return value ? { ...without('recurrent'), recurrent: true } : without('recurrent');
  if (key === 'add') return value ? { ...without('add'), add: String(value) } : without('add');
  return { ...layer, [key]: value };
}

const allNetworkFields = (): FieldLook<NetworkField>[] => [
  field('title', texts.title, 'text'),
  field('timesteps', texts.timesteps, 'number', { min: 1 }),
  field('side', texts.side, 'number', { min: 1, unit: 'px' }),
  field('channels', texts.channels, 'number', { min: 1 }),
  field('coding', texts.coding, 'choice'),
  field('model', texts.model, 'choice'),
  field('leak', texts.leak, 'number', { min: 0, max: 1, step: 0.01 }),
  field('synapseLeak', texts.synapseLeak, 'number', { min: 0, max: 1, step: 0.01 }),
  field('threshold', texts.threshold, 'number', { min: 0, step: 0.1 }),
  field('reset', texts.reset, 'choice'),
  field('classNames', texts.classNames, 'text'),
];

/** Those that the neuron model has. */
export const networkFields = ({ neuron }: NetworkSpec): FieldLook<NetworkField>[] =>
  allNetworkFields().filter(
    ({ key }) =>
      (key !== 'leak' || neuron.model !== 'if') && (key !== 'synapseLeak' || neuron.model === 'cuba-lif'),
  );

export function networkOptions(key: NetworkField): Option[] {
  if (key === 'model') return optionsOf(networkTexts.models);
  if (key === 'reset') return optionsOf(networkTexts.resets);
  return key === 'coding' ? optionsOf(networkTexts.codings) : [];
}

export function networkValue(network: NetworkSpec, key: NetworkField): string | number | null {
  switch (key) {
    case 'title':
      return network.title;
    case 'timesteps':
      return network.timesteps;
    case 'side':
      return network.input.width;
    case 'channels':
      return network.input.channels;
    case 'coding':
      return network.input.coding ?? 'events';
    case 'model':
      return network.neuron.model;
    case 'leak':
      return network.neuron.leak;
    case 'synapseLeak':
      return network.neuron.synapseLeak ?? null;
    case 'threshold':
      return network.neuron.threshold;
    case 'reset':
      return network.neuron.reset;
    case 'classNames':
      return network.classes.join(', ');
  }
}

/** An emptied number stays empty in the draft, and the host names it. */
export function withNetworkValue(network: NetworkSpec, key: NetworkField, value: unknown): NetworkSpec {
  const { input, neuron } = network;
  switch (key) {
    case 'title':
      return { ...network, title: String(value) };
    case 'timesteps':
      return { ...network, timesteps: value as number };
    case 'side':
      return { ...network, input: { ...input, width: value as number, height: value as number } };
    case 'channels':
      return { ...network, input: { ...input, channels: value as number } };
    case 'coding':
      return { ...network, input: { ...input, coding: value as NonNullable<typeof input.coding> } };
    case 'model':
      return { ...network, neuron: withModel(neuron, value as typeof neuron.model) };
    case 'leak':
    case 'synapseLeak':
    case 'threshold':
    case 'reset':
      return { ...network, neuron: { ...neuron, [key]: value } };
    case 'classNames':
      return {
        ...network,
        classes: String(value)
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean),
      };
  }
}

/** A model brings the values that it needs and leaves behind those that it does not have. */
function withModel(
  { synapseLeak = 0.75, ...neuron }: NetworkSpec['neuron'],
  model: NetworkSpec['neuron']['model'],
): NetworkSpec['neuron'] {
  if (model === 'if') return { ...neuron, model, leak: 1 };
  const leak = neuron.leak === 1 ? 0.9 : neuron.leak;
  return model === 'cuba-lif' ? { ...neuron, model, leak, synapseLeak } : { ...neuron, model, leak };
}

/** Where the host speaks of a field. */
export const NETWORK_PATHS: Readonly<Record<NetworkField, readonly string[]>> = {
  title: ['network.title'],
  timesteps: ['network.timesteps'],
  side: ['network.input.width', 'network.input.height', 'network.input'],
  channels: ['network.input.channels'],
  coding: ['network.input.coding'],
  model: ['network.neuron.model', 'network.neuron'],
  leak: ['network.neuron.leak'],
  synapseLeak: ['network.neuron.synapseLeak'],
  threshold: ['network.neuron.threshold'],
  reset: ['network.neuron.reset'],
  classNames: ['network.classes'],
};
