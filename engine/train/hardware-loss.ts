/**
 * The hardware loss inside the trainer: per layer a curve of the density d of its output windows (filled / all, one
 * sample, at the window size of the layer that reads them), L_HW = sum over layers of curve(d), mean over the batch; where
 * that layer chooses its size or weight bits (HAS), sum over sizes and bits of share * curve(d) with the probabilities as
 * shares.
 * The curves come from the host's cost model (engine/proxy) and change between epochs only; they lie on shared memory,
 * so members read them without copies. The last layer has none (its spikes are the answer), nor has the input (nothing to
 * learn). A window's occupancy 1 - prod(1 - s) has slope 1 with respect to s[t] where the rest of it is silent, else 0.
 */
import type { SpikeTensor } from '../contract/index.ts';
import { geometryOf, type NetworkGeometry } from '../kernels/geometry.ts';
import {
  pieceOf,
  type ChoiceInLoop,
  type Curve,
  type HardwareModelState,
  type HardwareObservation,
} from '../proxy/index.ts';
import type { TrainingPlan } from './plan.ts';

/** What a training needs of the cost model; `HardwareModel` of engine/proxy is one. */
export interface HardwareInLoop {
  curvesFor(
    epoch: number,
    record: (samples: number) => Iterable<readonly SpikeTensor[]>,
  ): readonly (readonly (readonly Curve[])[])[];
  observe(
    samples: Iterable<readonly SpikeTensor[]>,
    tws: readonly number[],
    bits: readonly number[] | null,
  ): HardwareObservation;
  /** Null where window sizes and weight bits stay. */
  readonly choice: ChoiceInLoop | null;
  readonly state: HardwareModelState | null;
}

/** Most points of a curve; each takes two numbers. */
const MOST_POINTS = 64;
/** Per curve: number of points (0 = no loss), x, y. */
const CURVE_NUMBERS = 1 + 2 * MOST_POINTS;

/** Numbers that so many curves take on the board. */
export const curveNumbers = (curves: number): number => curves * CURVE_NUMBERS;

/** Place of a curve on the board: a layer has `mostSizes` times `bitChoices` of them. */
export const placeOf = (
  { mostSizes, bitChoices }: Pick<TrainingPlan, 'mostSizes' | 'bitChoices'>,
  layer: number,
  size: number,
  bits: number,
): number => (layer * mostSizes + size) * bitChoices + bits;

/** curves[layer][size][bits]; the rest of the places stay without a curve. */
export function writeCurves(
  plan: Pick<TrainingPlan, 'mostSizes' | 'bitChoices'>,
  board: Float64Array,
  curves: readonly (readonly (readonly Curve[])[])[],
): void {
  curves.forEach((sizes, l) => {
    for (let k = 0; k < plan.mostSizes; k++)
      for (let b = 0; b < plan.bitChoices; b++) {
        const at = placeOf(plan, l, k, b) * CURVE_NUMBERS;
        const curve: Curve | undefined = sizes[k]?.[b];
        board[at] = curve ? curve.x.length : 0;
        if (!curve) continue;
        if (curve.x.length > MOST_POINTS) throw new Error(`writeCurves: ${curve.x.length} points`);
        board.set(curve.x, at + 1);
        board.set(curve.y, at + 1 + MOST_POINTS);
      }
  });
}

/** Value and slope of the curve at a place; both 0 where there is none. */
export function readCurve(board: Float64Array, place: number, density: number): readonly [number, number] {
  const at = place * CURVE_NUMBERS;
  const points = board[at];
  if (points === 0) return [0, 0];
  const x = board.subarray(at + 1, at + 1 + points);
  const y = board.subarray(at + 1 + MOST_POINTS, at + 1 + MOST_POINTS + points);
  const i = pieceOf(x, points, density);
  const slope = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
  return [y[i] + slope * (density - x[i]), slope];
}

/** Window size of each layer's outputs: that of the layer that reads them; the last layer keeps its own. */
export const outputTws = (tws: readonly number[]): number[] => tws.map((own, l) => tws[l + 1] ?? own);

/**
 * Window sizes at which each layer's outputs are counted: those that the layer which reads them chooses from, then its own
 * where that is another one.
 */
export const outputSizes = (tws: readonly number[], candidates: readonly number[]): number[][] =>
  outputTws(tws).map((own, l) => (l + 1 < tws.length ? [...new Set([...candidates, own])] : [own]));

/** Output time windows of each layer, tws as `outputTws` gives them. */
export function windowsOf(geometry: NetworkGeometry, tws: readonly number[]): number[] {
  return geometry.layers.map((layer, i) => layer.neurons * Math.ceil(geometry.timesteps / tws[i]));
}

/** [layer][size]: output time windows at every size of a plan; 0 at places that are not used. */
export function windowCounts({ network, sizes, mostSizes }: TrainingPlan): Float64Array {
  const { layers, timesteps } = geometryOf(network);
  const counts = new Float64Array(layers.length * mostSizes);
  sizes.forEach((own, l) =>
    own.forEach((size, k) => (counts[l * mostSizes + k] = layers[l].neurons * Math.ceil(timesteps / size))),
  );
  return counts;
}
