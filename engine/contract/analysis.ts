/**
 * What is derived from simulations: ablations, why two results differ, PTB's best time window, area and leakage,
 * how far a result moves with the energy table, and where each layer stands under the roofline.
 */
import type { SystemName } from './arch.ts';
import type { Level, SystemReport } from './simulation.ts';

/** Where a system stands; EDP = energy times latency. */
export interface OperatingPoint {
  readonly energyPj: number;
  readonly latencyUs: number;
  readonly edpJs: number;
}

/**
 * SpikeX with one idea taken away, everything else the same (time windows too).
 * dispatch-off: PTB's columns; tailoring-off: weights of silent channels are fetched; skipping-off: every window of
 * every position and channel is worked on, whatever its tag.
 */
export const ABLATIONS = ['full', 'dispatch-off', 'tailoring-off', 'skipping-off'] as const;
export type AblationName = (typeof ABLATIONS)[number];

export interface AblationReport {
  readonly ablation: AblationName;
  readonly report: SystemReport;
  /** Cost of this variant over that of the full system; above 1 = the idea saves. */
  readonly energyRatio: number;
  readonly latencyRatio: number;
  readonly edpRatio: number;
}

/** What may differ between two results. hardware: every key of the accelerator but tailoring. */
export const CHANGE_FACTORS = ['dispatch', 'tailoring', 'tws', 'spikes', 'hardware', 'table'] as const;
export type ChangeFactor = (typeof CHANGE_FACTORS)[number];

export interface ChangePart {
  readonly factor: ChangeFactor;
  /** The two settings in words. */
  readonly before: string;
  readonly after: string;
  /** Share of the difference; all parts add up to it. Negative = saves. */
  readonly energyPj: number;
  readonly latencyUs: number;
  /** Share of the EDP ratio after / before; all parts multiply to it. Null where an EDP is 0. */
  readonly edpRatio: number | null;
}

/** Why did it change: one part per factor that differs, in the order of `CHANGE_FACTORS`. */
export interface ChangeReport {
  readonly before: OperatingPoint;
  readonly after: OperatingPoint;
  readonly parts: readonly ChangePart[];
}

/** What stands behind one simulation: its roofline, SpikeX's ideas taken away, and why it differs from another one. */
export interface Explanation {
  /** Recorded samples that it rests on: the first ones of the simulation, at most 32. */
  readonly samples: number;
  /** One point per layer. */
  readonly rooflines: readonly { readonly system: SystemName; readonly layers: readonly RooflinePoint[] }[];
  readonly ablations: readonly AblationReport[];
  readonly ptb: PtbAtBest;
  readonly bounds: readonly SystemBounds[];
  readonly ratioBands: readonly SystemRatioBand[];
  /** One per system that both simulations hold; none where there is no other simulation. */
  readonly changes: readonly { readonly system: SystemName; readonly change: ChangeReport }[];
}

/** PTB with its best time windows on this activity, and its EDP over that of each other simulated system. */
export interface PtbAtBest {
  readonly search: PtbTwsSearch;
  readonly ratios: readonly { readonly system: SystemName; readonly ratios: PtbEdpRatios }[];
}

/** How far a system's figures are to be trusted: its energy under other tables, its memories' area and leakage. */
export interface SystemBounds {
  readonly system: SystemName;
  readonly band: EnergyBand;
  /** Null where the energy table has no silicon data. */
  readonly silicon: SiliconReport | null;
  readonly leakage: LeakageCost | null;
}

export interface TwsPoint extends OperatingPoint {
  /** One time window size per layer. */
  readonly tws: readonly number[];
}

/** PTB at its best, found exhaustively among the candidates; mean over samples. */
export interface PtbTwsSearch {
  readonly candidates: readonly number[];
  /** One point per candidate, the same size in every layer. */
  readonly curve: readonly TwsPoint[];
  /** Lowest network EDP with one size for the net, and with one size per layer. */
  readonly net: TwsPoint;
  readonly layer: TwsPoint;
}

/** EDP of PTB over that of another system, with PTB at its best time window for the net and for each layer. */
export interface PtbEdpRatios {
  readonly net: number;
  readonly layer: number;
}

/** What a table with silicon data says about an accelerator. */
export interface SiliconReport {
  /** Memories only: adders, comparators, control and wiring are left out. */
  readonly areaMm2: number;
  readonly leakageMw: number;
  readonly parts: readonly SiliconPart[];
}

export interface SiliconPart {
  readonly part: 'GLB' | 'LBUF' | 'RF';
  readonly count: number;
  /** Bytes of one of them. */
  readonly bytes: number;
  /** Of all of them. */
  readonly areaMm2: number;
  readonly leakageMw: number;
  /** The capacity lies outside the sizes of the table, so the nearest two were extended. */
  readonly extrapolated: boolean;
}

/** Energy with leakage over the inference added; `energyPj` of reports never contains it. */
export interface LeakageCost extends OperatingPoint {
  readonly leakagePj: number;
}

/** Energy when one entry of the table, or all of them, is `percent` lower or higher. */
export interface EnergyBand {
  readonly percent: number;
  readonly nominalPj: number;
  readonly entries: readonly { readonly level: Level; readonly lowPj: number; readonly highPj: number }[];
  /** All entries at once. */
  readonly lowPj: number;
  readonly highPj: number;
}

/** Range of the energy ratio of two systems over every table whose entries lie within `percent` of the given one. */
export interface RatioBand {
  readonly percent: number;
  readonly nominal: number;
  readonly low: number;
  readonly high: number;
}

/** Energy of each further system over that of the first one. */
export interface SystemRatioBand {
  readonly over: SystemName;
  readonly under: SystemName;
  readonly band: RatioBand;
}

/** How far energies, and their ratios, move with a table that is off by some percent. */
export interface BandAnswer {
  readonly bands: readonly { readonly system: SystemName; readonly band: EnergyBand }[];
  readonly ratios: readonly SystemRatioBand[];
}

export const DEFAULT_BAND_PERCENT = 20;

export interface RooflinePoint {
  readonly name: string;
  /** Accumulations. */
  readonly operations: number;
  /** PEs: accumulations per cycle when every PE adds in every cycle. */
  readonly peakOpsPerCycle: number;
  readonly achievedOpsPerCycle: number;
  readonly memories: readonly RooflineMemory[];
  /** The longest of compute and the two memories. */
  readonly bound: 'compute' | 'GLB' | 'DRAM';
}

export interface RooflineMemory {
  readonly level: 'GLB' | 'DRAM';
  readonly bytes: number;
  readonly bytesPerCycle: number;
  readonly opsPerByte: number;
  /** min(peak, intensity times bandwidth). */
  readonly roofOpsPerCycle: number;
}
