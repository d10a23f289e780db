/**
 * What the spikes of one layer do on its cores, step by step: messages (one to every core that holds a target of the
 * spike), hops, synaptic operations and neuron updates, and how long the slowest core takes (ns). A neuron is active
 * in a step where a spike enters its field **[choice: the source says active and inactive only]**; every neuron is
 * updated in every step. Spikes travel first, then the core works through them, one after another.
 * Left out: contention in the mesh, spikes that arrive while a core is working.
 */
import type { ArchConfig, LayerSpec, SpikeTensor } from '../../../contract/index.ts';
import { fieldRanges } from '../../../schedule/receptive-field.ts';
import { hopsBetween } from './mesh.ts';
import { neuronsOf } from './placement.ts';
import type { LayerPlacement } from './placement.ts';

export interface LayerTraffic {
  readonly messages: number;
  readonly hopsX: number;
  readonly hopsY: number;
  readonly synapticOps: number;
  readonly activeUpdates: number;
  readonly inactiveUpdates: number;
  /** Time of the slowest core in each step, travel included, ns. */
  readonly stepNs: Float64Array;
  /** Working time of all cores together, ns. */
  readonly workNs: number;
}

/** sourceOf: the core of an input neuron, over the whole chip. */
export function layerTraffic(
  layer: LayerSpec,
  spikes: SpikeTensor,
  placement: LayerPlacement,
  sourceOf: (position: number, channel: number) => number,
  config: ArchConfig,
): LayerTraffic {
  const { manycore } = config;
  const { cores, firstCore } = placement;
  const { timesteps } = spikes;
  const operations = new Float64Array(timesteps * cores);
  const travelNs = new Float64Array(timesteps);
  const sum = { messages: 0, hopsX: 0, hopsY: 0 };
  const targets = new Targets(layer, spikes, placement);
  for (let p = 0; p < spikes.height * spikes.width; p++) {
    const [first, end] = [spikes.ptr[p], spikes.ptr[p + 1]];
    if (first === end) continue;
    const reached = targets.of(p);
    // Spikes of one step and one source core go the same ways.
    for (let i = first; i < end;) {
      const t = spikes.events[i] >>> 16;
      const source = sourceOf(p, spikes.events[i] & 0xffff);
      let count = 0;
      for (; i < end && spikes.events[i] >>> 16 === t; i++, count++) {
        const channel = spikes.events[i] & 0xffff;
        if (sourceOf(p, channel) !== source) break;
        targets.mark(t, channel);
      }
      for (const { core, neurons } of reached) {
        operations[t * cores + core] += count * neurons;
        const { x, y } = hopsBetween(source, firstCore + core, manycore);
        sum.messages += count;
        sum.hopsX += count * x;
        sum.hopsY += count * y;
        const travel = manycore.tileNs + x * manycore.hopXNs + y * manycore.hopYNs;
        if (travel > travelNs[t]) travelNs[t] = travel;
      }
    }
  }
  return { ...sum, ...coreTimes(layer, placement, operations, travelNs, targets.activeNeurons(), config) };
}

function coreTimes(
  layer: LayerSpec,
  placement: LayerPlacement,
  operations: Float64Array,
  travelNs: Float64Array,
  active: Float64Array,
  { manycore }: ArchConfig,
): Omit<LayerTraffic, 'messages' | 'hopsX' | 'hopsY'> {
  const { cores } = placement;
  const neurons = Array.from({ length: cores }, (_, core) => neuronsOf(placement, layer, core));
  const stepNs = new Float64Array(travelNs.length);
  let [synapticOps, activeUpdates, inactiveUpdates, workNs] = [0, 0, 0, 0];
  for (let t = 0, i = 0; t < stepNs.length; t++) {
    let slowest = 0;
    for (let core = 0; core < cores; core++, i++) {
      const idle = neurons[core] - active[i];
      const ns =
        operations[i] * manycore.synapseNs + active[i] * manycore.activeNs + idle * manycore.inactiveNs;
      synapticOps += operations[i];
      activeUpdates += active[i];
      inactiveUpdates += idle;
      workNs += ns;
      if (ns > slowest) slowest = ns;
    }
    stepNs[t] = travelNs[t] + slowest;
  }
  return { synapticOps, activeUpdates, inactiveUpdates, stepNs, workNs };
}

interface Target {
  /** Within the layer. */
  readonly core: number;
  /** Target neurons there. */
  readonly neurons: number;
}

/** Targets of an input position, and which output positions they make active. */
class Targets {
  private readonly layer: LayerSpec;
  private readonly placement: LayerPlacement;
  private readonly flat: boolean;
  private readonly timesteps: number;
  /** Output channels that are told apart: all of them where each reads its own input channel, else one for all. */
  private readonly lanes: number;
  /** First and one past the last output that an input coordinate reaches. */
  private readonly first: Int32Array;
  private readonly end: Int32Array;
  private readonly active: Uint8Array;
  private readonly width: number;
  private positions: number[] = [];

  constructor(layer: LayerSpec, spikes: SpikeTensor, placement: LayerPlacement) {
    this.layer = layer;
    this.placement = placement;
    this.flat = layer.kind === 'fc';
    this.lanes = layer.kind === 'pool' ? layer.M : 1;
    this.timesteps = spikes.timesteps;
    this.width = spikes.width;
    this.first = new Int32Array(layer.H).fill(layer.R);
    this.end = new Int32Array(layer.H);
    const { from, to } = fieldRanges(layer);
    for (let r = 0; r < layer.R; r++)
      for (let i = from[r]; i < to[r]; i++) {
        this.first[i] = Math.min(this.first[i], r);
        this.end[i] = r + 1;
      }
    this.active = new Uint8Array(layer.R * layer.R * spikes.timesteps * this.lanes);
  }

  of(position: number): Target[] {
    this.positions = this.flat ? [0] : this.reached(position);
    const { parts } = this.placement;
    const neurons = new Map<number, number>();
    for (const p of this.positions)
      for (let part = 0; part < parts; part++) {
        const core = parts === 1 ? Math.floor(p / this.placement.positionsPerCore) : p * parts + part;
        const all = parts === 1 ? this.layer.M : neuronsOf(this.placement, this.layer, core);
        const here = this.lanes > 1 ? 1 : all;
        neurons.set(core, (neurons.get(core) ?? 0) + here);
      }
    return [...neurons].map(([core, count]) => ({ core, neurons: count }));
  }

  /** A spike of the position last asked for, at step t. */
  mark(t: number, channel: number): void {
    const { R } = this.layer;
    const lane = this.lanes > 1 ? channel : 0;
    for (const p of this.positions) this.active[(t * R * R + p) * this.lanes + lane] = 1;
  }

  /** Active neurons of each core, step by step. */
  activeNeurons(): Float64Array {
    const { R, M } = this.layer;
    const { cores, parts, positionsPerCore } = this.placement;
    const counts = new Float64Array(this.timesteps * cores);
    if (this.lanes > 1) {
      for (let t = 0, i = 0; t < this.timesteps; t++)
        for (let p = 0; p < R * R; p++)
          for (let lane = 0; lane < this.lanes; lane++, i++)
            counts[t * cores + Math.floor(p / positionsPerCore)] += this.active[i];
      return counts;
    }
    for (let t = 0, i = 0; t < this.timesteps; t++)
      for (let p = 0; p < R * R; p++, i++) {
        if (this.active[i] === 0) continue;
        if (parts === 1) counts[t * cores + Math.floor(p / positionsPerCore)] += M;
        else
          for (let part = 0; part < parts; part++)
            counts[t * cores + p * parts + part] += neuronsOf(this.placement, this.layer, p * parts + part);
      }
    return counts;
  }

  private reached(position: number): number[] {
    const { R } = this.layer;
    const [y, x] = [Math.floor(position / this.width), position % this.width];
    const found: number[] = [];
    for (let r = this.first[y]; r < this.end[y]; r++)
      for (let s = this.first[x]; s < this.end[x]; s++) found.push(r * R + s);
    return found;
  }
}
