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
  /** Bytes from one step of lossGrad to the next; 0: the same at every step. */
  lossStride: i32;
  /** Output channels without padding. */
  outputs: i32;
  /** 1: run by general.ts; the fields from here to `overflows` count only there, except cutoff. */
  general: i32;
  /** 0: weights (conv, fc); 1: pooling, every channel on its own with poolWeight. */
  kind: i32;
  /** Spike function's derivative (rules.ts); 1: reset by subtraction; steps that errors go back, 0 = all. */
  rule: i32;
  subtracts: i32;
  cutoff: i32;
  /** 1: without input nothing can happen in a tile, so that it may be skipped. */
  quietInference: i32;
  quietTraining: i32;
  /** f32 per padded channel, 0 = none: bias and its gradient; sum and sum of squares of the currents. */
  bias: usize;
  biasGrad: usize;
  sumGrad: usize;
  squareGrad: usize;
  /** f32 pair dL/dleak, dL/dthreshold, 0 = fixed; f32 tiles of the potentials that it needs. */
  neuronGrad: usize;
  potentials: usize;
  /** f32 [chunk][from channel][width], 0 = none, its gradient, bytes per chunk. */
  recurrent: usize;
  recurrentGrad: usize;
  recurrentChunkBytes: i32;
  /** Blocks: whose spikes are added here, who adds this layer's; 0 = none. */
  skipSource: usize;
  skipTarget: usize;
  /** Scratch: f32 per padded channel and two states; one event. */
  state: usize;
  code: usize;
  /** Window sizes: pairs of i32 steps and f32 dL/d(filled window); their number; 0 = no hardware loss at all. */
  windows: usize;
  windowSizes: i32;
  windowLoss: i32;
  /** Neuron: potential kept per step, threshold, absolute half width of the triangle. */
  leak: f32;
  threshold: f32;
  halfWidth: f32;
  /** Part of the synaptic current kept per step, 0 = no filter; weights of pooled and added spikes. */
  synapse: f32;
  poolWeight: f32;
  skipWeight: f32;
  /** 1 / timesteps where the first layer reads counts (direct coding), else 0. */
  directScale: f32;
  /** Potentials are whole and saturate at this, 0 = real numbers. */
  ceiling: f32;
  /** Results of the last forward pass: spikes, active neuron-steps. */
  spikes: i32;
  actives: i32;
  overflows: i32;
}

export function layerBlockBytes(): i32 {
  return <i32>offsetof<LayerBlock>();
}
