/**
 * The schedule of one layer on one system as it runs: which work sits in which column of the PE array in every pass, how
 * long the array works, drains and waits, and what the buffers hold (docs/playback.md). Cycles are those of the report.
 */
import type { ArchConfig, ArraySystem } from './arch.ts';
import type { LayerSpec } from './network.ts';
import type { ArchOverrides, LayerReport, SpikeSource } from './simulation.ts';

export interface PlaybackSpec {
  /** JSON text of a network, or the name or file of one. */
  readonly network: string;
  /** JSON text of an accelerator, or the name or file of one. */
  readonly arch: string;
  readonly archOverrides: ArchOverrides;
  /** Table name or file. */
  readonly energy: string;
  readonly system: ArraySystem;
  /** One value for all layers or one per layer. */
  readonly tws: readonly number[];
  readonly spikes: SpikeSource;
  /** Name of the layer that is watched. */
  readonly layer: string;
}

export interface PlaybackOverview {
  readonly system: ArraySystem;
  readonly layer: LayerSpec;
  /** Layers of the network, in order. */
  readonly layers: readonly string[];
  readonly timesteps: number;
  /** Steps per time window, and windows per neuron. */
  readonly tws: number;
  readonly windows: number;
  /** PE rows hold output channels, columns hold (output position, time window). */
  readonly rows: number;
  readonly cols: number;
  /** Output channels row tile by row tile; SP-MBs with work in each of them. */
  readonly rowTiles: number;
  readonly stages: number;
  /** Array passes and neuron updates over all row tiles. */
  readonly steps: number;
  readonly stepsPerRowTile: number;
  /** First step of each stage within a row tile, then that of the updates. */
  readonly stageFirstStep: Float64Array;
  /** Cycles before the first step in which the array waits for its first data. */
  readonly firstFillCycles: number;
  readonly arch: ArchConfig;
  /** The same simulation's report of this layer. */
  readonly report: LayerReport;
}

/** A step, or so many steps before the one at a cycle. */
export type PlaybackFrom = { readonly step: number } | { readonly cycle: number; readonly before: number };

/** What the array does in a step: integrate a channel's inputs, or update potentials. */
export const STEP_PASS = 0;
export const STEP_UPDATE = 1;

/** Consecutive steps, field by field. One step: work, then drain, then wait for memory. */
export interface PlaybackSteps {
  readonly first: number;
  readonly count: number;
  readonly kind: Uint8Array;
  /** Cycles from the start of the layer. */
  readonly startCycle: Float64Array;
  readonly workCycles: Float64Array;
  readonly drainCycles: Float64Array;
  readonly waitCycles: Float64Array;
  readonly rowTile: Int32Array;
  /** SP-MB of the row tile; the last one in updates. */
  readonly stage: Int32Array;
  /** Input channel (fc: input) whose weights stream; -1 = all. */
  readonly channel: Int32Array;
  /** [step * cols + column]: output position and time window of the NTWU; position -1 = idle. */
  readonly position: Int32Array;
  readonly window: Int32Array;
  /** Spikes that each PE of the column adds in this step. */
  readonly adds: Int32Array;
}

/** The layer from one cycle to another in equal parts. Shares are of time, 0..1. */
export interface PlaybackStrip {
  readonly fromCycle: number;
  readonly toCycle: number;
  readonly bins: number;
  /** Columns that integrate, averaged over time: the utilisation. */
  readonly busy: Float32Array;
  /** Time in which the array integrates, updates, drains and waits for memory. */
  readonly integrate: Float32Array;
  readonly update: Float32Array;
  readonly drain: Float32Array;
  readonly wait: Float32Array;
  /** Bytes held at the end of each part. */
  readonly lbufBytes: Float32Array;
  readonly glbBytes: Float32Array;
  /** Weight bytes per cycle that stream from the local buffer into the rows. */
  readonly weightBytesPerCycle: Float32Array;
}

/** The input spikes of one stage: of one channel (conv), or of one block of inputs (fc); all where a stage is the layer. */
export interface PlaybackRaster {
  readonly stage: number;
  /** Input channels (fc: inputs) of the stage: from, and how many. */
  readonly firstChannel: number;
  readonly channels: number;
  /** Side of the input map. */
  readonly side: number;
  readonly timesteps: number;
  /** One entry per spike, in order of time: the input ((channel - first) * side * side + y * side + x) and its step. */
  readonly input: Uint32Array;
  readonly step: Uint16Array;
  /** Spikes left out because there are too many to draw. */
  readonly leftOut: number;
}

export const MOST_PLAYBACK_STEPS = 4096;
export const MOST_STRIP_BINS = 4096;
