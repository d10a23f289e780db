/**
 * Network descriptions: JSON text to a checked `NetworkSpec`, with all mistakes at once. What must hold: letters
 * H, R, E, C, M as in SpikeX Table II; R = floor((H + 2 pad - E) / stride) + 1, where a larger R is legal (windows
 * past the map read 0) and warned of; each layer's C and H are the M and R below it; an fc layer after a map has
 * C = M * R * R inputs. Left out: pooling, grouped and recurrent layers, which the format does not have.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { Issue, LayerSpec, NetworkSpec, NeuronSpec, Outcome } from '../contract/index.ts';
import { FieldReader, isRecord, recordFrom, shown } from '../math/field-reader.ts';
import { checkConnections } from './connections.ts';
import { checkLayerShape, readLayer } from './layer.ts';
import { neuronFields } from './layer-extras.ts';

const MOST_STEPS = 65_535;
const MOST_SIDE = 4096;
const MOST_INPUT_CHANNELS = 65_535;
const MOST_LAYERS = 256;

/** source: JSON text or a parsed value; file: shown in front of every issue. */
export function parseNetwork(source: unknown, file: string): Outcome<NetworkSpec> {
  const issues: Issue[] = [];
  const record = recordFrom(source, 'network', file, issues);
  if (!record) return refuse(...issues);
  const read = new FieldReader(record, 'network', file, issues);
  read.choice('schema', ['spikex-network/1'], 'spikex-network/1');
  const spec: NetworkSpec = {
    schema: 'spikex-network/1',
    name: read.text('name', 'unnamed'),
    title: read.text('title', 'Unnamed'),
    description: read.text('description', 'none'),
    source: read.text('source', 'none'),
    timesteps: read.number(
      'timesteps',
      { integer: true, least: 1, most: MOST_STEPS, advice: 'N-MNIST uses 30' },
      1,
    ),
    input: readInput(read, issues),
    neuron: readNeuron(read, issues),
    classes: readClasses(read),
    layers: readLayers(read, issues),
  };
  read.refuseUnknown();
  if (issues.length === 0) issues.push(...checkNetwork(spec, file));
  const errors = issues.filter((issue) => issue.severity === 'error');
  return errors.length ? refuse(...issues) : accept(spec, issues);
}

/** Mistakes between layers, and between the last layer and the classes. Fields are taken as checked. */
export function checkNetwork(network: NetworkSpec, path: string): Issue[] {
  const issues: Issue[] = [];
  let below = { what: 'the input', channels: network.input.channels, side: network.input.width };
  network.layers.forEach((layer, i) => {
    const where = `${path}.layers[${i}]`;
    issues.push(...checkLayerShape(layer, where));
    issues.push(...checkChain(layer, below, where));
    below = { what: layer.name, channels: layer.M, side: layer.R };
  });
  if (network.input.width !== network.input.height)
    issues.push(
      errorAt(
        `${path}.input`,
        'network/square-input',
        `must be square (got ${network.input.width} x ${network.input.height}); crop or scale the events to a square`,
      ),
    );
  const last = network.layers[network.layers.length - 1];
  const outputs = last.M * last.R * last.R;
  if (outputs !== network.classes.length)
    issues.push(
      errorAt(
        `${path}.layers[${network.layers.length - 1}].M`,
        'network/classes',
        `must give one neuron per class, ${network.classes.length} (got ${outputs}); change M or the classes`,
      ),
    );
  issues.push(...checkConnections(network, path));
  const names = network.layers.map((layer) => layer.name);
  names.forEach((name, i) => {
    if (names.indexOf(name) !== i)
      issues.push(
        errorAt(
          `${path}.layers[${i}].name`,
          'network/layer-name',
          `must be unique (got "${name}" twice); rename one`,
        ),
      );
  });
  return issues;
}

function checkChain(
  layer: LayerSpec,
  below: { what: string; channels: number; side: number },
  where: string,
): Issue[] {
  const issues: Issue[] = [];
  if (layer.kind === 'fc') {
    const inputs = below.channels * below.side * below.side;
    if (layer.C !== inputs)
      issues.push(
        errorAt(
          `${where}.C`,
          'network/chain',
          `must be ${inputs}, all outputs of ${below.what} (${below.channels} x ${below.side} x ${below.side}) (got ${layer.C}); set C to ${inputs}`,
        ),
      );
    return issues;
  }
  if (layer.C !== below.channels)
    issues.push(
      errorAt(
        `${where}.C`,
        'network/chain',
        `must be ${below.channels}, the channels of ${below.what} (got ${layer.C}); set C to ${below.channels}`,
      ),
    );
  if (layer.H !== below.side)
    issues.push(
      errorAt(
        `${where}.H`,
        'network/chain',
        `must be ${below.side}, the side of ${below.what} (got ${layer.H}); set H to ${below.side}`,
      ),
    );
  return issues;
}

function readInput(read: FieldReader, issues: Issue[]): NetworkSpec['input'] {
  const inner = innerReader(read, 'input', issues);
  if (!inner) return { width: 1, height: 1, channels: 1 };
  const side = { integer: true, least: 1, most: MOST_SIDE, advice: 'N-MNIST is 34 x 34' };
  const input = {
    width: inner.number('width', side, 1),
    height: inner.number('height', side, 1),
    channels: inner.number(
      'channels',
      { integer: true, least: 1, most: MOST_INPUT_CHANNELS, advice: 'event cameras have 2 polarities' },
      1,
    ),
    ...(inner.raw('stepUs') === undefined
      ? {}
      : { stepUs: inner.number('stepUs', { least: 0, above: true, advice: 'N-MNIST uses 10000 µs' }, 1) }),
    ...(inner.raw('coding') === undefined
      ? {}
      : { coding: inner.choice('coding', ['events', 'rate', 'direct'], 'events') }),
  };
  inner.refuseUnknown();
  return input;
}

function readNeuron(read: FieldReader, issues: Issue[]): NeuronSpec {
  const inner = innerReader(read, 'neuron', issues);
  if (!inner) return { model: 'lif', leak: 0, threshold: 1, reset: 'zero' };
  const neuron: NeuronSpec = {
    model: 'lif',
    leak: 0,
    threshold: 1,
    reset: 'zero',
    ...neuronFields(inner, false),
  };
  inner.refuseUnknown();
  return neuron;
}

function readClasses(read: FieldReader): string[] {
  const value = read.raw('classes');
  const good =
    Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name);
  if (good) return [...value];
  read.fault(
    'classes',
    'classes',
    `must be a list of class names (got ${shown(value)}); write ["0", "1", …]`,
  );
  return [];
}

function readLayers(read: FieldReader, issues: Issue[]): LayerSpec[] {
  const value = read.raw('layers');
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_LAYERS) {
    const message = `must be a list of 1 to ${MOST_LAYERS} layers (got ${shown(value)}); describe each layer`;
    read.fault('layers', 'layers', message);
    return [];
  }
  return value.map((layer, i) => readLayer(layer, read.at(`layers[${i}]`), issues));
}

function innerReader(read: FieldReader, key: string, issues: Issue[]): FieldReader | null {
  const value = read.raw(key);
  if (isRecord(value)) return new FieldReader(value, 'network', read.at(key), issues);
  read.fault(key, 'record', `must be an object (got ${shown(value)}); write "${key}": { … }`);
  return null;
}
