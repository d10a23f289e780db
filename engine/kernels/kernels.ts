/**
 * Typed wrapper of the kernel binary: one instance with its own memory runs one network, one sample at a time.
 * Order per sample: load, forward(true), backward; or load, forward(false). Weights and gradients are packed
 * vectors (geometry.ts). The bytes of the binary are an argument; nothing is read from disk here.
 * Left out: more than one sample in memory, sparse optimisers (the update is the trainer's business).
 */
import type { NetworkSpec, SpikeTensor } from '../contract/index.ts';
import { floatFields, integerFields, ruleFields, type BlockRequest } from './fill-block.ts';
import { geometryOf, type LayerGeometry, type NetworkGeometry } from './geometry.ts';
import { LAYER_BLOCK_BYTES, LayerBlock, type BlockFloats, type BlockIntegers } from './layer-block.ts';
import { MOST_WINDOW_SIZES, planMemory, type MemoryPlan } from './memory-plan.ts';
import { pairTables } from './pair-tables.ts';
import { groupOf, NEURON } from './parameters.ts';
import type { KernelRule } from './rules.ts';

interface KernelExports {
  heapBase(): number;
  layerBlockBytes(): number;
  forward(layer: number, training: number): void;
  backward(layer: number): void;
  countWindows(layer: number, size: number): number;
  dropOut(layer: number, keep: number): void;
}

const PAGE_BYTES = 65_536;

/** A layer's neurons in whole numbers (engine/train/hardware-numbers.ts). */
export interface HardwareNeuron {
  readonly leak: number;
  readonly threshold: number;
  readonly skipWeight: number;
  /** Potentials saturate at -ceiling and ceiling - 1. */
  readonly ceiling: number;
}

export interface KernelOptions {
  /** Half width of the triangle surrogate in units of the threshold: hidden layers, above 0, at most 1. */
  readonly surrogateHalfWidth: number;
  /** The same for the last layer, above 0; above 1 its neurons learn from rest and below, too. */
  readonly readoutHalfWidth: number;
  /** Time window size of each layer's outputs, in steps, or several of them. */
  readonly tws: readonly (number | readonly number[])[];
  /** Derivative of the spike function. @default 'triangle' */
  readonly rule?: KernelRule;
  /** The same for the last layer. @default the rule */
  readonly readoutRule?: KernelRule;
  /** Time is cut into blocks of this many steps that no error crosses, 0 = not cut. @default 0 */
  readonly cutoff?: number;
}

export class NetworkKernels {
  readonly geometry: NetworkGeometry;
  /** Packed weights and their gradient, in the kernels' memory. */
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  private readonly exports: KernelExports;
  private readonly plan: MemoryPlan;
  private readonly blocks: readonly LayerBlock[];
  private readonly fields: { readonly integers: BlockIntegers; readonly floats: BlockFloats }[] = [];
  readonly network: NetworkSpec;
  private readonly options: KernelOptions;
  private readonly buffer: ArrayBuffer;
  private readonly inPtr: Uint32Array;
  private readonly inEvents: Uint32Array;
  private readonly lossGrad: Float32Array;
  private readonly counts: Uint32Array;
  private readonly wideReadout: boolean;
  /** [layer] sizes, and the largest number of them. */
  private readonly sizes: readonly (readonly number[])[];
  private readonly mostSizes: number;

  constructor(wasm: Uint8Array, network: NetworkSpec, options: KernelOptions) {
    this.geometry = geometryOf(network);
    this.network = network;
    this.options = options;
    this.sizes = options.tws.map((size) => (typeof size === 'number' ? [size] : size));
    this.mostSizes = Math.max(...this.sizes.map(({ length }) => length));
    if (this.mostSizes > MOST_WINDOW_SIZES)
      throw new Error(`NetworkKernels: ${this.mostSizes} window sizes, at most ${MOST_WINDOW_SIZES} fit`);
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
    const top = layers[layers.length - 1];
    this.lossGrad = new Float32Array(this.buffer, this.plan.lossGrad, timesteps * top.width * top.chunks);
    this.counts = new Uint32Array(classes);
    this.blocks = layers.map((layer, i) => this.fillBlock(layer, i));
    this.setRule(options.rule ?? 'triangle', options.cutoff ?? 0);
  }

  /** Derivative of the hidden layers' spike function from now on, and how far errors go back (see KernelOptions). */
  setRule(rule: KernelRule, cutoff: number): void {
    const readout = this.options.readoutRule ?? rule;
    const { layers } = this.geometry;
    layers.forEach((layer, i) => {
      const { integers, floats } = this.fields[i];
      const or = this.network.layers[i].pool === 'or';
      const fields = ruleFields(integers, floats, layer, layers[i + 1], { rule, readout, cutoff, or });
      this.blocks[i].set('general', fields.general);
      this.blocks[i].set('rule', fields.rule);
      this.blocks[i].set('cutoff', fields.cutoff);
      this.blocks[i].set('quietTraining', fields.quietTraining);
    });
  }

  /** Takes learned leaks and thresholds from the weight vector over; call it after writing `weights`. */
  refresh(): void {
    this.geometry.layers.forEach((layer, i) => {
      const neuron = groupOf(layer, 'neuron');
      if (!neuron) return;
      const threshold = this.weights[neuron.packedOffset + NEURON.threshold];
      this.blocks[i].setFloat('leak', this.weights[neuron.packedOffset + NEURON.leak]);
      this.blocks[i].setFloat('threshold', threshold);
      this.blocks[i].setFloat('halfWidth', this.halfWidthOf(i) * threshold);
    });
  }

  /** From now on, inference on the hardware's whole numbers; `weights` must hold whole weights then. Null: as before. */
  setHardware(neurons: readonly HardwareNeuron[] | null): void {
    this.blocks.forEach((block, i) => {
      const { floats, integers } = this.fields[i];
      const neuron = neurons?.[i];
      block.setFloat('leak', neuron?.leak ?? floats.leak);
      block.setFloat('threshold', neuron?.threshold ?? floats.threshold);
      block.setFloat('skipWeight', neuron?.skipWeight ?? floats.skipWeight);
      block.setFloat('poolWeight', neuron ? 1 : floats.poolWeight);
      block.setFloat('ceiling', neuron?.ceiling ?? 0);
      block.set('neuronGrad', neuron ? 0 : integers.neuronGrad);
      if (neuron) block.set('general', 1);
    });
    if (neurons) return;
    this.setRule(this.options.rule ?? 'triangle', this.options.cutoff ?? 0);
    this.refresh();
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
    this.prepareInput();
  }

  /** Direct coding counts the spikes of each input whatever their step; call it after writing `input` in place. */
  prepareInput(): void {
    if (this.network.input.coding !== 'direct') return;
    for (let e = 0; e < this.inPtr[this.inPtr.length - 1]; e++) this.inEvents[e] &= 0xffff;
  }

  /** Input buffers of the kernels, for a caller that writes a rearranged sample in place. */
  get input(): { readonly ptr: Uint32Array; readonly events: Uint32Array } {
    return { ptr: this.inPtr, events: this.inEvents };
  }

  forward(training: boolean): void {
    for (const places of this.plan.layers) this.exports.forward(places.block, training ? 1 : 0);
  }

  /**
   * A training pass with the outputs of some layers thinned out: dropOut(layer) fills `keep` (one byte per output,
   * [position][padded channel]) and says whether it applies.
   */
  forwardThinned(dropOut: (layer: number, keep: Uint8Array) => boolean): void {
    this.plan.layers.forEach((places, l) => {
      this.exports.forward(places.block, 1);
      const { positions, width, chunks } = this.geometry.layers[l];
      const keep = new Uint8Array(this.buffer, this.plan.keep, positions * width * chunks);
      if (dropOut(l, keep)) this.exports.dropOut(places.block, this.plan.keep);
    });
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
   * Adds this sample's gradient to `gradient`. lossGradient: dL/d(spike) per class, the same for all
   * steps, or [step][class]; occupancyGradients: dL/d(filled window), 0 = off, one per layer, or
   * [layer][size] with as many places per layer as the layer with most sizes has. Needs a forward(true) before.
   */
  backward(lossGradient: ArrayLike<number>, occupancyGradients: ArrayLike<number> | null): void {
    this.setLossGradient(lossGradient);
    for (let i = this.blocks.length - 1; i >= 0; i--) {
      this.setWindowLoss(i, occupancyGradients);
      this.exports.backward(this.plan.layers[i].block);
    }
  }

  private setWindowLoss(layer: number, gradients: ArrayLike<number> | null): void {
    const places = new Float32Array(this.buffer, this.plan.layers[layer].windows, 2 * MOST_WINDOW_SIZES);
    let isOn = false;
    this.sizes[layer].forEach((_, k) => {
      const value = gradients?.[layer * this.mostSizes + k] ?? 0;
      places[2 * k + 1] = value;
      isOn ||= value !== 0;
    });
    this.blocks[layer].set('windowLoss', isOn ? 1 : 0);
  }

  /** One value per class for all steps, or [step][class]. Padding of the rows stays zero. */
  private setLossGradient(gradient: ArrayLike<number>): void {
    const classes = this.counts.length;
    const last = this.blocks.length - 1;
    const { width, chunks } = this.geometry.layers[last];
    const rows = gradient.length / classes;
    this.blocks[last].set('lossStride', rows === 1 ? 0 : width * chunks * 4);
    for (let row = 0; row < rows; row++)
      for (let j = 0; j < classes; j++) this.lossGrad[row * width * chunks + j] = gradient[row * classes + j];
  }

  spikes(layer: number): number {
    return this.blocks[layer].spikes;
  }

  /** (Neuron, step) pairs within the surrogate's support; only after forward(true). */
  actives(layer: number): number {
    const { positions, chunks, width, outputs } = this.geometry.layers[layer];
    if (this.blocks[layer].isGeneral) return this.blocks[layer].actives;
    // A readout wider than one threshold also lists its padding, which rests at 0 (its loss gradient is 0).
    const padding = this.wideReadout && layer === this.blocks.length - 1 ? chunks * width - outputs : 0;
    return this.blocks[layer].actives - padding * positions * this.geometry.timesteps;
  }

  /** Potentials that were held at the end of their range in the last pass on hardware numbers. */
  get overflows(): number {
    return this.blocks.reduce((sum, block) => sum + (block.isGeneral ? block.overflows : 0), 0);
  }

  /** Filled (neuron, window) pairs at the layer's window size number `size`. */
  filledWindows(layer: number, size = 0): number {
    return this.exports.countWindows(this.plan.layers[layer].block, size);
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

  private halfWidthOf(i: number): number {
    const last = i === this.geometry.layers.length - 1;
    return last ? this.options.readoutHalfWidth : this.options.surrogateHalfWidth;
  }

  private fillBlock(layer: LayerGeometry, index: number): LayerBlock {
    const { plan, buffer, network } = this;
    const places = plan.layers[index];
    const tables = pairTables(layer, network.timesteps);
    const write = (at: number, table: Uint32Array) => new Uint32Array(buffer, at, table.length).set(table);
    write(places.pairsOutPtr, tables.outPtr);
    write(places.pairsOut, tables.out);
    write(places.pairsInPtr, tables.inPtr);
    write(places.pairsIn, tables.in);
    const request: BlockRequest = {
      network,
      layers: this.geometry.layers,
      plan,
      index,
      windowSizes: this.sizes[index].length,
      halfWidth: this.halfWidthOf(index),
    };
    const fields = { integers: integerFields(request), floats: floatFields(request) };
    this.fields.push(fields);
    const block = new LayerBlock(buffer, places.block);
    block.write(fields.integers, fields.floats);
    const sizes = new Int32Array(buffer, places.windows, 2 * MOST_WINDOW_SIZES);
    this.sizes[index].forEach((size, k) => (sizes[2 * k] = size));
    return block;
  }
}

function instantiate(wasm: Uint8Array, memory: WebAssembly.Memory): KernelExports {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), { env: { memory } });
  const exports = instance.exports as Partial<KernelExports>;
  const { heapBase, layerBlockBytes, forward, backward, countWindows, dropOut } = exports;
  if (!heapBase || !layerBlockBytes || !forward || !backward || !countWindows || !dropOut)
    throw new Error('the kernel binary lacks an export; build it again');
  if (layerBlockBytes() !== LAYER_BLOCK_BYTES)
    throw new Error('the kernel binary and its wrapper differ in the layer block; build it again');
  return { heapBase, layerBlockBytes, forward, backward, countWindows, dropOut };
}
