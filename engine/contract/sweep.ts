/** A grid of simulations: which keys vary over which values, and what every point costs. */
import type { SystemName } from './arch.ts';

/** One dimension of the grid. Values as typed: `4`, or `4/2/2/8` for a TWS per layer. */
export interface Variation {
  readonly key: string;
  readonly values: readonly string[];
}

/** Cost of one inference on one system; the mean where several samples were simulated. */
export interface SweepCost {
  readonly system: SystemName;
  readonly tws: readonly number[];
  readonly cycles: number;
  readonly latencyUs: number;
  readonly energyPj: number;
  readonly edpJs: number;
}

export interface SweepRun {
  /** The varied keys with their values at this point. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly systems: readonly SweepCost[];
}

export interface SweepReport {
  readonly runs: readonly SweepRun[];
  /** Points computed now, and found in the file. */
  readonly computed: number;
  readonly reused: number;
  readonly file: string;
}

export const MOST_SWEEP_POINTS = 10_000;
