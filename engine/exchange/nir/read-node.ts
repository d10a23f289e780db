/**
 * One NIR node from its HDF5 group: the type, then its fields with the rules of the format. Accepts padding as a
 * number, a pair, "same" or "valid"; neuron parameters as single values, vectors or tensors; missing v_reset (0), w_in
 * (1), bias (0), stride, dilation, groups (1) and padding (0), each said as a warning.
 */
import { NEURON_DEFAULTS, NEURON_FIELDS, sameShape, shapeText, sizeOf } from './graph.ts';
import type {
  NeuronField,
  NeuronType,
  NirConv,
  NirFlatten,
  NirNeuron,
  NirPool,
  NirPrimitive,
  NirTensor,
} from './graph.ts';
import type { NodeReader } from './node-reader.ts';

export function readPrimitive(read: NodeReader, type: string): NirPrimitive {
  switch (type) {
    case 'Input':
    case 'Output':
      return { type, shape: readShape(read) };
    case 'Affine':
    case 'Linear':
      return readAffine(read, type);
    case 'Scale':
      return { type, scale: read.tensor('scale') };
    case 'Conv1d':
    case 'Conv2d':
      return readConv(read, type);
    case 'SumPool2d':
    case 'AvgPool2d':
      return readPool(read, type);
    case 'Flatten':
      return readFlatten(read);
    case 'Delay':
      return { type, delay: atLeast(read, 'delay', read.tensor('delay'), 0, false) };
    case 'Threshold':
      return { type, threshold: read.tensor('threshold') };
    default:
      if (type in NEURON_FIELDS) return readNeuron(read, type as NeuronType);
      return { type: 'unknown', typeName: type };
  }
}

function readShape(read: NodeReader): readonly number[] | null {
  if (read.has('shape')) return read.whole('shape', 1);
  read.note('shape', 'shape-inferred', 'is not in the file; inferred from the neighbouring nodes');
  return null;
}

function readAffine(read: NodeReader, type: 'Affine' | 'Linear'): NirPrimitive {
  const weight = read.tensor('weight');
  if (weight.shape.length !== 2)
    read.fault(
      'weight',
      'weight-axes',
      `must have two axes, (outputs, inputs) (got ${shapeText(weight.shape)})`,
    );
  return { type, weight, bias: type === 'Affine' ? readBias(read, weight) : null };
}

function readBias(read: NodeReader, weight: NirTensor): NirTensor | null {
  const bias = read.optionalTensor('bias');
  if (!bias) {
    read.note('bias', 'defaulted', 'is not in the file; read as 0');
    return null;
  }
  if (bias.values.length !== weight.shape[0] && bias.values.length !== 1)
    read.fault(
      'bias',
      'bias-length',
      `must hold ${weight.shape[0]} numbers, one per output (got ${bias.values.length})`,
    );
  return bias;
}

function readConv(read: NodeReader, type: 'Conv1d' | 'Conv2d'): NirConv {
  const axes = type === 'Conv1d' ? 1 : 2;
  const weight = read.tensor('weight');
  if (weight.shape.length !== axes + 2) {
    const wanted = axes === 1 ? '(outputs, inputs, x)' : '(outputs, inputs, y, x)';
    read.fault(
      'weight',
      'weight-axes',
      `must have ${axes + 2} axes, ${wanted} (got ${shapeText(weight.shape)})`,
    );
  }
  const groups = read.integer('groups', 1);
  if (groups < 1 || (weight.shape[0] ?? 1) % groups !== 0)
    read.fault('groups', 'groups', `must divide the ${weight.shape[0]} output channels (got ${groups})`);
  return {
    type,
    weight,
    bias: readBias(read, weight),
    inputShape: isNothing(read, 'input_shape') ? null : read.perAxis('input_shape', axes, 1, 1),
    stride: read.perAxis('stride', axes, 1, 1),
    padding: readPadding(read, axes),
    dilation: read.perAxis('dilation', axes, 1, 1),
    groups: Math.max(1, groups),
  };
}

/** None is written as nothing, as an empty text or as the text "None". */
function isNothing(read: NodeReader, field: string): boolean {
  if (read.has(field) && read.text(field) === null) return false;
  read.note(field, 'shape-inferred', 'is not in the file; inferred from the nodes before it');
  return true;
}

function readPadding(read: NodeReader, axes: number): NirConv['padding'] {
  const word = read.text('padding');
  if (word === null) return read.perAxis('padding', axes, 0, 0);
  if (word === 'same' || word === 'valid') return word;
  read.fault(
    'padding',
    'padding',
    `must be a number, one per axis, "same" or "valid" (got "${word.slice(0, 40)}")`,
  );
  return 'valid';
}

function readPool(read: NodeReader, type: NirPool['type']): NirPool {
  return {
    type,
    kernel: read.pair('kernel_size', 1, null),
    stride: read.pair('stride', 1, null),
    padding: read.pair('padding', 0, 0),
  };
}

function readFlatten(read: NodeReader): NirFlatten {
  return {
    type: 'Flatten',
    inputShape: isNothing(read, 'input_type') ? null : read.whole('input_type', 1),
    startDim: read.integer('start_dim', 1),
    endDim: read.integer('end_dim', -1),
  };
}

const POSITIVE: ReadonlySet<NeuronField> = new Set(['tau', 'tau_syn', 'tau_mem']);

function readNeuron(read: NodeReader, type: NeuronType): NirNeuron {
  const fields: Partial<Record<NeuronField, NirTensor>> = {};
  for (const field of NEURON_FIELDS[type]) {
    const fallback = NEURON_DEFAULTS[field];
    if (!read.has(field) && fallback !== undefined) {
      const why =
        field === 'v_reset'
          ? 'is not in the file, so the writer left the reset open; read as 0, choose the reset when running'
          : `is not in the file; read as ${fallback}`;
      read.note(field, field === 'v_reset' ? 'reset-open' : 'defaulted', why);
      continue;
    }
    const tensor = read.tensor(field);
    fields[field] = POSITIVE.has(field) ? atLeast(read, field, tensor, 0, true) : tensor;
  }
  checkOneShape(read, fields);
  return { type, fields };
}

/** Single values fit any shape; the others must agree. */
function checkOneShape(read: NodeReader, fields: NirNeuron['fields']): void {
  const shaped = Object.entries(fields).filter(([, tensor]) => tensor && sizeOf(tensor.shape) > 1);
  const [first] = shaped;
  for (const [field, tensor] of shaped.slice(1)) {
    if (sameShape(tensor.shape, first[1].shape)) continue;
    read.fault(
      field,
      'parameter-shape',
      `must have the shape of ${first[0]}, ${shapeText(first[1].shape)} (got ${shapeText(tensor.shape)})`,
    );
  }
}

function atLeast(
  read: NodeReader,
  field: string,
  tensor: NirTensor,
  least: number,
  above: boolean,
): NirTensor {
  const odd = tensor.values.findIndex((value) => (above ? value <= least : value < least));
  if (odd >= 0) {
    const rule = above ? `above ${least}` : `at least ${least}`;
    read.fault(field, 'time', `must be ${rule}, in seconds (got ${tensor.values[odd]} at element ${odd})`);
  }
  return tensor;
}

export const nodeType = (read: NodeReader): string | null => read.text('type');
