/**
 * Typed wrapper of the kernel binary: one instance with its own memory runs one network, one sample at a time.
 * Order per sample: load, forward(true), backward; or load, forward(false). Weights and gradients are packed
 * vectors (geometry.ts). The bytes of the binary are an argument; nothing is read from disk here.
 * Left out: more than one sample in memory, sparse optimisers (the update is the trainer's business).
 */
import type { NetworkSpec, SpikeTensor } from '../contract/index.ts';
import { geometryOf, type LayerGeometry, type NetworkGeometry } from './geometry.ts';
import { LAYER_BLOCK_BYTES, LayerBlock } from './layer-block.ts';
import { planMemory, type MemoryPlan } from './memory-plan.ts';
import { pairTables } from './pair-tables.ts';

interface KernelExports {
  heapBase(): number;
  layerBlockBytes(): number;
  forward(layer: number, training: number): void;
  backward(layer: number): void;
  countWindows(layer: number): number;
}

const PAGE_BYTES = 65_536;

export interface KernelOptions {
  /** Half width of the triangle surrogate in units of the threshold: hidden layers, above 0, at most 1. */
  readonly surrogateHalfWidth: number;
  /** The same for the last layer, above 0; above 1 its neurons learn from rest and below, too. */
  readonly readoutHalfWidth: number;
  /** Time window size per layer, in steps. */
  readonly tws: readonly number[];
}

export class NetworkKernels {
  readonly geometry: NetworkGeometry;
  /** Packed weights and their gradient, in the kernels' memory. */
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  private readonly exports: KernelExports;
  private readonly plan: MemoryPlan;
  private readonly blocks: readonly LayerBlock[];
  private readonly buffer: ArrayBuffer;
  private readonly inPtr: Uint32Array;
  private readonly inEvents: Uint32Array;
  private readonly lossGrad: Float32Array;
  private readonly counts: Uint32Array;
  private readonly wideReadout: boolean;

  constructor(wasm: Uint8Array, network: NetworkSpec, options: KernelOptions) {
    this.geometry = geometryOf(network);
    const memory = new WebAssembly.Memory({ initial: 1 });
    this.exports = instantiate(wasm, memory);
    this.wideReadout = options.readoutHalfWidth > 1;
    this.plan = planMemory(this.geometry, this.exports.heapBase());
    const pages = Math.ceil(this.plan.end / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
    if (pages > 0) memory.grow(pages);
    this.buffer = memory.buffer;

    const { packedLength, inputChannels, inputWidth, inputHeight, timesteps, layers } = this.geometry;
    const inputs = inputWidth * inputHeight;
    const classes = layers[layers.length - 1].outputs;
    this.weights = new Float32Array(this.buffer, this.plan.weights, packedLength);
    this.gradient = new Float32Array(this.buffer, this.plan.weightGrad, packedLength);
    this.inPtr = new Uint32Array(this.buffer, this.plan.inPtr, inputs + 1);
    this.inEvents = new Uint32Array(this.buffer, this.plan.inEvents, inputs * inputChannels * timesteps);
    this.lossGrad = new Float32Array(this.buffer, this.plan.lossGrad, classes);
    this.counts = new Uint32Array(classes);
    this.blocks = layers.map((layer, i) => this.fillBlock(layer, i, network, options));
  }

  /** Copies a sample in. Its shape must be the network's input (a caller's bug otherwise). */
  load(sample: SpikeTensor): void {
    const { inputChannels, inputWidth, inputHeight, timesteps } = this.geometry;
    const fits =
      sample.channels === inputChannels &&
      sample.width === inputWidth &&
      sample.height === inputHeight &&
      sample.timesteps === timesteps;
    if (!fits)
      throw new Error('NetworkKernels.load: the sample does not have the shape of the network input');
    this.inPtr.set(sample.ptr);
    this.inEvents.set(sample.events);
  }

  /** Input buffers of the kernels, for a caller that writes a rearranged sample in place. */
  get input(): { readonly ptr: Uint32Array; readonly events: Uint32Array } {
    return { ptr: this.inPtr, events: this.inEvents };
  }

  forward(training: boolean): void {
    for (const places of this.plan.layers) this.exports.forward(places.block, training ? 1 : 0);
  }

  /** One layer alone; its input is whatever the last pass left below it. */
  forwardLayer(layer: number): void {
    this.exports.forward(this.plan.layers[layer].block, 0);
  }

  /** Spikes per class of the last forward pass (a view that the next call overwrites). */
  spikeCounts(): Uint32Array {
    const { events } = this.output(this.blocks.length - 1);
    this.counts.fill(0);
    for (const code of events) this.counts[code & 0xffff]++;
    return this.counts;
  }

  /**
   * Adds this sample's gradient to `gradient`. lossGradient: dL/d(spike count) per class; occupancyGradients:
   * dL/d(filled window) per layer, 0 = off. Needs a forward(true) before.
   */
  backward(lossGradient: ArrayLike<number>, occupancyGradients: ArrayLike<number> | null): void {
    this.lossGrad.set(lossGradient);
    for (let i = this.blocks.length - 1; i >= 0; i--) {
      this.blocks[i].setOccupancyGrad(occupancyGradients ? occupancyGradients[i] : 0);
      this.exports.backward(this.plan.layers[i].block);
    }
  }

  spikes(layer: number): number {
    return this.blocks[layer].spikes;
  }

  /** (Neuron, step) pairs within the surrogate's support; only after forward(true). */
  actives(layer: number): number {
    const { positions, chunks, width, outputs } = this.geometry.layers[layer];
    // A readout wider than one threshold also lists its padding, which rests at 0 (its loss gradient is 0).
    const padding = this.wideReadout && layer === this.blocks.length - 1 ? chunks * width - outputs : 0;
    return this.blocks[layer].actives - padding * positions * this.geometry.timesteps;
  }

  /** Filled (neuron, window) pairs. */
  filledWindows(layer: number): number {
    return this.exports.countWindows(this.plan.layers[layer].block);
  }

  /** Output spikes as views into the memory, valid until the next pass; per position chunk-major, then by time. */
  output(layer: number): { readonly ptr: Uint32Array; readonly events: Uint32Array } {
    const places = this.plan.layers[layer];
    const positions = this.geometry.layers[layer].positions;
    return {
      ptr: new Uint32Array(this.buffer, places.outPtr, positions + 1),
      events: new Uint32Array(this.buffer, places.outEvents, this.blocks[layer].spikes),
    };
  }

  private fillBlock(
    layer: LayerGeometry,
    i: number,
    network: NetworkSpec,
    options: KernelOptions,
  ): LayerBlock {
    const { plan, buffer } = this;
    const places = plan.layers[i];
    const below = i > 0 ? plan.layers[i - 1] : null;
    const above = plan.layers[i + 1];
    const tables = pairTables(layer, network.timesteps);
    const write = (at: number, table: Uint32Array) => new Uint32Array(buffer, at, table.length).set(table);
    write(places.pairsOutPtr, tables.outPtr);
    write(places.pairsOut, tables.out);
    write(places.pairsInPtr, tables.inPtr);
    write(places.pairsIn, tables.in);
    const block = new LayerBlock(buffer, places.block);
    const { leak, threshold } = network.neuron;
    block.write(
      {
        width: layer.width,
        chunks: layer.chunks,
        positions: layer.positions,
        timesteps: network.timesteps,
        ...places,
        weights: plan.weights + layer.packedOffset * 4,
        weightGrad: plan.weightGrad + layer.packedOffset * 4,
        chunkBytes: layer.chunkLength * 4,
        delta: below ? places.delta : plan.tile,
        deltaStride: below ? network.timesteps * layer.width * 4 : 0,
        inPtr: below ? below.outPtr : plan.inPtr,
        inEvents: below ? below.outEvents : plan.inEvents,
        tile: plan.tile,
        silence: plan.silence,
        lastWindow: plan.lastWindow,
        next: above ? above.block : 0,
        lossGrad: plan.lossGrad,
        tws: options.tws[i],
      },
      {
        occupancyGrad: 0,
        leak,
        threshold,
        halfWidth: (above ? options.surrogateHalfWidth : options.readoutHalfWidth) * threshold,
      },
    );
    return block;
  }
}

function instantiate(wasm: Uint8Array, memory: WebAssembly.Memory): KernelExports {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), { env: { memory } });
  const exports = instance.exports as Partial<KernelExports>;
  const { heapBase, layerBlockBytes, forward, backward, countWindows } = exports;
  if (!heapBase || !layerBlockBytes || !forward || !backward || !countWindows)
    throw new Error('the kernel binary lacks an export; build it again');
  if (layerBlockBytes() !== LAYER_BLOCK_BYTES)
    throw new Error('the kernel binary and its wrapper differ in the layer block; build it again');
  return { heapBase, layerBlockBytes, forward, backward, countWindows };
}
