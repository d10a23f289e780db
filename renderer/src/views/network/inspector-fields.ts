/** The fields of the inspector: of the selected layer, or of the whole network. */
import type { LayerSpec, NetworkSpec } from '../../../../engine/contract/index.ts';
import type { FieldLook } from '../../components/form-field.ts';
import { networkTexts } from '../../texts/network.ts';

const { fields: texts } = networkTexts;

export type LayerField = 'name' | 'kind' | 'E' | 'M' | 'stride' | 'pad';
export type NetworkField = 'title' | 'timesteps' | 'side' | 'channels' | 'leak' | 'threshold' | 'classNames';

const field = <Key extends string>(
  key: Key,
  label: string,
  kind: FieldLook['kind'],
  more: Omit<Partial<FieldLook>, 'key'> = {},
): FieldLook<Key> => ({ key, label, help: '', kind, ...more });

export function layerFields({ kind }: LayerSpec): FieldLook<LayerField>[] {
  const named = [field('name', texts.name, 'text'), field('kind', texts.kind, 'choice')] as const;
  if (kind === 'fc') return [...named, field('M', texts.neurons, 'number', { min: 1 })];
  return [
    ...named,
    field('E', texts.E, 'number', { min: 1 }),
    field('M', texts.M, 'number', { min: 1 }),
    field('stride', texts.stride, 'number', { min: 1 }),
    field('pad', texts.pad, 'number', { min: 0 }),
  ];
}

export const NETWORK_FIELDS: readonly FieldLook<NetworkField>[] = [
  field('title', texts.title, 'text'),
  field('timesteps', texts.timesteps, 'number', { min: 1 }),
  field('side', texts.side, 'number', { min: 1, unit: 'px' }),
  field('channels', texts.channels, 'number', { min: 1 }),
  field('leak', texts.leak, 'number', { min: 0, max: 1, step: 0.01 }),
  field('threshold', texts.threshold, 'number', { min: 0, step: 0.1 }),
  field('classNames', texts.classNames, 'text'),
];

export function networkValue(network: NetworkSpec, key: NetworkField): string | number {
  switch (key) {
    case 'title':
      return network.title;
    case 'timesteps':
      return network.timesteps;
    case 'side':
      return network.input.width;
    case 'channels':
      return network.input.channels;
    case 'leak':
      return network.neuron.leak;
    case 'threshold':
      return network.neuron.threshold;
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
    case 'leak':
      return { ...network, neuron: { ...neuron, leak: value as number } };
    case 'threshold':
      return { ...network, neuron: { ...neuron, threshold: value as number } };
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

/** Where the host speaks of a field. */
export const NETWORK_PATHS: Readonly<Record<NetworkField, readonly string[]>> = {
  title: ['network.title'],
  timesteps: ['network.timesteps'],
  side: ['network.input.width', 'network.input.height', 'network.input'],
  channels: ['network.input.channels'],
  leak: ['network.neuron.leak'],
  threshold: ['network.neuron.threshold'],
  classNames: ['network.classes'],
};
