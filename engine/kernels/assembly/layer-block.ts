/**
 * One layer as the kernels see it: a block of 4-byte fields in linear memory, filled in by the host
 * (engine/kernels/layer-block.ts holds the same list; `layerBlockBytes` lets it verify the length).
 * Byte addresses unless said otherwise. "Tile" = one output position and one chunk of output channels,
 * all time steps: f32 [timesteps][width].
 */
@unmanaged
export class LayerBlock {
  /** Output channels per chunk, padded to a multiple of 4, at most 64; number of chunks; output positions. */
  width: i32;
  chunks: i32;
  positions: i32;
  timesteps: i32;
  /** CSR over output positions: u32 pairs (weight byte offset of the kernel position, input position). */
  pairsOutPtr: usize;
  pairsOut: usize;
  /** CSR over input positions: u32 pairs (weight byte offset, delta byte offset), chunks included. */
  pairsInPtr: usize;
  pairsIn: usize;
  /** f32 [chunk][kernel position][input channel][width], and the gradient in the same layout. */
  weights: usize;
  weightGrad: usize;
  chunkBytes: i32;
  /** f32 tiles of dL/dx, and the bytes from one tile to the next (0: every tile reuses the first). */
  delta: usize;
  deltaStride: i32;
  /** Input spikes: CSR by position, codes t << 16 | channel. */
  inPtr: usize;
  inEvents: usize;
  /** Output spikes: CSR by position. */
  outPtr: usize;
  outEvents: usize;
  /** Neuron-steps inside the surrogate's support: CSR by (position, chunk), codes, surrogate values. */
  activePtr: usize;
  activeEvents: usize;
  activeSlopes: usize;
  /** u64 [position][chunk][t]: bit c = channel c of the chunk fires at t. */
  masks: usize;
  /** Scratch tile of the forward pass; u64 [t] scratch of the hardware loss; u16 per channel. */
  tile: usize;
  silence: usize;
  lastWindow: usize;
  /** Block of the layer above, 0 for the last layer, which has dL/d(spike count) f32 per class instead. */
  next: usize;
  lossGrad: usize;
  /** Time window size in steps; dL/d(filled window), 0 = hardware loss off. */
  tws: i32;
  occupancyGrad: f32;
  /** Neuron: potential kept per step, threshold, absolute half width of the triangle. */
  leak: f32;
  threshold: f32;
  halfWidth: f32;
  /** Results of the last forward pass: spikes, active neuron-steps. */
  spikes: i32;
  actives: i32;
}

export function layerBlockBytes(): i32 {
  return <i32>offsetof<LayerBlock>();
}
