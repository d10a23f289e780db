/**
 * The hardware loss inside the trainer: per layer a curve of the density d of its output windows (filled / all, one
 * sample, at the window size of the layer that reads them), L_HW = sum over layers of curve(d), mean over the batch.
 * The curves come from the host's cost model (engine/proxy) and change between epochs only; they lie on shared memory,
 * so members read them without copies. The last layer has none (its spikes are the answer), nor has the input (nothing to
 * learn). A window's occupancy 1 - prod(1 - s) has slope 1 with respect to s[t] where the rest of it is silent, else 0.
 */
import type { SpikeTensor } from '../contract/index.ts';
import type { NetworkGeometry } from '../kernels/geometry.ts';
import { pieceOf, type Curve, type HardwareModelState, type HardwareObservation } from '../proxy/index.ts';

/** What a training needs of the cost model; `HardwareModel` of engine/proxy is one. */
export interface HardwareInLoop {
  curvesFor(
    epoch: number,
    record: (samples: number) => Iterable<readonly SpikeTensor[]>,
  ): readonly (Curve | null)[];
  observe(samples: Iterable<readonly SpikeTensor[]>): HardwareObservation;
  readonly state: HardwareModelState | null;
}

/** Most points of a curve; each takes two numbers. */
const MOST_POINTS = 64;
/** Per layer: number of points (0 = no loss), x, y. */
const LAYER_NUMBERS = 1 + 2 * MOST_POINTS;

/** Numbers that the curves of a network take on the board. */
export const curveNumbers = (layers: number): number => layers * LAYER_NUMBERS;

export function writeCurves(board: Float64Array, curves: readonly (Curve | null)[]): void {
  curves.forEach((curve, l) => {
    const at = l * LAYER_NUMBERS;
    if (curve && curve.x.length > MOST_POINTS) throw new Error(`writeCurves: ${curve.x.length} points`);
    board[at] = curve ? curve.x.length : 0;
    if (!curve) return;
    board.set(curve.x, at + 1);
    board.set(curve.y, at + 1 + MOST_POINTS);
  });
}

/** Value and slope of a layer's curve; both 0 where it has none. */
export function readCurve(board: Float64Array, layer: number, density: number): readonly [number, number] {
  const at = layer * LAYER_NUMBERS;
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

/** Output time windows of each layer, tws as `outputTws` gives them. */
export function windowsOf(geometry: NetworkGeometry, tws: readonly number[]): number[] {
  return geometry.layers.map((layer, i) => layer.neurons * Math.ceil(geometry.timesteps / tws[i]));
}
