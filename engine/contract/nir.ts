/** NIR graphs as the window and the command line see them: what a file holds, what runs, what maps onto hardware. */
import type { SystemName } from './arch.ts';
import type { NetworkSpec } from './network.ts';
import type { SystemCost, SystemReport } from './simulation.ts';

/** How a graph is run; NIR itself names no step, no integration scheme and, without v_reset, no reset. */
export interface NirRunOptions {
  /** Time step in seconds. */
  readonly dtS: number;
  /**
   * Share of the way to its rest that a leaky quantity goes in one step: `euler` dt/tau, `exact` 1 - exp(-dt/tau), the
   * solution for an input that is constant within the step.
   */
  readonly integration: 'euler' | 'exact';
  /**
   * After a spike: `v_reset` v = v_reset (NIR's definition); `subtract` v = v - (v_threshold - v_reset); `auto` subtract
   * for IF nodes whose file has no v_reset (what sinabs, which writes them, means), else v_reset.
   */
  readonly reset: 'auto' | 'v_reset' | 'subtract';
  /** A neuron fires when v is `above` v_threshold (NIR's definition) or has `reached` it. */
  readonly firing: 'above' | 'reached';
  /**
   * What one unit of input is to I and IF, which have no time constant: `impulse` v += r x (a spike is a charge, as all
   * frameworks that write these nodes mean it) or `current` v += dt r x (NIR's equation with a constant current).
   */
  readonly integrator: 'impulse' | 'current';
}

export const DEFAULT_NIR_RUN: Omit<NirRunOptions, 'dtS'> = {
  integration: 'euler',
  reset: 'auto',
  firing: 'above',
  integrator: 'impulse',
};

/** `exact`: as defined; `folded`: exactly, as part of a layer; `approximate`: with a stated difference; `no`. */
export const NIR_FITS = ['exact', 'folded', 'approximate', 'no'] as const;
export type NirFit = (typeof NIR_FITS)[number];

export interface NirNodeReport {
  /** Dotted within nested graphs. */
  readonly name: string;
  readonly type: string;
  /** Null where it could not be found. */
  readonly inputShape: readonly number[] | null;
  readonly outputShape: readonly number[] | null;
  /** Numbers stored in the file for this node. */
  readonly parameters: number;
  /** In a few words: kernel, stride, ranges of time constants and thresholds. */
  readonly details: string;
  /** What was read in place of what is missing, rounded, reshaped. */
  readonly notes: readonly string[];
  /** On the simulated hardware. */
  readonly fit: NirFit;
  /** Name of the layer that it is (part of); null: of none. */
  readonly layer: string | null;
  /** Why it is not exact; empty where it is. */
  readonly reasons: readonly string[];
}

export interface NirEdgeReport {
  readonly source: string;
  readonly target: string;
  /** Carries the value of the step before, which closes a cycle. */
  readonly isDelayed: boolean;
}

/** A node, or a rule of a node, that systems cannot hold. */
export interface NirUnsupported {
  readonly node: string;
  readonly type: string;
  readonly reason: string;
  /** The systems that it concerns. */
  readonly systems: readonly SystemName[];
}

export interface NirReport {
  readonly file: string;
  readonly format: 'nir' | 'lava-net';
  readonly version: string | null;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** In the order of computation. */
  readonly nodes: readonly NirNodeReport[];
  readonly edges: readonly NirEdgeReport[];
  readonly parameters: number;
  readonly options: NirRunOptions;
  readonly unsupported: readonly NirUnsupported[];
  /** As the simulator holds it; null where a node cannot be held at all. Weights are not part of it. */
  readonly network: NetworkSpec | null;
}

export interface NirLayerActivity {
  /** Node whose spikes are counted. */
  readonly node: string;
  readonly neurons: number;
  /** Per sample. */
  readonly spikes: number;
  /** Spikes / (neurons * T), 0..1. */
  readonly density: number;
}

/** A layer whose neurons fired although nothing came in: what hardware that skips silent windows would lose. */
export interface NirSilentFiring {
  readonly layer: string;
  /** Output spikes of the simulated samples, and those in windows in which nothing came in. */
  readonly spikes: number;
  readonly inSilentWindows: number;
}

export interface NirRunReport {
  readonly report: NirReport;
  readonly samples: number;
  readonly timesteps: number;
  /** Null where the samples have no labels. */
  readonly accuracy: number | null;
  readonly correct: number;
  readonly total: number;
  /** confusion[true][predicted] */
  readonly confusion: readonly (readonly number[])[];
  /** Class of each sample, in order. */
  readonly predictions: readonly number[];
  readonly activity: readonly NirLayerActivity[];
  readonly samplesPerSecond: number;
  /** Of the first sample, where systems were asked for. */
  readonly systems: readonly SystemReport[];
  /** Means over the samples whose activity was recorded. */
  readonly costs: readonly SystemCost[];
  readonly silentFiring: readonly NirSilentFiring[];
}

/** What the window asks to be run. */
export interface NirRunSpec {
  readonly file: string;
  readonly options: NirRunOptions;
  /** Dataset folder or name, .npy counts or NIRData. */
  readonly data: string;
  /** Steps of each sample; null: as long as it is. */
  readonly steps: number | null;
  /** Samples at most; null: all. */
  readonly most: number | null;
  /** None: nothing is simulated. */
  readonly systems: readonly SystemName[];
  readonly tws: readonly number[];
}

export interface NirImported {
  readonly report: NirReport;
  /** File of the description for the simulator; null where a node cannot be held. */
  readonly network: string | null;
  /** File of the weights, to train and evaluate from; null where the neurons do not follow our rule. */
  readonly checkpoint: string | null;
  readonly notTrainable: readonly { readonly node: string; readonly reason: string }[];
}

/** A training as NIR, as the window gets it. */
export interface NirFiles {
  readonly network: Uint8Array;
  /** Integer weights and scales, JSON. */
  readonly weights: Uint8Array;
  /** Seconds per time step. */
  readonly dtS: number;
  readonly nodes: readonly { readonly name: string; readonly type: string }[];
}

export interface NirExported {
  readonly file: string;
  readonly bytes: number;
  /** Integer weights and scales. */
  readonly sidecar: string;
  readonly bits: number;
  readonly nodes: readonly { readonly name: string; readonly type: string }[];
}
