/**
 * What a figure of a paper is to us: a study that measures with the simulator, draw by draw, and says of every
 * measured value with which published one it may be compared and what that comparison is worth. Published values
 * are not an input of a study, so no measured value can follow one. Mean and sample standard deviation over draws.
 */
import type {
  ArchConfig,
  ComparisonStatus,
  DrawnFigure,
  EnergyTable,
  LayerSpec,
  NetworkSpec,
  PaperChart,
  PaperPoint,
} from '../contract/index.ts';
import type { Scratch } from '../sim/index.ts';

export interface Measured {
  /** Unique within a figure. */
  readonly id: string;
  /** Key of the published value that it stands beside. */
  readonly published: string;
  /** Conditions of the measurement. */
  readonly conditions: string;
  readonly unit: string;
  /** Null: not measured, the reason says why. */
  readonly value: number | string | null;
  /** Standard deviation of one draw; null for a statement. */
  readonly sd: number | null;
  readonly draws: number;
  readonly status: ComparisonStatus;
  readonly reason: string;
  /** Where the published value is drawn; missing: nowhere. */
  readonly mark?: { readonly chart: string; readonly series: string; readonly x: number };
}

/** A chart before the published values are put on it. */
export type MeasuredChart = Omit<PaperChart, 'published'>;

export interface FigureMeasurement {
  readonly measured: readonly Measured[];
  readonly charts: readonly MeasuredChart[];
}

/** How a figure presents itself. */
export interface FigureHead<Figure = DrawnFigure> {
  readonly figure: Figure;
  readonly title: string;
  /** How it is measured, in one or two sentences. */
  readonly method: string;
}

/** Everything that a study may look at. */
export interface StudySetup {
  readonly networks: {
    readonly nmnist: NetworkSpec;
    readonly medium: NetworkSpec;
    readonly large: NetworkSpec;
  };
  readonly arch: ArchConfig;
  readonly energy: EnergyTable;
  /** Tables fitted to one figure alone; each predicts the other figure. */
  readonly heldOut: { readonly fig9: EnergyTable; readonly fig12: EnergyTable };
  /** Window sizes instead of the figure's own, where the figure varies them; empty: its own. */
  readonly tws: readonly number[];
  readonly scratch: Scratch;
}

/** Yields after every draw, so that its host can show progress and stop. */
export type Measuring = Generator<void, FigureMeasurement>;

export interface FigureStudy extends FigureHead {
  /** Draws after which the mean is steady. */
  readonly usualDraws: number;
  measure(setup: StudySetup, draws: number): Measuring;
}

export function layerOf(network: NetworkSpec, name: string): LayerSpec {
  const layer = network.layers.find((one) => one.name === name);
  if (!layer) throw new Error(`${network.name} has no layer ${name}`);
  return layer;
}

/** Mean and sample standard deviation of the draws so far (Welford). */
export class Draws {
  count = 0;
  mean = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    const step = value - this.mean;
    this.mean += step / this.count;
    this.squares += step * (value - this.mean);
  }

  get sd(): number {
    return this.count > 1 ? Math.sqrt(this.squares / (this.count - 1)) : 0;
  }
}

/** One collection of draws per key, made when first asked for. */
export class DrawTable {
  private readonly rows = new Map<string, Draws>();

  at(...key: readonly (string | number)[]): Draws {
    const name = key.join('/');
    let draws = this.rows.get(name);
    if (!draws) this.rows.set(name, (draws = new Draws()));
    return draws;
  }
}

/** The candidate with the lowest mean; the first one where two are equal. */
export function lowest<T>(candidates: readonly T[], meanOf: (candidate: T) => number): T {
  return candidates.reduce((best, next) => (meanOf(next) < meanOf(best) ? next : best));
}

/** The mean with one standard deviation to either side, as a point of a chart. */
export const pointOf = (x: number, { mean, sd }: Draws): PaperPoint => ({
  x,
  y: mean,
  low: mean - sd,
  high: mean + sd,
});
