/** What a simulation reports. Counts are exact; energies are counts times one table. */
import type { ArchConfig, SystemName } from './arch.ts';
import type { Issue } from './issues.ts';

export const LEVELS = ['ALU', 'RF', 'LBUF', 'GLB', 'DRAM'] as const;
export type Level = (typeof LEVELS)[number];
export const USAGES = ['weight', 'spike', 'psum', 'alu'] as const;
export type Usage = (typeof USAGES)[number];
/** `LEVEL.usage`, for example `LBUF.psum`: bytes moved (ALU.alu: accumulations). */
export type CounterKey = `${Level}.${Usage}`;
export type Counters = Partial<Record<CounterKey, number>>;

export type DispatchMode =
  'spikex-t' | 'spikex-s' | Exclude<SystemName, 'spikex' | 'hybrid'> | 'hybrid-dense' | 'hybrid-event';

export interface LayerReport {
  readonly name: string;
  /** Time window size in time steps. */
  readonly tws: number;
  /** Dispatch mode that was used. */
  readonly mode: DispatchMode;
  /** Total cycles, memory stalls included. */
  readonly cycles: number;
  /** Cycles of the PE array alone, all row tiles. */
  readonly computeCycles: number;
  readonly dramCycles: number;
  readonly glbCycles: number;
  readonly latencyUs: number;
  readonly energyPj: number;
  readonly edpJs: number;
  /** Array passes, summed over input channels, of one row tile. */
  readonly passes: number;
  /** Active (input channel, position, window) units. */
  readonly units: number;
  /** Active neuro-temporal work units per output channel. */
  readonly ntwu: number;
  /** Occupied columns / offered columns, 0..1. */
  readonly utilization: number;
  /** Input spikes of this layer. */
  readonly spikes: number;
  readonly counts: Counters;
  readonly byComponentPj: Record<Level, number>;
  readonly byUsagePj: Record<Usage, number>;
  /** Uses per weight byte fetched: within a window, across windows, across positions (model section 0). */
  readonly reuse: { readonly window: number; readonly windows: number; readonly positions: number };
  /** Weight bytes not fetched thanks to tailoring, per level. */
  readonly tailoredBytes: { readonly GLB: number; readonly DRAM: number };
  readonly notes: readonly string[];
  /** Accumulations and multiplications, whatever one costs; missing: ALU.alu counts them one to one. */
  readonly operations?: number;
  /** What this system counts besides bytes (docs/systems.md); whole numbers. */
  readonly events?: Readonly<Record<string, number>>;
  /** What the published chip itself would need, by its own figures; never part of `energyPj`. */
  readonly own?: OwnCost;
}

export interface OwnCost {
  readonly energyPj: number;
  readonly source: string;
}

export interface SystemTotal {
  readonly cycles: number;
  readonly latencyUs: number;
  readonly energyPj: number;
  /** (sum of layer energies) times (sum of layer latencies), J*s. */
  readonly edpJs: number;
  readonly averagePowerMw: number;
  /** Null until an area table is chosen. */
  readonly areaMm2: number | null;
  readonly byComponentPj: Record<Level, number>;
  readonly byUsagePj: Record<Usage, number>;
}

export interface SystemReport {
  readonly system: SystemName;
  readonly tws: readonly number[];
  readonly layers: readonly LayerReport[];
  readonly total: SystemTotal;
  readonly energyTable: string;
  readonly arch: ArchConfig;
  readonly warnings: readonly Issue[];
}

/** Mean cost of one inference over a number of samples; layer figures are means too. */
export interface SystemCost {
  readonly system: SystemName;
  readonly tws: readonly number[];
  readonly energyTable: string;
  readonly archName: string;
  /** Samples averaged over. */
  readonly samples: number;
  readonly cycles: number;
  readonly latencyUs: number;
  readonly energyPj: number;
  /** (mean energy) times (mean latency), J*s. */
  readonly edpJs: number;
  readonly layers: readonly LayerCost[];
}

export interface LayerCost {
  readonly name: string;
  readonly tws: number;
  readonly mode: DispatchMode;
  readonly cycles: number;
  readonly latencyUs: number;
  readonly energyPj: number;
  readonly utilization: number;
  readonly spikes: number;
  readonly counts: Counters;
  readonly byComponentPj: Record<Level, number>;
}

/** Mean, standard deviation (n - 1; 0 for one sample), least and greatest over samples. */
export interface SampleSpread {
  readonly mean: number;
  readonly sd: number;
  readonly least: number;
  readonly most: number;
}

/** How one system's figures differ from sample to sample. */
export interface SystemSpread {
  readonly system: SystemName;
  readonly energyPj: SampleSpread;
  readonly latencyUs: SampleSpread;
  /** Of each sample's own EDP; its mean is not the mean energy times the mean latency. */
  readonly edpJs: SampleSpread;
  readonly layers: readonly {
    readonly name: string;
    readonly energyPj: SampleSpread;
    readonly latencyUs: SampleSpread;
    readonly spikes: SampleSpread;
  }[];
}

/** What the figures of a simulation over several samples are means of. */
export interface SampledActivity {
  readonly samples: number;
  /** Samples of the held-out set; null where it was not read to its end. */
  readonly of: number | null;
  /** Where the recorded activity is kept; null where it was not kept. */
  readonly file: string | null;
  readonly fileBytes: number | null;
  readonly spreads: readonly SystemSpread[];
}

/** Held-out samples of a run or dataset whose activity is simulated: so many, or all. */
export type SampleChoice = number | 'all';

/** Spikes given to the first layer when nothing was recorded, as on the command line. */
export type SpikeSource =
  | { readonly kind: 'random' | 'bursty'; readonly rate: number; readonly seed: number }
  | { readonly kind: 'npy'; readonly file: string }
  | { readonly kind: 'run'; readonly runId: string; readonly samples?: SampleChoice | undefined }
  | { readonly kind: 'dataset'; readonly source: string; readonly samples?: SampleChoice | undefined };

export interface SimulateSpec {
  /** Preset name or file. */
  readonly network: string;
  readonly systems: readonly SystemName[];
  /** One value for all layers or one per layer. */
  readonly tws: readonly number[];
  readonly spikes: SpikeSource;
  /** Preset name or file. */
  readonly arch: string;
  readonly archOverrides: ArchOverrides;
  /** Table name or file. */
  readonly energy: string;
}

/** Flat `KEY=VALUE` overrides with the names of the command line. */
export type ArchOverrides = Readonly<Record<string, string | number | boolean>>;
