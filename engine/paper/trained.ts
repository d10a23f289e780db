/**
 * What the figures of trained networks are made from: per network of Table II the sweep over beta, the activity of the
 * network before and after hardware-aware training, and the window sizes that the search found. Published values are
 * no part of it.
 */
import type { BetaPoint, BetaSweepReport, QuantisationReport } from '../contract/index.ts';
import type { Batch, NetworkActivity } from './activity-study.ts';
import type { FoundTws } from './gains.ts';
import type { FigureHead, FigureMeasurement, Measured } from './study.ts';
import type { PaperFigure } from '../contract/index.ts';

export const PAPER_NETWORKS = ['n-mnist', 'large', 'medium'] as const;
export type PaperNetwork = (typeof PAPER_NETWORKS)[number];

export const NETWORK_TITLES: Readonly<Record<PaperNetwork, string>> = {
  'n-mnist': 'N-MNIST',
  large: 'DVS-Gesture Large',
  medium: 'DVS-Gesture Medium',
};

export interface TrainedNetwork {
  readonly network: PaperNetwork;
  /** Trained on the user's data set, not on an embedded synthetic one. */
  readonly isGiven: boolean;
  readonly dataset: string;
  readonly sweep: BetaSweepReport;
  /** Beta of the hardware-trained run in use; null: no run with a hardware loss is finished. */
  readonly beta: number | null;
  /** At beta 0, at `beta`, and at `beta` with the search in the training; null: that one has not been run. */
  readonly activity: {
    readonly base: NetworkActivity;
    readonly trained: NetworkActivity;
    readonly searched: NetworkActivity | null;
  } | null;
  readonly found: Readonly<Record<Batch, FoundTws>>;
  /** Of the training with the search in it, and of the searches on its activity. */
  readonly searchRunIds: readonly string[];
}

export interface TrainedInputs {
  /** Networks that this size of the reproduction trains. */
  readonly planned: readonly PaperNetwork[];
  readonly networks: readonly TrainedNetwork[];
  readonly quantisation: QuantisationReport | null;
}

export interface TrainedStudy extends FigureHead<PaperFigure> {
  measure(inputs: TrainedInputs): FigureMeasurement;
  /** Runs that the figure rests on. */
  runIds(inputs: TrainedInputs): readonly string[];
}

/** Points of accuracy that a hardware-trained network may lose to be picked. */
export const MOST_LOSS = 0.01;

/**
 * The hardware-trained run that stands for HT: the lowest EDP on PTB among those that lose at most one point of accuracy
 * against beta 0; where none does, the most accurate one.
 */
export function pickBeta({ points }: BetaSweepReport): number | null {
  const base = points.find(({ beta }) => beta === 0);
  const trained = points.filter(({ beta }) => beta > 0);
  if (!base || trained.length === 0) return null;
  const edp = ({ systems }: BetaPoint): number =>
    systems.find(({ system }) => system === 'ptb')?.edpJs.mean ?? Infinity;
  const good = trained.filter(({ accuracy }) => accuracy.mean >= base.accuracy.mean - MOST_LOSS);
  if (good.length === 0)
    return trained.reduce((best, next) => (next.accuracy.mean > best.accuracy.mean ? next : best)).beta;
  return good.reduce((best, next) => (edp(next) < edp(best) ? next : best)).beta;
}

export const runsOf = ({ sweep, searchRunIds, beta }: TrainedNetwork): string[] => [
  ...sweep.points.filter((point) => point.beta === 0 || point.beta === beta).flatMap(({ runIds }) => runIds),
  ...searchRunIds,
];

/** Status and reason of a number that rests on this network's data. */
export function verdictOf({ isGiven, dataset }: TrainedNetwork): Pick<Measured, 'status' | 'reason'> {
  return isGiven
    ? {
        status: 'predicted',
        reason:
          'no number of this figure was used to choose anything; training, β and samples are ours, the paper does not print its own',
      }
    : {
        status: 'trend',
        reason: `trained on ${dataset}, not on the paper’s recordings: the direction can be compared, not the size`,
      };
}

/** How many seeds a mean rests on, and what its bars are. */
export const seedsText = (count: number): string =>
  count === 1 ? 'one seed' : `${count} seeds, bars from the lowest to the highest`;

/** A network that is not trained yet, or not at all at this size. */
export const notRun = (planned: readonly PaperNetwork[], network: PaperNetwork): typeof NOT_RUN =>
  planned.includes(network)
    ? NOT_RUN
    : {
        ...NOT_RUN,
        reason: 'quick leaves this network out, its trainings would not fit; --full measures it',
      };

export const NOT_RUN: Pick<Measured, 'status' | 'reason' | 'value' | 'sd' | 'draws'> = {
  status: 'not-run',
  reason: 'the trainings behind it have not been run yet',
  value: null,
  sd: null,
  draws: 0,
};
