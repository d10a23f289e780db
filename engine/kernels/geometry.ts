/**
 * Sizes of a network's layers as the kernels need them, and where their parameters lie. An fc layer is a convolution
 * whose kernel covers the whole map below and has one output position; its inputs count as index =
 * (channel * height + y) * width + x. Output channels are split into equal chunks of at most 64, each padded to a
 * multiple of 4 (padding holds zero weights, so it never fires). Lengths and offsets are in float32 elements.
 */
import type { LayerSpec, NetworkSpec } from '../contract/index.ts';
import { parameterGroups, type ParameterGroup } from './parameters.ts';

export interface LayerGeometry {
  readonly name: string;
  /** Fully connected: the kernel covers the whole map below. */
  readonly full: boolean;
  /** Pooling: channels stay apart, no weights. */
  readonly pools: boolean;
  readonly channels: number;
  readonly inWidth: number;
  readonly inHeight: number;
  readonly kernelWidth: number;
  readonly kernelHeight: number;
  readonly stride: number;
  readonly pad: number;
  /** Output map side; positions = outSide * outSide. */
  readonly outSide: number;
  readonly positions: number;
  /** Output channels. */
  readonly outputs: number;
  /** Padded output channels per chunk, and chunks. */
  readonly width: number;
  readonly chunks: number;
  readonly neurons: number;
  /** Floats of one chunk: kernel positions x channels x width. */
  readonly chunkLength: number;
  /** Weights in the packed vector of the whole network. */
  readonly packedOffset: number;
  readonly packedLength: number;
  /** Weights in the canonical vector: [output][channel][ky][kx], layer after layer, no padding. */
  readonly canonicalOffset: number;
  readonly canonicalLength: number;
  /** All parameters in the order of both vectors: weights first, then what this layer has besides. */
  readonly groups: readonly ParameterGroup[];
}

export interface NetworkGeometry {
  readonly timesteps: number;
  readonly inputChannels: number;
  readonly inputWidth: number;
  readonly inputHeight: number;
  readonly layers: readonly LayerGeometry[];
  readonly packedLength: number;
  readonly canonicalLength: number;
}

const MAX_CHUNK_WIDTH = 64;
const LANES = 4;

interface Below {
  readonly channels: number;
  readonly width: number;
  readonly height: number;
}

export function geometryOf(network: NetworkSpec): NetworkGeometry {
  const layers: LayerGeometry[] = [];
  let below: Below = network.input;
  let packedLength = 0;
  let canonicalLength = 0;
  for (const spec of network.layers) {
    const sizes = sizesOf(spec, below);
    const groups = parameterGroups(network, spec, sizes, packedLength, canonicalLength);
    const [weights] = groups;
    layers.push({
      ...sizes,
      packedOffset: weights.packedOffset,
      packedLength: weights.packedLength,
      canonicalOffset: weights.canonicalOffset,
      canonicalLength: weights.canonicalLength,
      groups,
    });
    packedLength += groups.reduce((sum, group) => sum + group.packedLength, 0);
    canonicalLength += groups.reduce((sum, group) => sum + group.canonicalLength, 0);
    below = { channels: spec.M, width: sizes.outSide, height: sizes.outSide };
  }
  return {
    timesteps: network.timesteps,
    inputChannels: network.input.channels,
    inputWidth: network.input.width,
    inputHeight: network.input.height,
    layers,
    packedLength,
    canonicalLength,
  };
}

export type LayerSizes = Omit<
  LayerGeometry,
  'packedOffset' | 'packedLength' | 'canonicalOffset' | 'canonicalLength' | 'groups'
>;

function sizesOf(spec: LayerSpec, below: Below): LayerSizes {
  const full = spec.kind === 'fc';
  const pools = spec.kind === 'pool';
  const kernelWidth = full ? below.width : spec.E;
  const kernelHeight = full ? below.height : spec.E;
  const outSide = full ? 1 : spec.R;
  const chunks = Math.ceil(spec.M / MAX_CHUNK_WIDTH);
  const width = Math.ceil(Math.ceil(spec.M / chunks) / LANES) * LANES;
  return {
    name: spec.name,
    full,
    pools,
    channels: below.channels,
    inWidth: below.width,
    inHeight: below.height,
    kernelWidth,
    kernelHeight,
    stride: full ? 1 : spec.stride,
    pad: full ? 0 : spec.pad,
    outSide,
    positions: outSide * outSide,
    outputs: spec.M,
    width,
    chunks,
    neurons: outSide * outSide * spec.M,
    chunkLength: pools ? 0 : kernelWidth * kernelHeight * below.channels * width,
  };
}

/** Index in the packed vector of weight (output, channel, ky, kx) of a layer. */
export function packedIndex(
  layer: LayerGeometry,
  output: number,
  channel: number,
  ky: number,
  kx: number,
): number {
  const chunk = Math.floor(output / layer.width);
  const tap = (ky * layer.kernelWidth + kx) * layer.channels + channel;
  return layer.packedOffset + chunk * layer.chunkLength + tap * layer.width + (output % layer.width);
}

function forEachParameter(
  geometry: NetworkGeometry,
  visit: (packed: number, canonical: number) => void,
): void {
  for (const layer of geometry.layers)
    for (const group of layer.groups)
      if (group.kind === 'weights') forEachWeight(layer, visit);
      else if (group.kind === 'recurrent') forEachRecurrent(layer, group, visit);
      else
        for (let i = 0; i < group.canonicalLength; i++)
          visit(group.packedOffset + i, group.canonicalOffset + i);
}

function forEachWeight(layer: LayerGeometry, visit: (packed: number, canonical: number) => void): void {
  if (layer.pools) return;
  let canonical = layer.canonicalOffset;
  for (let m = 0; m < layer.outputs; m++)
    for (let c = 0; c < layer.channels; c++)
      for (let ky = 0; ky < layer.kernelHeight; ky++)
        for (let kx = 0; kx < layer.kernelWidth; kx++) visit(packedIndex(layer, m, c, ky, kx), canonical++);
}

/** Canonical [to][from], packed [chunk of to][from][to in chunk]. */
function forEachRecurrent(
  { outputs, width }: LayerGeometry,
  group: ParameterGroup,
  visit: (packed: number, canonical: number) => void,
): void {
  for (let to = 0; to < outputs; to++)
    for (let from = 0; from < outputs; from++) {
      const chunk = Math.floor(to / width) * outputs * width;
      visit(
        group.packedOffset + chunk + from * width + (to % width),
        group.canonicalOffset + to * outputs + from,
      );
    }
}

/** Canonical -> packed; padding is set to zero. */
export function packWeights(geometry: NetworkGeometry, canonical: Float32Array): Float32Array {
  const packed = new Float32Array(geometry.packedLength);
  forEachParameter(geometry, (to, from) => {
    packed[to] = canonical[from];
  });
  return packed;
}

/** Packed -> canonical. */
export function unpackWeights(geometry: NetworkGeometry, packed: Float32Array): Float32Array {
  const canonical = new Float32Array(geometry.canonicalLength);
  forEachParameter(geometry, (from, to) => {
    canonical[to] = packed[from];
  });
  return canonical;
}
