/** What bits do to sparsity, accuracy, energy and latency: trainings by coding and number format. */
import type { Spread } from './beta-sweep.ts';
import type { SystemName } from './arch.ts';

export interface QuantisationCost {
  readonly system: SystemName;
  readonly energyPj: Spread;
  readonly latencyUs: Spread;
  readonly edpJs: Spread;
  /** Energy of the 32-bit format of the same coding over this one; null without it. */
  readonly timesLowerEnergy: number | null;
}

export interface QuantisationPoint {
  readonly coding: string;
  readonly format: string;
  readonly bits: number;
  readonly network: string;
  readonly seeds: readonly number[];
  readonly runIds: readonly string[];
  /** Final weights, held-out part, 0..1. */
  readonly accuracy: Spread;
  /** Share of (hidden neuron, step) pairs without a spike, 0..1. */
  readonly sparsity: Spread;
  readonly costs: readonly QuantisationCost[];
}

/** A value of the publication, never comparable: another network size, data and device. */
export interface QuantisationPublished {
  readonly quantity: string;
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

export interface QuantisationReport {
  readonly experiment: string;
  readonly dataset: string;
  readonly energyTable: string;
  /** By coding, then falling bits; only those with a finished training. */
  readonly points: readonly QuantisationPoint[];
  /** Trainings that the study consists of, and those that are finished. */
  readonly planned: number;
  readonly finished: number;
  readonly published: readonly QuantisationPublished[];
}
