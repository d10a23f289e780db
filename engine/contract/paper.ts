/**
 * The paper in one command, as data: per figure what was measured, what is published beside it, the charts of both and
 * the runs behind them. Published values only ever stand beside measured ones (engine/paper/compare.ts).
 */
import type { Issue } from './issues.ts';
import type { ArchOverrides } from './simulation.ts';

/** Figures of SpikeX by their number; its EDP summary; sparsity by bits and coding after the hybrid study. */
export const PAPER_FIGURES = ['5', '7', '9', '10', '11', '12', '13', 'edp', 'bits', 'coding'] as const;
export type PaperFigure = (typeof PAPER_FIGURES)[number];

/** Drawn from seeded random activity by the simulator alone; the others rest on trained networks. */
export const DRAWN_FIGURES = ['9', '10', '11', '12'] as const;
export type DrawnFigure = (typeof DRAWN_FIGURES)[number];
export type TrainedFigure = Exclude<PaperFigure, DrawnFigure>;

/** Of the trainings. quick: few epochs and samples, one seed. full: three seeds, all samples. */
export const PAPER_SIZES = ['quick', 'full'] as const;
export type PaperSize = (typeof PAPER_SIZES)[number];

/**
 * predicted: no number of the figure was used to choose an energy. fitted: some were used, or in view, when rules or
 * energies were chosen. trend: the direction can be compared, not the size. not-reachable: see the reason. not-run: not
 * measured yet.
 */
export const COMPARISON_STATUSES = ['predicted', 'fitted', 'trend', 'not-reachable', 'not-run'] as const;
export type ComparisonStatus = (typeof COMPARISON_STATUSES)[number];

export type PublishedNumber = number | string | readonly number[];

export interface ComparisonRow {
  readonly id: string;
  readonly quantity: string;
  readonly conditions: string;
  /** Of the measured value. */
  readonly unit: string;
  readonly paper: PublishedNumber;
  readonly paperUnit: string;
  /** Null: not measured, the reason says why. */
  readonly measured: number | string | null;
  /** Standard deviation of one draw; null where there is none. */
  readonly sd: number | null;
  /** Draws, samples or seeds that the value is a mean of. */
  readonly draws: number;
  readonly deviation: number | null;
  readonly deviationUnit: 'points' | '%' | null;
  /** Whether both numbers lie on the same side of no effect (1 for ratios, 0 elsewhere); null: not two numbers. */
  readonly direction: 'same' | 'opposite' | null;
  readonly status: ComparisonStatus;
  readonly reason: string;
  /** Section of the paper, and what to know about its number. */
  readonly where: string;
  readonly note: string;
}

export const PAPER_HUES = ['green', 'amber', 'sky', 'blue', 'verm', 'purple', 'grey'] as const;
export type PaperHue = (typeof PAPER_HUES)[number];

export interface PaperAxis {
  readonly name: string;
  /** Empty for a pure number. */
  readonly unit: string;
  readonly log: boolean;
}

export interface PaperPoint {
  /** On the axis, or index of the category. */
  readonly x: number;
  readonly y: number;
  /** Range of seeds, or mean minus and plus the standard deviation of a draw; equal to y where there is none. */
  readonly low: number;
  readonly high: number;
}

export interface PaperSeries {
  readonly id: string;
  readonly name: string;
  readonly hue: PaperHue;
  /** Drawn apart from the others: a baseline or a second reading. */
  readonly dashed: boolean;
  readonly points: readonly PaperPoint[];
}

/** A published value, drawn as a mark on its own over the series that measures it. */
export interface PaperMark {
  readonly series: string;
  readonly x: number;
  readonly y: number;
}

export interface PaperChart {
  /** Part of file names. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'lines' | 'bars' | 'cells';
  readonly x: PaperAxis;
  readonly y: PaperAxis;
  /** Names of x = 0, 1, 2 …; null: x is a number. cells: series are rows, points their columns. */
  readonly categories: readonly string[] | null;
  readonly series: readonly PaperSeries[];
  readonly published: readonly PaperMark[];
  /** One line under the picture: what it rests on. */
  readonly caption: string;
}

export interface PaperFigureReport {
  readonly figure: PaperFigure;
  readonly title: string;
  readonly method: string;
  readonly rows: readonly ComparisonRow[];
  readonly charts: readonly PaperChart[];
  readonly runIds: readonly string[];
}

/** What a live figure may be measured with instead of its own settings. */
export interface PaperSettings {
  readonly energy: string;
  readonly archOverrides: ArchOverrides;
  /** Window sizes; empty: those of the figure. */
  readonly tws: readonly number[];
  /** Hardware-trained run by its beta; null: the one that the rule picks. */
  readonly beta: number | null;
}

/** A piece of the work behind the figures. */
export interface PaperPart {
  readonly id: string;
  readonly title: string;
  readonly figures: readonly PaperFigure[];
  readonly done: number;
  readonly total: number;
}

export interface PaperDatasets {
  /** Dataset folder or embedded set, null: the embedded one. */
  readonly nmnist: string | null;
  readonly gesture: string | null;
}

export interface PaperAsk {
  readonly size: PaperSize;
  readonly datasets: PaperDatasets;
}

export interface PaperTable {
  readonly table: '1' | '2';
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly agrees: boolean | null }[];
}

/** A training behind the figures. */
export interface PaperTraining {
  readonly runId: string;
  readonly name: string;
  readonly dataset: string;
  /** Held-out accuracy of the final weights, 0..1. */
  readonly accuracy: number;
  readonly heldOut: number;
}

export interface PaperReport {
  readonly size: PaperSize;
  readonly source: string;
  readonly figures: readonly PaperFigureReport[];
  readonly tables: readonly PaperTable[];
  readonly parts: readonly PaperPart[];
  readonly trainings: readonly PaperTraining[];
  /** Facts that a reader needs to repeat it: versions, machine, seeds, tables. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly running: boolean;
  /** Why the last start ended early; empty where it did not. */
  readonly issues: readonly Issue[];
}
