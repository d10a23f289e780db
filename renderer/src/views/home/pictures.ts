/** The pictures of the demo's steps: from its results where there are any, else a sketch in grey. */
import type { EpochMetrics, RunRow, SystemName } from '../../../../engine/contract/index.ts';

/** Fractions of the picture: x to the right, y upwards, both 0..1. */
export type Point = readonly [number, number];

export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
}

/** Position in a picture of `width` by `height` pixels with 12 px of air. */
export function place([x, y]: Point, width: number, height: number, air = 12): Point {
  return [air + x * (width - 2 * air), height - air - y * (height - 2 * air)];
}

export function pathOf(points: readonly Point[], width: number, height: number): string {
  return points
    .map((point, index) => {
      const [x, y] = place(point, width, height);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

const overEpochs = (epochs: readonly EpochMetrics[], value: (metrics: EpochMetrics) => number): Point[] =>
  epochs.map((metrics) => [metrics.epoch / Math.max(1, metrics.epochs), value(metrics)]);

/** Accuracy from 0 to 1; loss relative to its first value. */
export function trainingCurves(epochs: readonly EpochMetrics[]): Curve[] {
  const first = epochs[0]?.lossTotal ?? 0;
  return [
    { name: 'accuracy', points: overEpochs(epochs, ({ testAccuracy }) => testAccuracy) },
    {
      name: 'loss',
      points: overEpochs(epochs, ({ lossTotal }) => (first > 0 ? Math.min(1, lossTotal / first) : 0)),
    },
  ];
}

const meanTwDensity = ({ layers }: EpochMetrics): number =>
  layers.reduce((sum, { twDensity }) => sum + twDensity, 0) / Math.max(1, layers.length);

/** Share of active time windows, epoch by epoch, one curve per run, relative to the largest of all. */
export function activityCurves(runs: readonly { name: string; epochs: readonly EpochMetrics[] }[]): Curve[] {
  const top = Math.max(0, ...runs.flatMap(({ epochs }) => epochs.map(meanTwDensity)));
  if (top <= 0) return [];
  return runs.map(({ name, epochs }) => ({
    name,
    points: overEpochs(epochs, (metrics) => (0.92 * meanTwDensity(metrics)) / top),
  }));
}

export interface Bar {
  readonly system: SystemName;
  readonly run: string;
  /** 0..1 of the tallest. */
  readonly height: number;
}

/** EDP of each run on each system, relative to the largest. */
export function edpBars(rows: readonly RunRow[]): Bar[] {
  const bars = rows.flatMap((row) =>
    row.costs.map(({ system, edpJs }) => ({ system, run: row.name, height: edpJs })),
  );
  const top = Math.max(0, ...bars.map(({ height }) => height));
  return top > 0 ? bars.map((bar) => ({ ...bar, height: bar.height / top })) : [];
}

export interface Dot {
  readonly system: SystemName;
  readonly at: Point;
}

/** Accuracy against log EDP, both from the least to the largest value that is there. */
export function frontierDots(rows: readonly RunRow[]): Dot[] {
  const dots = rows.flatMap(({ accuracy, costs }) =>
    accuracy === null
      ? []
      : costs.map(({ system, edpJs }) => ({ system, x: Math.log10(edpJs), y: accuracy })),
  );
  const x = unit(dots.map((dot) => dot.x));
  const y = unit(dots.map((dot) => dot.y));
  return dots.map((dot) => ({ system: dot.system, at: [x(dot.x), y(dot.y)] }));
}

/** Maps the range of the values to 0.08..0.92; equal values lie in the middle. */
function unit(values: readonly number[]): (value: number) => number {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return (value) => (span > 0 ? 0.08 + (0.84 * (value - low)) / span : 0.5);
}

const SKETCH_STEPS = Array.from({ length: 41 }, (_, i) => i / 40);

/** Curves that show the kind of picture, not a result; drawn in grey. */
export const SKETCHES = {
  training: [
    { name: 'accuracy', points: SKETCH_STEPS.map((t): Point => [t, 0.08 + 0.82 * (1 - Math.exp(-4 * t))]) },
    { name: 'loss', points: SKETCH_STEPS.map((t): Point => [t, 0.06 + 0.88 * Math.exp(-3.6 * t)]) },
  ],
  activity: [1, 0.6, 0.3].map((end, i) => ({
    name: String(i),
    points: SKETCH_STEPS.map((t): Point => [
      t,
      t < 0.33 ? 0.85 : 0.85 * (end + (1 - end) * Math.exp(-6 * (t - 0.33))),
    ]),
  })),
  bars: [1, 0.7, 0.45, 0.3, 0.2, 0.12],
  dots: [
    [0.08, 0.2],
    [0.2, 0.55],
    [0.34, 0.8],
    [0.5, 0.5],
    [0.62, 0.82],
    [0.86, 0.9],
  ] as readonly Point[],
} as const;
