/**
 * Sizes of a network's layers as the kernels need them. An fc layer is a convolution whose kernel covers the whole map
 * below and has one output position; its inputs count as index = (channel * height + y) * width + x. Output channels
 * are split into equal chunks of at most 64, each padded to a multiple of 4 (padding holds zero weights, so it
 * never fires). Lengths and offsets are in float32 elements. Left out: pooling, residual and recurrent layers.
 */
import type { LayerSpec, NetworkSpec } from '../contract/index.ts';

export interface LayerGeometry {
  readonly name: string;
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
  /** Place in the packed weight vector of the whole network. */
  readonly packedOffset: number;
  readonly packedLength: number;
  /** Place in the canonical vector: [output][channel][ky][kx], layer after layer, no padding. */
  readonly canonicalOffset: number;
  readonly canonicalLength: number;
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

export function geometryOf(network: NetworkSpec): NetworkGeometry {
  const layers: LayerGeometry[] = [];
  let below = { channels: network.input.channels, width: network.input.width, height: network.input.height };
  let packedOffset = 0;
  let canonicalOffset = 0;
  for (const spec of network.layers) {
    const layer = layerGeometry(spec, below, packedOffset, canonicalOffset);
    layers.push(layer);
    packedOffset += layer.packedLength;
    canonicalOffset += layer.canonicalLength;
    below = { channels: layer.outputs, width: layer.outSide, height: layer.outSide };
  }
  return {
    timesteps: network.timesteps,
    inputChannels: network.input.channels,
    inputWidth: network.input.width,
    inputHeight: network.input.height,
    layers,
    packedLength: packedOffset,
    canonicalLength: canonicalOffset,
  };
}

function layerGeometry(
  spec: LayerSpec,
  below: { channels: number; width: number; height: number },
  packedOffset: number,
  canonicalOffset: number,
): LayerGeometry {
  const full = spec.kind === 'fc';
  const kernelWidth = full ? below.width : spec.E;
  const kernelHeight = full ? below.height : spec.E;
  const outSide = full ? 1 : spec.R;
  const chunks = Math.ceil(spec.M / MAX_CHUNK_WIDTH);
  const width = Math.ceil(Math.ceil(spec.M / chunks) / LANES) * LANES;
  const taps = kernelWidth * kernelHeight * below.channels;
  return {
    name: spec.name,
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
    chunkLength: taps * width,
    packedOffset,
    packedLength: chunks * taps * width,
    canonicalOffset,
    canonicalLength: spec.M * taps,
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

function forEachWeight(geometry: NetworkGeometry, visit: (packed: number, canonical: number) => void): void {
  for (const layer of geometry.layers) {
    let canonical = layer.canonicalOffset;
    for (let m = 0; m < layer.outputs; m++)
      for (let c = 0; c < layer.channels; c++)
        for (let ky = 0; ky < layer.kernelHeight; ky++)
          for (let kx = 0; kx < layer.kernelWidth; kx++) visit(packedIndex(layer, m, c, ky, kx), canonical++);
  }
}

/** Canonical -> packed; padding is set to zero. */
export function packWeights(geometry: NetworkGeometry, canonical: Float32Array): Float32Array {
  const packed = new Float32Array(geometry.packedLength);
  forEachWeight(geometry, (to, from) => {
    packed[to] = canonical[from];
  });
  return packed;
}

/** Packed -> canonical. */
export function unpackWeights(geometry: NetworkGeometry, packed: Float32Array): Float32Array {
  const canonical = new Float32Array(geometry.canonicalLength);
  forEachWeight(geometry, (from, to) => {
    canonical[to] = packed[from];
  });
  return canonical;
}
