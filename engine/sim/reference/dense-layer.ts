/**
 * Plain forms for the cycle-stepped reference: a layer with integer weights, dense spikes, and the forward pass
 * u[t] = leak * u[t-1] + sum of weights of firing inputs; spike when u >= threshold, then u = 0. Integer weights make
 * the sums independent of their order, so spikes compare exactly. Inputs off the map read 0.
 */
import type { LayerSpec } from '../../contract/index.ts';

export interface IntegerLayer {
  readonly spec: LayerSpec;
  /** [output][input channel][ky][kx] */
  readonly weights: Int32Array;
  readonly leak: number;
  readonly threshold: number;
}

/** Spikes of a map, 0 or 1: [t][channel][y][x]. */
export interface DenseSpikes {
  readonly timesteps: number;
  readonly channels: number;
  readonly side: number;
  readonly values: Uint8Array;
}

export function spikeAt(spikes: DenseSpikes, t: number, c: number, y: number, x: number): number {
  const { side, channels, timesteps } = spikes;
  if (t >= timesteps || y < 0 || x < 0 || y >= side || x >= side) return 0;
  return spikes.values[((t * channels + c) * side + y) * side + x];
}

export function weightAt(layer: IntegerLayer, m: number, c: number, slot: number): number {
  const { C, E } = layer.spec;
  return layer.weights[(m * C + c) * E * E + slot];
}

/** Input pixel under a kernel slot at an output position. */
export function pixelUnder(spec: LayerSpec, position: number, slot: number): { y: number; x: number } {
  const { R, E, stride, pad } = spec;
  return {
    y: Math.floor(position / R) * stride - pad + Math.floor(slot / E),
    x: (position % R) * stride - pad + (slot % E),
  };
}

/** Output spikes, [t][m][position], computed time point by time point without any window. */
export function forward(layer: IntegerLayer, spikes: DenseSpikes): Uint8Array {
  const { R, E, C, M } = layer.spec;
  const positions = R * R;
  const output = new Uint8Array(spikes.timesteps * M * positions);
  for (let m = 0; m < M; m++)
    for (let p = 0; p < positions; p++) {
      let u = 0;
      for (let t = 0; t < spikes.timesteps; t++) {
        let current = 0;
        for (let c = 0; c < C; c++)
          for (let slot = 0; slot < E * E; slot++) {
            const { y, x } = pixelUnder(layer.spec, p, slot);
            if (spikeAt(spikes, t, c, y, x)) current += weightAt(layer, m, c, slot);
          }
        u = layer.leak * u + current;
        if (u >= layer.threshold) {
          output[(t * M + m) * positions + p] = 1;
          u = 0;
        }
      }
    }
  return output;
}
