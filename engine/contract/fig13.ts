/** The joint effect of hardware-aware training, architecture search and the accelerator (SpikeX Fig 13), seed by seed. */
import type { ArraySystem } from './arch.ts';
import type { BetaSweepReport, Spread } from './beta-sweep.ts';

export const FIG13_BARS = ['ptb', 'ptb-ht', 'ptb-ht-has', 'spikex-ht-has'] as const;
export type Fig13BarName = (typeof FIG13_BARS)[number];

export interface Fig13Bar {
  readonly name: Fig13BarName;
  readonly system: ArraySystem;
  /** One training per seed. */
  readonly runIds: readonly string[];
  readonly seeds: readonly number[];
  /** [seed][layer]: window sizes. Before the search, PTB's best one for the net. */
  readonly tws: readonly (readonly number[])[];
  /** Final weights, held-out part, 0..1. */
  readonly accuracy: Spread;
  /** On the hardware's numbers; null where the network has none. */
  readonly hardwareAccuracy: Spread | null;
  /** Mean of one inference. */
  readonly energyPj: Spread;
  readonly latencyUs: Spread;
  readonly edpJs: Spread;
  /** Means over seeds, one per layer; they add up to the means above. */
  readonly layerEnergyPj: readonly number[];
  readonly layerLatencyUs: readonly number[];
  /** PTB over this bar, seed by seed, geometric mean. */
  readonly timesLower: { readonly energy: Spread; readonly latency: Spread; readonly edp: Spread };
}

export interface Fig13Report {
  readonly network: string;
  readonly dataset: string;
  readonly experiment: string;
  readonly energyTable: string;
  readonly beta: number;
  /** Window sizes to choose from, of the search as of the best one for the net. */
  readonly candidates: readonly number[];
  readonly layers: readonly string[];
  readonly bars: readonly Fig13Bar[];
  /** The hardware loss alone against none, on both systems, every run at its own best size of those costed. */
  readonly training: BetaSweepReport | null;
  /** Wall time of the epochs behind the pre-training, with search over without, seed by seed. */
  readonly searchTime: Spread | null;
}
