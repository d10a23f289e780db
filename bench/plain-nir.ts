/**
 * A plain-loop implementation of NIR: every node computed densely in every step from its definition, arrays in C order,
 * doubles. Written apart from engine/nir-run: the yardstick of the benchmark, the oracle of the tests. A node reads
 * this step's output of the nodes before it in `order` and the last step's output of those behind it.
 */
import type { NirConv, NirNeuron, NirPool, NirPrimitive, NirTensor } from '../engine/exchange/nir/graph.ts';

export interface PlainOptions {
  readonly dtS: number;
  readonly exact: boolean;
  readonly subtract: boolean;
  /** Fires at v >= threshold. */
  readonly reached: boolean;
}

export interface PlainNode {
  readonly node: NirPrimitive;
  readonly from: readonly string[];
  readonly shape: readonly number[];
}

/** Outputs of every node per step. input: frames of the one Input, [t][element]. */
export function runPlain(
  nodes: ReadonlyMap<string, PlainNode>,
  order: readonly string[],
  input: readonly Float64Array[],
  options: PlainOptions,
): Map<string, Float64Array[]> {
  const state = new Map<string, Map<string, Float64Array>>();
  const last = new Map<string, Float64Array>();
  for (const [name, { shape }] of nodes)
    last.set(name, new Float64Array(shape.reduce((product, n) => product * n, 1)));
  const history = new Map<string, Float64Array[]>(order.map((name) => [name, []]));
  const past: Map<string, Float64Array>[] = [];
  for (let t = 0; t < input.length; t++) {
    const sums = new Map<string, Float64Array>();
    for (const name of order) {
      const { node, from } = nodes.get(name) as PlainNode;
      const x = from.length ? total(from.map((source) => last.get(source) as Float64Array)) : input[t];
      sums.set(name, x);
      let own = state.get(name);
      if (!own) state.set(name, (own = new Map()));
      const sourceShape = nodes.get(from[0])?.shape ?? [];
      const y =
        node.type === 'Delay'
          ? delayed(node.delay, options.dtS, t, name, past, x)
          : computed(node, x, sourceShape, own, options);
      last.set(name, y);
      history.get(name)?.push(y);
    }
    past.push(sums);
  }
  return history;
}

function total(sources: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(sources[0].length);
  for (const source of sources) for (let i = 0; i < sum.length; i++) sum[i] += source[i];
  return sum;
}

function computed(
  node: NirPrimitive,
  x: Float64Array,
  shape: readonly number[],
  own: Map<string, Float64Array>,
  options: PlainOptions,
): Float64Array {
  switch (node.type) {
    case 'Input':
    case 'Output':
    case 'Flatten':
      return x;
    case 'Affine':
    case 'Linear':
      return affine(node.weight, node.bias, x);
    case 'Scale':
      return x.map((value, i) => value * at(node.scale, i));
    case 'Threshold':
      return x.map((value, i) => Number(fires(value, at(node.threshold, i), options)));
    case 'Conv1d':
    case 'Conv2d':
      return convolved(node, x, shape);
    case 'SumPool2d':
    case 'AvgPool2d':
      return pooled(node, x, shape);
    case 'Delay':
    case 'unknown':
      throw new Error(`plain: ${node.type}`);
    default:
      return neuron(node, x, own, options);
  }
}

const at = (tensor: NirTensor | undefined, i: number, fallback = 0): number =>
  tensor ? tensor.values[tensor.values.length === 1 ? 0 : i] : fallback;

/** One array type in the inner loops, so that they compile well. */
const converted = new WeakMap<NirTensor, Float64Array>();
function doubles(tensor: NirTensor): Float64Array {
  const known = converted.get(tensor) ?? Float64Array.from(tensor.values);
  converted.set(tensor, known);
  return known;
}

const fires = (v: number, threshold: number, { reached }: PlainOptions): boolean =>
  reached ? v >= threshold : v > threshold;

function affine(weight: NirTensor, bias: NirTensor | null, x: Float64Array): Float64Array {
  const [outputs, inputs] = weight.shape;
  const values = doubles(weight);
  const y = new Float64Array(outputs);
  for (let o = 0; o < outputs; o++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) sum += values[o * inputs + i] * x[i];
    y[o] = sum + (bias ? at(bias, o) : 0);
  }
  return y;
}

interface Extent {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly out: number;
}

function convolved(conv: NirConv, x: Float64Array, shape: readonly number[]): Float64Array {
  const two = shape.length === 3;
  const [rows, cols] = two
    ? [extent(conv, 0, shape[1]), extent(conv, 1, shape[2])]
    : [ONE, extent(conv, 0, shape[1])];
  const [outputs, perGroup] = conv.weight.shape;
  const outsPerGroup = outputs / conv.groups;
  const values = doubles(conv.weight);
  const y = new Float64Array(outputs * rows.out * cols.out);
  for (let o = 0, i = 0; o < outputs; o++) {
    const first = Math.floor(o / outsPerGroup) * perGroup;
    for (let oy = 0; oy < rows.out; oy++)
      for (let ox = 0; ox < cols.out; ox++, i++) {
        let sum = conv.bias ? at(conv.bias, o) : 0;
        for (let c = 0; c < perGroup; c++)
          for (let ky = 0; ky < rows.kernel; ky++) {
            const iy = oy * rows.stride - rows.before + ky * rows.dilation;
            if (iy < 0 || iy >= rows.size) continue;
            const source = ((first + c) * rows.size + iy) * cols.size;
            const weight = ((o * perGroup + c) * rows.kernel + ky) * cols.kernel;
            let ix = ox * cols.stride - cols.before;
            for (let kx = 0; kx < cols.kernel; kx++, ix += cols.dilation)
              if (ix >= 0 && ix < cols.size) sum += values[weight + kx] * x[source + ix];
          }
        y[i] = sum;
      }
  }
  return y;
}

const ONE: Extent = { size: 1, kernel: 1, stride: 1, dilation: 1, before: 0, out: 1 };

function extent(conv: NirConv, axis: number, size: number): Extent {
  const kernel = conv.weight.shape[2 + axis];
  const [stride, dilation] = [conv.stride[axis], conv.dilation[axis]];
  const span = dilation * (kernel - 1) + 1;
  const all = conv.padding === 'same' ? span - 1 : conv.padding === 'valid' ? 0 : 2 * conv.padding[axis];
  return {
    size,
    kernel,
    stride,
    dilation,
    before: Math.floor(all / 2),
    out: Math.floor((size + all - span) / stride) + 1,
  };
}

function pooled(
  { type, kernel, stride, padding }: NirPool,
  x: Float64Array,
  shape: readonly number[],
): Float64Array {
  const [channels, height, width] = shape;
  const rows = Math.floor((height + 2 * padding[0] - kernel[0]) / stride[0]) + 1;
  const cols = Math.floor((width + 2 * padding[1] - kernel[1]) / stride[1]) + 1;
  const y = new Float64Array(channels * rows * cols);
  for (let c = 0, i = 0; c < channels; c++)
    for (let oy = 0; oy < rows; oy++)
      for (let ox = 0; ox < cols; ox++, i++) {
        for (let ky = 0; ky < kernel[0]; ky++)
          for (let kx = 0; kx < kernel[1]; kx++) {
            const [iy, ix] = [oy * stride[0] - padding[0] + ky, ox * stride[1] - padding[1] + kx];
            if (iy >= 0 && ix >= 0 && iy < height && ix < width) y[i] += x[(c * height + iy) * width + ix];
          }
        if (type === 'AvgPool2d') y[i] /= kernel[0] * kernel[1];
      }
  return y;
}

function neuron(
  { type, fields }: NirNeuron,
  x: Float64Array,
  own: Map<string, Float64Array>,
  options: PlainOptions,
): Float64Array {
  const memory = (name: string): Float64Array => {
    const found = own.get(name) ?? new Float64Array(x.length);
    own.set(name, found);
    return found;
  };
  const share = (tau: number): number =>
    options.exact ? -Math.expm1(-options.dtS / tau) : options.dtS / tau;
  const [v, current] = [memory('v'), memory('I')];
  const y = new Float64Array(x.length);
  for (let n = 0; n < x.length; n++) {
    let drive = x[n];
    if (type === 'CubaLI' || type === 'CubaLIF') {
      current[n] += share(at(fields.tau_syn, n)) * (at(fields.w_in, n, 1) * drive - current[n]);
      drive = current[n];
    }
    if (type === 'I' || type === 'IF') v[n] += at(fields.r, n) * drive;
    else {
      const tau = at(type === 'LI' || type === 'LIF' ? fields.tau : fields.tau_mem, n);
      v[n] += share(tau) * (at(fields.v_leak, n) - v[n] + at(fields.r, n) * drive);
    }
    if (!fields.v_threshold) {
      y[n] = v[n];
      continue;
    }
    const threshold = at(fields.v_threshold, n);
    if (!fires(v[n], threshold, options)) continue;
    y[n] = 1;
    const reset = at(fields.v_reset, n);
    v[n] = options.subtract ? v[n] - (threshold - reset) : reset;
  }
  return y;
}

function delayed(
  delay: NirTensor,
  dtS: number,
  t: number,
  name: string,
  past: readonly Map<string, Float64Array>[],
  now: Float64Array,
): Float64Array {
  return now.map((value, i) => {
    const steps = Math.round(at(delay, i) / dtS);
    return steps === 0 ? value : (past[t - steps]?.get(name)?.[i] ?? 0);
  });
}
