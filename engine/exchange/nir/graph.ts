/**
 * NIR graphs as data (neuromorphs/NIR, docs "primitives"; Pedersen et al., Nature Communications 2024). Fields keep
 * the names of the format (`v_threshold`, `tau_mem`); arrays keep their shape and precision, in C order. Times are in
 * seconds; the graph is continuous in time and stores no step. Node names may hold dots; nested graphs are nodes of
 * type NIRGraph. Left out: types beyond the 19 of the format.
 */
export type NirValues =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

export interface NirTensor {
  /** [] is a single value. */
  readonly shape: readonly number[];
  readonly values: NirValues;
}

export type Pair = readonly [number, number];

/** Fields of each neuron type in the order of the format's definition; all share one shape, or are single values. */
export const NEURON_FIELDS = {
  I: ['r'],
  IF: ['r', 'v_threshold', 'v_reset'],
  LI: ['tau', 'r', 'v_leak'],
  LIF: ['tau', 'r', 'v_leak', 'v_threshold', 'v_reset'],
  CubaLI: ['tau_syn', 'tau_mem', 'r', 'v_leak', 'w_in'],
  CubaLIF: ['tau_syn', 'tau_mem', 'r', 'v_leak', 'v_threshold', 'v_reset', 'w_in'],
} as const;
export type NeuronType = keyof typeof NEURON_FIELDS;
export type NeuronField = (typeof NEURON_FIELDS)[NeuronType][number];

/** What a missing field means; writers of version 0.1 and 0.2 leave these out. */
export const NEURON_DEFAULTS: Partial<Record<NeuronField, number>> = { v_reset: 0, w_in: 1 };

export interface NirNeuron {
  readonly type: NeuronType;
  readonly fields: Readonly<Partial<Record<NeuronField, NirTensor>>>;
}
export interface NirPort {
  readonly type: 'Input' | 'Output';
  /** Null: not in the file, to be inferred from the neighbours. */
  readonly shape: readonly number[] | null;
}
export interface NirAffine {
  readonly type: 'Affine' | 'Linear';
  /** (outputs, inputs) */
  readonly weight: NirTensor;
  /** (outputs); null for Linear. */
  readonly bias: NirTensor | null;
}
export interface NirScale {
  readonly type: 'Scale';
  readonly scale: NirTensor;
}
export interface NirConv {
  readonly type: 'Conv1d' | 'Conv2d';
  /** (outputs, inputs / groups, kernel...): one kernel axis for Conv1d, two (y, x) for Conv2d. */
  readonly weight: NirTensor;
  readonly bias: NirTensor | null;
  /** One number per kernel axis, as in stride, padding and dilation. Null: to be inferred. */
  readonly inputShape: readonly number[] | null;
  readonly stride: readonly number[];
  readonly padding: readonly number[] | 'same' | 'valid';
  readonly dilation: readonly number[];
  readonly groups: number;
}
export interface NirPool {
  readonly type: 'SumPool2d' | 'AvgPool2d';
  /** (y, x) */
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
}
export interface NirFlatten {
  readonly type: 'Flatten';
  readonly inputShape: readonly number[] | null;
  readonly startDim: number;
  readonly endDim: number;
}
export interface NirDelay {
  readonly type: 'Delay';
  /** Seconds, one value or one per element. */
  readonly delay: NirTensor;
}
export interface NirThreshold {
  readonly type: 'Threshold';
  readonly threshold: NirTensor;
}
/** A type that this program does not know; kept by name so that the report can list it. */
export interface NirUnknown {
  readonly type: 'unknown';
  readonly typeName: string;
}
export interface NirGraph {
  readonly type: 'NIRGraph';
  readonly nodes: ReadonlyMap<string, NirNode>;
  readonly edges: readonly NirEdge[];
}
export type NirEdge = readonly [source: string, target: string];

export type NirPrimitive =
  | NirNeuron
  | NirPort
  | NirAffine
  | NirScale
  | NirConv
  | NirPool
  | NirFlatten
  | NirDelay
  | NirThreshold
  | NirUnknown;
export type NirNode = NirPrimitive | NirGraph;

export const isNeuron = (node: NirNode): node is NirNeuron => node.type in NEURON_FIELDS;
/** Neurons that emit spikes; I, LI and CubaLI emit their potential. */
export const isSpiking = (node: NirNode): node is NirNeuron =>
  isNeuron(node) && NEURON_FIELDS[node.type].some((field) => field === 'v_threshold');

export const isAffine = (node: NirNode | undefined): node is NirAffine =>
  node?.type === 'Affine' || node?.type === 'Linear';
export const isConv = (node: NirNode | undefined): node is NirConv =>
  node?.type === 'Conv1d' || node?.type === 'Conv2d';
export const isPool = (node: NirNode | undefined): node is NirPool =>
  node?.type === 'SumPool2d' || node?.type === 'AvgPool2d';

export const typeName = (node: NirNode): string => (node.type === 'unknown' ? node.typeName : node.type);

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
export const shapeText = (shape: readonly number[]): string => `(${shape.join(', ')})`;
export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);
