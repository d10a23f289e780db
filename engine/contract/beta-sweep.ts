/** What a sweep over beta shows: accuracy, densities and EDP against beta (SpikeX Fig 7), layers before and after (Fig 5). */
import type { SystemName } from './arch.ts';
import type { LayerActivity } from './training.ts';

export interface PairedComparison {
  readonly samples: number;
  /** Samples that only the first, only the second gets right. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Accuracy of the second minus that of the first, -1..1, and its 95 % interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Exact McNemar, two-sided. */
  readonly pValue: number;
}

/** Mean over seeds with the smallest and the largest; ratios as geometric mean. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface SystemAtBestTws {
  readonly system: SystemName;
  /** Best window size (one for the net), for each seed. */
  readonly tws: readonly number[];
  readonly energyPj: Spread;
  readonly latencyUs: Spread;
  readonly edpJs: Spread;
  /** EDP of the baseline at its own best TWS over this one, seed by seed; null without a baseline. */
  readonly timesLower: Spread | null;
}

export interface BetaPoint {
  readonly beta: number;
  readonly runIds: readonly string[];
  readonly seeds: readonly number[];
  /** Final weights, held-out part, 0..1. */
  readonly accuracy: Spread;
  readonly bestAccuracy: Spread;
  /** Of the final weights on the hardware's numbers: what stands beside an EDP; null in runs of older versions. */
  readonly hardwareAccuracy: Spread | null;
  /** Hidden layers, weighted by neurons, 0..1. */
  readonly spikeDensity: Spread;
  readonly twDensity: Spread;
  readonly systems: readonly SystemAtBestTws[];
  /** Baseline (first) against this (second) on the same samples, all seeds: final weights, and the baseline's best epoch. */
  readonly againstFinal: PairedComparison | null;
  readonly againstBest: PairedComparison | null;
  /** The same with both on the hardware's numbers; null in runs of older versions. */
  readonly onHardware: {
    readonly againstFinal: PairedComparison | null;
    readonly againstBest: PairedComparison | null;
  };
  /** Means over seeds. */
  readonly layers: readonly Omit<LayerActivity, 'activeFraction'>[];
}

/** What stands beside an EDP: the comparison with the baseline's best epoch, on the hardware's numbers where known. */
export const comparisonOf = ({ onHardware, againstBest }: BetaPoint): PairedComparison | null =>
  onHardware.againstBest ?? againstBest;

export interface BetaSweepReport {
  readonly network: string;
  readonly dataset: string;
  readonly experiment: string;
  readonly energyTable: string;
  /** By rising beta; beta 0 is the baseline. */
  readonly points: readonly BetaPoint[];
}
