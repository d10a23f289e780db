/**
 * A layer as a matrix product on an R x C systolic array, closed forms of SCALE-Sim v3 (peers of this simulator use
 * them as an oracle; its 8 x 8 runs agree exactly): Mg rows (output pixels, times the steps that are folded in),
 * N columns (filters), K = E*E*C terms. Per layer:
 *   os  ceil(Mg/R) ceil(N/C) (K + R + C - 2) - 1          a PE keeps one output
 *   ws  ceil(K/R)  ceil(N/C) (Mg + 2R + C - 2) - 1        a PE keeps one weight
 *   is  ceil(K/R)  ceil(Mg/C) (N + 2R + C - 2) - 1        a PE keeps one input, by analogy
 */
import type { LayerSpec } from '../../../contract/index.ts';

export type Dataflow = 'os' | 'ws' | 'is';

export interface Gemm {
  readonly Mg: number;
  readonly N: number;
  readonly K: number;
}

export const gemmOf = (layer: LayerSpec, steps: number): Gemm => ({
  Mg: layer.R * layer.R * steps,
  N: layer.M,
  K: layer.E * layer.E * layer.C,
});

export interface Folds {
  /** Tiles along rows and columns of the array. */
  readonly rows: number;
  readonly cols: number;
  /** Cycles of one tile. */
  readonly cycles: number;
}

export function foldsOf(flow: Dataflow, { Mg, N, K }: Gemm, R: number, C: number): Folds {
  switch (flow) {
    case 'os':
      return { rows: Math.ceil(Mg / R), cols: Math.ceil(N / C), cycles: K + R + C - 2 };
    case 'ws':
      return { rows: Math.ceil(K / R), cols: Math.ceil(N / C), cycles: Mg + 2 * R + C - 2 };
    case 'is':
      return { rows: Math.ceil(K / R), cols: Math.ceil(Mg / C), cycles: N + 2 * R + C - 2 };
  }
}

export const cyclesOf = ({ rows, cols, cycles }: Folds): number => rows * cols * cycles - 1;
