/**
 * The fields of one layer's block in linear memory, in the order of assembly/layer-block.ts (4 bytes each; the
 * kernels state their own length, which is checked when they are loaded). Addresses and strides are in bytes.
 */
// prettier-ignore
const INTEGER_FIELDS = [
  'width', 'chunks', 'positions', 'timesteps',
  'pairsOutPtr', 'pairsOut', 'pairsInPtr', 'pairsIn',
  'weights', 'weightGrad', 'chunkBytes', 'delta', 'deltaStride',
  'inPtr', 'inEvents', 'outPtr', 'outEvents',
  'activePtr', 'activeEvents', 'activeSlopes', 'masks',
  'tile', 'silence', 'lastWindow', 'next', 'lossGrad',
  'lossStride', 'outputs', 'general', 'kind', 'rule', 'subtracts', 'cutoff', 'quietInference', 'quietTraining',
  'bias', 'biasGrad', 'sumGrad', 'squareGrad', 'neuronGrad', 'potentials',
  'recurrent', 'recurrentGrad', 'recurrentChunkBytes', 'skipSource', 'skipTarget', 'state', 'code',
  'windows', 'windowSizes', 'windowLoss',
] as const;
// prettier-ignore
const FLOAT_FIELDS = [
  'leak', 'threshold', 'halfWidth', 'synapse', 'poolWeight', 'skipWeight', 'directScale', 'ceiling',
] as const;
const RESULT_FIELDS = ['spikes', 'actives', 'overflows'] as const;

export type BlockIntegers = Record<(typeof INTEGER_FIELDS)[number], number>;
export type BlockFloats = Record<(typeof FLOAT_FIELDS)[number], number>;

const FIRST_FLOAT = INTEGER_FIELDS.length;
const FIRST_RESULT = FIRST_FLOAT + FLOAT_FIELDS.length;
export const LAYER_BLOCK_BYTES = 4 * (FIRST_RESULT + RESULT_FIELDS.length);

/** A block at `address` of the memory behind `buffer`. */
export class LayerBlock {
  private readonly integers: Uint32Array;
  private readonly floats: Float32Array;

  constructor(buffer: ArrayBuffer, address: number) {
    this.integers = new Uint32Array(buffer, address, LAYER_BLOCK_BYTES / 4);
    this.floats = new Float32Array(buffer, address, LAYER_BLOCK_BYTES / 4);
  }

  write(integers: BlockIntegers, floats: BlockFloats): void {
    INTEGER_FIELDS.forEach((field, i) => (this.integers[i] = integers[field]));
    FLOAT_FIELDS.forEach((field, i) => (this.floats[FIRST_FLOAT + i] = floats[field]));
  }

  set(field: keyof BlockIntegers, value: number): void {
    this.integers[INTEGER_FIELDS.indexOf(field)] = value;
  }

  setFloat(field: keyof BlockFloats, value: number): void {
    this.floats[FIRST_FLOAT + FLOAT_FIELDS.indexOf(field)] = value;
  }

  get isGeneral(): boolean {
    return this.integers[INTEGER_FIELDS.indexOf('general')] !== 0;
  }

  get spikes(): number {
    return this.integers[FIRST_RESULT];
  }

  get actives(): number {
    return this.integers[FIRST_RESULT + 1];
  }

  /** Potentials that left the range of the hardware's numbers. */
  get overflows(): number {
    return this.integers[FIRST_RESULT + 2];
  }
}
