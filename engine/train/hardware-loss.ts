/**
 * Hardware loss (provisional proxy): L_HW = sum over hidden layers of slope * d, d = filled output time windows /
 * (neurons * ceil(T / TWS)), averaged over the batch. The last layer is left out (its spikes are the answer), the input
 * too (nothing to learn). A window's occupancy 1 - prod(1 - s) has slope 1 with respect to s[t] where the rest of the
 * window is silent, else 0. Left out: slopes fitted to the simulator, one per layer.
 */
import type { NetworkGeometry } from '../kernels/geometry.ts';

/** Output time windows of each layer. */
export function windowsOf(geometry: NetworkGeometry, tws: readonly number[]): number[] {
  return geometry.layers.map((layer, i) => layer.neurons * Math.ceil(geometry.timesteps / tws[i]));
}

/** dL/d(filled window) per layer for one sample, `factor` = beta * slope / batch size. */
export function occupancyGradients(
  geometry: NetworkGeometry,
  tws: readonly number[],
  factor: number,
): Float64Array {
  const windows = windowsOf(geometry, tws);
  return Float64Array.from(windows, (count, i) => (i === windows.length - 1 ? 0 : factor / count));
}

/** L_HW, before beta, from the mean window densities of all layers. */
export function hardwareLoss(twDensities: readonly number[], slope: number): number {
  return twDensities.slice(0, -1).reduce((sum, density) => sum + slope * density, 0);
}
